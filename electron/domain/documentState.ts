import type { EventValues } from '../contract/catalogue/catalogue.ts'
import type { DocumentStateWord } from '../contract/document/document.ts'
import { lineSignatures, noneJoined, type People } from './identity/lineSignatures.ts'
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
  /** Who wrote the signature: the one who is named, or one who was joined to her then. */
  readonly signedBy: string | null
  /** The signature counts, but the list has changed under it: two who were one are apart, or two lines name one now. */
  readonly unlike: boolean
}

export type VersionState = {
  readonly id: string
  readonly version: number
  readonly code: string
  readonly state: Exclude<DocumentStateWord, '草稿'>
  readonly signers: readonly SignerState[]
  /** How many people have to sign with a certificate, and how many of them have: who stands on two lines is one. */
  readonly needed: number
  readonly signed: number
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
export function documentState(
  events: DocumentEvents,
  sinceOf: (version: string) => SincePrinted,
  people: People = noneJoined,
): DocumentState {
  const versions = events.frozen.map((frozen) => versionState(frozen, events, { since: sinceOf(frozen.id), people }))
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

/**
 * The line on which this person may sign this version now, her own before one of somebody joined to her; undefined: not named,
 * already signed, or out of date.
 */
export function openLine(version: VersionState, person: string, people: People = noneJoined): SignerState | undefined {
  if (version.signers.some(({ signedBy }) => signedBy === person)) return undefined
  const open = signableLines(version, people)
  return (
    open.find((signer) => signer.person === person) ??
    open.find((signer) => signer.person !== null && people.isSame(signer.person, person))
  )
}

/** The lines that still wait for a signature, while the version can be signed at all. */
export function signableLines({ state, signers }: VersionState, people: People = noneJoined): readonly SignerState[] {
  if (state !== '已定稿' && state !== '部分签名') return []
  return electronic(signers).filter((line) => !hasSigned(line, signers, people))
}

/** Whoever froze a version named its signers in the same operation: what others add names no one. */
export function signersOf<S extends EventRow<'documentSigner'>>(
  frozen: { readonly id: string; readonly author: string | null },
  signers: readonly S[],
): readonly S[] {
  return signers.filter(({ parent, author }) => parent === frozen.id && author === frozen.author)
}

type Circumstances = { readonly since: SincePrinted; readonly people: People }

function versionState(
  frozen: EventRow<'documentFrozen'>,
  events: DocumentEvents,
  { since, people }: Circumstances,
): VersionState {
  const unreadable = since === 'unreadable'
  const { differences, incomparable } = unreadable ? nothing : since
  const voided = events.voided.find(({ parent }) => parent === frozen.id)
  const signers = signerStates(signersOf(frozen, events.signers).toSorted(byPlace), events.signed, people)
  const progress = progressOf(signers, people)
  return {
    id: frozen.id,
    version: frozen.version ?? 0,
    code: frozen.code ?? '',
    state: voided ? '已作废' : unreadable || differences.length > 0 ? '已失效' : signedState(progress),
    signers,
    ...progress,
    differences,
    incomparable,
    unreadable,
    voidedReason: voided?.reason ?? null,
  }
}

const nothing: Since = { differences: [], incomparable: [] }

type Progress = Pick<VersionState, 'needed' | 'signed'>

function signedState({ needed, signed }: Progress): '已定稿' | '部分签名' | '已签齐' {
  if (signed === 0) return '已定稿'
  return signed === needed ? '已签齐' : '部分签名'
}

/** The head of the inspected unit signs on paper and is not waited for. */
function progressOf(signers: readonly SignerState[], people: People): Progress {
  const lines = electronic(signers)
  const first = lines.filter((line, index) => lines.findIndex((other) => isSamePerson(line, other, people)) === index)
  return { needed: first.length, signed: first.filter((line) => hasSigned(line, signers, people)).length }
}

function electronic(signers: readonly SignerState[]): readonly SignerState[] {
  return signers.filter(({ person }) => person !== null)
}

/** On this line or on another that names the same person. */
function hasSigned(line: SignerState, signers: readonly SignerState[], people: People): boolean {
  return signers.some((other) => other.signedAt !== null && isSamePerson(line, other, people))
}

function isSamePerson(one: SignerState, other: SignerState, { isSame }: People): boolean {
  return one.person !== null && other.person !== null && isSame(one.person, other.person)
}

function signerStates(
  lines: readonly EventRow<'documentSigner'>[],
  signed: readonly EventRow<'documentSigned'>[],
  people: People,
): readonly SignerState[] {
  const signatures = lineSignatures(lines, signed, people)
  const states = lines.map(({ id, person, name, role }) => {
    const { signedAt = null, author: signedBy = null } = signatures.get(id) ?? {}
    return { id, person, name: name ?? '', role: role ?? '', signedAt, signedBy, unlike: false }
  })
  return states.map((line) => ({ ...line, unlike: isUnlike(line, states, people) }))
}

function isUnlike(line: SignerState, lines: readonly SignerState[], people: People): boolean {
  const { person, signedBy } = line
  if (person === null || signedBy === null) return false
  const isApart = !people.isSame(person, signedBy)
  return isApart || lines.some((other) => other.id !== line.id && isSamePerson(line, other, people))
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
