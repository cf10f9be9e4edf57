import { entities, nounOf } from '../../contract/catalogue/catalogue.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import { compareChanges } from '../../domain/log/spoken.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import { listed, query } from '../database/query.ts'
import { type KnownChange, knownColumns, loadChangesOf, toKnownChange } from '../log/storedChange.ts'
import { breathe, inParts, type ReadTx, type Trust, type WriteTx } from '../database/transaction.ts'
import { loadMakings } from './makings.ts'
import { casesOf } from './cases.ts'
import { rowOf, settledJoins } from './joins.ts'
import { claimsWrongly, isTrustEntity, reasonAgainst } from './trust.ts'

/** Per change: null where it is accepted, else why it is refused. */
export type Verdicts = ReadonlyMap<string, RefusalReason | null>

/**
 * Judges changes that are not headquarters' own decisions, by the rights known now (decisions.md 11). `staged`: the import whose
 * lines are known too, though they have not been taken in.
 */
export async function judge(
  tx: ReadTx,
  changes: readonly KnownChange[],
  trust: Trust,
  staged?: string,
): Promise<Verdicts> {
  const makers = await findMakers(tx, changes, trust)
  const cases = await casesOf(tx, changes, { trust, staged })
  const settled = await settledJoins(tx, changes, trust)
  return new Map(
    changes.map((change) => {
      const making = makers.get(rowOf(change))
      const isNew = change.isNew && !restates(change, making?.maker, trust)
      const madeBy = isNew ? undefined : making?.rightOver(change)
      const state = stateFor(change, trust)
      return [
        change.id,
        claimsWrongly(change, state) ??
          reasonAgainst({ ...change, isNew }, state, {
            madeBy,
            cases: cases.get(change.id),
            joinSettled: settled.has(rowOf(change)),
          }),
      ]
    }),
  )
}

/**
 * A row that headquarters made is not made again by someone else, or a second making would be a way round the right to
 * edit. The same values are welcome: a preset has the same ids everywhere (decisions.md 17).
 */
function restates(change: KnownChange, maker: KnownChange | undefined, { state }: Trust): boolean {
  const { headquartersLogs } = state
  if (maker === undefined || !headquartersLogs.has(maker.log) || headquartersLogs.has(change.log)) return false
  return Object.entries(change.set).some(([field, value]) => (maker.set[field] ?? null) !== value)
}

/** The founder's roles hold in every log that this workspace has written, also before it moved to another machine. */
function stateFor({ log }: KnownChange, { state, ownLogs }: Trust): TrustState {
  const { founder, headquartersLogs } = state
  if (founder === null || founder.log === log || !ownLogs.has(log) || headquartersLogs.has(log)) return state
  return { ...state, founder: { ...founder, log } }
}

/** Nouns that a team may make and then correct: there the maker of the row counts. */
export function hasMaker(change: KnownChange): boolean {
  return nounOf(change.entity).madeLocallyBy !== undefined
}

type Making = {
  readonly maker: KnownChange
  /** The log that may correct what this change would replace, as far as having made the row goes. */
  readonly rightOver: (change: KnownChange) => string | undefined
}

/**
 * Who made each row, out of all changes known, whatever their verdict: headquarters where it made the row too. Of other
 * logs the clock decides nothing, because whoever makes a row again chooses it: where they differ each has the right over
 * its own values only, and theirs stand against each other. It does not depend on the order of arrival.
 */
async function findMakers(
  tx: ReadTx,
  changes: readonly KnownChange[],
  trust: Trust,
): Promise<ReadonlyMap<string, Making>> {
  const isHeadquarters = (change: KnownChange) => trust.state.headquartersLogs.has(change.log)
  const asked = changes.filter(hasMaker)
  const ids = [...new Set(asked.filter((change) => !isHeadquarters(change)).map((change) => change.entityId))]
  if (ids.length === 0) return new Map()
  const makings = [...(await loadMakings(tx, ids)), ...asked.filter((change) => change.isNew)]
  const known = makings.filter((change) => claimsWrongly(change, trust.state) === undefined)
  const byRow = Map.groupBy(known.toSorted(compareChanges), rowOf)
  const replaced = await logsOf(tx, asked)
  const onlyOwn = (change: KnownChange) =>
    Object.values(change.replaces).every((hashes) => hashes.every((hash) => replaced.get(hash) === change.log))
  return new Map(
    [...byRow].flatMap(([id, makers]): [string, Making][] => {
      const maker = makers.find(isHeadquarters) ?? makers[0]
      if (maker === undefined) return []
      const disputed = !isHeadquarters(maker) && makers.some(({ log }) => log !== maker.log)
      const made = new Set(makers.map(({ log }) => log))
      const rightOver = (change: KnownChange) => {
        if (!disputed) return maker.log
        return made.has(change.log) && onlyOwn(change) ? change.log : undefined
      }
      return [[id, { maker, rightOver }]]
    }),
  )
}

/** In which logs the changes stand that these replace: a log's own are always known before. */
async function logsOf(tx: ReadTx, changes: readonly KnownChange[]): Promise<ReadonlyMap<string, string>> {
  const logs = new Map(changes.map(({ id, log }) => [id, log]))
  const hashes = new Set(changes.flatMap(({ replaces }) => Object.values(replaces).flat()))
  const unknown = [...hashes].filter((hash) => !logs.has(hash))
  if (unknown.length === 0) return logs
  for (const { hash, log } of await tx.run(selectLogs, { hashes: unknown })) logs.set(hash, log)
  return logs
}

