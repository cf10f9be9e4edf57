import { buffer } from 'node:stream/consumers'
import { decryptAge, encryptAge } from './age.ts'

/** A short text only the recipients can read: an age file in base64 (names of a 暗访, withheld from everyone else). */
export async function sealText(text: string, recipients: readonly string[]): Promise<string> {
  const sealed = await buffer(encryptAge(recipients)(one(Buffer.from(text))))
  return sealed.toString('base64')
}

/** Problem `package.notForYou` when no identity opens it, `package.damaged` when it is altered. */
export async function openSealed(sealed: string, identities: readonly string[]): Promise<string> {
  const text = await buffer(decryptAge(identities)(one(Buffer.from(sealed, 'base64'))))
  return text.toString()
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes
}
