import type { Heads } from '../../domain/log/merge.ts'

/**
 * Heads in the form a row stores them: one pointer for the fields that the noun was born with, and beside it those of them
 * that differ. Fields that came later are always written out, and one that is not there has none: so a row that an older
 * program stored says what it said, and one state has one spelling.
 */
export type StoredHeads = { readonly change: string; readonly heads: Heads | null }

export function packHeads(born: ReadonlySet<string>, heads: Heads): StoredHeads {
  const change = commonHead(born, heads)
  const other: Record<string, readonly string[]> = {}
  for (const field in heads) {
    const ids = heads[field] ?? []
    const asTold = born.has(field) ? ids.length === 1 && ids[0] === change : ids.length === 0
    if (!asTold) other[field] = ids
  }
  return { change, heads: Object.keys(other).length === 0 ? null : other }
}

export function unpackHeads(fields: readonly string[], born: ReadonlySet<string>, stored: StoredHeads): Heads {
  return Object.fromEntries(
    fields.map((field) => [field, stored.heads?.[field] ?? (born.has(field) ? [stored.change] : [])]),
  )
}

/** The change that is the only head of most of these fields, else of most others; of equals the smallest id. */
function commonHead(born: ReadonlySet<string>, heads: Heads): string {
  const sole = soleHead(born, heads)
  if (sole !== undefined) return sole
  const common = commonOf([...born].map((field) => heads[field] ?? [])) ?? commonOf(Object.values(heads))
  if (common === undefined) throw new Error('a row without heads')
  return common
}

/** The one head of every one of these fields, where there is one: most rows. */
function soleHead(born: ReadonlySet<string>, heads: Heads): string | undefined {
  let sole: string | undefined
  for (const field of born) {
    const ids = heads[field] ?? []
    if (ids.length !== 1 || (sole !== undefined && ids[0] !== sole)) return undefined
    sole = ids[0]
  }
  return sole
}

function commonOf(heads: readonly (readonly string[])[]): string | undefined {
  const counts = new Map<string, number>()
  for (const ids of heads) {
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + (ids.length === 1 ? 1 : 0))
  }
  return [...counts].toSorted(([a, m], [b, n]) => n - m || compareText(a, b))[0]?.[0]
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
