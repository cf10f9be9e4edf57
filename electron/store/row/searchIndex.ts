import type { Expression } from 'kysely'
import { fieldsOf, rowEntities, type RowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
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
 * The full-text index holds tokens only and is made anew from the rows at any time. It follows rows that were just
 * written, as far as their text is another now; nouns of which nothing is searched have none.
 */
export async function indexRows(tx: WriteTx, entity: RowEntity, { before, after }: Written): Promise<void> {
  if (searchedColumns.get(entity)?.length === 0) return
  const texts = new Map<string, string | undefined>()
  for (const [id, row] of after) {
    const known = before.get(id)
    const text = indexedText(entity, row)
    if (text === undefined || known === undefined || indexedText(entity, known) !== text) texts.set(id, text)
  }
  if (texts.size === 0) return
  const documents = await tx.run(selectDocuments, { entity, ids: [...texts.keys()] })
  for (const { id, key } of documents) {
    const text = texts.get(id)
    texts.delete(id)
    if (text === undefined) await removeDocument(tx, key)
    else await tx.run(replaceTokens, { key, tokens: searchTokens(text) })
  }
  await addDocuments(tx, entity, texts)
}

/**
 * All documents first, then all tokens, by plain inserts: FTS5 collects what is inserted and writes it out once, but
 * every statement between that may have to be undone on its own makes it write at once (three times slower [m]).
 */
async function addDocuments(
  tx: WriteTx,
  entity: RowEntity,
  texts: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const [last] = await tx.run(selectLastKey, {})
  let key = last?.key ?? 0
  const added: { readonly key: number; readonly tokens: string }[] = []
  for (const [id, text] of texts) {
    if (text === undefined) continue
    key += 1
    await tx.run(insertDocument, { key, entity, id })
    added.push({ key, tokens: searchTokens(text) })
  }
  for (const tokens of added) await tx.run(insertTokens, tokens)
}

/** Nobody looks for what was removed: it is not in the index, so that the index alone can count. */
function indexedText(entity: RowEntity, row: GenericRow | undefined): string | undefined {
  return row === undefined || row['removed'] === 1 ? undefined : searchedText(entity, row)
}

/** The text of a row that the search looks in. */
export function searchedText(entity: RowEntity, row: GenericRow): string {
  return (searchedColumns.get(entity) ?? []).map((column) => row[column] ?? '').join('\n')
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

/** What the catalogue says is searched, with the number before it where there is one. */
const searchedColumns: ReadonlyMap<RowEntity, readonly string[]> = new Map(
  rowEntities.map((entity) => {
    const named = Object.entries(fieldsOf(entity)).flatMap(([name, { searched }]) => (searched === true ? [name] : []))
    return [entity, named.length > 0 && rowNounOf(entity).numbered === true ? ['number', ...named] : named]
  }),
)

const selectDocuments = query(({ db }, at: { readonly entity: string; readonly ids: readonly string[] }) =>
  db
    .selectFrom('local_searchDocument')
    .select(['id', 'key'])
    .where('entity', '=', at.entity)
    .where('id', 'in', listed(at.ids))
    .compile(),
)
const selectLastKey = query(({ db }) =>
  db
    .selectFrom('local_searchDocument')
    .select((eb) => eb.fn.max<number | null>('key').as('key'))
    .compile(),
)
type Document = { readonly key: number; readonly entity: string; readonly id: string }
const insertDocument = query(({ db }, { key, entity, id }: Document) =>
  db.insertInto('local_searchDocument').values({ key, entity, id }).compile(),
)

async function removeDocument(tx: WriteTx, key: number): Promise<void> {
  await tx.run(removeTokens, { key })
  await tx.db.deleteFrom('local_searchDocument').where('key', '=', key).execute()
}
