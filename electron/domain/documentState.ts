import type { EventValues } from '../contract/catalogue/catalogue.ts'
import type { DocumentStateWord } from '../contract/document/document.ts'
import type { Since } from './printed.ts'

type EventRow<E extends 'documentFrozen' | 'documentSigner' | 'documentSigned' | 'documentVoided'> = EventValues<E> & {
  readonly id: string
  readonly parent: string | null
  readonly author: string | null
}
/** The events of one document, each list in the log's order (clock, log, number). */
export type DocumentEvents = {
  readonly frozen: readonly EventRow<'documentFrozen'>[]
  readonly signers: readonly EventRow<'documentSigner'>[]
  readonly signed: readonly EventRow<'documentSigned'>[]
  readonly voided: readonly EventRow<'documentVoided'>[]
}

export type SignerState = {
  readonly id: string
  readonly person: string | null
  readonly name: string
  readonly role: string
  readonly signedAt: string | null
}

export type VersionState = {
  readonly id: string
  readonly version: number
  readonly code: string
  readonly state: Exclude<DocumentStateWord, '草稿'>
  readonly signers: readonly SignerState[]
  /** How the records differ from the print; where they do, the paper is out of date. */
  readonly differences: Since['differences']
  /** Printed records that are not here to be compared. */
  readonly incomparable: Since['incomparable']
  /** Nobody can say what was printed: the version counts as out of date. */
  readonly unreadable: boolean
  readonly voidedReason: string | null
}

export type DocumentState = {
  readonly state: DocumentStateWord
  /** The version that counts: the newest that is not voided. */
  readonly current: VersionState | undefined
  readonly versions: readonly VersionState[]
  /** Two versions of one number were frozen at once on two laptops; one of them is to be voided. */
  readonly parallel: boolean
}

/** What has become of a version since it was printed, or that its print is not one. */
export type SincePrinted = Since | 'unreadable'

/** Folds a document's events into its state. */
export function documentState(events: DocumentEvents, sinceOf: (version: string) => SincePrinted): DocumentState {
  const versions = events.frozen.map((frozen) => versionState(frozen, events, sinceOf(frozen.id)))
  const standing = versions.filter(({ state }) => state !== '已作废')
  const current = newest(standing)
  const state = current?.state ?? (versions.length > 0 ? '已作废' : '草稿')
  const parallel = standing.filter(({ version }) => version === current?.version).length > 1
  return { state, current, versions, parallel }
}

/**
 * A signed version, out of date or not, is first voided with a reason; an unsigned one is simply followed by the next.
 */
export function mayFreeze({ versions }: Pick<DocumentState, 'versions'>): boolean {
  const standing = versions.filter(({ state }) => state !== '已作废')
  return standing.every(({ signers }) => signers.every(({ signedAt }) => signedAt === null))
}

/** The number of the next version; numbers of voided versions are not used again. */
export function nextVersion({ versions }: DocumentState): number {
  return Math.max(0, ...versions.map(({ version }) => version)) + 1
}

/** The line on which this person may sign this version now; undefined: not named, already signed, or out of date. */
export function openLine(version: VersionState, person: string): SignerState | undefined {
  return signableLines(version).find((signer) => signer.person === person)
}

/** The lines that still wait for a signature, while the version can be signed at all. */
export function signableLines({ state, signers }: VersionState): readonly SignerState[] {
  if (state !== '已定稿' && state !== '部分签名') return []
  return signers.filter(({ person, signedAt }) => person !== null && signedAt === null)
}

/** Whoever froze a version named its signers in the same operation: what others add names no one. */
export function signersOf<S extends EventRow<'documentSigner'>>(
  frozen: { readonly id: string; readonly author: string | null },
  signers: readonly S[],
): readonly S[] {
  return signers.filter(({ parent, author }) => parent === frozen.id && author === frozen.author)
}

/** The signature that counts for a line: only one that the named person wrote, and of these the first. */
export function signatureFor<S extends EventRow<'documentSigned'>>(
  signer: EventRow<'documentSigner'>,
  signed: readonly S[],
): S | undefined {
  return signed.find(
    (event) => event.signer === signer.id && event.parent === signer.parent && event.author === signer.person,
  )
}

function versionState(frozen: EventRow<'documentFrozen'>, events: DocumentEvents, since: SincePrinted): VersionState {
  const unreadable = since === 'unreadable'
  const { differences, incomparable } = unreadable ? nothing : since
  const voided = events.voided.find(({ parent }) => parent === frozen.id)
  const signers = signersOf(frozen, events.signers).toSorted(byPlace)
  const states = signers.map((signer) => signerState(signer, events))
  return {
    id: frozen.id,
    version: frozen.version ?? 0,
    code: frozen.code ?? '',
    state: voided ? '已作废' : unreadable || differences.length > 0 ? '已失效' : signedState(states),
    signers: states,
    differences,
    incomparable,
    unreadable,
    voidedReason: voided?.reason ?? null,
  }
}

const nothing: Since = { differences: [], incomparable: [] }

/** The head of the inspected unit signs on paper and is not waited for. */
function signedState(signers: readonly SignerState[]): '已定稿' | '部分签名' | '已签齐' {
  const electronic = signers.filter(({ person }) => person !== null)
  const signed = electronic.filter(({ signedAt }) => signedAt !== null).length
  if (signed === 0) return '已定稿'
  return signed === electronic.length ? '已签齐' : '部分签名'
}

function signerState(signer: EventRow<'documentSigner'>, events: DocumentEvents): SignerState {
  const signed = signatureFor(signer, events.signed)
  const { id, person, name, role } = signer
  return { id, person, name: name ?? '', role: role ?? '', signedAt: signed?.signedAt ?? null }
}

function newest(versions: readonly VersionState[]): VersionState | undefined {
  return versions.reduce<VersionState | undefined>(
    (best, version) => (best === undefined || version.version >= best.version ? version : best),
    undefined,
  )
}

function byPlace(a: { readonly place: number | null }, b: { readonly place: number | null }): number {
  return (a.place ?? 0) - (b.place ?? 0)
}
