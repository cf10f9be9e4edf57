import type { Expression } from 'kysely'
import { fieldsOf } from '../../contract/catalogue/catalogue.ts'
import { queryTokens, searchTokens } from '../../domain/searchTokens.ts'
import type { Written } from './projectRows.ts'
import {
  clearTokens,
  insertTokens,
  matchingIds,
  removeTokens,
  replaceTokens,
  selectMatchCount,
  selectNewestMatches,
} from '../database/fullText.ts'
import { listed, query } from '../database/query.ts'
import type { GenericRow } from '../database/tables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

/**
 * The full-text index holds tokens only and is made anew from the rows at any time. It follows findings that were just
 * written, as far as their text is another now.
 */
export async function indexFindings(tx: WriteTx, { before, after }: Written): Promise<void> {
  const texts = new Map<string, string | undefined>()
  for (const [id, row] of after) {
    const known = before.get(id)
    const text = indexedText(row)
    if (text === undefined || known === undefined || indexedText(known) !== text) texts.set(id, text)
  }
  if (texts.size === 0) return
  const documents = await tx.run(selectDocuments, { ids: [...texts.keys()] })
  for (const { id, key } of documents) {
    const text = texts.get(id)
    texts.delete(id)
    if (text === undefined) await removeDocument(tx, key)
    else await tx.run(replaceTokens, { key, tokens: searchTokens(text) })
  }
  await addDocuments(tx, texts)
}

/**
 * All documents first, then all tokens, by plain inserts: FTS5 collects what is inserted and writes it out once, but
 * every statement between that may have to be undone on its own makes it write at once (three times slower [m]).
 */
async function addDocuments(tx: WriteTx, texts: ReadonlyMap<string, string | undefined>): Promise<void> {
  const [last] = await tx.run(selectLastKey, {})
  let key = last?.key ?? 0
  const added: { readonly key: number; readonly tokens: string }[] = []
  for (const [id, text] of texts) {
    if (text === undefined) continue
    key += 1
    await tx.run(insertDocument, { key, id })
    added.push({ key, tokens: searchTokens(text) })
  }
  for (const tokens of added) await tx.run(insertTokens, tokens)
}

/** Nobody looks for what was removed: it is not in the index, so that the index alone can count. */
function indexedText(finding: GenericRow | undefined): string | undefined {
  return finding === undefined || finding['removed'] === 1 ? undefined : searchedText(finding)
}

/** The text of a finding that the search looks in. */
export function searchedText(finding: GenericRow): string {
  return searchedColumns.map((column) => finding[column] ?? '').join('\n')
}

export async function clearSearchIndex(tx: WriteTx): Promise<void> {
  await tx.run(clearTokens, {})
  await tx.db.deleteFrom('local_searchDocument').execute()
}

/**
 * The condition that a finding contains every phrase of the text, as a query for ids; undefined where the text has no
 * character to look for.
 */
export function findingMatches(tx: ReadTx, text: string): Expression<string> | undefined {
  const match = toMatch(tx, text)
  return match === undefined ? undefined : matchingIds(tx.words, 'finding', match)
}

/** The ids of a page of the findings that contain every phrase of the text, newest first. */
export async function newestMatches(
  tx: ReadTx,
  text: string,
  { limit, offset, after }: { readonly limit: number; readonly offset: number; readonly after: string | undefined },
): Promise<readonly string[]> {
  const match = toMatch(tx, text)
  if (match === undefined) return []
  const rows = await tx.run(selectNewest, { match, limit, offset, after: after ?? afterEveryId })
  return rows.map(({ id }) => id)
}

/** How many findings contain every phrase of the text. */
export async function countMatches(tx: ReadTx, text: string): Promise<number> {
  const match = toMatch(tx, text)
  if (match === undefined) return 0
  const [counted] = await tx.run(selectCount, { match })
  return counted?.count ?? 0
}

const selectNewest = selectNewestMatches('finding')
const selectCount = selectMatchCount('finding')

const afterEveryId = '~'

function toMatch(tx: ReadTx, text: string): string | undefined {
  const phrases = queryTokens(text)
  return phrases.length === 0 ? undefined : tx.words.fullText.toMatch(phrases)
}

/** The number, and what the catalogue says is searched. */
const searchedColumns: readonly string[] = [
  'number',
  ...Object.entries(fieldsOf('finding')).flatMap(([name, { searched }]) => (searched === true ? [name] : [])),
]

const selectDocuments = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('local_searchDocument')
    .select(['id', 'key'])
    .where('entity', '=', 'finding')
    .where('id', 'in', listed(at.ids))
    .compile(),
)
const selectLastKey = query(({ db }) =>
  db
    .selectFrom('local_searchDocument')
    .select((eb) => eb.fn.max<number | null>('key').as('key'))
    .compile(),
)
const insertDocument = query(({ db }, { key, id }: { readonly key: number; readonly id: string }) =>
  db.insertInto('local_searchDocument').values({ key, entity: 'finding', id }).compile(),
)

async function removeDocument(tx: WriteTx, key: number): Promise<void> {
  await tx.run(removeTokens, { key })
  await tx.db.deleteFrom('local_searchDocument').where('key', '=', key).execute()
}
