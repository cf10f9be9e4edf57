import { eventEntities, type EventEntity, eventNounOf, isEventEntity } from '../../contract/catalogue/catalogue.ts'
import { readManifest } from './importManifest.ts'
import { listed, query } from '../database/query.ts'
import { type ArrivingChange, type KnownChange, knownColumns, toKnownChange } from '../log/storedChange.ts'
import { inRanges, type LogRange } from '../log/ranges.ts'
import { breathe, inParts, type ReadTx, type WriteTx } from '../database/transaction.ts'
import { loadMakings } from './makings.ts'
import { isTrustEntity } from './trust.ts'

/**
 * Declining a change and withdrawing an import are changes of the importer that the tables obey (electron/README §3). Nothing is
 * removed. What headquarters decided about rights and what was decided about imports stays: an order cannot undo itself.
 */
export const decisionEntities: readonly EventEntity[] = eventEntities.filter(
  (entity) => eventNounOf(entity).decides === true,
)

export function isDecision(change: KnownChange): boolean {
  return decisionEntities.some((entity) => entity === change.entity)
}

/** Brings the changes that these decisions concern up to date; returns those that began or ceased to count. */
export async function refreshDecisions(
  tx: WriteTx,
  decisions: readonly KnownChange[],
): Promise<readonly KnownChange[]> {
  const targets = await changesDecidedOn(tx, decisions)
  const accepted = await importsDecidedOn(tx, decisions)
  const flipped = [...(await refreshDeclined(tx, [...new Set(targets)]))]
  for (const id of accepted) flipped.push(...(await refreshWithdrawn(tx, id)))
  return flipped
}

/** The changes that are declined or let in again, whatever became of that decision. */
async function changesDecidedOn(tx: ReadTx, decisions: readonly KnownChange[]): Promise<readonly string[]> {
  const readmitted = decisions.flatMap(({ entity, parent }) => (entity === 'changeReadmitted' ? (parent ?? []) : []))
  return [...decisions, ...(await loadMakings(tx, readmitted))].flatMap(({ entity, set }) =>
    entity === 'changeDeclined' && typeof set['change'] === 'string' ? [set['change']] : [],
  )
}

/** The acceptances that are withdrawn or restored, whatever became of that decision. */
async function importsDecidedOn(tx: ReadTx, decisions: readonly KnownChange[]): Promise<ReadonlySet<string>> {
  const parentsOf = (entity: EventEntity) =>
    decisions.flatMap((decision) => (decision.entity === entity ? (decision.parent ?? []) : []))
  const withdrawn = (await loadMakings(tx, parentsOf('packageRestored'))).flatMap(({ entity, parent }) =>
    entity === 'packageWithdrawn' ? (parent ?? []) : [],
  )
  return new Set([...parentsOf('packageWithdrawn'), ...withdrawn])
}

/** Which of these changes someone has declined and nobody let in again. */
export async function findDeclined(tx: ReadTx, changes: readonly KnownChange[]): Promise<ReadonlySet<string>> {
  const declined = new Set<string>()
  const hashes = changes.filter(canBeUndone).map((change) => change.id)
  for (const { change } of await tx.run(selectDeclined, { hashes })) if (change !== null) declined.add(change)
  return declined
}

const selectDeclined = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db
    .selectFrom('changeDeclined')
    .leftJoin('changeReadmitted', 'changeReadmitted.parent', 'changeDeclined.id')
    .select('changeDeclined.change')
    .where('changeDeclined.change', 'in', listed(at.hashes))
    .where('changeReadmitted.id', 'is', null)
    .compile(),
)

/** Changes of a withdrawn import that another package brings again count again, as part of that package. */
export async function regain(tx: WriteTx, again: readonly ArrivingChange[]): Promise<readonly KnownChange[]> {
  const flipped: KnownChange[] = []
  for (const [importId, changes] of Map.groupBy(again, (change) => change.importId)) {
    for (const part of inParts(changes.map((change) => change.hash))) {
      await tx.db.updateTable('change').set({ importId, withdrawn: 0 }).where('hash', 'in', part).execute()
      flipped.push(...(await refreshIncluded(tx, part)))
    }
  }
  return flipped
}

async function refreshDeclined(tx: WriteTx, hashes: readonly string[]): Promise<readonly KnownChange[]> {
  const flipped: KnownChange[] = []
  for (const part of inParts(hashes)) {
    const declined = await findDeclined(tx, await loadByHash(tx, part))
    await tx.db.updateTable('change').set({ declined: 0 }).where('hash', 'in', part).execute()
    for (const some of inParts([...declined])) {
      await tx.db.updateTable('change').set({ declined: 1 }).where('hash', 'in', some).execute()
    }
    flipped.push(...(await refreshIncluded(tx, part)))
  }
  return flipped
}

