import { type RefusalReason, rights, type TrustState } from '../domain/authorise.ts'
import { compareChanges } from '../domain/merge.ts'
import { type KnownChange, knownColumns, loadChangesOf, toKnownChange } from './storedChange.ts'
import { breathe, inParts, type ReadTx, type Trust, type WriteTx } from './transaction.ts'
import { isTrustEntity, reasonAgainst } from './trust.ts'

/** Per change: null where it is accepted, else why it is refused. */
export type Verdicts = ReadonlyMap<string, RefusalReason | null>

/** Judges changes that are not headquarters' own decisions, by the rights known now (decision 11). */
export async function judge(tx: ReadTx, changes: readonly KnownChange[], trust: Trust): Promise<Verdicts> {
  const makers = await findMakers(tx, changes, trust)
  return new Map(
    changes.map((change) => [change.id, reasonAgainst(change, stateFor(change, trust), makers.get(change.entityId))]),
  )
}

/** The founder's roles hold in every log that this workspace has written, also before it moved to another machine. */
function stateFor({ log }: KnownChange, { state, ownLogs }: Trust): TrustState {
  const { founder, headquartersLogs } = state
  if (founder === null || founder.log === log || !ownLogs.has(log) || headquartersLogs.has(log)) return state
  return { ...state, founder: { ...founder, log } }
}

/** Nouns that a team may make and then correct: there the maker of the row counts. */
export function hasMaker(change: KnownChange): boolean {
  return rights[change.entity].madeLocallyBy.length > 0
}

/**
 * The log whose change made each row, out of all changes known, whatever their verdict: headquarters' where it made the
 * row too, else the first by clock. It does not depend on the order of arrival.
 */
async function findMakers(
  tx: ReadTx,
  changes: readonly KnownChange[],
  trust: Trust,
): Promise<ReadonlyMap<string, string>> {
  const asked = changes.filter(hasMaker)
  const ids = [...new Set(asked.filter((change) => !change.isNew).map((change) => change.entityId))]
  if (ids.length === 0) return new Map()
  const known = [...(await loadChangesOf(tx, ids)), ...asked].filter((change) => change.isNew)
  const byRow = Map.groupBy(known.toSorted(compareChanges), (change) => change.entityId)
  const isHeadquarters = (change: KnownChange) => trust.state.headquartersLogs.has(change.log)
  return new Map(
    [...byRow].flatMap(([id, makers]) => {
      const maker = makers.find(isHeadquarters) ?? makers[0]
      return maker === undefined ? [] : [[id, maker.log]]
    }),
  )
}

/** Judges the changes of rows again whose maker has just become known. Returns those whose verdict is another now. */
export async function rejudgeRows(tx: WriteTx, ids: readonly string[], trust: Trust): Promise<readonly KnownChange[]> {
  const flipped: KnownChange[] = []
  for (const part of inParts(ids)) {
    const known = (await loadChangesOf(tx, part)).filter((change) => !isTrustEntity(change.entity))
    flipped.push(...(await storeVerdicts(tx, known, await judge(tx, known, trust))))
  }
  return flipped
}

const pageSize = 500

/** Judges all changes of these logs again, a page at a time. Gives those whose verdict is another now. */
export async function* rejudgeLogs(
  tx: WriteTx,
  logs: readonly string[],
  trust: Trust,
): AsyncGenerator<readonly KnownChange[]> {
  for (const log of logs) {
    for (let after = 0, more = true; more;) {
      const rows = await tx.db
        .selectFrom('change')
        .select(['seq', ...knownColumns])
        .where('log', '=', log)
        .where('verdict', 'in', ['accepted', 'refused'])
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(pageSize)
        .execute()
      const known = rows.flatMap((row) => toKnownChange(row) ?? []).filter((change) => !isTrustEntity(change.entity))
      yield await storeVerdicts(tx, known, await judge(tx, known, trust))
      after = rows.at(-1)?.seq ?? after
      more = rows.length === pageSize
      if (more) await breathe()
    }
  }
}

/** Writes verdicts that differ from those in the change table; returns their changes. */
export async function storeVerdicts(
  tx: WriteTx,
  known: readonly KnownChange[],
  verdicts: Verdicts,
): Promise<readonly KnownChange[]> {
  const flipped: KnownChange[] = []
  for (const change of known) {
    const reason = verdicts.get(change.id)
    if (reason === undefined) continue
    const verdict = reason === null ? 'accepted' : 'refused'
    if (verdict === change.verdict && reason === change.reason) continue
    await tx.db.updateTable('change').set({ verdict, reason, included: 0 }).where('hash', '=', change.id).execute()
    if (reason === null) {
      await tx.db
        .updateTable('change')
        .set({ included: 1 })
        .where('hash', '=', change.id)
        .where('declined', '=', 0)
        .where('withdrawn', '=', 0)
        .execute()
    }
    if (verdict !== change.verdict) flipped.push({ ...change, verdict, reason })
  }
  return flipped
}
