import type { Expression } from 'kysely'
import { inWords } from './engineWords.ts'

/** The column holds the text, its signs taken literally. */
export function like(column: Expression<string | null>, text: string): Expression<boolean> {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`
  return inWords((words) => words.like(column, pattern))
}
