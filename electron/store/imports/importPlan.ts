import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { listed, query } from '../database/query.ts'
import { Problem } from '../../contract/problem/problem.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import { foldTrust } from '../../domain/rights/trust.ts'
import { foldRow } from '../../domain/log/merge.ts'
import type { Headquarters } from '../../domain/log/spoken.ts'
import { findDeclined } from '../change/decisions.ts'
import { checkHeads, findGaps, type Gap, isComplete } from './importCheck.ts'
import { readManifest } from '../change/importManifest.ts'
import { judge } from '../change/judging.ts'
import { findFallen, readStaged } from './staging.ts'
import type { Store } from '../store.ts'
import {
  type ArrivingChange,
  arrivedChange,
  firstVerdict,
  type KnownChange,
  loadChangesOf,
} from '../log/storedChange.ts'
import { loadTrustChanges } from '../change/reauthorise.ts'
import { breathe, type ReadTx, type Trust } from '../database/transaction.ts'
import { type Settled, settleTrust } from '../change/settle.ts'
import { isTrustEntity, loadGivenTrust, loadTrust } from '../change/trust.ts'
import type { Verdict } from '../database/tables.ts'
import { type Displaced, findDisplaced } from './displaced.ts'
import { fieldNames } from '../database/values.ts'

/** What importing would do, before anything is done. */
export type ImportPlan = {
  /** waiting: a package before this one is not here yet. */
  readonly state: 'ready' | 'waiting'
  /** Logs of which the changes from `have + 1` to `from - 1` are missing. */
  readonly gaps: readonly Gap[]
  /** Rows and events that are not here yet. */
  readonly added: number
  /** Rows that would change. */
  readonly updated: number
  /** Rows in which two values would begin to stand against each other. */
  readonly conflicts: number
  /** What is shown now and would be taken away, moved or overruled by others than its maker, and whose it was. */
  readonly displaced: readonly Displaced[]
  /** Changes that are here already. */
  readonly unchanged: number
  /** Changes that would go to quarantine: their author may not do this. */
  readonly refused: readonly RefusedChange[]
  /** Changes by a newer program: kept, and applied after the upgrade. */
  readonly future: number
  /** Changes that do not say what their header claims: kept aside, never applied. */
  readonly invalid: number
}

export type RefusedChange = {
  readonly change: string
  readonly entity: string
  readonly id: string
  readonly author: string | undefined
  readonly reason: RefusalReason
}

/**
 * Works out what accepting would do, without writing. Problems `package.damaged` (lines are missing), `log.headInvalid`
 * (a range's head is not signed by its log's key). Nothing is left to do for one that was accepted. `meeting`: logs of headquarters that acceptance would make known here.
 */
export async function planImport(store: Store, importId: string, meeting: readonly string[] = []): Promise<ImportPlan> {
  const prepared = await store.read(async (tx) => {
    const [row] = await tx.run(selectImport, { id: importId })
    if (row === undefined) throw new Problem('record.notFound', {})
    if (row.state !== 'staging') return undefined
    const manifest = readManifest(row.manifest)
    if (!(await isComplete(tx, importId, manifest))) throw new Problem('package.damaged', {})
    checkHeads(manifest)
    const gaps = await findGaps(tx, importId, manifest)
    return { gaps, trust: await trustAfter(tx, importId, meeting), known: await countKnownUnread(tx, importId) }
  })
  if (prepared === undefined) return { ...nothing, state: 'ready', gaps: [] }
  const { gaps, trust, known } = prepared
  let plan: ImportPlan = { ...nothing, state: gaps.length === 0 ? 'ready' : 'waiting', gaps, unchanged: known }
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after
    const page = await store.read((tx) => planPage(tx, importId, trust, from))
    plan = addPlans(plan, page.plan)
    after = page.next
    await breathe()
  }
  return plan
}

const selectImport = query(({ db }, at: { readonly id: string }) =>
  db.selectFrom('local_import').select(['manifest', 'state']).where('id', '=', at.id).compile(),
)

const nothing = {
  added: 0,
  updated: 0,
  conflicts: 0,
  displaced: [],
  unchanged: 0,
  refused: [],
  future: 0,
  invalid: 0,
} as const
type Counts = Omit<ImportPlan, 'state' | 'gaps'>

