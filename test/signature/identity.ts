import 'reflect-metadata'
import { createPrivateKey } from 'node:crypto'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509'
import type { KeyObject } from '../../electron/crypto/signatureAlgorithm.ts'

export type KeyKind = 'RSA-2048' | 'RSA-3072' | 'P-256'

/** A key with its certificate in DER, made at run time: no key lies in the repository. */
export type Identity = {
  readonly name: string
  readonly keys: CryptoKeyPair
  readonly der: Uint8Array
  readonly privateKey: KeyObject
}

export type Wish = {
  readonly name: string
  readonly serial: string
  readonly issuer?: Identity
  readonly kind?: KeyKind
  /** Keys to use instead of new ones. */
  readonly keys?: CryptoKeyPair
  readonly notBefore?: string
  readonly notAfter?: string
  readonly extensions?: readonly Extension[]
}

export async function makeIdentity(wish: Wish): Promise<Identity> {
  const keys = wish.keys ?? (await makeKeys(wish.kind ?? 'P-256'))
  const signingKey = wish.issuer?.keys.privateKey ?? keys.privateKey
  const certificate = await X509CertificateGenerator.create({
    serialNumber: wish.serial,
    subject: nameOf(wish.name),
    issuer: nameOf(wish.issuer?.name ?? wish.name),
    notBefore: new Date(wish.notBefore ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(wish.notAfter ?? '2036-01-01T00:00:00Z'),
    signingAlgorithm: { name: signingKey.algorithm.name, hash: 'SHA-256' },
    publicKey: keys.publicKey,
    signingKey,
    extensions: [...(wish.extensions ?? signerExtensions)],
  })
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey)
  return {
    name: wish.name,
    keys,
    der: new Uint8Array(certificate.rawData),
    privateKey: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }),
  }
}

export const signerExtensions = [
  new BasicConstraintsExtension(false, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
]
export const authorityExtensions = [
  new BasicConstraintsExtension(true, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
]

export function toPem(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function nameOf(name: string): { readonly [type: string]: string[] }[] {
  return [{ C: ['CN'] }, { O: ['国家税务总局, 督查内审司'] }, { CN: [name] }]
}

async function makeKeys(kind: KeyKind): Promise<CryptoKeyPair> {
  if (kind === 'P-256')
    return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: kind === 'RSA-2048' ? 2048 : 3072,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}
