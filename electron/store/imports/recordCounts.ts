import { countedEntities, type CountedEntity } from '../../contract/catalogue/catalogue.ts'
import type { RecordCounts } from '../../domain/recordWords.ts'
import { query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'
import type { LogRange } from '../log/ranges.ts'

/**
 * How many records a package speaks of, made or changed: counted alike where it is written and where it comes in, so that
 * both sides say the same. Reads columns only.
 */
export async function countRecords(tx: ReadTx, ranges: readonly LogRange[]): Promise<RecordCounts> {
  const ids = new Map<CountedEntity, Set<string>>()
  for (const { log, from, to } of ranges) {
    for (const { entity, entityId } of await tx.run(selectOfRange, { log, from, to })) {
      const noun = countedEntities.find((one) => one === entity)
      if (noun === undefined || entityId === null) continue
      ids.set(noun, (ids.get(noun) ?? new Set()).add(entityId))
    }
  }
  return Object.fromEntries([...ids].map(([noun, some]) => [noun, some.size]))
}

const selectOfRange = query(({ db }, at: LogRange) =>
  db
    .selectFrom('change')
    .select(['entity', 'entityId'])
    .distinct()
    .where('log', '=', at.log)
    .where('number', '>=', at.from)
    .where('number', '<=', at.to)
    .where('entity', 'in', countedEntities)
    .compile(),
)

/** The same of a package that was staged. */
export async function countStagedRecords(tx: ReadTx, importId: string): Promise<RecordCounts> {
  const rows = await tx.run(countStaged, { importId })
  return Object.fromEntries(rows.map(({ entity, count }) => [entity, Number(count)]))
}

const countStaged = query(({ db }, at: { readonly importId: string }) =>
  db
    .selectFrom('local_stagedChange')
    .select((eb) => ['entity', eb.fn.count<number>('entityId').distinct().as('count')])
    .where('importId', '=', at.importId)
    .where('entity', 'in', countedEntities)
    .groupBy('entity')
    .compile(),
)