const selectLogs = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db.selectFrom('change').select(['hash', 'log']).where('hash', 'in', listed(at.hashes)).compile(),
)

/** Judges the changes of rows again whose maker has just become known. Returns those whose verdict is another now. */
export async function rejudgeRows(tx: WriteTx, ids: readonly string[], trust: Trust): Promise<readonly KnownChange[]> {
  const flipped: KnownChange[] = []
  for (const part of inParts(ids)) {
    flipped.push(...(await judgeAgain(tx, await loadChangesOf(tx, part), trust)))
  }
  return flipped
}

/** Those whose verdict is another now. Decisions of headquarters are judged among themselves (settle.ts), wherever they stand. */
export async function judgeAgain(
  tx: WriteTx,
  changes: readonly KnownChange[],
  trust: Trust,
): Promise<readonly KnownChange[]> {
  const known = changes.filter((change) => !isTrustEntity(change.entity))
  return storeVerdicts(tx, known, await judge(tx, known, trust))
}

/**
 * Rows to be judged again because of these changes: of nouns whose maker counts, and made by a log that had not made them
 * before. What it says of them besides changes nobody's right; only of headquarters' making the values count.
 */
export async function rowsNewlyMade(
  tx: ReadTx,
  changes: readonly KnownChange[],
  { state }: Trust,
): Promise<readonly string[]> {
  const making = changes.filter((change) => change.isNew && hasMaker(change))
  if (making.length === 0) return []
  const here = new Set(making.map(({ id }) => id))
  const ids = [...new Set(making.map(({ entityId }) => entityId))]
  const before = (await loadMakings(tx, ids)).filter(
    (change) => !here.has(change.id) && claimsWrongly(change, state) === undefined,
  )
  const known = new Set(before.filter(({ log }) => !state.headquartersLogs.has(log)).map(makerOf))
  return [...new Set(making.filter((change) => !known.has(makerOf(change))).map(({ entityId }) => entityId))]
}

function makerOf(change: KnownChange): string {
  return `${rowOf(change)} ${change.log}`
}

/** Rows of such nouns that these logs made: whether headquarters made them decides who may edit them. */
export async function rowsMadeIn(tx: ReadTx, logs: readonly string[]): Promise<readonly string[]> {
  if (logs.length === 0) return []
  const rows = await tx.db
    .selectFrom('change')
    .select('entityId')
    .distinct()
    .where('log', 'in', logs)
    .where('isNew', '=', 1)
    .where('entity', 'in', entitiesWithMaker)
    .execute()
  return rows.flatMap(({ entityId }) => entityId ?? [])
}

const entitiesWithMaker = entities.filter((entity) => nounOf(entity).madeLocallyBy !== undefined)

const pageSize = 500

/** Judges all changes of these logs again, a page at a time. Gives those whose verdict is another now. */
export async function* rejudgeLogs(
  tx: WriteTx,
  logs: readonly string[],
  trust: Trust,
): AsyncGenerator<readonly KnownChange[]> {
  for (const log of logs) {
    const last = await highestNumber(tx, log)
    for (let from = 1; from <= last; from += pageSize) {
      const rows = await tx.db
        .selectFrom('change')
        .select(knownColumns)
        .where('log', '=', log)
        .where('number', '>=', from)
        .where('number', '<', from + pageSize)
        .where('verdict', 'in', ['accepted', 'refused'])
        .execute()
      const known = rows.flatMap((row) => toKnownChange(row) ?? [])
      yield await judgeAgain(tx, known, trust)
      await breathe()
    }
  }
}

async function highestNumber(tx: ReadTx, log: string): Promise<number> {
  const { highest } = await tx.db
    .selectFrom('change')
    .select((eb) => eb.fn.max<number | null>('number').as('highest'))
    .where('log', '=', log)
    .executeTakeFirstOrThrow()
  return highest ?? 0
}

/** Writes verdicts that differ from those in the change table; returns the changes that are accepted or refused anew. */
export async function storeVerdicts(
  tx: WriteTx,
  known: readonly KnownChange[],
  verdicts: Verdicts,
): Promise<readonly KnownChange[]> {
  const judged = known.flatMap((change): readonly KnownChange[] => {
    const reason = verdicts.get(change.id)
    if (reason === undefined) return []
    return [{ ...change, verdict: reason === null ? 'accepted' : 'refused', reason }]
  })
  const before = new Map(known.map((change) => [change.id, change]))
  const differing = judged.filter(({ id, verdict, reason }) => {
    const old = before.get(id)
    return old?.verdict !== verdict || old.reason !== reason
  })
  for (const [reason, changes] of Map.groupBy(differing, (change) => change.reason)) {
    for (const part of inParts(changes.map((change) => change.id))) await storeReason(tx, part, reason)
  }
  return differing.filter(({ id, verdict }) => before.get(id)?.verdict !== verdict)
}

async function storeReason(tx: WriteTx, hashes: readonly string[], reason: RefusalReason | null): Promise<void> {
  const verdict = reason === null ? 'accepted' : 'refused'
  await tx.db.updateTable('change').set({ verdict, reason, included: 0 }).where('hash', 'in', hashes).execute()
  if (reason !== null) return
  await tx.db
    .updateTable('change')
    .set({ included: 1 })
    .where('hash', 'in', hashes)
    .where('declined', '=', 0)
    .where('withdrawn', '=', 0)
    .execute()
}
