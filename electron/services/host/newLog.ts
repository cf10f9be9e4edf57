import type { BirthRecord } from '../../contract/change.ts'
import { birthOfLog, logSaltSize } from '../../crypto/logId.ts'
import { createLogKey } from '../../crypto/logKey.ts'
import type { Host } from './host.ts'

/** A log that begins: with the private half of its key, PKCS#8 in base64url. */
export type NewLog = { readonly birth: BirthRecord; readonly privateKey: string }

/** Of this installation; `predecessor`: the last known head of the one it goes on from (electron/README §3). */
export function newLog({ now, random }: Pick<Host, 'now' | 'random'>, predecessor: BirthRecord['predecessor']): NewLog {
  const { publicKeySpki: publicKey, privateKeyPkcs8: privateKey } = createLogKey()
  const salt = Buffer.from(random(logSaltSize)).toString('base64url')
  return { birth: birthOfLog(now(), { publicKey, predecessor, salt }), privateKey }
}
