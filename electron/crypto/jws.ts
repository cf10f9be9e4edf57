import { X509Certificate, type KeyObject } from 'node:crypto'
import { compactVerify, CompactSign } from 'jose'
import { Problem } from '../contract/problem/problem.ts'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { canonicalJson, type JsonValue } from './canonicalJson.ts'
import { parseJson } from './jsonStructure.ts'

/** Signs the canonical JSON of a payload (RFC 7515, compact), the certificates beside it: leaf first, DER in base64. */
export async function signJws(
  payload: JsonValue,
  by: { readonly privateKey: KeyObject; readonly chain: readonly string[]; readonly typ: string },
): Promise<string> {
  return new CompactSign(Buffer.from(canonicalJson(payload)))
    .setProtectedHeader({ alg: algorithmOf(by.privateKey), typ: by.typ, x5c: [...by.chain] })
    .sign(by.privateKey)
}

export type SignedPayload = { readonly payload: JsonValue; readonly chain: readonly string[] }

/**
 * The payload of a JWS whose leaf certificate's key made the signature, with the certificates it brought. Who that is and
 * whether to trust them is the caller's next question (`verifyChain`). Problem `signature.invalid`.
 */
export async function readJws(token: string, expected: { readonly typ: string }): Promise<SignedPayload> {
  try {
    const { payload, protectedHeader } = await compactVerify(token, ({ x5c }) => leafKey(x5c), {
      algorithms: ['ES256', 'RS256'],
    })
    if (protectedHeader.typ !== expected.typ) throw new Error('the token is of another type')
    return { payload: readCanonical(payload), chain: protectedHeader.x5c ?? [] }
  } catch {
    throw new Problem('signature.invalid', {})
  }
}

const mostCertificates = 10

function leafKey(chain: readonly string[] | undefined): KeyObject {
  const leaf = chain?.[0]
  if (leaf === undefined || (chain?.length ?? 0) > mostCertificates) throw new Error('the token names no certificate')
  return new X509Certificate(Buffer.from(leaf, 'base64')).publicKey
}

/** What is not in canonical form is refused: two readers could take it for two things (a name given twice). */
function readCanonical(bytes: Uint8Array): JsonValue {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const payload = parseJson(text, outsideLimits.token.members)
  if (canonicalJson(payload) !== text) throw new Error('the payload is not canonical')
  return payload
}

function algorithmOf(key: KeyObject): 'ES256' | 'RS256' {
  if (key.asymmetricKeyType === 'rsa') return 'RS256'
  if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256'
  throw new TypeError('a JWS is signed with RSA or P-256')
}
