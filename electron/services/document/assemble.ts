import { Problem } from '../../contract/problem/problem.ts'
import { signersOf } from '../../domain/documentState.ts'
import { isStranger, lineSignatures } from '../../domain/identity/lineSignatures.ts'
import { joiningObstacle, joinSignatures } from '../../signature/join.ts'
import type { Reason } from '../../signature/reason.ts'
import { listEvents, type EventRow } from '../../store/row/events.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { peopleOf } from './people.ts'
import type { FrozenVersion } from './version.ts'

export type AssembledDocument = {
  readonly docx: Uint8Array
  /** Those that were put in: the line, the change that brought it, and when it says it was made. */
  readonly signatures: readonly JoinedSignature[]
  /** Signatures that arrived and were not put in; each with its reason, `detail` may name the event. */
  readonly leftOut: readonly Reason[]
}

export type JoinedSignature = { readonly line: string; readonly change: string; readonly signedAt: string | null }

/**
 * The .docx of a version as the union of the signatures that have arrived: whoever assembles it gets the same bytes.
 * Only what counts for a line of this version is put in, so that no one else can spoil the paper. Problem `document.notHere`.
 */
export async function assembleDocument(tx: ReadTx, store: Store, version: FrozenVersion): Promise<AssembledDocument> {
  const { id: parent, document } = version
  if (document === null || !(await store.blobs.has(document))) throw new Problem('document.notHere', {})
  const signers = signersOf(version, await listEvents(tx, 'documentSigner', { parent }))
  const signed = await listEvents(tx, 'documentSigned', { parent })
  const people = await peopleOf(tx, signed)
  const counting = lineSignatures(signers, signed, people)
  const joined: string[] = []
  const signatures: JoinedSignature[] = []
  const leftOut: Reason[] = signed
    .filter((event) => isStranger(event, signers, people))
    .map(({ id }) => ({ code: 'signature-stranger', detail: id }))
  for (const signer of signers) {
    const event = counting.get(signer.id)
    const bytes = await signatureBytes(store, event)
    if (event === undefined || bytes === undefined) continue
    const line = signer.line ?? ''
    const obstacle = joiningObstacle(bytes, line)
    if (obstacle === undefined) {
      joined.push(new TextDecoder().decode(bytes))
      signatures.push({ line, change: event.changeId, signedAt: event.signedAt })
    } else leftOut.push(obstacle)
  }
  return { signatures, docx: await joinSignatures(await store.blobs.read(document), joined.toSorted()), leftOut }
}

/** undefined while the signature's blob has not arrived here. */
async function signatureBytes(store: Store, signed: EventRow<'documentSigned'> | undefined) {
  if (signed?.signature == null || !(await store.blobs.has(signed.signature))) return undefined
  return store.blobs.read(signed.signature)
}
