import { type Entity, rowEntities, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { listed, type Query, query } from '../database/query.ts'
import type { GenericRow, SqlValue } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'

/** Visible letter per log. */
export type Letters = ReadonlyMap<string, string>
/** Derived columns of one row. */
export type Derived = Readonly<Record<string, SqlValue>>

/**
 * Columns of a noun that follow from its own values and from other rows and events (decisions.md 9). What they are is a pure
 * function of domain/; how its facts are gathered for many rows at once, and whose writes make them due, stands beside it.
 */
export type Derivation = {
  readonly columns: readonly string[]
  /** The columns of these rows by their ids; the rows themselves need not be stored yet. */
  readonly reckon: (tx: ReadTx, rows: readonly GenericRow[], letters: Letters) => Promise<ReadonlyMap<string, Derived>>
  readonly follows: readonly Follow[]
}

/** A noun whose writes make a derivation due, and the way from what was written to the rows that rest on it. */
export type Follow = {
  readonly noun: Entity
  /** Its columns that matter, derived ones too; left out, every write does. Coming and going always matters. */
  readonly columns?: readonly string[]
  /** The column of what was written with which the way begins, as it is now and as it was. */
  readonly from: string
  readonly way: readonly Step[]
}

/** Down: to the rows of `to` whose column `by` names what was reached. Up: to what the column `at` of `of` names. */
export type Step = { readonly to: Entity; readonly by: string } | { readonly of: Entity; readonly at: string }

type Gathered<F> = Pick<Derivation, 'columns' | 'follows'> & {
  /** The facts of all rows at once, by the rows' ids; a row without any is left out. */
  readonly gather: (tx: ReadTx, rows: readonly GenericRow[]) => Promise<ReadonlyMap<string, F>>
  readonly derive: (row: GenericRow, facts: F | undefined) => Derived
}

/** A derivation from a row's own values and gathered facts. */
export function fromFacts<F>({ columns, follows, gather, derive }: Gathered<F>): Derivation {
  return {
    columns,
    follows,
    reckon: async (tx, rows) => {
      const facts = await gather(tx, rows)
      return new Map(rows.map((row) => [row.id, derive(row, facts.get(row.id))]))
    },
  }
}

export type Derivations = Readonly<Partial<Record<RowEntity, readonly Derivation[]>>>

/** All derivations in an order in which each comes after those that it rests on. */
export type Plan = {
  readonly steps: readonly Planned[]
  readonly of: (noun: RowEntity) => readonly Derivation[]
  /** The columns of a noun that some derivation looks at. */
  readonly watched: (noun: Entity) => ReadonlySet<string>
}
export type Planned = {
  readonly noun: RowEntity
  readonly derivation: Derivation
  readonly follows: readonly { readonly follow: Follow; readonly way: readonly Query<Keys, Key>[] }[]
}
type Keys = { readonly keys: readonly string[] }
type Key = { readonly key: string | null }

export function createPlan(derivations: Derivations): Plan {
  const all = rowEntities.flatMap((noun) =>
    (derivations[noun] ?? []).map((derivation): Planned => ({ noun, derivation, follows: waysOf(derivation) })),
  )
  const steps = inOrder(all)
  const watched = new Map<Entity, Set<string>>()
  for (const { noun, columns = [], from } of all.flatMap(({ derivation }) => derivation.follows)) {
    watched.set(noun, new Set([...(watched.get(noun) ?? []), ...columns, from]))
  }
  const byNoun = Map.groupBy(steps, ({ noun }) => noun)
  const ofNoun = new Map([...byNoun].map(([noun, planned]) => [noun, planned.map(({ derivation }) => derivation)]))
  return { steps, of: (noun) => ofNoun.get(noun) ?? [], watched: (noun) => watched.get(noun) ?? nothing }
}

const nothing: ReadonlySet<string> = new Set()

/** What rests on a derived column comes after it; a circle of them would never come to rest, so it is refused. */
function inOrder(all: readonly Planned[]): readonly Planned[] {
  const ordered: Planned[] = []
  let waiting = all
  while (waiting.length > 0) {
    const ready = waiting.filter((one) => !waiting.some((other) => restsOn(one, other)))
    if (ready.length === 0) {
      throw new Error(`derived columns rest on one another: ${waiting.map(({ noun }) => noun).join(', ')}`)
    }
    ordered.push(...ready)
    waiting = waiting.filter((one) => !ready.includes(one))
  }
  return ordered
}

function restsOn({ derivation }: Planned, other: Planned): boolean {
  return derivation.follows.some(
    ({ noun, columns }) =>
      noun === other.noun && other.derivation.columns.some((one) => columns?.includes(one) ?? true),
  )
}

function waysOf({ follows }: Derivation): Planned['follows'] {
  return follows.map((follow) => ({ follow, way: follow.way.map(toQuery) }))
}

function toQuery(step: Step): Query<Keys, Key> {
  const [entity, wanted, given] = 'to' in step ? [step.to, 'id', step.by] : [step.of, step.at, 'id']
  return query<Keys, Key>(({ catalogue }, at) =>
    catalogue
      .selectFrom<Entity>(entity)
      .select((eb) => eb.ref(wanted).$castTo<string | null>().as('key'))
      .where(given, 'in', listed(at.keys))
      .compile(),
  )
}
