import { isRowEntity, joinedEntities, parentsOf, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { signableLines } from '../../domain/documentState.ts'
import type { Difference, Printed } from '../../domain/printed.ts'
import { loadPlaces, type Root } from '../../store/change/root.ts'
import { documentsPrinting, putDocumentNote } from '../../store/local/localDocument.ts'
import { findRow } from '../../store/row/rows.ts'
import type { Store, Touched, WriteTx } from '../../store/store.ts'
import { loadIdentities } from '../../store/query/identity.ts'
import { lostGrounds, printOf } from './grounds.ts'
import { peopleOf } from './people.ts'
import { stateOfDocument } from './state.ts'

/**
 * Notes where the documents stand that a write concerns, in its own transaction: lists read what is noted here and never a
 * blob. A document is concerned by its own events, by a change of a row that its standing version printed, and by a row
 * that comes under the parent of a printed set.
 */
export async function noteDocuments(tx: WriteTx, store: Pick<Store, 'blobs'>): Promise<void> {
  const documents = await concerned(tx, [...tx.touched.values()])
  if (documents.size === 0) return
  const people = await peopleOf(tx)
  for (const id of documents) {
    if ((await findRow(tx, 'document', id)) === undefined) continue
    const state = await stateOfDocument(tx, store, id)
    const { current } = state
    const print = await printOf(tx, store, state)
    const grounds = (await lostGrounds(tx, print)).join('；')
    await putDocumentNote(tx, {
      id,
      state: state.state,
      version: current?.version ?? null,
      signers: current?.needed ?? 0,
      signed: current?.signed ?? 0,
      waitsFor: current === undefined ? [] : signableLines(current, people).flatMap(({ person }) => person ?? []),
      changed: [grounds, changedWords(current?.differences ?? [])].filter((words) => words !== '').join('；'),
      grounds,
      printed: await printedRows(tx, print),
    })
  }
}

async function concerned(tx: WriteTx, touched: readonly Touched[]): Promise<ReadonlySet<string>> {
  const named = touched.flatMap(({ entity, id }) => (entity === 'package' ? [] : [{ entity, id }]))
  const rows = named.flatMap(({ entity, id }) => (isRowEntity(entity) ? [id] : []))
  const members = named.filter(({ entity }) => inSets.has(entity))
  const parents = (await loadPlaces(tx, members)).flatMap(({ parent }) => parent ?? [])
  const joined = await joinedTo(tx, named)
  const printing = await documentsPrinting(tx, [...new Set([...rows, ...parents, ...joined])])
  return new Set([...printing, ...(await documentsOf(tx, named))])
}

/** What is the same as these now; where headquarters enrols people, all that may be the same by that. */
async function joinedTo(tx: WriteTx, named: readonly Root[]): Promise<readonly string[]> {
  const isEnrolling = named.some(({ entity }) => entity === 'grant')
  const found = await Promise.all(
    joinedEntities.map(async (noun) => {
      const touched = named.filter(({ entity }) => entity === noun)
      if (touched.length === 0 && !isEnrolling) return []
      const { all, membersOf } = await loadIdentities(tx, noun)
      return isEnrolling ? all : touched.flatMap(({ id }) => membersOf(id))
    }),
  )
  return found.flat()
}

const inSets: ReadonlySet<string> = new Set<RowEntity>(['visitInspector', 'finding', 'evidence', 'documentItem'])

/** Of documents their own ids, of their events those that they are about. */
async function documentsOf(tx: WriteTx, named: readonly Root[]): Promise<readonly string[]> {
  const documents = named.flatMap(({ entity, id }) => (entity === 'document' ? [id] : []))
  const onVersions = await loadPlaces(
    tx,
    named.filter(({ entity }) => parentsOf(entity).includes('documentFrozen')),
  )
  const versions = [
    ...named.filter(({ entity }) => entity === 'documentFrozen'),
    ...onVersions.flatMap(({ parent }) =>
      parent === undefined ? [] : [{ entity: 'documentFrozen' as const, id: parent }],
    ),
  ]
  const frozen = await loadPlaces(tx, versions)
  return [...documents, ...frozen.flatMap(({ parent }) => parent ?? [])]
}

async function printedRows(tx: WriteTx, { heads, sets }: Printed): Promise<readonly string[]> {
  // With all that are the same as these: one that is taken apart from them is printed no more.
  const joined = await joinedTo(tx, heads)
  return [...heads.map(({ id }) => id), ...sets.flatMap(({ parent, ids }) => [parent, ...ids]), ...joined]
}

/** 改3处、新增1、删去2: what a list has room for. */
function changedWords(differences: readonly Difference[]): string {
  const count = (wanted: Difference['what']) => differences.filter(({ what }) => what === wanted).length
  const [changed, added, removed] = [count('改'), count('增'), count('删')]
  return [
    ...(changed === 0 ? [] : [`改${changed}处`]),
    ...(added === 0 ? [] : [`新增${added}`]),
    ...(removed === 0 ? [] : [`删去${removed}`]),
  ].join('、')
}
