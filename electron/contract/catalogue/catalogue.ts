import type { Capability } from '../capability.ts'
import { campaignRows } from './campaign.ts'
import { exchangeEvents } from './exchange.ts'
import { boolean, field, text, type Field, type FieldValue } from './field.ts'
import { inspectionEvents, inspectionRows } from './inspection.ts'
import { documentEvents, documentRows } from './document.ts'
import type { EventNoun, RowNoun } from './noun.ts'
import { rosterRows } from './roster.ts'
import { trustEvents } from './trust.ts'

/**
 * Every noun that travels, with its fields, parents and blobs, and all that the program must know of it. Form schemas,
 * table types, labels, rights, derived columns, live updates, the check of imported changes and the set of blobs a package
 * carries derive from here; a test compares the migrations with it, and holds its hash beside the version.
 * The order of nouns is the order in which a reader of a case file would meet them.
 */
export const schemaVersion = 2

export const rows = { ...rosterRows, ...campaignRows, ...inspectionRows, ...documentRows } as const
export const events = { ...inspectionEvents, ...documentEvents, ...exchangeEvents, ...trustEvents } as const

/** Every row also carries these two: nothing that was recorded is deleted (electron/README §3). */
export const rowCommonFields = {
  removed: field('已删除', boolean),
  removedReason: field('删除原因', text(200)),
} as const

export type RowEntity = keyof typeof rows
export type EventEntity = keyof typeof events
export type Entity = RowEntity | EventEntity

/** Nouns of which the catalogue says this. */
type With<T> = { [E in RowEntity]: (typeof rows)[E] extends T ? E : never }[RowEntity]
export type NumberedEntity = With<{ readonly numbered: true }>
/** Two rows of it can be said to be the same. */
export type JoinedEntity = With<{ readonly joinedLocallyBy: Capability }>
export type CountedEntity = With<{ readonly counted: true; readonly measure: string }>

type Fields = Readonly<Record<string, Field>>
type Values<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> | null }

/** The values of a row as shown: an empty field is null. */
export type RowValues<E extends RowEntity> = Values<(typeof rows)[E]['fields']> & Values<typeof rowCommonFields>
export type EventValues<E extends EventEntity> = Values<(typeof events)[E]['fields']>
export type FieldName<E extends RowEntity> = keyof RowValues<E> & string

export function isRowEntity(entity: string): entity is RowEntity {
  return Object.hasOwn(rows, entity)
}
export function isEventEntity(entity: string): entity is EventEntity {
  return Object.hasOwn(events, entity)
}

/** All fields of an entity in catalogue order, the common ones of rows last. */
export function fieldsOf(entity: Entity): Fields {
  return fieldsByEntity.get(entity) ?? {}
}
/** What the catalogue says of a noun. */
export function nounOf(entity: Entity): RowNoun | EventNoun {
  return isRowEntity(entity) ? rowNounOf(entity) : eventNounOf(entity)
}
export function rowNounOf(entity: RowEntity): RowNoun {
  return rows[entity]
}
export function eventNounOf(entity: EventEntity): EventNoun {
  return events[entity]
}
/** It belongs to a team, with all that stands under it. */
export function isOwned(entity: Entity): boolean {
  return isRowEntity(entity) && rowNounOf(entity).owned === true
}
/** It stands, somewhere above, under a noun that belongs to a team, or is one. */
export function isUnderOwned(entity: Entity): boolean {
  return underOwned.has(entity)
}
export const rowEntities: readonly RowEntity[] = Object.keys(rows).filter(isRowEntity)
export const eventEntities: readonly EventEntity[] = Object.keys(events).filter(isEventEntity)
export const entities: readonly Entity[] = [...rowEntities, ...eventEntities]

export const numberedEntities: readonly NumberedEntity[] = rowEntities.filter(
  (entity): entity is NumberedEntity => rowNounOf(entity).numbered === true,
)
export const joinedEntities: readonly JoinedEntity[] = rowEntities.filter(
  (entity): entity is JoinedEntity => rowNounOf(entity).joinedLocallyBy !== undefined,
)
export const countedEntities: readonly CountedEntity[] = rowEntities.filter(
  (entity): entity is CountedEntity => rowNounOf(entity).counted === true,
)

/** The procedures' nouns whose answers show it; those of its own name always. */
export function shownBy(entity: Entity): readonly string[] | 'everything' {
  const others = nounOf(entity).shownBy
  return others === 'everything' ? others : [entity, ...others]
}

/** Something can stand under it. */
export function canBeParent(name: string): boolean {
  return parentNouns.has(name)
}
/** The nouns it can stand under. */
export function parentsOf(entity: Entity): readonly Entity[] {
  return parentsByEntity.get(entity) ?? []
}
export function isEntity(name: string): name is Entity {
  return isRowEntity(name) || isEventEntity(name)
}
/** The columns that the store derives, with their types: number and the log that gave it, and what the noun names. */
export function derivedColumnsOf(entity: RowEntity): Readonly<Record<string, 'text' | 'integer'>> {
  const { numbered, derived } = rowNounOf(entity)
  return {
    ...(numbered === true && { number: 'text', numberLog: 'text' }),
    ...(hasSeveralParents(entity) && { parentEntity: 'text' }),
    ...derived,
  }
}
/** Such a row also says which noun its parent is; null means the first. */
export function hasSeveralParents(entity: RowEntity): boolean {
  return parentsOf(entity).length > 1
}
export function blobFieldsOf(entity: Entity): readonly string[] {
  return blobFieldsByEntity.get(entity) ?? []
}

// Asked of every change that is written or comes in, so worked out once.
const fieldsByEntity: ReadonlyMap<Entity, Fields> = new Map(
  entities.map((entity) => [
    entity,
    isRowEntity(entity) ? { ...rows[entity].fields, ...rowCommonFields } : events[entity].fields,
  ]),
)
const parentsByEntity: ReadonlyMap<Entity, readonly Entity[]> = new Map(
  entities.map((entity) => [entity, Object.keys(nounOf(entity).parents).filter(isEntity)]),
)
const parentNouns: ReadonlySet<string> = new Set([...parentsByEntity.values()].flat())
const blobFieldsByEntity: ReadonlyMap<Entity, readonly string[]> = new Map(
  entities.map((entity) => {
    const blobs = Object.entries(fieldsOf(entity)).filter(([, { type }]) => type === 'blob')
    return [entity, blobs.map(([name]) => name)]
  }),
)

const underOwned: ReadonlySet<Entity> = new Set(entities.filter((entity) => reachesOwned(entity)))

function reachesOwned(entity: Entity): boolean {
  // What steers the judgement of others is headquarters', whatever it is about.
  if (!isRowEntity(entity) && eventNounOf(entity).steers === true) return false
  return isOwned(entity) || parentsOf(entity).some(reachesOwned)
}
