import { countedEntities, type CountedEntity, rowNounOf } from '../contract/catalogue/catalogue.ts'

/** How many records of each noun that a person counts: what is sent, what comes, and what a receipt answers. */
export type RecordCounts = Readonly<Partial<Record<CountedEntity, number>>>

/** 1 次检查、3 个问题、9 件证据: the same words wherever a package is spoken of. Empty where there is none of them. */
export function recordWords(counts: RecordCounts): string {
  return countedEntities
    .flatMap((noun) => {
      const count = counts[noun] ?? 0
      const { counted, label } = rowNounOf(noun)
      return count === 0 ? [] : [`${count} ${counted}${label}`]
    })
    .join('、')
}
