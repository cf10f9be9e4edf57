import { type EventEntity, isEventEntity, isRowEntity, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { findDeclined, isDecision, refreshDecisions, regain } from './decisions.ts'
import { hasMaker, judge, rejudgeRows, type Verdicts } from './judging.ts'
import { projectEvents } from '../row/projectEvents.ts'
import { deriveResting, rederiveNumbers } from '../row/projection.ts'
import { listed, query } from '../database/query.ts'
import { projectRows } from '../row/projectRows.ts'
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
import type { Trust, WriteTx } from '../database/transaction.ts'
import { isTrustEntity, trustOf } from './trust.ts'

/** What was decided about each new change that could be judged. */
export type Applied = { readonly verdicts: Verdicts }

/**
 * The one way into the tables, for changes made here and imported ones alike: keeps them, judges them, and lets the
 * tables follow. What is known already changes nothing; a body that was withheld and comes now fills in.
 */
export async function applyChanges(tx: WriteTx, arriving: readonly ArrivingChange[]): Promise<Applied> {
  const { fresh, regained } = await findFresh(tx, arriving)
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
  await keep(
    tx,
    fresh.filter(({ change }) => !steering.has(change.hash)),
    { readable: readableIds, verdicts, declined },
  )
  const makers = [
    ...new Set(judged.filter((change) => change.isNew && hasMaker(change)).map((change) => change.entityId)),
  ]
  const flipped = [...effect.flipped, ...regained, ...(await rejudgeRows(tx, makers, trust))]
  const included = judged.filter(({ id }) => verdicts.get(id) === null && !declined.has(id))
  await projectUnder(tx, trust, included, flipped)
  if (effect.lettered.length > 0) await rederiveNumbers(tx, effect.lettered, trust.letters)
  return { verdicts: new Map([...verdicts, ...effect.verdicts]) }
}

const noEffect: TrustEffect = { flipped: [], lettered: [], verdicts: new Map() }

/** Lets the tables follow changes that count now, and others that began or ceased to count. */
export async function project(
  tx: WriteTx,
  included: readonly KnownChange[],
  flipped: readonly KnownChange[],
): Promise<void> {
  await projectUnder(tx, await trustOf(tx), included, flipped)
}

async function projectUnder(
  tx: WriteTx,
  trust: Trust,
  included: readonly KnownChange[],
  flipped: readonly KnownChange[],
): Promise<void> {
  const first = groupIds(flipped)
  await projectEvents(tx, included, first.events)
  const decisions = [...included, ...flipped].filter(isDecision)
  const decided = decisions.length === 0 ? [] : await refreshDecisions(tx, decisions)
  const second = groupIds(decided)
  await projectEvents(tx, [], second.events)
  const rows = await projectRows(tx, included, groupIds([...flipped, ...decided]).rows, trust.letters)
  await deriveResting(tx, rows, trust.letters)
}

/** Makes the rows and events of these changes anew from all that counts of them. */
export async function projectAnew(tx: WriteTx, named: readonly Named[]): Promise<void> {
  const { rows, events } = groupIds(named)
  await projectEvents(tx, [], events)
  const { letters } = await trustOf(tx)
  await deriveResting(tx, await projectRows(tx, [], rows, letters), letters)
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

type Fresh = { readonly change: ArrivingChange; readonly fills: boolean }

/** Leaves out what is known. `regained`: known changes of a withdrawn import that another package now brings again. */
async function findFresh(tx: WriteTx, arriving: readonly ArrivingChange[]) {
  const rows = await tx.run(selectKnown, { hashes: arriving.map((change) => change.hash) })
  const known = new Map(rows.map(({ hash, ...rest }) => [hash, rest]))
  const fresh = new Map<string, Fresh>()
  const again: ArrivingChange[] = []
  for (const change of arriving) {
    const present = change.line.state === 'present'
    const here = known.get(change.hash)
    if (here === undefined && (present || !fresh.has(change.hash))) fresh.set(change.hash, { change, fills: false })
    if (here?.withdrawn === 1) again.push(change)
    if (here !== undefined && here.bodyState !== 'present' && present) fresh.set(change.hash, { change, fills: true })
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
  const judgement = (hash: string): Partial<ChangeRow> => {
    const reason = verdicts.get(hash)
    const isDeclined = declined.has(hash) ? 1 : 0
    if (reason === undefined) return {}
    return reason === null
      ? { verdict: 'accepted', declined: isDeclined, included: 1 - isDeclined }
      : { reason, declined: isDeclined }
  }
  const rows = fresh
    .filter(({ fills }) => !fills)
    .map(({ change }) => Object.assign(toChangeRow(change, readable.has(change.hash)), judgement(change.hash)))
  for (const row of rows) await tx.run(insertChange, row)
  for (const { change, fills } of fresh) {
    if (!fills) continue
    const columns = { ...bodyColumns(change.line, readable.has(change.hash)), ...judgement(change.hash) }
    await tx.db.updateTable('change').set(columns).where('hash', '=', change.hash).execute()
  }
  await findForks(tx, rows)
}

/** Two changes that claim one number: both are kept, and the log is marked (decision 1). */
async function findForks(tx: WriteTx, rows: readonly ChangeRow[]): Promise<void> {
  for (const [log, changes] of Map.groupBy(rows, (row) => row.log)) {
    const numbers = changes.map((row) => row.number)
    const [twice] = await tx.run(selectTwice, { log, first: Math.min(...numbers), last: Math.max(...numbers) })
    if (twice !== undefined) await tx.db.updateTable('log').set({ forked: 1 }).where('id', '=', log).execute()
  }
}

const selectTwice = query(({ db }, at: { readonly log: string; readonly first: number; readonly last: number }) =>
  db
    .selectFrom('change')
    .select('number')
    .where('log', '=', at.log)
    .where('number', '>=', at.first)
    .where('number', '<=', at.last)
    .groupBy('number')
    .having((eb) => eb.fn.countAll(), '>', 1)
    .limit(1)
    .compile(),
)
