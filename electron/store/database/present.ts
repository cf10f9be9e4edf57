import { type Expression, sql, type SqlBool } from 'kysely'
import type { RowEntity } from '../../contract/catalogue/catalogue.ts'

/** Of a row that is not removed; one that never was says nothing of it. */
export function isPresent(column: 'removed' | `${RowEntity}.removed`): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)} is null or ${sql.ref(column)} = 0)`
}
