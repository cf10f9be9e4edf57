import { isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { query } from '../database/query.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { checkHeads, findGaps, type Gap, isComplete } from './importCheck.ts'
import { readManifest } from '../change/importManifest.ts'
import type { Store } from '../store.ts'
import { breathe, type ReadTx } from '../database/transaction.ts'
import type { Displaced } from './displaced.ts'
import { lookAtStaged, type Looking, type RefusedChange, trustAfter } from './stagedEntities.ts'
import { type PlannedRow, plannedRows, type RowKind, rowKinds } from './plannedRows.ts'
import { loadSight } from './sight.ts'

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
  /** Of each kind its rows and events, each once, as `entity id`, of `future` as `id hash`: a page of them is looked at again by `planRows`. */
  readonly rows: Readonly<Partial<Record<RowKind | 'future', readonly string[]>>>
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
    return { gaps, looking: await lookingAt(tx, importId, meeting), known: await countKnownUnread(tx, importId) }
  })
  if (prepared === undefined) return { ...nothing, state: 'ready', gaps: [] }
  const { gaps, looking, known } = prepared
  const pages: Counts[] = []
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after
    const page = await store.read((tx) => planPage(tx, looking, from))
    pages.push(page.plan)
    after = page.next
    await breathe()
  }
  const plan = addPlans(pages)
  return { ...plan, state: gaps.length === 0 ? 'ready' : 'waiting', gaps, unchanged: plan.unchanged + known }
}

/** These rows and events of a staged package, as `ImportPlan.rows` names them, with what accepting would do to each. */
export async function planRows(
  tx: ReadTx,
  importId: string,
  { names, meeting }: { readonly names: readonly string[]; readonly meeting: readonly string[] },
): Promise<readonly PlannedRow[]> {
  const looking = await lookingAt(tx, importId, meeting)
  const { known, accepted } = await lookAtStaged(tx, looking, [
    ...new Set(names.flatMap((name) => name.split(' ')[1] ?? [])),
  ])
  const found = new Map(plannedRows(known, accepted, looking).map((row) => [nameOfRow(row), row]))
  return names.flatMap((name) => found.get(name) ?? [])
}

async function lookingAt(tx: ReadTx, importId: string, meeting: readonly string[]): Promise<Looking> {
  return { importId, trust: await trustAfter(tx, importId, meeting), sight: await loadSight(tx, importId) }
}

const selectImport = query(({ db }, at: { readonly id: string }) =>
  db.selectFrom('local_import').select(['manifest', 'state']).where('id', '=', at.id).compile(),
)

const nothing = {
  added: 0,
  updated: 0,
  conflicts: 0,
  rows: {},
  displaced: [],
  unchanged: 0,
  refused: [],
  future: 0,
  invalid: 0,
} as const
type Counts = Omit<ImportPlan, 'state' | 'gaps'>

function addPlans(pages: readonly Counts[]): Counts {
  const sum = (of: (page: Counts) => number) => pages.reduce((total, page) => total + of(page), 0)
  const kinds = ([...rowKinds, 'future'] as const).map((kind) => [kind, pages.flatMap(({ rows }) => rows[kind] ?? [])])
  return {
    added: sum(({ added }) => added),
    updated: sum(({ updated }) => updated),
    conflicts: sum(({ conflicts }) => conflicts),
    rows: Object.fromEntries(kinds),
    displaced: pages.flatMap(({ displaced }) => displaced),
    unchanged: sum(({ unchanged }) => unchanged),
    refused: pages.flatMap(({ refused }) => refused),
    future: sum(({ future }) => future),
    invalid: sum(({ invalid }) => invalid),
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

const pageSize = 200

/** One page of the rows and events that the package speaks of, in the order of their ids. */
async function planPage(
  tx: ReadTx,
  looking: Looking,
  after: string,
): Promise<{ readonly plan: Counts; readonly next: string | undefined }> {
  const ids = await tx.run(selectPage, { importId: looking.importId, after })
  const page = ids.flatMap(({ entityId }) => entityId ?? [])
  const plan = page.length === 0 ? nothing : await countPage(tx, looking, page)
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

async function countPage(tx: ReadTx, looking: Looking, ids: readonly string[]): Promise<Counts> {
  const { known, accepted, unchanged, refused, future, invalid } = await lookAtStaged(tx, looking, ids)
  const rows = plannedRows(known, accepted, looking)
  const byKind = Map.groupBy(rows, ({ kind }) => kind)
  return {
    added: rows.filter(({ isHere }) => !isHere).length,
    updated: rows.filter(({ isHere, entity }) => isHere && isRowEntity(entity)).length,
    conflicts: byKind.get('conflict')?.length ?? 0,
    rows: {
      ...Object.fromEntries([...byKind].map(([kind, some]) => [kind, some.map(nameOfRow)])),
      ...(future.length > 0 && { future }),
    },
    displaced: rows.flatMap(({ displaced }) => displaced ?? []),
    unchanged,
    refused,
    future: future.length,
    invalid,
  }
}

function nameOfRow({ entity, id }: PlannedRow): string {
  return `${entity} ${id}`
}