function addPlans(plan: ImportPlan, counts: Counts): ImportPlan {
  return {
    ...plan,
    added: plan.added + counts.added,
    updated: plan.updated + counts.updated,
    conflicts: plan.conflicts + counts.conflicts,
    displaced: [...plan.displaced, ...counts.displaced],
    unchanged: plan.unchanged + counts.unchanged,
    refused: [...plan.refused, ...counts.refused],
    future: plan.future + counts.future,
    invalid: plan.invalid + counts.invalid,
  }
}

/** Staged headers without a readable body that are here already. */
async function countKnownUnread(tx: ReadTx, importId: string): Promise<number> {
  const [found] = await tx.run(countKnown, { importId })
  return Number(found?.count ?? 0)
}

const countKnown = query(({ db }, at: { readonly importId: string }) =>
  db
    .selectFrom('local_stagedChange')
    .innerJoin('change', 'change.hash', 'local_stagedChange.hash')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('local_stagedChange.importId', '=', at.importId)
    .where('local_stagedChange.entityId', 'is', null)
    .compile(),
)

type TrustAfter = Trust & { readonly settled: Settled }

/** Who may write once the decisions of headquarters that the package brings are known too. */
async function trustAfter(tx: ReadTx, importId: string, meeting: readonly string[]): Promise<TrustAfter> {
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

const pageSize = 200

/** One page of the rows and events that the package speaks of, in the order of their ids. */
async function planPage(
  tx: ReadTx,
  importId: string,
  trust: TrustAfter,
  after: string,
): Promise<{ readonly plan: Counts; readonly next: string | undefined }> {
  const ids = await tx.run(selectPage, { importId, after })
  const page = ids.flatMap(({ entityId }) => entityId ?? [])
  const plan = page.length === 0 ? nothing : await planEntities(tx, importId, trust, page)
  return { plan, next: page.length < pageSize ? undefined : page.at(-1) }
}

const selectPage = query(({ db }, at: { readonly importId: string; readonly after: string }) =>
  db
    .selectFrom('local_stagedChange')
    .select('entityId')
    .distinct()
    .where('importId', '=', at.importId)
    .where('entityId', '>', at.after)
    .orderBy('entityId')
    .limit(pageSize)
    .compile(),
)

async function planEntities(tx: ReadTx, importId: string, trust: TrustAfter, ids: readonly string[]): Promise<Counts> {
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
    ...countEntities(
      known.filter((change) => change.included),
      accepted,
      trust.state.headquartersLogs,
    ),
    unchanged: staged.length - fresh.length,
    refused,
    ...countUnread(fresh),
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
function countUnread(changes: readonly ArrivingChange[]): Pick<Counts, 'future' | 'invalid'> {
  const verdicts = changes.flatMap(({ line, fallen }) =>
    line.state === 'present' ? [firstVerdict(line.header.schemaVersion, line.body, fallen)] : [],
  )
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length
  return { future: count('future'), invalid: count('invalid') }
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

function countEntities(known: readonly KnownChange[], accepted: readonly KnownChange[], headquarters: Headquarters) {
  const isConflicted = (changes: readonly KnownChange[]) => {
    const [first] = changes
    return first !== undefined && foldRow(fieldNames(first.entity), changes, headquarters)?.conflicted === true
  }
  const before = Map.groupBy(known, nameOf)
  let added = 0
  let updated = 0
  let conflicts = 0
  const displaced: Displaced[] = []
  for (const [name, changes] of Map.groupBy(accepted, nameOf)) {
    const earlier = before.get(name)
    const isRow = changes.some(({ entity }) => isRowEntity(entity))
    const loss = findDisplaced(earlier ?? [], changes, headquarters)
    if (loss !== undefined) displaced.push(loss)
    if (earlier === undefined) added += 1
    else if (isRow) updated += 1
    if (isRow && !isConflicted(earlier ?? []) && isConflicted([...(earlier ?? []), ...changes])) conflicts += 1
  }
  return { added, updated, conflicts, displaced }
}

function nameOf({ entity, entityId }: KnownChange): string {
  return `${entity} ${entityId}`
}