async function refreshWithdrawn(tx: WriteTx, accepted: string): Promise<readonly KnownChange[]> {
  const found = await tx.db
    .selectFrom('local_import')
    .select(['id', 'manifest'])
    .where('accepted', '=', accepted)
    .executeTakeFirst()
  if (found === undefined) return []
  const withdrawn = await isWithdrawn(tx, accepted)
  const others = withdrawn ? await loadOtherRanges(tx, found.id) : []
  const flipped: KnownChange[] = []
  const ranges = rangesIn(found.manifest)
  const rows = await tx.db
    .selectFrom('change')
    .select(knownColumns)
    .where('importId', '=', found.id)
    .where((eb) => inRanges(eb, ranges))
    .execute()
  const changes = rows.flatMap((row): readonly Placed[] => {
    const known = toKnownChange(row)
    // What cannot be read yet is withdrawn too; whether it may be is seen after the upgrade.
    return known === undefined || canBeUndone(known) ? [{ id: row.hash, log: row.log, number: row.number }] : []
  })
  for (const part of inParts(changes)) {
    const byOther = Map.groupBy(part, (change) => others.find((range) => covers(range, change))?.importId)
    for (const [importId, some] of byOther) {
      const column = importId === undefined ? { withdrawn: withdrawn ? 1 : 0 } : { importId }
      const hashes = some.map(({ id }) => id)
      await tx.db.updateTable('change').set(column).where('hash', 'in', hashes).execute()
    }
    await breathe()
    flipped.push(
      ...(await refreshIncluded(
        tx,
        part.map((change) => change.id),
      )),
    )
  }
  return flipped
}

async function isWithdrawn(tx: ReadTx, accepted: string): Promise<boolean> {
  const standing = await tx.db
    .selectFrom('packageWithdrawn')
    .leftJoin('packageRestored', 'packageRestored.parent', 'packageWithdrawn.id')
    .select('packageWithdrawn.id')
    .where('packageWithdrawn.parent', '=', accepted)
    .where('packageRestored.id', 'is', null)
    .executeTakeFirst()
  return standing !== undefined
}

type ImportedRange = LogRange & { readonly importId: string }

function rangesIn(manifest: string): readonly LogRange[] {
  return readManifest(manifest).ranges.map(({ birth, from, to }) => ({ log: birth.log, from, to }))
}

/** What other imports that still stand brought too. */
async function loadOtherRanges(tx: ReadTx, except: string): Promise<readonly ImportedRange[]> {
  const imports = await tx.db
    .selectFrom('local_import')
    .select(['id', 'manifest', 'accepted'])
    .where('state', '=', 'applied')
    .where('id', '<>', except)
    .orderBy('id')
    .execute()
  const ranges: ImportedRange[] = []
  for (const { id, manifest, accepted } of imports) {
    if (accepted === null || (await isWithdrawn(tx, accepted))) continue
    ranges.push(...rangesIn(manifest).map((range) => ({ ...range, importId: id })))
  }
  return ranges
}

type Placed = Pick<KnownChange, 'id' | 'log' | 'number'>

function covers(range: ImportedRange, change: Placed): boolean {
  return range.log === change.log && range.from <= change.number && change.number <= range.to
}

export function canBeUndone(change: KnownChange): boolean {
  if (isTrustEntity(change.entity) || isDecision(change)) return false
  return !isEventEntity(change.entity) || eventNounOf(change.entity).lasting !== true
}

async function loadByHash(tx: ReadTx, hashes: readonly string[]): Promise<readonly KnownChange[]> {
  const rows = await tx.db.selectFrom('change').select(knownColumns).where('hash', 'in', hashes).execute()
  return rows.flatMap((row) => toKnownChange(row) ?? [])
}

/** Makes `included` follow from the other columns; returns the changes for which it is another now. */
async function refreshIncluded(tx: WriteTx, hashes: readonly string[]): Promise<readonly KnownChange[]> {
  const before = await loadByHash(tx, hashes)
  await tx.db.updateTable('change').set({ included: 0 }).where('hash', 'in', hashes).execute()
  await tx.db
    .updateTable('change')
    .set({ included: 1 })
    .where('hash', 'in', hashes)
    .where('verdict', '=', 'accepted')
    .where('declined', '=', 0)
    .where('withdrawn', '=', 0)
    .execute()
  const after = new Map((await loadByHash(tx, hashes)).map((change) => [change.id, change.included]))
  return before.filter((change) => after.get(change.id) !== change.included)
}
