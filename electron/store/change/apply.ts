import { type EventEntity, isEventEntity, isRowEntity, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { canBeUndone, findDeclined, isDecision, refreshDecisions, regain } from './decisions.ts'
import { rejudgeChanges, waitingFor } from './caseJudging.ts'
import { judge, rejudgeRows, rowsNewlyMade, type Verdicts } from './judging.ts'
import { rowsSettledBy } from './joins.ts'
import { projectEvents } from '../row/projectEvents.ts'
import { followWritten, lettersOf, mergeWritten, type WrittenTables } from '../row/follow.ts'
import { atMost, listed, query } from '../database/query.ts'
import { projectRows } from '../row/projectRows.ts'
import { takeDueRow } from '../row/dueRows.ts'
import { settleAgain, type TrustEffect } from './reauthorise.ts'
import {
  type ArrivingChange,
  arrivedChange,
  bodyColumns,
  type ChangeRow,
  insertChange,
  type KnownChange,
  toChangeRow,
} from '../log/storedChange.ts'
import { inParts, type Trust, type WriteTx } from '../database/transaction.ts'
import { anyForked } from '../log/branches.ts'
import { logsCut } from '../../domain/rights/trust.ts'
import { isTrustEntity, trustOf } from './trust.ts'

/** What was decided about each new change that could be judged. */
export type Applied = { readonly verdicts: Verdicts }

/**
 * The one way into the tables, for changes made here and imported ones alike: keeps them, judges them, and lets the
 * tables follow. What is known already changes nothing; a body that was withheld and comes now fills in.
 */
export async function applyChanges(tx: WriteTx, arriving: readonly ArrivingChange[]): Promise<Applied> {
  const { fresh, regained } = await findFresh(tx, arriving)
  return take(tx, { fresh, regained })
}

/** The same for a piece of many: rows with a long history follow when `projectDueRow` is called, after the last piece. */
export async function applyPart(tx: WriteTx, arriving: readonly ArrivingChange[]): Promise<void> {
  await take(tx, { ...(await findFresh(tx, arriving)), putsOff: true })
}

/** Makes a row anew that the pieces have put off; false where there is none. */
export async function projectDueRow(tx: WriteTx): Promise<boolean> {
  const due = await takeDueRow(tx)
  if (due !== undefined) await projectAnew(tx, [due])
  return due !== undefined
}

/**
 * As `applyPart`, for changes that are here and could not be read so far: an upgrade has taught this program their words,
 * or that they are no lie. What was withdrawn stays so; what proves to be a lie now is kept aside as one.
 */
export async function applyReadable(tx: WriteTx, stored: readonly StoredChange[]): Promise<void> {
  const fresh: Fresh[] = []
  const lies: string[] = []
  for (const { withdrawn, ...change } of stored) {
    const known = arrivedChange(change)
    if (known === undefined) lies.push(change.hash)
    else fresh.push({ change, fills: true, withdrawn: withdrawn && canBeUndone(known) })
  }
  for (const part of inParts(lies)) {
    await tx.db.updateTable('change').set({ verdict: 'invalid' }).where('hash', 'in', part).execute()
  }
  await take(tx, { fresh, regained: [], putsOff: true })
}

type Taking = {
  readonly fresh: readonly Fresh[]
  readonly regained: readonly KnownChange[]
  readonly putsOff?: boolean
}

async function take(tx: WriteTx, { fresh, regained, putsOff = false }: Taking): Promise<Applied> {
  const readable = fresh.flatMap(({ change }) => arrivedChange(change) ?? [])
  const readableIds = new Set(readable.map(({ id }) => id))
  const steering = new Set(readable.filter(({ entity }) => isTrustEntity(entity)).map(({ id }) => id))
  const before = await trustOf(tx)
  await keep(
    tx,
    fresh.filter(({ change }) => steering.has(change.hash)),
    { readable: readableIds, verdicts: new Map(), declined: new Set() },
  )
  const effect = steering.size > 0 ? await settleAgain(tx, before) : noEffect
  const trust = steering.size > 0 ? await trustOf(tx) : before
  const judged = readable.filter(({ id }) => !steering.has(id))
  const verdicts = await judge(tx, judged, trust)
  const declined = await findDeclined(tx, judged)
  const waiting = await waitingFor(tx, judged, trust)
  await keep(
    tx,
    fresh.filter(({ change }) => !steering.has(change.hash)),
    { readable: readableIds, verdicts, declined },
  )
  const judgedAgain = [...(await rowsNewlyMade(tx, judged, trust)), ...rowsSettledBy(judged, trust)]
  const rejudged = await rejudgeRows(tx, [...new Set(judgedAgain)], trust)
  const letIn = await rejudgeChanges(tx, waiting, trust)
  const forks = await settleForks(tx, fresh, trust)
  const flipped = [...effect.flipped, ...regained, ...rejudged, ...letIn, ...forks.flipped]
  const withdrawn = new Set(fresh.flatMap((one) => (one.withdrawn ? [one.change.hash] : [])))
  const included = judged.filter(({ id }) => verdicts.get(id) === null && !declined.has(id) && !withdrawn.has(id))
  // It takes with it whoever says it again.
  const takenBack = judged.filter(({ id }) => verdicts.get(id) === null && (declined.has(id) || withdrawn.has(id)))
  const refold = [...effect.refold, ...forks.refold, ...takenBack]
  const lettered = [...effect.lettered, ...forks.lettered]
  const then = forks === noEffect ? trust : await trustOf(tx)
  await projectUnder(tx, then, { included, flipped, refold, lettered, putsOff })
  return { verdicts: new Map([...verdicts, ...effect.verdicts]) }
}

/** Where a right ends on one branch of a log, what stands on others does not count, whichever was known first. */
async function settleForks(tx: WriteTx, fresh: readonly Fresh[], trust: Trust): Promise<TrustEffect> {
  const cut = logsCut(trust.state)
  const logs = new Set(fresh.map(({ change }) => change.line.header.log).filter((log) => cut.has(log)))
  return (await anyForked(tx, [...logs])) ? settleAgain(tx, trust) : noEffect
}

const noEffect: TrustEffect = { flipped: [], refold: [], lettered: [], verdicts: new Map() }

/** Lets the tables follow changes that began or ceased to count, and logs with another letter. */
export async function projectEffect(tx: WriteTx, effect: TrustEffect): Promise<void> {
  await projectUnder(tx, await trustOf(tx), { ...effect, included: [], putsOff: false })
}

type Settled = Pick<TrustEffect, 'flipped' | 'refold' | 'lettered'> & {
  readonly included: readonly KnownChange[]
  readonly putsOff: boolean
}

async function projectUnder(
  tx: WriteTx,
  trust: Trust,
  { included, flipped, refold, lettered, putsOff }: Settled,
): Promise<void> {
  const events = await projectEvents(tx, included, groupIds(flipped).events)
  const decisions = [...included, ...flipped].filter(isDecision)
  const decided = decisions.length === 0 ? [] : await refreshDecisions(tx, decisions)
  const again = await projectEvents(tx, [], groupIds(decided).events)
  const { rows: anew } = groupIds([...flipped, ...decided, ...refold])
  const rows = await projectRows(tx, included, anew, { ...mannerOf(trust), putsOff })
  const letters: WrittenTables = new Map(lettered.length > 0 ? [['letter', lettersOf(lettered)]] : [])
  await followWritten(tx, mergeWritten([events, again, rows, letters]), trust.letters)
}

function mannerOf({ letters, state }: Trust) {
  return { letters, headquarters: state.headquartersLogs }
}

/** Makes the rows and events of these changes anew from all that counts of them. */
export async function projectAnew(tx: WriteTx, named: readonly Named[]): Promise<void> {
  const { rows, events } = groupIds(named)
  const trust = await trustOf(tx)
  const written = [await projectEvents(tx, [], events), await projectRows(tx, [], rows, mannerOf(trust))]
  await followWritten(tx, mergeWritten(written), trust.letters)
}

type Named = Pick<KnownChange, 'entity' | 'entityId'>

function groupIds(changes: readonly Named[]) {
  const rows = new Map<RowEntity, Set<string>>()
  const events = new Map<EventEntity, Set<string>>()
  for (const { entity, entityId } of changes) {
    if (isRowEntity(entity)) rows.set(entity, (rows.get(entity) ?? new Set()).add(entityId))
    else if (isEventEntity(entity)) events.set(entity, (events.get(entity) ?? new Set()).add(entityId))
  }
  return { rows, events }
}

/** `fills`: the change is here, and what was not known of it is filled in. */
type Fresh = { readonly change: ArrivingChange; readonly fills: boolean; readonly withdrawn: boolean }
/** A change as it is kept, with what was decided about the import that brought it. */
export type StoredChange = ArrivingChange & { readonly withdrawn: boolean }

/** Leaves out what is known. `regained`: known changes of a withdrawn import that another package now brings again. */
async function findFresh(tx: WriteTx, arriving: readonly ArrivingChange[]) {
  const rows = await tx.run(selectKnown, { hashes: arriving.map((change) => change.hash) })
  const known = new Map(rows.map(({ hash, ...rest }) => [hash, rest]))
  const fresh = new Map<string, Fresh>()
  const again: ArrivingChange[] = []
  for (const change of arriving) {
    const present = change.line.state === 'present'
    const here = known.get(change.hash)
    if (here === undefined && (present || !fresh.has(change.hash)))
      fresh.set(change.hash, { change, fills: false, withdrawn: false })
    if (here?.withdrawn === 1) again.push(change)
    if (here !== undefined && here.bodyState !== 'present' && present)
      fresh.set(change.hash, { change, fills: true, withdrawn: false })
  }
  return { fresh: [...fresh.values()], regained: await regain(tx, again) }
}

const selectKnown = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db.selectFrom('change').select(['hash', 'bodyState', 'withdrawn']).where('hash', 'in', listed(at.hashes)).compile(),
)

