import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApplication } from '../desktop/application.ts'
import { walkWholeLine } from '../desktop/wholeLine.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { linux, packFolder, run, workFolder } from './packed.ts'
import { modulesAbove, takeApart } from './taken.ts'

const possible = process.platform === 'linux' && process.arch === 'x64'
if (!possible) process.stderr.write('left out: running the packed program; its native code is for Linux on x64\n')

describe.skipIf(!possible)('the program taken from its package, outside the checkout', () => {
  let work: string
  let packed: string
  let application: string
  beforeAll(async () => {
    work = await workFolder()
    packed = await packFolder({ work, built: join(await buildApplication(), 'dist'), target: linux })
    application = join(work, 'application')
    await takeApart(packed, application)
  })
  afterAll(() => rm(work, { recursive: true, force: true }))

  it('finds its modules in the package alone, and their native code beside the archive', async () => {
    expect(modulesAbove(application)).toEqual([])
    const program = `
      import Database from 'better-sqlite3'
      import sharp from 'sharp'
      new Database(':memory:').pragma("cipher='aegis'")
      await sharp({ create: { width: 2, height: 2, channels: 3, background: 'white' } }).jpeg().toBuffer()
      process.stdout.write(JSON.stringify(process.report.getReport().sharedObjects))`
    const { stdout } = await run('node', ['--input-type=module', '--eval', program], { cwd: application })
    const loaded = (JSON.parse(stdout) as readonly string[]).filter((path) =>
      /node_modules\/(better-sqlite3|@img)\//.test(path),
    )
    const outside = join(packed, 'resources', 'app.asar.unpacked', 'node_modules')
    expect(loaded.filter((path) => !path.startsWith(outside))).toEqual([])
    expect(loaded).toHaveLength(3)
    expect(stdout).not.toContain(join(projectRoot, 'node_modules', 'sharp'))
  })

  walkWholeLine(async () => application)
})
