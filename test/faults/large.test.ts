import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { projectRoot } from '../rules/oxlint.ts'
import { extent, tell } from './extent.ts'

/** 2 GB in a long run; otherwise as much as would not fit under the bound twice. */
const size = extent(200 * 1024 ** 2, 2 * 1024 ** 3)

/**
 * With V8's own 16 MB for young objects, spent buffers pile up to 120 MB before they are collected, and with its own limit
 * for old ones (4 GB) an import of 100,000 changes leaves 100 MB more uncollected than with 1 GB: the program starts itself
 * with less. `npx mingcha` does so in the first line of its file.
 *
 * Run from its sources, each of its threads strips types with Node's WebAssembly, and V8 13.6 aborts now and then where a
 * thread exchanges a much used wrapper (Runtime_TierUpWasmToJSWrapper; seen twice in some 1,300 threads, and not in 2,300
 * with the largest budget, under which no wrapper is exchanged). The built program strips nothing.
 */
const flags = /^#!.* node ((?:--[a-z-]+=\d+ ?)+)$/m.exec(read('electron/cli.ts'))?.[1]?.split(' ') ?? []

test.each(['build/start.ts', 'build/vitest.config.ts', 'test/bench/bench.ts'])(
  '%s gives V8 the same limits as npx mingcha',
  (file) => {
    const names = ['--max-semi-space-size', '--max-old-space-size', '--wasm-wrapper-tiering-budget']
    expect(flags.map((flag) => flag.split('=')[0])).toEqual(names)
    // Tests watch memory where it is asked for; the last flag is for all that starts threads.
    const wanted = file.includes('vitest') ? flags.slice(-1) : flags
    expect(read(file)).toContain(`[${wanted.map((flag) => `'${flag}'`).join(', ')}]`)
  },
)

type Step = { readonly step: string; readonly seconds: number; readonly peakMegabytes: number }

test('a large file is taken in, carried and read by range with less than 300 MB of memory', async () => {
  const program = join(import.meta.dirname, 'child', 'carryLarge.ts')
  const child = spawn(process.execPath, [...flags, program, String(size)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const steps: Step[] = []
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => steps.push(JSON.parse(line) as Step))
  const [[code]] = await Promise.all([once(child, 'close'), once(lines, 'close')])
  expect(code).toBe(0)
  for (const { step, seconds, peakMegabytes } of steps) {
    tell(`${Math.round(size / 1024 ** 2)} MB ${step}`, { seconds, 'peak MB': peakMegabytes })
  }
  expect(steps.map(({ step }) => step)).toEqual([
    'begun',
    'taken in',
    'written into a package',
    'staged',
    'accepted',
    'read by range',
    'verified whole',
  ])
  expect(Math.max(...steps.map(({ peakMegabytes }) => peakMegabytes))).toBeLessThan(300)
})

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}
