import type { KeyObject } from 'node:crypto'
import { Problem } from '../contract/problem/problem.ts'
import { closeBox, openBox, type PasswordBox, type ScryptCost } from './passwordBox.ts'
import { readPrivateKey } from './privateKey.ts'

/** A signing key under its owner's password only: whoever recovers the workspace gets data, never signatures. JSON. */
export type WrappedKey = { readonly version: 1; readonly box: PasswordBox }

export async function wrapPrivateKey(pkcs8: string, password: string, cost: ScryptCost): Promise<WrappedKey> {
  return { version: 1, box: await closeBox(Buffer.from(pkcs8, 'base64'), password, cost, purpose) }
}

/** Problem `password.wrong`; `key.unreadable` for a format of another version or hostile costs. */
export async function unwrapPrivateKey(wrapped: WrappedKey, password: string): Promise<KeyObject> {
  if (wrapped.version !== 1) throw new Problem('key.unreadable', {})
  const pkcs8 = await openBox(wrapped.box, password, purpose)
  return readPrivateKey(pkcs8.toString('base64url'))
}

const purpose = 'mingcha-private-key/1'
