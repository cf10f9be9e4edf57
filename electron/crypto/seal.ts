import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { decryptAge, encryptAge } from './age.ts'

/** A short text only the recipients can read: an age file in base64 (names of a 暗访, withheld from everyone else). */
export async function sealText(text: string, recipients: readonly string[]): Promise<string> {
  const sealed = await buffer(Readable.from([Buffer.from(text)]).pipe(encryptAge(recipients)))
  return sealed.toString('base64')
}

/** Problem `package.notForYou` when no identity opens it, `package.damaged` when it is altered. */
export async function openSealed(sealed: string, identities: readonly string[]): Promise<string> {
  const text = await buffer(Readable.from([Buffer.from(sealed, 'base64')]).pipe(decryptAge(identities)))
  return text.toString()
}
