import type * as z from 'zod'
import {
  blobFieldsOf,
  entities,
  type Entity,
  fieldsOf,
  isEntity,
  isRowEntity,
  parentsOf,
} from '../../contract/catalogue/catalogue.ts'
import type { ChangeBody, PlainValue } from '../../contract/change.ts'
import { type Field, fieldSchema } from '../../contract/catalogue/field.ts'
import type { GenericRow, SqlValue } from './tables.ts'

export type FieldRule = { readonly name: string; readonly field: Field; readonly schema: z.ZodType }

/** The fields of an entity with their compiled schemas, in catalogue order. */
export function rulesOf(entity: Entity): readonly FieldRule[] {
  return rules.get(entity) ?? []
}
const rules: ReadonlyMap<Entity, readonly FieldRule[]> = new Map(
  entities.map((entity) => [
    entity,
    Object.entries(fieldsOf(entity)).map(([name, field]) => ({ name, field, schema: fieldSchema(field) })),
  ]),
)

export function fieldNames(entity: Entity): readonly string[] {
  return names.get(entity) ?? []
}
const names: ReadonlyMap<Entity, readonly string[]> = new Map(
  entities.map((entity) => [entity, Object.keys(fieldsOf(entity))]),
)

/** What is wrong with values, as paths and sentences for a person; an unknown field is wrong too. */
export function findFaults(
  entity: Entity,
  set: Readonly<Record<string, unknown>>,
): readonly { readonly path: string; readonly message: string }[] {
  const known = rulesByName.get(entity)
  return Object.entries(set).flatMap(([path, value]) => {
    const rule = known?.get(path)
    if (rule === undefined) return [{ path, message: `没有“${path}”这一项` }]
    if (value === null) return []
    const result = rule.schema.safeParse(value)
    return result.success ? [] : result.error.issues.map((issue) => ({ path, message: issue.message }))
  })
}
const rulesByName: ReadonlyMap<Entity, ReadonlyMap<string, FieldRule>> = new Map(
  [...rules].map(([entity, list]) => [entity, new Map(list.map((rule) => [rule.name, rule]))]),
)

/**
 * A body in the catalogue's terms: its entity is known and is of that kind, its fields and values are allowed. A row
 * change sets something: one that does not would make a row without a value in force.
 */
export function conforms(body: ChangeBody): body is KnownBody {
  const { entity, kind, set, replaces, parentEntity } = body
  if (!isEntity(entity) || (kind === 'row') !== isRowEntity(entity)) return false
  if (kind === 'event' && Object.keys(replaces).length > 0) return false
  if (kind === 'row' && Object.keys(set).length === 0) return false
  if (!Object.keys(replaces).every((field) => Object.hasOwn(set, field))) return false
  if (parentEntity !== undefined && !isLaterParent(entity, parentEntity)) return false
  return findFaults(entity, set).length === 0
}
export type KnownBody = ChangeBody & { readonly entity: Entity }

/** The first parent is not named: one state has one spelling. */
function isLaterParent(entity: Entity, parent: string): boolean {
  return parentsOf(entity).some((known, place) => place > 0 && known === parent)
}

/** The files that these values name, each once, in order. */
export function blobsIn(entity: Entity, set: Readonly<Record<string, PlainValue>>): readonly string[] {
  const named = blobFieldsOf(entity).flatMap((field) => {
    const sha256 = set[field]
    return typeof sha256 === 'string' ? [sha256] : []
  })
  return [...new Set(named)].toSorted()
}

/** SQL has no booleans: 0 and 1. */
export function toSql(value: PlainValue | undefined): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value ?? null
}

/** The fields of a stored row or event with booleans back. */
export function valuesFromSql(entity: Entity, row: GenericRow): Record<string, PlainValue> {
  const values: Record<string, PlainValue> = {}
  for (const { name, field } of rulesOf(entity)) {
    const value = row[name] ?? null
    values[name] = field.type === 'boolean' && value !== null ? value === 1 : value
  }
  return values
}
