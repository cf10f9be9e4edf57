import type { EventEntity, EventValues, RowEntity, RowValues } from '../../contract/catalogue/catalogue.ts'
import { type Entity, isRowEntity, nounOf, parentsOf } from '../../contract/catalogue/catalogue.ts'
import { bornFields, versionOf } from '../../contract/catalogue/version.ts'
import type { ChangeBody, PlainValue } from '../../contract/change.ts'
import type { GenericRow } from '../database/tables.ts'
import { blobsIn, fieldNames, type KnownBody } from '../database/values.ts'
import { toFolded } from '../row/foldedRow.ts'
import type { Ownership } from './idProof.ts'
import type { Root } from './root.ts'

/**
 * A row as it should be. A row that does not exist yet is made with every field; of an existing one only what differs is
 * written. `replaces`: per field the changes that the person saw, as `headsOf` told; without it the present heads.
 */
export type RowDraft = { [E in RowEntity]: DraftOf<E, Partial<RowValues<E>>> }[RowEntity] & {
  readonly replaces?: Readonly<Record<string, readonly string[]>>
}
export type EventDraft = { [E in EventEntity]: DraftOf<E, Partial<EventValues<E>>> }[EventEntity]
type DraftOf<E, S> = {
  readonly entity: E
  readonly id: string
  readonly parent?: string
  /** The parent's noun, where the catalogue names several; the first where it is left out. */
  readonly parentEntity?: Entity
  /** What proves the id of something new, as `makeId` gave it; ids of version 7 have none. */
  readonly nonce?: string | undefined
  readonly set: S
} & Ownership

export type Draft = RowDraft | EventDraft

export function isRowDraft(draft: Draft): draft is RowDraft {
  return isRowEntity(draft.entity)
}

/** What a draft gives; a field that is undefined is not given. */
export function givenOf(draft: Draft): Record<string, PlainValue> {
  return Object.fromEntries(
    Object.entries(draft.set).flatMap(([field, value]: [string, PlainValue | undefined]) =>
      value === undefined ? [] : [[field, value]],
    ),
  )
}

/** What one change is to say of a row or event. */
export type Said = Pick<
  ChangeBody,
  'set' | 'parentEntity' | 'nonce' | 'campaign' | 'team' | 'restates' | 'standsFor'
> & {
  readonly replaces: Readonly<Record<string, readonly string[]>>
  /** Replaces, in every field, also the change before it in the same operation. */
  readonly follows?: true
  readonly entity: Entity
  readonly id: string
  readonly parent: string | undefined
  /** Fields that the making of this row, earlier in the same operation, has left empty for this change to fill. */
  readonly fills?: readonly string[]
}

/**
 * Sets every field that the noun was born with, so that one change is the head of all of them (decisions.md 6), and replaces
 * nothing. What only a later schema can say is left out where it is empty, and else said by a change of its own: of a row,
 * since an event is written once and whole.
 */
export function creations(draft: Draft): readonly Said[] {
  const { entity, id, parent, nonce, campaign, team } = draft
  if (parentsOf(entity).length > 0 && parent === undefined && nounOf(entity).standsAlone !== true)
    throw new Error(`${entity} needs a parent`)
  const given = givenOf(draft)
  const born = bornFields(entity)
  const set = Object.fromEntries(
    fieldNames(entity).flatMap((field) => {
      const value = given[field] ?? null
      return value === null && !born.has(field) ? [] : [[field, value]]
    }),
  )
  const place = { entity, id, parent, ...namedParent(draft) }
  const proof = {
    ...(nonce !== undefined && { nonce }),
    ...(campaign !== undefined && { campaign }),
    ...(team !== undefined && { team }),
  }
  if (!isRowDraft(draft)) return [{ ...place, ...proof, set, replaces: {} }]
  const [first = {}, ...later] = bySchema(entity, set, Math.max(leastOfProgram, nounOf(entity).since ?? 1))
  return [
    { ...place, set: { ...emptied(born), ...first }, replaces: {}, ...proof },
    ...later.map((some): Said => ({
      ...place,
      set: some,
      replaces: Object.fromEntries(Object.keys(some).map((field) => [field, []])),
      fills: Object.keys(some).filter((field) => born.has(field)),
    })),
  ]
}

/** A born field whose value only a later schema allows is made empty first: the next change sets it. */
function emptied(born: ReadonlySet<string>): Record<string, PlainValue> {
  return Object.fromEntries([...born].map((field) => [field, null]))
}

/** The first of several parents goes without saying. */
function namedParent({ entity, parentEntity }: Draft): Pick<ChangeBody, 'parentEntity'> {
  return parentEntity === undefined || parentEntity === parentsOf(entity)[0] ? {} : { parentEntity }
}

