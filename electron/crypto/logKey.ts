import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { Problem } from '../contract/problem/problem.ts'
import { canonicalJson } from './canonicalJson.ts'
import { keyAlgorithm, publicKeySpki, readPrivateKey, readPublicKey } from './privateKey.ts'

/** The P-256 key of a log, DER in base64url. The private half is kept wrapped by the store. */
export type LogKey = { readonly privateKeyPkcs8: string; readonly publicKeySpki: string }

/** The last change of a log: its number and the hash of its header. */
export type LogHead = { readonly log: string; readonly number: number; readonly hash: string }

export function createLogKey(): LogKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKeyPkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
    publicKeySpki: publicKeySpki(publicKey),
  }
}

/** A compact JWS (ES256, typ "mingcha-head") over the canonical head. Synchronous, to be used inside a transaction. */
export function signHead({ log, number, hash }: LogHead, privateKeyPkcs8: string): string {
  const signed = `${protectedHeader}.${base64url(canonicalJson({ log, number, hash }))}`
  const key = readPrivateKey(privateKeyPkcs8)
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

/** The head that the log's own key signed. Problem `log.headInvalid`. */
export function verifyHead(jws: string, publicKey: string): LogHead {
  const [header, payload, signature, ...rest] = jws.split('.')
  // One header is possible, so it is compared, not interpreted: there is no algorithm to be talked into.
  const shaped = header === protectedHeader && payload !== undefined && signature !== undefined && rest.length === 0
  if (!shaped || !holds(`${header}.${payload}`, signature, publicKey)) throw new Problem('log.headInvalid', {})
  const head = readHead(Buffer.from(payload, 'base64url').toString())
  if (head === undefined) throw new Problem('log.headInvalid', {})
  return head
}

const protectedHeader = base64url(canonicalJson({ alg: 'ES256', typ: 'mingcha-head' }))

function holds(signed: string, signature: string, publicKey: string): boolean {
  const key = readPublicKey(publicKey)
  if (keyAlgorithm(key) !== 'p-256') return false
  return verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}

function readHead(text: string): LogHead | undefined {
  try {
    const { log, number, hash } = JSON.parse(text) as LogHead
    const shaped = typeof log === 'string' && Number.isSafeInteger(number) && number >= 1 && typeof hash === 'string'
    return shaped && canonicalJson({ log, number, hash }) === text ? { log, number, hash } : undefined
  } catch {
    return undefined
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
