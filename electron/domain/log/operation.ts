import { type Entity, parentsOf, rowNounOf, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../contract/change.ts'

export const operationVerbs = ['新建', '修改', '删除', '恢复'] as const
export type OperationVerb = (typeof operationVerbs)[number]

/** What an operation did, read off what it said: to this record, the first of so many. */
export type OperationLabel = {
  readonly verb: OperationVerb
  readonly entity: Entity
  readonly id: string
  readonly count: number
}

type Said = {
  readonly entity: Entity
  readonly id: string
  readonly parent: string | undefined
  readonly parentEntity?: string | undefined
  readonly set: Readonly<Record<string, PlainValue>>
  readonly replaces: Readonly<Record<string, readonly string[]>>
}

/**
 * An operation is called by the topmost records it is about, and by the first of its verbs: who makes a visit with its
 * inspectors makes a visit. A member of a set is a part of what it stands under. undefined where it wrote an event, which is
 * answered and not undone.
 */
export function labelOf(said: readonly Said[]): OperationLabel | undefined {
  if (said.some(({ entity }) => !isRowEntity(entity))) return undefined
  const ids = new Set(said.map(({ id }) => id))
  const deeds = said.filter(({ parent }) => parent === undefined || !ids.has(parent)).map(deedOf)
  for (const verb of operationVerbs) {
    const first = deeds.find((deed) => deed.verb === verb)
    if (first === undefined) continue
    const alike = deeds.filter((deed) => deed.verb === verb && deed.entity === first.entity)
    return { ...first, count: new Set(alike.map(({ id }) => id)).size }
  }
  return undefined
}

function deedOf(said: Said): Omit<OperationLabel, 'count'> {
  const { entity, id, parent } = said
  const above = parentsOf(entity).find((noun) => noun === said.parentEntity) ?? parentsOf(entity)[0]
  if (isMember(entity) && above !== undefined && parent !== undefined)
    return { verb: '修改', entity: above, id: parent }
  return { verb: verbOf(said), entity, id }
}

/** A member of a set, which comes and goes with the pair that it names. */
export function isMember(entity: Entity): boolean {
  if (!isRowEntity(entity)) return false
  const { derivedId, counted } = rowNounOf(entity)
  return typeof derivedId === 'object' && counted === undefined
}

function verbOf({ set, replaces }: Said): OperationVerb {
  if (Object.keys(replaces).length === 0) return '新建'
  if (set['removed'] === true) return '删除'
  return Object.hasOwn(set, 'removed') ? '恢复' : '修改'
}