type Judged = {
  readonly readable: ReadonlySet<string>
  readonly verdicts: Verdicts
  readonly declined: ReadonlySet<string>
}

/** Writes new changes, and the bodies of known ones. */
async function keep(tx: WriteTx, fresh: readonly Fresh[], { readable, verdicts, declined }: Judged): Promise<void> {
  const judgement = ({ change: { hash }, withdrawn }: Fresh): Partial<ChangeRow> => {
    const reason = verdicts.get(hash)
    const isDeclined = declined.has(hash) ? 1 : 0
    if (reason === undefined) return {}
    return reason === null
      ? { verdict: 'accepted', declined: isDeclined, included: isDeclined === 1 || withdrawn ? 0 : 1 }
      : { reason, declined: isDeclined }
  }
  const rows = fresh
    .filter(({ fills }) => !fills)
    .map((one) => Object.assign(toChangeRow(one.change, readable.has(one.change.hash)), judgement(one)))
  for (const row of rows) await tx.run(insertChange, row)
  for (const one of fresh) {
    if (!one.fills) continue
    const { change, withdrawn } = one
    const known = { ...bodyColumns(change, readable.has(change.hash)), ...judgement(one) }
    const columns = { ...known, withdrawn: withdrawn ? 1 : 0 }
    await tx.db.updateTable('change').set(columns).where('hash', '=', change.hash).execute()
  }
  await findForks(tx, rows)
}

