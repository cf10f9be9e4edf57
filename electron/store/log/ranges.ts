import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Tables } from '../database/tables.ts'

/** Numbers of a log, both ends included. */
export type LogRange = { readonly log: string; readonly from: number; readonly to: number }

/** Changes of a package are found by the numbers that it brought, of which there is an index. */
export function inRanges(eb: ExpressionBuilder<Tables, 'change'>, ranges: readonly LogRange[]): Expression<SqlBool> {
  return eb.or(
    ranges.map(({ log, from, to }) =>
      eb.and([eb('change.log', '=', log), eb('change.number', '>=', from), eb('change.number', '<=', to)]),
    ),
  )
}
