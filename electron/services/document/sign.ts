import { newRecord } from '../host/newRecord.ts'
import { codeText } from '../../contract/document/versionCode.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { certificateFacts, type CertificateDer } from '../../crypto/certificate/certificate.ts'
import { unwrapPrivateKey } from '../../crypto/personalKey.ts'
import { beijingDay } from '../../contract/beijing.ts'
import { foldedName } from '../../domain/identity/foldedName.ts'
import { openLine } from '../../domain/documentState.ts'
import { inkPicture, type InkStroke } from '../../picture/ink.ts'
import { signatureLinePixels, signedLinePictures } from '../../picture/signatureLinePicture.ts'
import { signDocx } from '../../signature/sign.ts'
import { findEvent } from '../../store/row/events.ts'
import { getIdentity } from '../../store/local/localIdentity.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { recordInJob, type WorkingContext } from '../host/procedure.ts'
import { assertInForce } from '../trust/logCertificate.ts'
import { loadIdentities } from '../../store/query/identity.ts'
import { peopleOf, toldJoins } from './people.ts'
import { stateOfDocument } from './state.ts'
import { refuseUnread, refuseUnreadTrust } from './unread.ts'
import { getVersion, type FrozenVersion } from './version.ts'
import { selfSignedPerson } from '../trust/personCertificate.ts'

export type Signing = {
  readonly version: string
  readonly password: string
  readonly ink: readonly InkStroke[]
}

/**
 * Signs a frozen version with the personal key, which is asked for at every signature (decisions.md 22). Problems
 * `document.notSigner`, `document.otherName`, `document.notHere`, `password.wrong`, `certificate.notInForce`, `document.waitsForUpgrade`,
 * `document.trustWaits`.
 */
export async function signDocument(context: WorkingContext, signing: Signing): Promise<{ signature: string }> {
  const { host, session } = context
  const { workspace, person } = session
  const { store } = workspace
  const { line, identity, document, code } = await store.read(async (tx) => {
    const version = await getVersion(tx, signing.version)
    return {
      line: await lineOf(tx, store, version, person),
      identity: await getIdentity(tx, person),
      document: version.document ?? '',
      code: version.code ?? '',
    }
  })
  const privateKey = await unwrapPrivateKey(identity.wrappedKey, signing.password)
  if (!(await store.blobs.has(document))) throw new Problem('document.notHere', {})
  const docx = await store.blobs.read(document)
  // A colleague froze it, with whatever program: what would not be read on a thread apart is not read here.
  await host.apart.run('verifyDocx', [docx, { at: host.instant(), anchors: [] }], {
    name: `文书 ${codeText(code)}`,
    bytes: docx,
  })
  const signedAt = host.instant()
  const chain = identity.certificateChain ?? (await selfSignedPerson(host, identity, line, privateKey, workspace.drill))
  // By a clock that is years off every verifier would call the signature invalid, and the day under it would be wrong.
  assertInForce(chain, signedAt)
  if (line.joins !== null) assertNamed(chain, line.name)
  const pictures = await signedLinePictures({ strokes: signing.ink, signedOn: beijingDay(signedAt) })
  const xml = await signDocx({
    docx,
    line: { id: line.id },
    signer: { name: line.name, role: line.role },
    chain: chain.map((der) => Buffer.from(der, 'base64')),
    privateKey,
    ink: await inkPicture(signing.ink, signatureLinePixels),
    signedImage: pictures.valid,
    invalidImage: pictures.invalid,
    signedAt,
  })
  const signature = (await store.blobs.put(new TextEncoder().encode(xml))).sha256
  return recordInJob(context, async (tx, record) => {
    // Between drawing and writing the version may have been voided or signed from another window.
    const { signer, joins } = await lineOf(tx, store, await getVersion(tx, signing.version), person)
    const made = newRecord(context, { entity: 'documentSigned', parent: signing.version })
    await record([
      {
        entity: 'documentSigned',
        ...made,
        parent: signing.version,
        set: {
          signer,
          signature,
          certificate: certificateFacts(chain[0] ?? '').sha256,
          // Without a drawn signature the certificate alone stands for it, and the line says so.
          method: signing.ink.length === 0 ? '证书' : '手写板',
          signedAt: `${signedAt.slice(0, 19)}.000Z`,
          joins,
        },
      },
    ])
    return { signature: made.id }
  })
}

/** The signature line on which this person may sign this version now. Problem `document.notSigner`. */
async function lineOf(tx: ReadTx, store: Store, version: FrozenVersion, person: string) {
  await refuseUnreadTrust(tx)
  await refuseUnread(tx, version.parent ?? '')
  const state = await stateOfDocument(tx, store, version.parent ?? '')
  const found = state.versions.find(({ id }) => id === version.id)
  const open = found && openLine(found, person, await peopleOf(tx))
  const signer = open && (await findEvent(tx, 'documentSigner', open.id))
  if (open === undefined || signer?.line == null) throw new Problem('document.notSigner', {})
  const { wayBetween } = await loadIdentities(tx, 'person')
  const joins = toldJoins(wayBetween(open.person ?? person, person) ?? [])
  return { id: signer.line, signer: open.id, name: open.name, role: open.role, joins }
}

/** Who signs where another row of hers is named does so under the name that is printed there. */
function assertNamed(chain: readonly CertificateDer[], printed: string): void {
  const { commonName } = certificateFacts(chain[0] ?? '')
  if (foldedName(commonName) !== foldedName(printed)) throw new Problem('document.otherName', { commonName, printed })
}
