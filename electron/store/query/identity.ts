import { fieldsOf, type RowEntity, type JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import type { ReadRow } from '../../domain/document.ts'
import { foldedName } from '../../domain/identity/foldedName.ts'
import { type Edge, type Identities, identitiesOf, type Member } from '../../domain/identity/sameAs.ts'
import { type Headquarters, type Spoken, valuesSpoken } from '../../domain/log/spoken.ts'
import { standingOf } from '../../domain/log/standing.ts'
import { isPresent } from '../database/present.ts'
import { listed, query } from '../database/query.ts'
import { inParts, type ReadTx } from '../database/transaction.ts'
import { findRow, type Row } from '../row/rows.ts'
import { loadGiven } from '../log/headquarters.ts'
import { type KnownChange, loadAcceptedOf } from '../log/storedChange.ts'

/**
 * Which units, and which people, are the same: the one place that says who stands for whom (decisions.md 84). One statement
 * where nobody is joined, six where somebody is, however many rows there are.
 */
export function loadIdentities(tx: ReadTx, noun: JoinedEntity): Promise<Identities> {
  const known = tx.identities?.get(noun) ?? reckon(tx, noun)
  tx.identities?.set(noun, known)
  return known
}

async function reckon(tx: ReadTx, noun: JoinedEntity): Promise<Identities> {
  const joined = await tx.run(selectJoined[noun], {})
  if (joined.length === 0) return identitiesOf([], [])
  const { members, edges } = await loadKnown(tx, noun, [
    ...new Set(joined.flatMap(({ id, sameAs }) => [id, sameAs ?? id])),
  ])
  return identitiesOf(members, edges)
}

/** What counts of these when it is asked whether they may be the same. */
export async function loadMembers(tx: ReadTx, noun: JoinedEntity, ids: readonly string[]): Promise<readonly Member[]> {
  return ids.length === 0 ? [] : (await loadKnown(tx, noun, ids)).members
}

async function loadKnown(tx: ReadTx, noun: JoinedEntity, ids: readonly string[]) {
  const headquarters = (await loadGiven(tx)).headquartersLogs
  const enrolled = noun === 'person' ? await loadEnrolled(tx, ids) : undefined
  const members: Member[] = []
  const edges: Edge[] = []
  for (const part of inParts(ids)) {
    const said = Map.groupBy(await loadAcceptedOf(tx, part), ({ entityId }) => entityId)
    for (const { id, name, code, sameAs } of await tx.run(selectNamed[noun], { ids: part })) {
      const own = (said.get(id) ?? []).filter(({ entity }) => entity === noun)
      const { isMade, edge } = spokenBy(own, headquarters)
      members.push({ id, name, code, isHeadquarters: isMade, isEnrolled: enrolled?.has(id) ?? isMade })
      if (sameAs !== null && edge !== undefined) {
        const { id: change, clock, log } = edge
        edges.push({ id: change, clock, log, from: id, to: sameAs, isHeadquarters: headquarters.has(log) })
      }
    }
  }
  return { members, edges }
}

/**
 * Whether all that is shown of a row is headquarters' word, but for what the row is the same as; and whose word that is. Read off
 * the values, because the making of a row that headquarters says again is not here.
 */
function spokenBy(changes: readonly KnownChange[], headquarters: Headquarters) {
  let isMade = changes.length > 0
  let edge: Spoken<KnownChange> | undefined
  for (const [field, spoken] of valuesSpoken(changes, headquarters)) {
    const shown = standingOf(spoken, headquarters).at(-1)
    if (field === 'sameAs') edge = shown
    else if (shown !== undefined && !headquarters.has(shown.log)) isMade = false
  }
  return { isMade, edge }
}

const selectJoined = { unit: joinedOf('unit'), person: joinedOf('person') } as const

function joinedOf(noun: JoinedEntity) {
  return query(({ db }) => db.selectFrom(noun).select(['id', 'sameAs']).where('sameAs', 'is not', null).compile())
}

const selectNamed = {
  unit: query(({ db }, at: { readonly ids: readonly string[] }) =>
    db.selectFrom('unit').select(['id', 'name', 'code', 'sameAs']).where('id', 'in', listed(at.ids)).compile(),
  ),
  person: query(({ db }, at: { readonly ids: readonly string[] }) =>
    db
      .selectFrom('person')
      .select((eb) => ['id', 'name', eb.lit(null).as('code'), 'sameAs'])
      .where('id', 'in', listed(at.ids))
      .compile(),
  ),
} as const

/** Those of them to whom headquarters has given a role, whether or not it has ended. */
async function loadEnrolled(tx: ReadTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.run(selectEnrolled, { ids })
  return new Set(rows.flatMap(({ person }) => person ?? []))
}

const selectEnrolled = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db.selectFrom('grant').select('person').distinct().where('person', 'in', listed(at.ids)).compile(),
)

