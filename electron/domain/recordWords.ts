import { type CountedEntity, entities, type Entity, nounOf } from '../contract/catalogue/catalogue.ts'
import { entityLabel } from './fieldLabel.ts'

/** How many records of each noun that a person counts: what is sent, what comes, and what a receipt answers. */
export type RecordCounts = Readonly<Partial<Record<CountedEntity, number>>>

/**
 * 1 次检查、3 个问题、9 件证据: the same words wherever a package is spoken of, in the order of the catalogue. Empty where there is
 * none of them.
 */
export function recordWords(counts: Readonly<Partial<Record<Entity, number>>>): string {
  return entities
    .flatMap((entity) => {
      const count = counts[entity] ?? 0
      return count === 0 ? [] : [`${count} ${nounOf(entity).measure ?? '条'}${entityLabel(entity)}`]
    })
    .join('、')
}
