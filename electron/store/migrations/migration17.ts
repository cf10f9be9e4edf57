import { type Kysely, sql } from 'kysely'
import { addColumns } from './tableShape.ts'

/** Visits that are marked 内部; and no placeholder stands in the number of evidence where a campaign or unit has no code. */
export async function markInternal<T>(db: Kysely<T>): Promise<void> {
  await addColumns(db, 'visit', { internal: 'integer' })
  await sql`update evidence set number = replace(number, '-未编码-', '-') where number like '%-未编码-%'`.execute(db)
  await sql`update evidence set number = substr(number, 4) where number like '活动-%'`.execute(db)
}
