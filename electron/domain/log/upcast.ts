import { entities, nounOf } from '../../contract/catalogue/catalogue.ts'
import type { ChangeBody } from '../../contract/change.ts'

/** `renamed`: it was written under a former name of its noun. */
export type Upcast = { readonly body: ChangeBody; readonly renamed: boolean }

/**
 * The body of a change of this version or an older one in today's words. It looks at one change alone, renames nouns one to
 * one, adds constants to creations only, and never splits or drops; what is stored stays as it came. Fields have kept their
 * names so far. A recorded log of each released version is a fixture.
 */
export function upcast(version: number, body: ChangeBody): Upcast {
  const former = formerNames.get(body.entity)
  if (former === undefined || version >= former.until) return { body, renamed: false }
  const isCreation = Object.values(body.replaces).every((ids) => ids.length === 0)
  const set = isCreation ? { ...former.made, ...body.set } : body.set
  return { body: { ...body, entity: former.today, set }, renamed: true }
}

/** The name of today for a noun that an older schema called otherwise. */
export function todaysName(entity: string): string {
  return formerNames.get(entity)?.today ?? entity
}

const formerNames = new Map(
  entities.flatMap((today) => {
    const { formerly, since = 1 } = nounOf(today)
    return formerly === undefined ? [] : [[formerly.name, { today, until: since, made: formerly.made ?? {} }]]
  }),
)