/** Everybody to whom headquarters has given a role. */
export async function listEnrolled(tx: ReadTx): Promise<ReadonlySet<string>> {
  const rows = await tx.run(selectAllEnrolled, {})
  return new Set(rows.flatMap(({ person }) => person ?? []))
}

const selectAllEnrolled = query(({ db }) => db.selectFrom('grant').select('person').distinct().compile())

/** Of all that are not removed, what they are told apart by. */
export function listNamed(tx: ReadTx, noun: JoinedEntity): Promise<readonly Named[]> {
  return tx.run(selectPresent[noun], {})
}

export type Named = { readonly id: string; readonly name: string | null; readonly code: string | null }
const selectPresent = {
  unit: query(({ db }) => db.selectFrom('unit').select(['id', 'name', 'code']).where(isPresent('removed')).compile()),
  person: query(({ db }) =>
    db
      .selectFrom('person')
      .select((eb) => ['id', 'name', eb.lit(null).as('code')])
      .where(isPresent('removed'))
      .compile(),
  ),
} as const

/** Units that a team made, and headquarters has not made its own: after the others in every choice. */
export async function listMadeByTeams(tx: ReadTx): Promise<ReadonlySet<string>> {
  const { headquartersLogs } = await loadGiven(tx)
  const rows = await tx.run(selectUnitsMade, {})
  return new Set(rows.flatMap(({ id, log }) => (headquartersLogs.has(log) ? [] : [id])))
}

const selectUnitsMade = query(({ db }) =>
  db.selectFrom('unit').innerJoin('change', 'change.hash', 'unit.change').select(['unit.id', 'change.log']).compile(),
)

/** The row that stands for this one. */
export async function findStanding<N extends JoinedEntity>(
  tx: ReadTx,
  noun: N,
  id: string | null,
): Promise<Row<N> | undefined> {
  return id === null ? undefined : findRow<N>(tx, noun, (await loadIdentities(tx, noun)).representativeOf(id))
}

/** The row with the one that stands for it wherever it names a unit or a person. */
export async function withStanding<E extends RowEntity, R extends ReadRow<E>>(
  tx: ReadTx,
  entity: E,
  row: R,
): Promise<R> {
  const named: Record<string, unknown> = { ...row }
  for (const [name, field] of Object.entries(fieldsOf(entity))) {
    const value = named[name]
    // What it says of itself is no name of another.
    if (field.type !== 'reference' || typeof value !== 'string' || name === 'sameAs') continue
    if (field.to === 'unit' || field.to === 'person') {
      named[name] = (await loadIdentities(tx, field.to)).representativeOf(value)
    }
  }
  // The same fields with the same types.
  return named as object as R
}

/** Rows of a list with the name of whoever stands for their unit. */
export async function namedByStanding<R extends { readonly unit: string | null; readonly unitName: string | null }>(
  tx: ReadTx,
  rows: readonly R[],
): Promise<readonly R[]> {
  const { representativeOf, find } = await loadIdentities(tx, 'unit')
  return rows.map((row) => {
    const standing = row.unit === null ? undefined : find(representativeOf(row.unit))
    return standing === undefined ? row : { ...row, unitName: standing.name }
  })
}

/** Units that are called so by the name of another that is the same: found by either name. */
export async function unitsAlsoNamed(tx: ReadTx, text: string): Promise<readonly string[]> {
  const wanted = foldedName(text)
  if (wanted === '') return []
  const { membersOf, find, all } = await loadIdentities(tx, 'unit')
  const isCalled = (id: string) => foldedName(find(id)?.name).includes(wanted)
  return all.filter((id) => membersOf(id).some(isCalled))
}
