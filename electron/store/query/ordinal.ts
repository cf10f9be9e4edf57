import { query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'

/** The highest ordinal one log has given to a noun, removed ones included (numbers are never reused); 0 before the first. */
export async function highestOrdinal(
  tx: ReadTx,
  entity: Numbered,
  wanted: { readonly log: string; readonly parent?: string | undefined },
): Promise<number> {
  const { log, parent } = wanted
  const [found] =
    parent === undefined
      ? await tx.run(highestIn[entity], { log })
      : await tx.run(highestUnder[entity], { log, parent })
  return found?.highest ?? 0
}

type Numbered = 'visit' | 'finding' | 'evidence'

const highestIn = { visit: highest('visit'), finding: highest('finding'), evidence: highest('evidence') } as const
const highestUnder = {
  visit: highestBelow('visit'),
  finding: highestBelow('finding'),
  evidence: highestBelow('evidence'),
} as const

function highest(entity: Numbered) {
  return query(({ db }, at: { readonly log: string }) => ordinalsOf(db, entity, at.log).compile())
}

function highestBelow(entity: Numbered) {
  return query(({ db }, at: { readonly log: string; readonly parent: string }) =>
    ordinalsOf(db, entity, at.log).where('parent', '=', at.parent).compile(),
  )
}

function ordinalsOf(db: ReadTx['db'], entity: Numbered, log: string) {
  return db
    .selectFrom(entity)
    .select((eb) => eb.fn.max<number | null>('ordinal').as('highest'))
    .where('numberLog', '=', log)
}
