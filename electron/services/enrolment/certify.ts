import type { BirthRecord } from '../../contract/change.ts'
import type { EnrolmentRequest } from '../../contract/exchange/enrolment.ts'
import { issueCertificate, type Authority } from '../../crypto/certificate/certificateIssue.ts'
import { readSigningRequest } from '../../crypto/certificate/signingRequest.ts'
import type { Host } from '../host/host.ts'
import { logCertificateUnit } from '../trust/logCertificate.ts'

/** What the authority certifies while its file is open: logs and people. */

/** The log of a request and its people. */
export async function certifyAll(host: Host, authority: Authority, request: EnrolmentRequest) {
  const log = request.birth.log
  const unit = logCertificateUnit('检查组', request.workspaceName)
  const people = await Promise.all(
    request.people.map(async ({ person, name, request: pkcs10 }) => {
      const asked = await readSigningRequest(pkcs10)
      const certificate = await issueCertificate({
        publicKey: asked.publicKey,
        subject: { name, ...(asked.unit !== undefined && { unit: asked.unit }) },
        usage: 'person',
        authority,
        ...validity(host, 5),
      })
      return { person, chain: [certificate, ...authority.chain] }
    }),
  )
  return [{ log, chain: await certifyLog(host, authority, request.birth.publicKey, log, unit) }, ...people]
}

export async function certifyLog(host: Host, authority: Authority, publicKey: string, log: string, unit: string) {
  const certificate = await issueCertificate({
    publicKey,
    subject: { name: log, unit },
    usage: 'log',
    authority,
    ...validity(host, 10),
  })
  return [certificate, ...authority.chain]
}

/** A channel, with its chain, as headquarters keeps it of a party. */
export async function certifyChannel(host: Host, authority: Authority, birth: BirthRecord, name: string) {
  const chain = await certifyLog(host, authority, birth.publicKey, birth.log, logCertificateUnit('下行', name))
  return { birth, chain }
}

/** From a day before: a laptop whose clock goes a little behind headquarters' must take its answer all the same. */
export function validity(host: Host, years: number) {
  const notBefore = new Date(host.now() - 24 * 60 * 60 * 1000)
  const notAfter = new Date(host.now())
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years)
  return { notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() }
}
