import type { CertificateDer } from '../../crypto/certificate/certificate.ts'
import { selfSignedCertificate } from '../../crypto/certificate/certificateIssue.ts'
import type { KeyObject } from '../../crypto/signatureAlgorithm.ts'
import type { Identity } from '../../store/local/localIdentity.ts'
import type { Host } from '../host/host.ts'

/** Before enrolment a person signs with a certificate of his own making; headquarters can accept the key later. */
export async function selfSignedPerson(
  host: Host,
  _identity: Identity,
  { name }: { readonly name: string },
  privateKey: KeyObject,
  drill: boolean,
): Promise<readonly CertificateDer[]> {
  const notBefore = new Date(host.now() - 86_400_000).toISOString()
  const notAfter = new Date(host.now() + 5 * 365 * 86_400_000).toISOString()
  const exported = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
  return [
    await selfSignedCertificate({
      subject: { name },
      usage: 'person',
      drill,
      privateKey: exported,
      notBefore,
      notAfter,
    }),
  ]
}
