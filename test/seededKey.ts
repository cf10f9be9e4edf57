import { createECDH, createPrivateKey } from 'node:crypto'
import type { LogKey } from '../electron/crypto/logKey.ts'

/** A P-256 key of a log from drawn bytes: ids of logs follow from their keys, and one by chance would be another at every run. */
export function seededLogKey(bytes: (count: number) => Uint8Array): LogKey {
  const ecdh = createECDH('prime256v1')
  const secret = Uint8Array.from(bytes(32))
  // The order of the curve begins with 32 one bits.
  secret[0] = 1
  ecdh.setPrivateKey(secret)
  const point = ecdh.getPublicKey()
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: Buffer.from(secret).toString('base64url'),
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  const prefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
  return {
    publicKeySpki: Buffer.concat([prefix, point]).toString('base64url'),
    privateKeyPkcs8: key.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  }
}
