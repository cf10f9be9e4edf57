import { type Expression, sql } from 'kysely'

/** The column holds the text, its signs taken literally. Standard SQL: the pattern's own signs are escaped with a backslash. */
export function like(column: Expression<string | null>, text: string) {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`${column} like ${pattern} escape '\\'`
}
