import {
  type Entity,
  type EventEntity,
  isEventEntity,
  parentsOf,
  type RowEntity,
} from '../../contract/catalogue/catalogue.ts'
import type { ReadTx } from '../database/transaction.ts'
import { type Derivation, type Derived, type Follow, fromFacts, type Step } from './derivation.ts'
import { type EventRow, listEventsUnder } from './events.ts'

/** The events of one row by their kinds, each list in the order in which they happened: clock, log, number. */
export type EventsOf<K extends EventEntity> = { readonly [E in K]: readonly EventRow<E>[] }

type Folding<K extends EventEntity> = {
  readonly noun: RowEntity
  /** Kinds that stand under the noun, or under one named before (a signature under its version). */
  readonly events: readonly K[]
  readonly columns: readonly string[]
  /** Pure, of domain/: from the set of events alone, whatever the order in which they arrived. */
  readonly fold: (events: EventsOf<K>) => Derived
}

/**
 * Events that fold into columns of the row that they are about: run where the row is written, and wherever an event of it
 * comes, goes or is judged otherwise, for local and imported ones alike. No noun has one yet: the ledger's will.
 *
 * @internal
 */
export function foldEvents<K extends EventEntity>({ noun, events, columns, fold }: Folding<K>): Derivation {
  const above = new Map(events.map((kind) => [kind, parentAmong(kind, noun, events)]))
  return fromFacts<EventsOf<K>>({
    columns,
    follows: events.map((kind): Follow => ({ noun: kind, from: 'parent', way: wayUp(kind, above) })),
    gather: (tx, rows) =>
      gatherEvents(
        tx,
        rows.map(({ id }) => id),
        { noun, events, above },
      ),
    derive: (_row, found) => fold(found ?? byKind(events, [])),
  })
}

/** Per kind of event the noun or the kind that it stands under. */
type Above = ReadonlyMap<EventEntity, Entity>

function parentAmong(kind: EventEntity, noun: RowEntity, events: readonly EventEntity[]): Entity {
  const places: readonly Entity[] = [noun, ...events.slice(0, events.indexOf(kind))]
  const parent = parentsOf(kind).find((one) => places.includes(one))
  if (parent === undefined) throw new Error(`${kind} stands neither under ${noun} nor under an event named before`)
  return parent
}

/** From the parent of an event of this kind up to the row. */
function wayUp(kind: EventEntity, above: Above): readonly Step[] {
  const parent = above.get(kind)
  if (parent === undefined || !isEventEntity(parent)) return []
  return [{ of: parent, at: 'parent' }, ...wayUp(parent, above)]
}

type Gathering<K extends EventEntity> = {
  readonly noun: RowEntity
  readonly events: readonly K[]
  readonly above: Above
}
type Found<K extends EventEntity> = { readonly kind: K; readonly event: EventRow<K> }

/** One query a kind, however many rows; a kind's parents have been found before it. */
async function gatherEvents<K extends EventEntity>(
  tx: ReadTx,
  ids: readonly string[],
  { noun, events, above }: Gathering<K>,
): Promise<ReadonlyMap<string, EventsOf<K>>> {
  /** Per noun or kind, of each record of it the row that it is about. */
  const rowsOf = new Map<Entity, ReadonlyMap<string, string>>([[noun, new Map(ids.map((id) => [id, id]))]])
  const found = new Map<string, Found<K>[]>(ids.map((id) => [id, []]))
  for (const kind of events) {
    const rows = rowsOf.get(above.get(kind) ?? noun) ?? new Map<string, string>()
    const own = new Map<string, string>()
    for (const event of await listEventsUnder(tx, kind, [...rows.keys()])) {
      const row = rows.get(event.parent ?? '')
      if (row === undefined) continue
      own.set(event.id, row)
      found.get(row)?.push({ kind, event })
    }
    rowsOf.set(kind, own)
  }
  return new Map([...found].map(([id, list]) => [id, byKind(events, list)]))
}

function byKind<K extends EventEntity>(events: readonly K[], found: readonly Found<K>[]): EventsOf<K> {
  const entries = events.map((kind) => [kind, found.flatMap((one) => (one.kind === kind ? [one.event] : []))])
  // Each kind's list holds events of that kind: TypeScript cannot follow Object.fromEntries.
  return Object.fromEntries(entries) as EventsOf<K>
}
