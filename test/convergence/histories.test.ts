import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawHistory, play } from './history.ts'
import { makeTemplate } from './replica.ts'
import { report, shrink } from './shrink.ts'

/**
 * The same bodies and decisions end in the same tables, whoever wrote them, in whatever order, pieces and states they
 * came. MINGCHA_LONG=1 plays 20,000 histories; HISTORIES_SEED begins elsewhere, HISTORIES_RUNS takes another number.
 */
const long = process.env['MINGCHA_LONG'] === '1'
const runs = Number(process.env['HISTORIES_RUNS'] ?? (long ? 20_000 : 300))
const seed = process.env['HISTORIES_SEED'] ?? 'ground'
// A quarter of a second each on a quiet machine; a busy one takes several times that.
const timeout = runs * 5000

const folder = mkdtempSync(join(tmpdir(), 'mingcha-histories-'))
const template = join(folder, 'template')
beforeAll(() => makeTemplate(template))
afterAll(() => rmSync(folder, { recursive: true }))

test(
  'histories with hostile writers, copies, late bodies and wrong clocks end alike everywhere',
  async () => {
    const reached = new Map<string, number>()
    for (let run = 0; run < runs; run += 1) {
      const history = drawHistory(`${seed} ${run}`)
      const outcome = await play(template, history)
      for (const [what, times] of outcome.reached) reached.set(what, (reached.get(what) ?? 0) + times)
      if (outcome.faults.length > 0) throw new Error(report(await shrink(template, history)))
    }
    // A generator that never reaches these would prove nothing.
    const needed = [
      'refused',
      'conflicts',
      'resolved',
      'copied',
      'forked',
      'declined',
      'newer',
      'cut',
      'otherTeam',
      'unproved',
    ]
    expect(needed.filter((what) => !reached.has(what))).toEqual([])
  },
  timeout,
)
