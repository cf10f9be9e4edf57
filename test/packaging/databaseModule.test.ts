import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileDatabaseModule } from '../../build/packaging/databaseModule.ts'
import { libraryFloor } from '../../build/packaging/nativeFile.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { linux, run, workFolder } from './packed.ts'

const compiler = await run('x86_64-linux-gnu-g++', ['--version']).then(
  () => true,
  () => false,
)
const possible = compiler && process.platform === 'linux' && process.arch === 'x64'
if (!possible)
  process.stderr.write('left out: compiling better-sqlite3 for older systems; it needs Linux on x64 and g++\n')

describe.skipIf(!possible)('better-sqlite3 compiled for 麒麟 V10 and UOS 20', () => {
  let work: string
  let module: string
  beforeAll(async () => {
    work = await workFolder()
    module = join(work, 'linux-x64.node')
    // Without optimisation, which takes minutes and changes nothing that is looked at here.
    await compileDatabaseModule({ projectRoot, target: linux, output: module, optimisation: 0 })
  })
  afterAll(() => rm(work, { recursive: true, force: true }))

  it('asks for glibc 2.28 and gcc 8 at most, where the module that npm brings asks for more', async () => {
    const compiled = await libraryFloor([{ path: module, machine: 'linux-x64' }])
    expect(compiled.glibc).toBeLessThanOrEqual(28)
    expect(compiled.libstdcxx).toBeLessThanOrEqual(25)
    const brought = join(projectRoot, 'node_modules/better-sqlite3/prebuilds/linux-x64.node')
    expect(await libraryFloor([{ path: brought, machine: 'linux-x64' }])).toEqual({ glibc: 34, libstdcxx: 29 })
  })

  it('is the same SQLite with the same settings, and opens what the other encrypted', () => {
    const file = join(work, 'store.db')
    const key = `x'${'5a'.repeat(32)}'`
    const open = (options: Database.Options): Database.Database => {
      const database = new Database(file, options)
      database.pragma("cipher='aegis'")
      database.pragma(`key="${key}"`)
      return database
    }
    const brought = open({})
    brought.exec("CREATE VIRTUAL TABLE finding USING fts5(text); INSERT INTO finding VALUES ('办税 服务')")
    const settings = brought.pragma('compile_options')
    brought.close()
    const compiled = open({ nativeBinding: module })
    expect(compiled.prepare("SELECT text FROM finding WHERE finding MATCH '服务'").all()).toEqual([
      { text: '办税 服务' },
    ])
    expect(compiled.prepare('SELECT pow(2, 10) AS power, log2(8) AS log').all()).toEqual([{ power: 1024, log: 3 }])
    expect(withoutCompiler(compiled.pragma('compile_options'))).toEqual(withoutCompiler(settings))
    compiled.close()
  })
})

function withoutCompiler(settings: unknown): readonly string[] {
  const rows = settings as readonly { readonly compile_options: string }[]
  return rows.map((row) => row.compile_options).filter((option) => !option.startsWith('COMPILER='))
}
