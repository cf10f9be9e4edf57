import { readManifest } from '../change/importManifest.ts'
import type { ReadTx } from '../database/transaction.ts'
import type { Store } from '../store.ts'
import { findGaps, type Gap } from './importCheck.ts'
import { findImport, type ImportRow, unfinishedImports } from './importing.ts'
import { type ImportPlan, planImport } from './importPlan.ts'

/**
 * The packages of an open store that were checked and wait for a decision. What costs as much as a package is large,
 * whether it is whole and what it would do, is found out once and kept as long as it holds: a list of twenty costs twenty
 * looks, however often it is asked for.
 */
export type StagedImports = {
  /** Oldest first. */
  readonly list: () => Promise<readonly ImportRow[]>
  /** As `planImport`. */
  readonly plan: (importId: string, meeting?: readonly string[]) => Promise<ImportPlan>
  /** Those that wait for a package before them, oldest first. */
  readonly waiting: () => Promise<readonly WaitingImport[]>
  /** The first of these for which nothing is missing any more. */
  readonly firstReady: (waiting: readonly WaitingImport[]) => Promise<string | undefined>
}

export type WaitingImport = {
  readonly id: string
  readonly begins: readonly { readonly log: string; readonly from: number }[]
}

type Kept = { readonly meeting: string; readonly commits: number; readonly plan: Promise<ImportPlan> }

export function createStagedImports(store: Store): StagedImports {
  const whole = new Set<string>()
  const plans = new Map<string, Kept>()
  let commits = 0
  store.onCommit(() => {
    commits += 1
  })
  async function list(): Promise<readonly ImportRow[]> {
    const rows = await unfinishedImports(store, whole)
    const ids = new Set(rows.map(({ id }) => id))
    for (const id of plans.keys()) if (!ids.has(id)) plans.delete(id)
    return rows
  }
  async function plan(importId: string, meeting: readonly string[] = []): Promise<ImportPlan> {
    const gaps = await store.read((tx) => gapsOf(tx, importId))
    const kept = plans.get(importId)
    if (gaps !== undefined && kept !== undefined && holds(kept, { gaps, meeting: keyOf(meeting), commits })) {
      return { ...(await kept.plan), gaps, state: gaps.length === 0 ? 'ready' : 'waiting' }
    }
    const made = { meeting: keyOf(meeting), commits, plan: planImport(store, importId, meeting) }
    plans.set(importId, made)
    return made.plan.catch((error: unknown) => {
      plans.delete(importId)
      throw error
    })
  }
  async function waiting(): Promise<readonly WaitingImport[]> {
    const found: WaitingImport[] = []
    for (const { id, manifest } of await list()) {
      const gaps = await store.read((tx) => gapsOf(tx, id))
      const begins = readManifest(manifest).ranges.map(({ birth, from }) => ({ log: birth.log, from }))
      if (gaps !== undefined && gaps.length > 0) found.push({ id, begins })
    }
    return found
  }
  return { list, plan, waiting, firstReady: (some) => store.read((tx) => firstReady(tx, some)) }
}

function keyOf(meeting: readonly string[]): string {
  return meeting.toSorted().join(' ')
}

/** Of one that still waits nothing is final; of another it holds until something is written. */
function holds(kept: Kept, now: { gaps: readonly Gap[]; meeting: string; commits: number }): boolean {
  return kept.meeting === now.meeting && (now.gaps.length > 0 || kept.commits === now.commits)
}

/** undefined: not staged any more. */
async function gapsOf(tx: ReadTx, importId: string): Promise<readonly Gap[] | undefined> {
  const row = await findImport(tx, importId)
  return row?.state === 'staging' ? findGaps(tx, importId, readManifest(row.manifest)) : undefined
}

/** Only those whose logs have come far enough are looked at. */
async function firstReady(tx: ReadTx, waiting: readonly WaitingImport[]): Promise<string | undefined> {
  const logs = await tx.db.selectFrom('log').select(['id', 'number']).execute()
  const numbers = new Map(logs.map(({ id, number }) => [id, number]))
  for (const { id, begins } of waiting) {
    const joins = begins.every(({ log, from }) => (numbers.get(log) ?? 0) >= from - 1)
    if (joins && (await gapsOf(tx, id))?.length === 0) return id
  }
  return undefined
}
