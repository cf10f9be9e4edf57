import { type Kysely, sql } from 'kysely'
import { searchTokens } from '../../domain/searchTokens.ts'
import { inWords } from '../database/engineWords.ts'
import type { GenericRow } from '../database/tables.ts'

/**
 * The search folds all it looks in alike (contract/text/folding.ts): every document of the index gets the tokens of that folding. A
 * page at a time, so that a large store is not held in memory.
 */
export async function foldSearch<T>(db: Kysely<T>): Promise<void> {
  const document = sql.table('local_searchDocument')
  let last = 0
  for (;;) {
    const { rows } = await sql<GenericRow & { readonly key: number }>`
      select d.key, finding.* from ${document} d join finding on finding.id = d.id
      where d.entity = 'finding' and d.key > ${last} order by d.key limit ${page}`.execute(db)
    for (const { key, ...row } of rows) {
      const tokens = searchTokens(searched.map((column) => row[column] ?? '').join('\n'))
      await sql`${inWords((words) => words.fullText.replace({ key, tokens }))}`.execute(db)
      last = key
    }
    if (rows.length < page) return
  }
}

const page = 500
/** What was searched of a finding at this version. */
const searched = [
  'number',
  'riskPointName',
  'title',
  'fact',
  'ruleText',
  'ruleDocument',
  'opinion',
  'place',
  'involved',
  'requirement',
]
