import { type RawBuilder, sql } from 'kysely'
import type { Entity } from '../../contract/catalogue/catalogue.ts'
import type { EngineWords, Tokens } from './engineWords.ts'
import { query } from './query.ts'

/** The full-text index of an engine as prepared queries; row/searchIndex.ts says what stands in it. */
export const insertTokens = query<Tokens, never>(({ db, words }, document) =>
  words.fullText.insert(document).compile(db),
)
export const replaceTokens = query<Tokens, never>(({ db, words }, document) =>
  words.fullText.replace(document).compile(db),
)
export const removeTokens = query<{ readonly key: number }, never>(({ db, words }, { key }) =>
  words.fullText.remove(sql<number>`${key}`).compile(db),
)
export const clearTokens = query<object, never>(({ db, words }) => words.fullText.clear.compile(db))

/** The records that match, as a query for their ids. */
export function matchingIds(words: EngineWords, entity: Entity, match: string): RawBuilder<string> {
  return sql<string>`(select d.id ${documents(words, entity, match)})`
}

type PageOfMatches = {
  readonly match: string
  /** Only ids before this one. */
  readonly after: string
  readonly limit: number
  readonly offset: number
}

/** A page of their ids, the highest first. */
export function selectNewestMatches(entity: Entity) {
  return query<PageOfMatches, { readonly id: string }>(({ db, words }, { match, after, limit, offset }) =>
    sql<{ id: string }>`select d.id ${documents(words, entity, match)} and d.id < ${after}
      order by d.id desc limit ${limit} offset ${offset}`.compile(db),
  )
}

export function selectMatchCount(entity: Entity) {
  return query<{ readonly match: string }, { readonly count: number }>(({ db, words }, { match }) =>
    sql<{ count: number }>`select count(*) as count ${documents(words, entity, match)}`.compile(db),
  )
}

function documents(words: EngineWords, entity: Entity, match: string): RawBuilder<unknown> {
  return sql`${words.fullText.matching(match)} and d.entity = ${sql.lit(entity)}`
}
