import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawHistory, play } from './history.ts'
import { makeTemplate } from './replica.ts'
import { report, shrink } from './shrink.ts'

/**
 * The same bodies and decisions end in the same tables, whoever wrote them, in whatever order, pieces and states they
 * came. MINGCHA_LONG=1 plays 20,000 histories; MINGCHA_HISTORIES=FROM-TO plays these, so that two runs share them:
 *
 *     MINGCHA_HISTORIES=0-10000 npm test -- test/convergence & MINGCHA_HISTORIES=10000-20000 npm test -- test/convergence
 *
 * HISTORIES_SEED draws others.
 */
const long = process.env['MINGCHA_LONG'] === '1'
const [first, end] = rangeOf(process.env['MINGCHA_HISTORIES'] ?? (long ? '0-20000' : '0-300'))
const seed = process.env['HISTORIES_SEED'] ?? 'ground'
// A quarter of a second each on a quiet machine; a busy one takes several times that.
const timeout = (end - first) * 5000

const folder = mkdtempSync(join(tmpdir(), 'mingcha-histories-'))
const template = join(folder, 'template')
beforeAll(() => makeTemplate(template))
afterAll(() => rmSync(folder, { recursive: true }))

test(
  'histories with hostile writers, copies, late bodies and wrong clocks end alike everywhere',
  async () => {
    const reached = new Map<string, number>()
    for (let run = first; run < end; run += 1) {
      const history = drawHistory(`${seed} ${run}`)
      const outcome = await play(template, history)
      for (const [what, times] of outcome.reached) reached.set(what, (reached.get(what) ?? 0) + times)
      if (outcome.faults.length > 0) throw new Error(report(await shrink(template, history)))
    }
    // A generator that never reaches these would prove nothing. One history alone is played to see it fail again.
    if (end - first < 100) return
    const needed = [
      ...['refused', 'conflicts', 'resolved', 'copied', 'forked', 'declined', 'newer'],
      ...['cut', 'otherTeam', 'notInTeam', 'rootUnproved', 'personRevoked', 'logRevoked'],
      ...['restated', 'echoed', 'joined', 'joinSettled', 'undone', 'kept', 'revived'],
    ]
    expect(needed.filter((what) => !reached.has(what))).toEqual([])
  },
  timeout,
)

function rangeOf(text: string): readonly [number, number] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? []
  if (from === undefined || to === undefined) throw new Error('MINGCHA_HISTORIES is FROM-TO, as 0-10000')
  return [Number(from), Number(to)]
}
