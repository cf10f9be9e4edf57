import { isEntity, isOwned, isUnderOwned } from '../../contract/catalogue/catalogue.ts'
import { type Case, knowsOwners, type RootMaking } from '../../domain/rights/ownership.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import type { ReadTx, Trust } from '../database/transaction.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { loadMakings } from './makings.ts'
import { parentOf, type Root } from './root.ts'
import { claimsWrongly } from './trust.ts'

/**
 * The case that each change belongs to, as what it stands on bears out (decisions.md 78, 89): a making's case is its parent's, an
 * edit's that of the making it edits. Read off makings alone, never off the tables, so it does not depend on the order of
 * arrival; until they are here the change gives no right. Nothing is asked while no teams are known.
 */
export async function casesOf(
  tx: ReadTx,
  changes: readonly KnownChange[],
  { trust, staged }: { readonly trust: Trust; readonly staged?: string | undefined },
): Promise<ReadonlyMap<string, readonly Case[]>> {
  const { state } = trust
  if (!knowsOwners(state)) return new Map()
  const asked = changes.filter(({ entity, log }) => isUnderOwned(entity) && !state.headquartersLogs.has(log))
  const makings = new Makings(tx, { changes, state, staged })
  await makings.add(asked.flatMap(stoodOn))
  const roots = new Map(asked.map((change) => [change, makings.rootsOf(change)]))
  await makings.add([...roots.values()].flat())
  return new Map([...roots].map(([change, found]) => [change.id, found.flatMap((root) => makings.caseOf(root))]))
}

/** The same of a root itself: undefined while no teams are known. */
export async function casesAt(tx: ReadTx, root: Root, state: TrustState): Promise<readonly Case[] | undefined> {
  if (!knowsOwners(state) || !isOwned(root.entity)) return undefined
  const makings = new Makings(tx, { changes: [], state, staged: undefined })
  await makings.add([root])
  return makings.caseOf(root)
}

/** The roots of what these make: a root itself, else as it says, and where one of schema 1 says none, as its parent does. */
export async function rootsOfMakings(
  tx: ReadTx,
  changes: readonly KnownChange[],
  state: TrustState,
): Promise<ReadonlySet<string>> {
  const own = changes.filter(({ entity }) => isOwned(entity))
  const named = changes.filter(({ entity }) => !isOwned(entity))
  const nameless = named.filter(({ root }) => root === undefined)
  const makings = new Makings(tx, { changes, state, staged: undefined })
  await makings.add(nameless.flatMap(stoodOn))
  const roots = nameless.flatMap((change) => makings.rootsOf(change))
  return new Set([
    ...own.map(({ entityId }) => entityId),
    ...named.flatMap(({ root }) => root?.id ?? []),
    ...roots.map(({ id }) => id),
  ])
}

/** What bears out the case of a change: itself where it edits, its parent where it makes. */
function stoodOn(change: KnownChange): readonly Root[] {
  if (isOwned(change.entity)) return []
  return change.isNew ? above(change) : [{ entity: change.entity, id: change.entityId }]
}

/** Its parent, or nothing. */
function above(change: KnownChange): readonly Root[] {
  const parent = parentOf(change)
  return parent === undefined ? [] : [parent]
}

class Makings {
  readonly #tx: ReadTx
  readonly #state: TrustState
  readonly #staged: string | undefined
  readonly #here: ReadonlyMap<string, readonly KnownChange[]>
  readonly #known = new Map<string, readonly KnownChange[]>()

  constructor(
    tx: ReadTx,
    from: { readonly changes: readonly KnownChange[]; readonly state: TrustState; readonly staged: string | undefined },
  ) {
    this.#tx = tx
    this.#state = from.state
    this.#staged = from.staged
    const making = from.changes.filter((change) => change.isNew)
    this.#here = Map.groupBy(making, ({ entity, entityId }) => keyOf({ entity, id: entityId }))
  }

  /** Looks up the makings of these, and of all above that a change of schema 1, which names no case, leads to. */
  async add(wanted: readonly Root[]): Promise<void> {
    const missing = wanted.filter((one) => !this.#known.has(keyOf(one)))
    if (missing.length === 0) return
    const ids = [...new Set(missing.map(({ id }) => id))]
    const stored = Map.groupBy(await loadMakings(this.#tx, ids, this.#staged), ({ entity, entityId }) =>
      keyOf({ entity, id: entityId }),
    )
    for (const one of missing) {
      const all = [...(this.#here.get(keyOf(one)) ?? []), ...(stored.get(keyOf(one)) ?? [])]
      const once = [...new Map(all.map((change) => [change.id, change])).values()]
      this.#known.set(
        keyOf(one),
        once.filter((change) => claimsWrongly(change, this.#state) === undefined),
      )
    }
    await this.add(
      missing.flatMap((one) =>
        this.#of(one)
          .filter((making) => making.root === undefined)
          .flatMap(above),
      ),
    )
  }

  /** Where it begins, as far as that is borne out. */
  rootsOf(change: KnownChange): readonly Root[] {
    const expected = isOwned(change.entity)
      ? [{ entity: change.entity, id: change.entityId }]
      : stoodOn(change).flatMap((one) => this.#rootsOf(one))
    const said = change.root
    const borneOut = expected.filter(
      ({ entity, id }) => said === undefined || (entity === said.entity && id === said.id),
    )
    return [...new Map(borneOut.map((root) => [keyOf(root), root])).values()]
  }

  caseOf(root: Root): readonly Case[] {
    const makings = this.#of(root)
    return makings.length === 0 ? [] : [{ root: root.id, makings: makings.map(toRootMaking) }]
  }

  /** What the makings of this say its case is. */
  #rootsOf(one: Root): readonly Root[] {
    if (isOwned(one.entity)) return [one]
    return this.#of(one).flatMap((making) => {
      const { root } = making
      if (root === undefined) return above(making).flatMap((one) => this.#rootsOf(one))
      return isEntity(root.entity) && isOwned(root.entity) ? [{ entity: root.entity, id: root.id }] : []
    })
  }

  #of(one: Root): readonly KnownChange[] {
    return this.#known.get(keyOf(one)) ?? []
  }
}

function keyOf({ entity, id }: Root): string {
  return `${entity} ${id}`
}

function toRootMaking({ id, log, number, team, campaign }: KnownChange): RootMaking {
  return { id, log, number, team: team ?? null, campaign: campaign ?? null }
}
