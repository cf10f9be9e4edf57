import { certificateFacts } from '../../electron/crypto/certificate/certificate.ts'
import {
  createAuthority,
  issueCertificate,
  type Authority,
} from '../../electron/crypto/certificate/certificateIssue.ts'
import { createSigningRequest, type SigningRequest } from '../../electron/crypto/certificate/signingRequest.ts'

const notBefore = '2026-01-01T00:00:00.000Z'

/** 总局 and 省, both P-256 because tests make many of them. */
export async function levels(drill = false): Promise<{ readonly root: Authority; readonly province: Authority }> {
  const made = { drill, notBefore, algorithm: 'p-256' } as const
  const root = await createAuthority({ ...made, name: '国家税务总局督察内审司', years: 20 })
  const province = await createAuthority({ ...made, name: '某省税务局督察内审处', years: 10, issuer: root })
  return { root, province }
}

export type Enrolled = SigningRequest & { readonly certificate: string; readonly chain: readonly string[] }

/** A person with a key and a certificate, valid from 2026-11-22 for two years. */
export async function enrolled(authority: Authority, algorithm: 'p-256' | 'rsa-3072' = 'p-256'): Promise<Enrolled> {
  const request = await createSigningRequest({ name: '张䶮', unit: '第一检查组', algorithm })
  const certificate = await issueCertificate({
    publicKey: request.publicKey,
    subject: { name: '张䶮', unit: '第一检查组' },
    usage: 'person',
    authority,
    serial: '0a01',
    notBefore: '2026-11-22T07:20:00.000Z',
    notAfter: '2028-11-22T07:20:00.000Z',
  })
  return { ...request, certificate, chain: [certificate, ...authority.chain] }
}

export function own(authority: Authority): string {
  const [certificate] = authority.chain
  if (certificate === undefined) throw new Error('an authority has a certificate')
  return certificate
}

export function sha256Of(certificate: string): string {
  return certificateFacts(certificate).sha256
}
