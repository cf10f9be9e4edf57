import type { Machine } from '../../electron/services/machine.ts'
import { tell } from './figure.ts'
import { watchThread } from './threadWatch.ts'
import { median, milliseconds, timed } from './timing.ts'

const rounds = 5

/** Edits a thousand findings as one operation and takes it back, again and again: the time, and how long the thread is held. */
export async function timeUndo({ client }: Pick<Machine, 'client'>, ids: readonly string[]): Promise<void> {
  const edits: number[] = []
  const undos: number[] = []
  const thread = watchThread()
  for (let round = 0; round < rounds; round += 1) {
    const set = { severity: 1 + (round % 4), rectifyBy: `2026-12-${20 + round}` }
    edits.push(await timed(() => client.finding.saveMany({ ids: [...ids], set })))
    const [last] = (await client.undo.list()).back
    undos.push(await timed(() => client.undo.back({ operation: last?.operation ?? '' })))
  }
  const held = thread.stop()
  const numbers = `median of ${rounds}; the edit itself ${milliseconds(median(edits))}`
  tell({
    what: `undo of an edit of ${ids.length} findings`,
    measured: median(undos),
    unit: 'ms',
    limit: { most: 2000 },
    numbers,
  })
  tell({
    what: 'longest time the thread was held by both',
    measured: held.longest.wall,
    unit: 'ms',
    limit: { most: 100 },
    numbers: `${milliseconds(held.longest.cpu)} of processor time at most, 99th percentile ${milliseconds(held.p99)}`,
  })
}