/** Two changes that claim one number: both are kept, and the log is marked (decisions.md 1). */
async function findForks(tx: WriteTx, rows: readonly ChangeRow[]): Promise<void> {
  for (const [log, changes] of Map.groupBy(rows, (row) => row.log)) {
    const numbers = changes.map((row) => row.number)
    const span = { log, first: Math.min(...numbers), last: Math.max(...numbers) }
    // Nothing there but what has just been written, each number once: as a save and most of an import leave it.
    const [there] = await tx.run(countSpan, span)
    if (there?.count === new Set(numbers).size) continue
    const [twice] = await tx.run(selectTwice, span)
    if (twice !== undefined) await tx.db.updateTable('log').set({ forked: 1 }).where('id', '=', log).execute()
  }
}

type Span = { readonly log: string; readonly first: number; readonly last: number }

function changesIn(db: WriteTx['db'], { log, first, last }: Span) {
  return db.selectFrom('change').where('log', '=', log).where('number', '>=', first).where('number', '<=', last)
}

const countSpan = query(({ db }, span: Span) =>
  changesIn(db, span)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .compile(),
)
const selectTwice = query(({ db }, span: Span) =>
  changesIn(db, span)
    .select('number')
    .groupBy('number')
    .having((eb) => eb.fn.countAll(), '>', 1)
    .limit(atMost(1))
    .compile(),
)
