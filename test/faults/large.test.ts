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
 * With V8's own 16 MB for young objects, spent buffers pile up to 120 MB before they are collected; the program starts
 * itself with less. `npx mingcha` does so in the first line of its file.
 */
const flag = /^#!.* node (--max-semi-space-size=\d+)$/m.exec(read('electron/cli.ts'))?.[1] ?? ''

test('npm start gives V8 the same young generation as npx mingcha', () => {
  expect(flag).not.toBe('')
  expect(read('build/start.ts')).toContain(`['${flag}', 'electron/cli.ts', 'serve'`)
})

type Step = { readonly step: string; readonly seconds: number; readonly peakMegabytes: number }

test('a large file is taken in, carried and read by range with less than 300 MB of memory', async () => {
  const program = join(import.meta.dirname, 'child', 'carryLarge.ts')
  const child = spawn(process.execPath, [flag, program, String(size)], { stdio: ['ignore', 'pipe', 'inherit'] })
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
