import { listed, query } from '../database/query.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import type { Sight } from '../../domain/log/parallel.ts'
import { foldTrust } from '../../domain/rights/trust.ts'
import { findDeclined } from '../change/decisions.ts'
import { judge } from '../change/judging.ts'
import { findFallen, readStaged } from './staging.ts'
import {
  type ArrivingChange,
  arrivedChange,
  firstVerdict,
  type KnownChange,
  loadChangesOf,
} from '../log/storedChange.ts'
import { loadTrustChanges } from '../change/reauthorise.ts'
import type { ReadTx, Trust } from '../database/transaction.ts'
import { type Settled, settleTrust } from '../change/settle.ts'
import { isTrustEntity, loadGivenTrust, loadTrust } from '../change/trust.ts'
import type { Verdict } from '../database/tables.ts'

/** What is asked of a staged package, page by page: by whose rights it is judged, and what its writers had seen. */
export type Looking = { readonly importId: string; readonly trust: TrustAfter; readonly sight: Sight }

export type TrustAfter = Trust & { readonly settled: Settled }

/** Who may write once the decisions of headquarters that the package brings are known too. */
export async function trustAfter(tx: ReadTx, importId: string, meeting: readonly string[]): Promise<TrustAfter> {
  const staged = await tx.run(selectSteering, { importId })
  const arriving = (await arrivals(tx, importId, staged)).flatMap((change) => arrivedChange(change) ?? [])
  const known = await loadTrustChanges(tx)
  const here = new Set(known.map((change) => change.id))
  const all = [...known, ...arriving.filter((change) => !here.has(change.id))]
  const now = await loadGivenTrust(tx, all)
  const given = {
    ...now,
    headquartersLogs: new Set([...now.headquartersLogs, ...meeting]),
    headquartersElsewhere: new Set([...now.headquartersElsewhere, ...meeting]),
  }
  const settled = settleTrust(given, all)
  const state = foldTrust(
    given,
    all.filter((change) => settled.get(change.id) === null),
  )
  return { ...(await loadTrust(tx)), state, settled }
}

const selectSteering = query(({ db }, at: { readonly importId: string }) =>
  db
    .selectFrom('local_stagedChange')
    .select(['hash', 'line', 'base'])
    .where('importId', '=', at.importId)
    .where('priority', '=', 0)
    .compile(),
)

/** What a package says of some rows and events. */
export type Looked = {
  /** What counts of them now. */
  readonly known: readonly KnownChange[]
  /** What would count besides. */
  readonly accepted: readonly KnownChange[]
  /** Changes that are here already. */
  readonly unchanged: number
  readonly refused: readonly RefusedChange[]
  /** Changes by a newer program, as `id hash`. */
  readonly future: readonly string[]
  readonly invalid: number
}

export type RefusedChange = {
  readonly change: string
  readonly entity: string
  readonly id: string
  readonly author: string | undefined
  readonly reason: RefusalReason
}

export async function lookAtStaged(tx: ReadTx, looking: Looking, ids: readonly string[]): Promise<Looked> {
  const { importId, trust } = looking
  const staged = await tx.run(selectStagedOf, { importId, ids })
  const fresh = await arrivals(
    tx,
    importId,
    staged.filter((row) => row.bodyState !== 'present'),
  )
  const readable = fresh.flatMap((change) => arrivedChange(change) ?? [])
  const known = await loadChangesOf(tx, ids)
  const judged = await judgeStaged(tx, readable, { trust, importId })
  const declined = await findDeclined(tx, readable)
  const accepted = readable.filter(({ id }) => judged.get(id) === null && !declined.has(id))
  const refused = readable.flatMap((change) => toRefused(change, judged.get(change.id) ?? null))
  return {
    known: known.filter((change) => change.included),
    accepted,
    unchanged: staged.length - fresh.length,
    refused,
    ...unreadAmong(fresh),
  }
}

const selectStagedOf = query(({ db }, at: { readonly importId: string; readonly ids: readonly string[] }) =>
  db
    .selectFrom('local_stagedChange')
    .leftJoin('change', 'change.hash', 'local_stagedChange.hash')
    .select(['local_stagedChange.hash', 'line', 'base', 'change.bodyState'])
    .where('local_stagedChange.importId', '=', at.importId)
    .where('local_stagedChange.entityId', 'in', listed(at.ids))
    .orderBy('local_stagedChange.seq')
    .compile(),
)

type StagedLine = { readonly hash: string; readonly line: string; readonly base: string | null }

/** Staged lines as the import will carry them. */
async function arrivals(
  tx: ReadTx,
  importId: string,
  staged: readonly StagedLine[],
): Promise<readonly ArrivingChange[]> {
  const lines = staged.map((row) => ({ ...readStaged(row), base: row.base }))
  const fallen = await findFallen(tx, lines)
  return lines.map(({ hash, line }) => ({ hash, line, importId, ahead: false, fallen: fallen.has(hash) }))
}

/** Changes whose body is here but is not, or not yet, in the catalogue's terms. */
function unreadAmong(changes: readonly ArrivingChange[]): Pick<Looked, 'future' | 'invalid'> {
  const verdicts = changes.flatMap(({ hash, line, fallen }) =>
    line.state === 'present'
      ? [{ name: `${line.body.id} ${hash}`, verdict: firstVerdict(line.header.schemaVersion, line.body, fallen) }]
      : [],
  )
  const of = (wanted: Verdict) => verdicts.flatMap(({ name, verdict }) => (verdict === wanted ? [name] : []))
  return { future: of('future'), invalid: of('invalid').length }
}

type Judging = { readonly trust: TrustAfter; readonly importId: string }
async function judgeStaged(tx: ReadTx, changes: readonly KnownChange[], { trust, importId }: Judging) {
  const others = changes.filter(({ entity }) => !isTrustEntity(entity))
  return new Map([...trust.settled, ...(await judge(tx, others, trust, importId))])
}

function toRefused(change: KnownChange, reason: RefusalReason | null): readonly RefusedChange[] {
  const { id, entity, entityId, author } = change
  return reason === null ? [] : [{ change: id, entity, id: entityId, author, reason }]
}
