import { isRowEntity, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import { signableLines, type DocumentState } from '../../domain/documentState.ts'
import type { Difference } from '../../domain/printed.ts'
import { documentsPrinting, putDocumentNote } from '../../store/local/localDocument.ts'
import { findEvent } from '../../store/row/events.ts'
import { findRow } from '../../store/row/rows.ts'
import type { Store, Touched, WriteTx } from '../../store/store.ts'
import { readPrint } from './print.ts'
import { stateOfDocument } from './state.ts'

/**
 * Notes where the documents stand that a write concerns, in its own transaction: lists read what is noted here and never a
 * blob. A document is concerned by its own events, by a change of a row that its standing version printed, and by a row
 * that comes under the parent of a printed set.
 */
export async function noteDocuments(tx: WriteTx, store: Pick<Store, 'blobs'>): Promise<void> {
  for (const id of await concerned(tx, [...tx.touched.values()])) {
    if ((await findRow(tx, 'document', id)) === undefined) continue
    const state = await stateOfDocument(tx, store, id)
    const { current } = state
    const signers = current?.signers.filter(({ person }) => person !== null) ?? []
    await putDocumentNote(tx, {
      id,
      state: state.state,
      version: current?.version ?? null,
      signers: signers.length,
      signed: signers.filter(({ signedAt }) => signedAt !== null).length,
      waitsFor: current === undefined ? [] : signableLines(current).flatMap(({ person }) => person ?? []),
      changed: changedWords(current?.differences ?? []),
      printed: await printedRows(tx, store, state),
    })
  }
}

async function concerned(tx: WriteTx, touched: readonly Touched[]): Promise<ReadonlySet<string>> {
  const ids = touched.flatMap(({ entity, id }) => (isRowEntity(entity) ? [id] : []))
  const parents = await Promise.all(touched.map((one) => parentInSet(tx, one)))
  const found = new Set(await documentsPrinting(tx, [...new Set([...ids, ...parents.flat()])]))
  for (const one of touched) {
    const document = await documentOf(tx, one)
    if (document !== undefined) found.add(document)
  }
  return found
}

const inSets: ReadonlySet<string> = new Set<RowEntity>(['visitInspector', 'finding', 'evidence', 'documentItem'])

async function parentInSet(tx: WriteTx, { entity, id }: Touched): Promise<readonly string[]> {
  if (!inSets.has(entity) || entity === 'package' || !isRowEntity(entity)) return []
  const parent = (await findRow(tx, entity, id))?.parent
  return parent == null ? [] : [parent]
}

/** Of a document its own id, of its events the one that they are about. */
async function documentOf(tx: WriteTx, { entity, id }: Touched): Promise<string | undefined> {
  if (entity === 'document') return id
  if (entity === 'documentFrozen') return (await findEvent(tx, entity, id))?.parent ?? undefined
  if (entity !== 'documentSigner' && entity !== 'documentSigned' && entity !== 'documentVoided') return undefined
  const version = (await findEvent(tx, entity, id))?.parent
  return version == null ? undefined : ((await findEvent(tx, 'documentFrozen', version))?.parent ?? undefined)
}

async function printedRows(tx: WriteTx, store: Pick<Store, 'blobs'>, { current }: DocumentState) {
  const version = current && (await findEvent(tx, 'documentFrozen', current.id))
  if (version === undefined) return []
  const print = await readPrint(store, version)
  if (print.state !== 'here') return []
  const { heads, sets } = print.printed
  return [...heads.map(({ id }) => id), ...sets.flatMap(({ parent, ids }) => [parent, ...ids])]
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
