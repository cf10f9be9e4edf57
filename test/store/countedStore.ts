import type { Kysely, KyselyPlugin } from 'kysely'
import type { ReadTx, Store } from '../../electron/store/store.ts'

/** A store that counts the statements which go through it. */
export function countStatements(store: Store): { readonly store: Store; readonly count: () => number } {
  let count = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  function counted<T extends ReadTx>(tx: T): T {
    const on = <D>(db: Kysely<D>) => db.withPlugin(counting)
    const run: ReadTx['run'] = (query, values) => {
      count += 1
      return tx.run(query, values)
    }
    return { ...tx, db: on(tx.db), catalogue: on(tx.catalogue), run }
  }
  return {
    store: {
      ...store,
      read: (work) => store.read((tx) => work(counted(tx))),
      write: (work) => store.write((tx) => work(counted(tx))),
    },
    count: () => count,
  }
}
