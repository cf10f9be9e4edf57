import { type Expression, type OperationNode, type RawBuilder, RawNode } from 'kysely'

/**
 * What each engine says in its own words (decisions.md 51). Every other file of the store asks for them here, so that one
 * code runs on SQLite and on PostgreSQL; `test/rules/engine.test.ts` holds it.
 */
export type EngineWords = {
  /** The items of a list, which is bound as one value, for `in`. */
  readonly listed: <T>(values: readonly T[]) => RawBuilder<T>
  /** A pattern whose own signs are escaped with a backslash; ASCII letters match in either case. */
  readonly like: (column: Expression<string | null>, pattern: string) => RawBuilder<boolean>
  /** Ends the making of a table, so that it holds no value of another type than its column's. */
  readonly strictly: RawBuilder<unknown>
  /** Ends the making of an integer primary key that is counted up for each row that does not bring its own. */
  readonly countedUp: RawBuilder<unknown>
  readonly fullText: FullTextWords
}

/**
 * An index of tokens by the key of a document, `local_searchText`; which record a key stands for says
 * `local_searchDocument`. Tokens come from domain/searchTokens.ts.
 */
export type FullTextWords = {
  readonly create: RawBuilder<unknown>
  readonly clear: RawBuilder<never>
  readonly insert: (document: Tokens) => RawBuilder<never>
  readonly replace: (document: Tokens) => RawBuilder<never>
  /** `keys`: a query for them, or one of them. */
  readonly remove: (keys: RawBuilder<number>) => RawBuilder<never>
  /**
   * What `matching` is bound with: every phrase must occur, its tokens next to each other; a single character matches
   * whatever token begins with it.
   */
  readonly toMatch: (phrases: readonly (readonly string[])[]) => string
  /** `from … where …` over the documents `d` that match. */
  readonly matching: (match: string) => RawBuilder<unknown>
}
export type Tokens = { readonly key: number; readonly tokens: string }

/** A place in a statement for the engine's own words: its query compiler fills it in. */
export function inWords<T>(say: (words: EngineWords) => RawBuilder<T>): Expression<T> {
  return new Deferred(say)
}

class Deferred<T> implements Expression<T> {
  readonly #say: (words: EngineWords) => RawBuilder<T>
  constructor(say: (words: EngineWords) => RawBuilder<T>) {
    this.#say = say
  }
  // Kysely's types look at this property, nobody reads it.
  get expressionType(): T | undefined {
    return undefined
  }
  toOperationNode(): DeferredNode {
    return { ...RawNode.createWithSql(''), say: (words) => this.#say(words).toOperationNode() }
  }
}

type DeferredNode = RawNode & { readonly say: (words: EngineWords) => OperationNode }

/** For an engine's query compiler: what it is to write in the place of this node. */
export function wordsFor(words: EngineWords, node: RawNode): OperationNode | undefined {
  return 'say' in node ? (node as DeferredNode).say(words) : undefined
}