export function edits(draft: Draft, existing: GenericRow): readonly Said[] {
  if (!isRowDraft(draft)) return []
  const { entity } = draft
  const row = toFolded(entity, existing)
  const set: Record<string, PlainValue> = {}
  const replaces: Record<string, string[]> = {}
  for (const [field, value] of Object.entries(givenOf(draft))) {
    const heads = row.heads[field] ?? []
    const seen = draft.replaces?.[field]
    // Choosing the value that is shown anyway is a decision only where the others were seen too.
    const resolves = seen !== undefined && heads.length > 1 && heads.every((head) => seen.includes(head))
    if (value === row.values[field] && !resolves) continue
    set[field] = value
    replaces[field] = [...(seen ?? heads)]
  }
  const place = placeOf(draft, existing)
  return bySchema(entity, set, leastOfProgram)
    .filter((some) => Object.keys(some).length > 0)
    .map((some) => ({
      ...place,
      set: some,
      replaces: Object.fromEntries(Object.keys(some).map((field) => [field, replaces[field] ?? []])),
    }))
    .flatMap(inChain)
}

/** The row and where it stands, as a change of it says. */
export function placeOf({ entity, id }: RowDraft, existing: GenericRow) {
  const { parent, parentEntity } = toFolded(entity, existing)
  return { entity, id, parent: parent ?? undefined, ...(parentEntity !== null && { parentEntity }) }
}

/** The format's limit for one change. */
export const mostReplaced = 64

/**
 * The same as several changes where one cannot name all that it replaces: each says the value again and replaces the one
 * before it and further ones, so that in the end the last alone stands (decisions.md 60).
 */
export function inChain(said: Said): readonly Said[] {
  const first: Record<string, readonly string[]> = {}
  const left: Record<string, readonly string[]> = {}
  for (const [field, ids] of Object.entries(said.replaces)) {
    // One place is kept for the change before it, where there is one.
    const room = said.follows === true ? mostReplaced - 1 : mostReplaced
    first[field] = ids.slice(0, room)
    if (ids.length > room) left[field] = ids.slice(room)
  }
  const fields = Object.keys(left)
  if (fields.length === 0) return [said]
  const set = Object.fromEntries(fields.map((field) => [field, said.set[field] ?? null]))
  const next = { ...said, set, replaces: left, follows: true } as const
  return [{ ...said, replaces: first }, ...inChain({ ...next, ...puttingBack(said.standsFor ?? {}, fields) })]
}

/** What of this is put back in these fields; nothing is not named. */
export function puttingBack(
  standsFor: NonNullable<ChangeBody['standsFor']>,
  fields: readonly string[],
): Pick<ChangeBody, 'standsFor'> {
  const named = Object.entries(standsFor).filter(([field]) => fields.includes(field))
  return { standsFor: named.length === 0 ? undefined : Object.fromEntries(named) }
}

/** Every change of this program says its root, which came with schema 2. */
export const leastOfProgram = 2

/**
 * The values parted by the schema that can say them, the lowest first, and it alone where all fit into it: so that an older
 * program reads what it can of one save.
 */
export function bySchema(
  entity: Entity,
  set: Readonly<Record<string, PlainValue>>,
  lowest: number,
): readonly Record<string, PlainValue>[] {
  const parts = new Map<number, Record<string, PlainValue>>([[lowest, {}]])
  for (const [field, value] of Object.entries(set)) {
    const version = Math.max(lowest, versionOf(entity, field, value))
    const part = parts.get(version) ?? {}
    part[field] = value
    parts.set(version, part)
  }
  return [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part)
}

type Placed = { readonly roots: ReadonlyMap<string, Root>; readonly previous: string }

export function toBody(
  { author, at }: { readonly author: string; readonly at: string },
  said: Said,
  { roots, previous }: Placed,
): KnownBody {
  const { entity, id, parent, parentEntity, nonce, campaign, team, set, restates, standsFor, follows } = said
  const replaces = Object.fromEntries(
    Object.entries(said.replaces).map(([field, ids]) => [field, follows === true ? [previous, ...ids] : [...ids]]),
  )
  const blobs = blobsIn(entity, set)
  return {
    author,
    at,
    entity,
    id,
    kind: isRowEntity(entity) ? 'row' : 'event',
    set,
    replaces,
    root: roots.get(id) ?? { entity, id },
    ...(restates !== undefined && { restates }),
    ...(standsFor !== undefined && { standsFor }),
    ...(parent !== undefined && { parent }),
    ...(parentEntity !== undefined && { parentEntity }),
    ...(nonce !== undefined && { nonce }),
    ...(campaign !== undefined && { campaign }),
    ...(team !== undefined && { team }),
    ...(blobs.length > 0 && { blobs: [...blobs] }),
  }
}

/** What the making left empty stands there as a value: the change that fills it takes its place. */
export function withFilled(said: Said, maker: string | undefined): Said {
  if (maker === undefined || said.fills === undefined) return said
  return { ...said, replaces: { ...said.replaces, ...Object.fromEntries(said.fills.map((field) => [field, [maker]])) } }
}
