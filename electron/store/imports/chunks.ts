import { breathe, type WriteTx } from '../database/transaction.ts'
import type { Store } from '../store.ts'

/** Takes the next changes, as many as `size`; gives how many it took, 0 where nothing is left. */
export type Piece = (tx: WriteTx, size: number) => Promise<number>

/**
 * Long work in transactions so short that a save waits for one of them at most, and between whose pieces requests are
 * answered. Killed anywhere, it stands where the last transaction ended.
 */
export async function inChunks(store: Store, piece: Piece): Promise<void> {
  const pace = { size: smallestSize }
  while (!(await store.write((tx) => takeChunk(tx, piece, pace)))) await breathe()
}

/** How many changes the next piece takes. */
type Pace = { size: number }

/**
 * Milliseconds that a chunk takes before its commit, and each piece of it, between which requests are answered. A commit
 * costs much whatever it holds, so there are few; what it would hold the thread for is done in turns of its own, as far
 * as that can be: writing out the search index before it, moving the WAL behind it. Longer chunks gain little more, and
 * a save waits for one of them [m].
 */
const chunkTime = 90
const pieceTime = 4
const smallestSize = 8
const largestSize = 1024

/** Gives whether nothing is left. */
async function takeChunk(tx: WriteTx, piece: Piece, pace: Pace): Promise<boolean> {
  const begun = performance.now()
  for (;;) {
    const started = performance.now()
    const taken = await piece(tx, pace.size)
    if (taken === 0) return true
    const ended = performance.now()
    pace.size = nextSize(taken, ended - started)
    if (ended - begun >= chunkTime) break
    await breathe()
  }
  await breathe()
  tx.writeOut()
  await breathe()
  return false
}

/** As many changes as fit into the time, going by the last piece; the size never changes what comes out. */
function nextSize(taken: number, milliseconds: number): number {
  const fitting = Math.floor((taken * pieceTime) / Math.max(milliseconds, 1))
  return Math.max(smallestSize, Math.min(largestSize, taken * 2, fitting))
}
