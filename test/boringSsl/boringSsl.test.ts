import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../rules/oxlint.ts'
import { foreign, permitted } from './algorithms.ts'
import { works } from './doWorks.ts'
import type { Report } from './work.ts'

/**
 * Electron's Node runs on BoringSSL, the tests on OpenSSL. Bun runs on BoringSSL too (another build of it than Electron's):
 * what these rooms do there and what comes back to Node is as near as a machine without Electron gets. better-sqlite3 does
 * not load in Bun, so the store stays out.
 */
const system = process.platform === 'win32' ? 'windows' : process.platform
const processor = process.arch === 'arm64' ? 'aarch64' : process.arch
const program = system === 'windows' ? 'bun.exe' : 'bun'
const bun = join(projectRoot, 'node_modules', '@oven', `bun-${system}-${processor}`, 'bin', program)
const present = existsSync(bun)
if (!present) {
  process.stderr.write(`left out: the tests under BoringSSL, because there is no Bun for ${system}-${processor} here\n`)
}
const names = works.map(({ name }) => name)

describe.skipIf(!present)('under BoringSSL', () => {
  let folder: string
  let made: Readonly<Record<'bun' | 'node', Report>>
  const childOf = { bun, node: process.execPath } as const

  async function run(runtime: 'bun' | 'node', step: 'make' | 'open', of: 'bun' | 'node'): Promise<Report> {
    const child = join(import.meta.dirname, 'child', 'doWorks.ts')
    const options = { maxBuffer: 2 ** 26, cwd: projectRoot }
    const { stdout } = await promisify(execFile)(childOf[runtime], [child, step, join(folder, of)], options)
    return JSON.parse(stdout) as Report
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingcha-boringssl-'))
    made = { bun: await run('bun', 'make', 'bun'), node: await run('node', 'make', 'node') }
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('the runtime is BoringSSL, and lacks what only OpenSSL has', () => {
    expect(made.bun.versions['boringssl']).toMatch(/^[0-9a-f]{40}$/)
    expect(made.bun.lacks).toEqual(foreign)
    // On OpenSSL the same calls succeed: their absence above means something.
    expect(made.node.versions['boringssl']).toBeUndefined()
    expect(made.node.lacks).toEqual([])
  })

  test.each(['bun', 'node'] as const)('everything is made under %s', (runtime) => {
    expect(made[runtime].failed).toEqual([])
    expect(made[runtime].done).toEqual(names)
  })

  test.each([
    ['bun', 'bun'],
    ['bun', 'node'],
    ['node', 'bun'],
  ] as const)('%s opens everything that %s made', async (opener, maker) => {
    const { done, failed } = await run(opener, 'open', maker)
    expect(failed).toEqual([])
    expect(done).toEqual(names)
  })

  test('every algorithm that may be named is there', () => {
    expect(made.bun.lacks.filter((name) => Object.hasOwn(permitted, name))).toEqual([])
  })
})
