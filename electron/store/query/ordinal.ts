import { numberedEntities, type NumberedEntity } from '../../contract/catalogue/catalogue.ts'
import { atMost, query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** The highest ordinal one log has given to a noun, removed ones included (numbers are never reused); 0 before the first. */
export async function highestOrdinal(
  tx: ReadTx,
  entity: NumberedEntity,
  wanted: { readonly log: string; readonly parent?: string | undefined },
): Promise<number> {
  const { log, parent } = wanted
  const [whole, below] = [highestIn.get(entity), highestUnder.get(entity)]
  if (whole === undefined || below === undefined) throw new Error(`${entity} has no number`)
  const [found] = parent === undefined ? await tx.run(whole, { log }) : await tx.run(below, { log, parent })
  return found?.highest ?? 0
}

const highestIn = new Map(numberedEntities.map((entity) => [entity, highest(entity)]))
const highestUnder = new Map(numberedEntities.map((entity) => [entity, highestBelow(entity)]))

function highest(entity: NumberedEntity) {
  return query(({ db }, at: { readonly log: string }) => ordinalsOf(db, entity, at.log).compile())
}

function highestBelow(entity: NumberedEntity) {
  return query(({ db }, at: { readonly log: string; readonly parent: string }) =>
    ordinalsOf(db, entity, at.log).where('parent', '=', at.parent).compile(),
  )
}

function ordinalsOf(db: ReadTx['db'], entity: NumberedEntity, log: string) {
  return db
    .selectFrom(entity)
    .select((eb) => eb.fn.max<number | null>('ordinal').as('highest'))
    .where('numberLog', '=', log)
}

/** Nouns whose rows people put in order below their parent. */
type OrderedEntity = 'finding' | 'evidence'

/**
 * The highest positions below a parent, the highest first, removed rows among them: read from an index, whatever the rows
 * hold. A few, because one may be a text that is no position.
 */
export function highestPositions(
  tx: ReadTx,
  entity: OrderedEntity,
  parent: string,
): Promise<readonly { readonly position: string }[]> {
  return tx.run(selectHighest[entity], { parent })
}

const selectHighest = { finding: positionsIn('finding'), evidence: positionsIn('evidence') }

function positionsIn(entity: OrderedEntity) {
  return query(({ db }, at: { readonly parent: string }) =>
    db
      .selectFrom(entity)
      .select('position')
      .$narrowType<{ position: string }>()
      .where('parent', '=', at.parent)
      .where('position', 'is not', null)
      .orderBy('position', 'desc')
      .limit(atMost(8))
      .compile(),
  )
}
