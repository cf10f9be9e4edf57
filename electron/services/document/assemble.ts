import { Problem } from '../../contract/problem/problem.ts'
import { signersOf } from '../../domain/documentState.ts'
import { isStranger, lineSignatures } from '../../domain/identity/lineSignatures.ts'
import type { LineSignature } from '../../signature/joinOnLines.ts'
import type { Reason } from '../../signature/reason.ts'
import { listEvents, type EventRow } from '../../store/row/events.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import type { UnlockedWorkspace } from '../host/host.ts'
import { peopleOf } from './people.ts'
import type { FrozenVersion } from './version.ts'

/** What a version consists of: the unsigned paper and what counts for its lines. */
export type DocumentParts = {
  readonly docx: Uint8Array
  readonly signatures: readonly ArrivedSignature[]
  /** Signatures that count for no line; each with its reason, `detail` may name the event. */
  readonly leftOut: readonly Reason[]
}

/** The line, the bytes, the change that brought it, and when it says it was made. */
export type ArrivedSignature = LineSignature & { readonly change: string; readonly signedAt: string | null }

/**
 * Only what counts for a line of this version is taken, so that no one else can spoil the paper. Nothing of it has been read yet.
 * Problem `document.notHere`.
 */
export async function partsOfDocument(tx: ReadTx, store: Store, version: FrozenVersion): Promise<DocumentParts> {
  const { id: parent, document } = version
  if (document === null || !(await store.blobs.has(document))) throw new Problem('document.notHere', {})
  const signers = signersOf(version, await listEvents(tx, 'documentSigner', { parent }))
  const signed = await listEvents(tx, 'documentSigned', { parent })
  const people = await peopleOf(tx, signed)
  const counting = lineSignatures(signers, signed, people)
  const leftOut: Reason[] = signed
    .filter((event) => isStranger(event, signers, people))
    .map(({ id }) => ({ code: 'signature-stranger', detail: id }))
  const signatures: ArrivedSignature[] = []
  for (const { id, line } of signers) {
    const event = counting.get(id)
    const xml = await signatureBytes(store, event)
    if (event === undefined || xml === undefined) continue
    signatures.push({ line: line ?? '', xml, change: event.changeId, signedAt: event.signedAt })
  }
  return { docx: await store.blobs.read(document), signatures, leftOut }
}

/**
 * The .docx of a version as the union of the signatures that have arrived: whoever assembles it gets the same bytes. Problems
 * `document.notHere`, `docx.unreadable`, `file.tooDemanding`.
 */
export async function assembleDocument(
  tx: ReadTx,
  { store, apart }: Pick<UnlockedWorkspace, 'store' | 'apart'>,
  version: FrozenVersion,
  fileName: string,
): Promise<Uint8Array> {
  const { docx, signatures } = await partsOfDocument(tx, store, version)
  const arrived = signatures.map(({ line, xml }) => ({ line, xml }))
  return (await apart.run('joinOnLines', [docx, arrived], { name: fileName, bytes: docx })).docx
}

/** undefined while the signature's blob has not arrived here. */
async function signatureBytes(store: Store, signed: EventRow<'documentSigned'> | undefined) {
  if (signed?.signature == null || !(await store.blobs.has(signed.signature))) return undefined
  return store.blobs.read(signed.signature)
}
