import type { Connection } from './connection.ts'

export type Checkpoints = {
  /** Whether enough has been committed since the last one. */
  readonly isDue: () => boolean
  readonly run: () => void
}

/**
 * What is committed lies in the WAL until it is moved into the database file. By itself SQLite does that inside a commit,
 * which then holds the thread twice as long; here it is a step of its own, and SQLite's comes only where this did not.
 */
export function createCheckpoints({ raw }: Connection): Checkpoints {
  raw.pragma(`wal_autocheckpoint=${10 * enough}`)
  // Asked after every write.
  const state = raw.prepare<[], Wal>('pragma wal_checkpoint(NOOP)')
  return {
    isDue() {
      const wal = state.get()
      return wal !== undefined && wal.log - wal.checkpointed >= enough
    },
    run: () => void raw.pragma('wal_checkpoint(PASSIVE)'),
  }
}

/** Pages. Fewer are moved more often, each time with an fsync; more hold the thread longer than a commit does [m]. */
const enough = 600

/** Pages in the WAL, and how many of them are in the database already. */
type Wal = { readonly log: number; readonly checkpointed: number }
