import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRuntime } from '../../build/start/electronRuntime.ts'
import { sentences } from '../../build/start/whyNot.ts'
import { projectRoot } from '../rules/oxlint.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-start-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A folder of the shape of the npm package `electron`, whose installer does what a test wants. */
async function electronPackage(installer: string, version = '45.4.1') {
  const home = join(folder, 'electron')
  await mkdir(join(home, 'dist'), { recursive: true })
  await writeFile(join(home, 'package.json'), JSON.stringify({ version }))
  await writeFile(join(home, 'install.js'), installer)
  return { package: home, memory: join(folder, 'out', 'refused.json'), retry: false }
}

const hangs = 'setInterval(() => undefined, 1000)'
const refuses = 'process.exit(1)'
const brings = `const { writeFileSync } = require('node:fs')
writeFileSync(__dirname + '/dist/electron', '')
writeFileSync(__dirname + '/path.txt', 'electron')`

describe('the runtime of the desktop window', () => {
  it('is fetched once, by its own installer, and found from then on', async () => {
    const search = await electronPackage(brings)
    const program = join(search.package, 'dist', 'electron')
    expect(await findRuntime(search)).toEqual({ program })
    await electronPackage(refuses)
    expect(await findRuntime(search)).toEqual({ program })
  })

  it('that does not come in time is left, and not asked for again before a person says so', async () => {
    const search = await electronPackage(hangs)
    expect(await findRuntime({ ...search, limitMilliseconds: 300 })).toEqual({ whyNot: 'slow' })
    expect(await findRuntime(search)).toEqual({ whyNot: 'remembered' })
    await electronPackage(brings)
    expect(await findRuntime(search)).toEqual({ whyNot: 'remembered' })
    expect(await findRuntime({ ...search, retry: true })).toHaveProperty('program')
  })

  it('that is refused is asked for again in another version', async () => {
    const search = await electronPackage(refuses)
    expect(await findRuntime(search)).toEqual({ whyNot: 'refused' })
    await electronPackage(refuses, '46.0.0')
    expect(await findRuntime(search)).toEqual({ whyNot: 'refused' })
    expect(await findRuntime(search)).toEqual({ whyNot: 'remembered' })
  })

  it.each(['refused', 'slow', 'remembered', 'ended'] as const)(
    'that is missing (%s) is explained in one Chinese and one English sentence, with what to do',
    (whyNot) => {
      const [chinese = '', english = '', ...rest] = sentences(whyNot).split('\n')
      expect(chinese).toMatch(/^[^。]*Electron[^。]*npm start -- --retry。$/)
      expect(english).toMatch(/^Electron's runtime [^.]*npm start -- --retry\.$/)
      expect(rest).toEqual(['', ''])
    },
  )
})

it('npm start with an option of the command line serves the window, and Ctrl+C ends it', async () => {
  // A group of its own, as the terminal gives it: Ctrl+C reaches every process in it.
  const start = spawn(process.execPath, ['build/start.ts', '--port', '0', '--data', join(folder, 'data')], {
    cwd: projectRoot,
    env: { ...process.env, MINGCHA_HOME: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const address = Promise.withResolvers<string>()
  createInterface({ input: start.stdout }).on('line', (line) => {
    if (line.includes('http://')) address.resolve(line.trim())
  })
  expect(await (await fetch(await address.promise)).text()).toContain('<title>明察</title>')
  process.kill(-(start.pid ?? 0), 'SIGINT')
  expect((await once(start, 'exit'))[0]).toBe(0)
})
