import { type Entity, entities, nounOf } from '../../contract/catalogue/catalogue.ts'
import { entityLabel } from '../fieldLabel.ts'

/** What waits, for a person: 1 个单位、2 名人员. */
export function countedWords(counts: readonly { readonly entity: Entity; readonly count: number }[]): string {
  return counts
    .toSorted((a, b) => entities.indexOf(a.entity) - entities.indexOf(b.entity))
    .map(({ entity, count }) => `${count} ${nounOf(entity).measure ?? '条'}${entityLabel(entity)}`)
    .join('、')
}
