import type { ChangeBody, PlainValue } from '../change.ts'
import { entities, type Entity, fieldsOf, nounOf, parentsOf } from './catalogue.ts'
import type { Field } from './field.ts'

/**
 * The least schema version that can say this: a plain edit by a newer program is read by an older one. Of a body in the
 * catalogue's terms; roots and the like came with schema 2. `renamed`: it was said under the noun's former name.
 */
export function leastVersion(body: ChangeBody & { readonly entity: Entity }, renamed = false): number {
  const { entity, parent, parentEntity, set } = body
  const noun = nounOf(entity)
  const nounSince = renamed ? 1 : (noun.since ?? 1)
  const own = later.some((member) => body[member] !== undefined) ? 2 : 1
  const parentSince = parent === undefined ? 1 : noun.parents[parentEntity ?? parentsOf(entity)[0] ?? '']
  let least = Math.max(own, nounSince, parentSince ?? 1)
  for (const [name, field] of grown.get(entity) ?? []) {
    const value = set[name]
    if (value !== undefined) least = Math.max(least, versionFor(field, value))
  }
  return least
}

/** Members of a body that came with schema 2. */
const later = ['root', 'blobs', 'nonce', 'parentEntity', 'campaign', 'team', 'restates', 'standsFor'] as const

/** The least version that knows the field of this noun and allows the value. */
export function versionOf(entity: Entity, name: string, value: PlainValue): number {
  const field = grown.get(entity)?.get(name)
  return field === undefined ? 1 : versionFor(field, value)
}

function versionFor({ since = 1, choicesSince, before }: Field, value: PlainValue): number {
  const choiceSince = typeof value === 'string' ? choicesSince?.[value] : undefined
  const size = typeof value === 'string' ? value.length : typeof value === 'number' ? value : 0
  const limitSince = before !== undefined && size > before.max ? before.since : 1
  return Math.max(since, choiceSince ?? 1, limitSince)
}

/** The fields that the noun was born with: its creation sets them all, and of the others it may never have a value. */
export function bornFields(entity: Entity): ReadonlySet<string> {
  return born.get(entity) ?? new Set()
}

const born: ReadonlyMap<Entity, ReadonlySet<string>> = new Map(
  entities.map((entity) => {
    const nounSince = nounOf(entity).since ?? 1
    const fields = Object.entries(fieldsOf(entity)).filter(([, { since = 1 }]) => since <= nounSince)
    return [entity, new Set(fields.map(([name]) => name))]
  }),
)

/** Fields that came, were widened, or got choices later. */
const grown: ReadonlyMap<Entity, ReadonlyMap<string, Field>> = new Map(
  entities.map((entity) => [entity, new Map(Object.entries(fieldsOf(entity)).filter(([, field]) => hasGrown(field)))]),
)

function hasGrown({ since, choicesSince, before }: Field): boolean {
  return since !== undefined || choicesSince !== undefined || before !== undefined
}
