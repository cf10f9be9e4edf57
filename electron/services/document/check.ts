import { isProblem } from '../../contract/problem/problem.ts'
import { severityOf, type Reason, type ReasonCode } from '../../signature/reason.ts'
import type { DocxVerification, Trust } from '../../signature/verify.ts'
import type { PrintedHead } from '../../domain/printed.ts'
import type { VersionState } from '../../domain/documentState.ts'
import { arrivalsOf, unprovedHeads } from '../../store/change/arrival.ts'
import { listEvents } from '../../store/row/events.ts'
import { listRows, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { isHere } from '../../domain/rights/cut.ts'
import type { Revocation } from '../../domain/rights/trust.ts'
import { loadTrust } from '../../store/change/trust.ts'
import { anchorsOf } from '../trust/logCertificate.ts'
import type { UnlockedWorkspace } from '../host/host.ts'
import { partsOfDocument, type ArrivedSignature } from './assemble.ts'
import { isBoundToPrint } from './binding.ts'
import { visitOf } from '../record/documentVisit.ts'
import { stateOfDocument } from './state.ts'
import { headsOfPrint, readPrint } from './print.ts'
import { getVersion, type FrozenVersion } from './version.ts'

/** A paper as this workspace holds it, checked against its signatures and against the log. */
export type DocumentCheck = {
  readonly document: string
  readonly kind: string
  readonly visit: string
  readonly version: VersionState
  readonly verification: DocxVerification
  /** Signatures that arrived and count for no line: they say nothing about the paper, but about who wrote them. */
  readonly leftOut: readonly Reason[]
  /** The changes that the version printed; `absent`: those that the log here does not bear out. */
  readonly printed: { readonly findings: readonly string[]; readonly changes: number; readonly absent: number }
  /** Since when it is here, by the importer's own word; null where it was made here. */
  readonly arrivedAt: string | null
}

/** Where papers are held, and the threads that read them. */
type Place = Pick<UnlockedWorkspace, 'store' | 'apart'>

/**
 * Checks the standing version of every paper. Validity and revocation are judged by the moment of arrival, which is the
 * only time that does not rest on the signer's word (electron/README §6).
 */
export async function checkDocuments(tx: ReadTx, place: Place): Promise<readonly DocumentCheck[]> {
  const checks: DocumentCheck[] = []
  for (const document of await listRows(tx, 'document', {})) {
    const check = await checkDocument(tx, place, document)
    if (check !== undefined) checks.push(check)
  }
  return checks
}

/** undefined for a paper without a version that stands. */
export async function checkDocument(
  tx: ReadTx,
  place: Place,
  document: Row<'document'>,
): Promise<DocumentCheck | undefined> {
  const { current } = await stateOfDocument(tx, place.store, document.id)
  return current && checkVersion(tx, place, document, current)
}

async function checkVersion(
  tx: ReadTx,
  place: Place,
  document: Row<'document'>,
  version: VersionState,
): Promise<DocumentCheck> {
  const frozen = await getVersion(tx, version.id)
  const printed = headsOfPrint(await readPrint(place.store, frozen))
  const unproved = await unprovedHeads(tx, printed)
  const arrivedAt = (await arrivalsOf(tx, [frozen.changeId])).get(frozen.changeId) ?? null
  const anchors = (await anchorsOf(tx)).map((der) => Buffer.from(der, 'base64'))
  const { revocations } = (await loadTrust(tx)).state
  const signed = await listEvents(tx, 'documentSigned', { parent: frozen.id })
  const isPast = ({ subject, ending }: Revocation) =>
    signed.some(
      ({ certificate, changeLog: log, changeNumber: number, changeId }) =>
        certificate === subject && !isHere(ending, { log, number, id: changeId }),
    )
  const revoked = revocations
    .filter((one) => one.kind === '证书' && (one.since !== null || isPast(one)))
    .map(({ subject, since }) => ({ sha256: subject, from: since ?? everSince }))
  const trust = { anchors, revoked, at: arrivedAt ?? frozen.at }
  return {
    document: document.id,
    kind: document.kind ?? '',
    visit: (await visitOf(tx, document))?.id ?? '',
    version,
    ...(await verifyVersion(tx, place, frozen, trust)),
    printed: {
      findings: [...new Set(printed.filter(({ entity }) => entity === 'finding').map(({ id }) => id))],
      changes: changesIn(printed),
      absent: changesIn(unproved),
    },
    arrivedAt,
  }
}

/** Of a certificate that ended at no time in particular. */
const everSince = new Date(0).toISOString()

/** Whatever a sender put in place of a paper is a verdict about this paper and must not keep the others from theirs. */
async function verifyVersion(
  tx: ReadTx,
  { store, apart }: Place,
  version: FrozenVersion,
  trust: Trust,
): Promise<Pick<DocumentCheck, 'verification' | 'leftOut'>> {
  try {
    const { docx, signatures, leftOut } = await partsOfDocument(tx, store, version)
    const code = version.code ?? ''
    const question = {
      docx,
      signatures: signatures.map(({ line, xml }) => ({ line, xml })),
      trust: { ...trust, arrivals: await arrivalsOfLines(tx, signatures) },
      code,
    }
    const { verification, obstacles, isMarked } = await apart.run('checkPaper', [question], { name: code, bytes: docx })
    const isBound = isMarked && isBoundToPrint(version)
    return {
      verification: isBound ? verification : unbound(verification),
      leftOut: [...leftOut, ...obstacles.filter((reason) => reason !== null)],
    }
  } catch (error) {
    return { verification: unverified(codeOf(error)), leftOut: [] }
  }
}

function codeOf(error: unknown): ReasonCode {
  const kind = isProblem(error) ? error.kind : undefined
  if (kind === 'document.notHere') return 'document-absent'
  return kind === 'file.tooDemanding' ? 'document-too-demanding' : 'document-unreadable'
}

/**
 * Each signature by its own arrival: it may come days after the version that it signs. One that was made here is taken at the
 * word of the log that holds it.
 */
async function arrivalsOfLines(
  tx: ReadTx,
  signatures: readonly ArrivedSignature[],
): Promise<ReadonlyMap<string, string>> {
  const arrivals = await arrivalsOf(
    tx,
    signatures.map(({ change }) => change),
  )
  return new Map(
    signatures.flatMap(({ line, change, signedAt }) => {
      const at = arrivals.get(change) ?? signedAt
      return at === null ? [] : [[line, at] as const]
    }),
  )
}

function unbound(verification: DocxVerification): DocxVerification {
  return {
    ...verification,
    verdict: 'broken',
    reasons: [{ code: 'document-code-differs', detail: '' }, ...verification.reasons],
  }
}

function changesIn(heads: readonly PrintedHead[]): number {
  return new Set(heads.map(({ change }) => change)).size
}

function unverified(code: ReasonCode): DocxVerification {
  return {
    verdict: severityOf(code),
    signatures: [],
    lines: [],
    coverage: { covered: 0, uncovered: [], unsigned: [], contentTypeMismatch: [] },
    reasons: [{ code, detail: '' }],
  }
}
