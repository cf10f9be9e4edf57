import 'reflect-metadata'
import { Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { Problem } from '../../contract/problem/problem.ts'
import { subjectName } from './certificateName.ts'
import { createKeyPair, exportPrivateKey, type NewKeyAlgorithm } from '../keyPair.ts'
import { keyAlgorithm, readPublicKey, type KeyAlgorithm } from '../privateKey.ts'

export type SigningRequest = {
  /** PKCS#10, DER in base64. */
  readonly request: string
  /** PKCS#8, DER in base64url. */
  readonly privateKey: string
  /** SPKI, DER in base64url. */
  readonly publicKey: string
}

/** Makes a key and asks for a certificate for it; the signature under the request proves that the asker holds the key. */
export async function createSigningRequest(asked: {
  readonly name: string
  readonly unit: string
  readonly algorithm: NewKeyAlgorithm
}): Promise<SigningRequest> {
  const keys = await createKeyPair(asked.algorithm)
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subjectName(asked, false),
    keys,
    signingAlgorithm: { name: keys.privateKey.algorithm.name, hash: 'SHA-256' },
  })
  return {
    request: Buffer.from(request.rawData).toString('base64'),
    privateKey: await exportPrivateKey(keys.privateKey),
    publicKey: Buffer.from(request.publicKey.rawData).toString('base64url'),
  }
}

export type RequestFacts = {
  readonly name: string
  readonly unit: string | undefined
  readonly publicKey: string
  readonly algorithm: KeyAlgorithm
}

/** What a request asks for, its own signature verified. Problem `request.invalid`; `key.unsupported` for other keys. */
export async function readSigningRequest(der: string): Promise<RequestFacts> {
  const request = await verifiedRequest(Buffer.from(der, 'base64'))
  const publicKey = Buffer.from(request.publicKey.rawData).toString('base64url')
  const algorithm = keyAlgorithm(readPublicKey(publicKey))
  const name = request.subjectName.getField('CN')[0]
  if (algorithm === undefined || name === undefined) throw new Problem('request.invalid', {})
  return { name, unit: request.subjectName.getField('O')[0], publicKey, algorithm }
}

async function verifiedRequest(bytes: Buffer<ArrayBuffer>): Promise<Pkcs10CertificateRequest> {
  const request = await attempt(async () => {
    const parsed = new Pkcs10CertificateRequest(bytes)
    return isOneSequence(bytes) && (await parsed.verify()) ? parsed : undefined
  })
  if (request === undefined) throw new Problem('request.invalid', {})
  return request
}

/** Whether a DER SEQUENCE of up to 64 KiB begins and ends where the bytes do: the parser ignores what follows it. */
function isOneSequence(bytes: Buffer): boolean {
  const [tag, first = 0] = bytes
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  if (tag !== 0x30 || lengthBytes > 2 || bytes.length < 2 + lengthBytes) return false
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes)
  return bytes.length === 2 + lengthBytes + length
}

async function attempt<T>(step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step()
  } catch {
    return undefined
  }
}
