import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { Problem } from '../contract/problem/problem.ts'
import type { ByteTransform } from './byteStream.ts'

/** An X25519 key pair of age: `AGE-SECRET-KEY-1…` and `age1…`. */
export type AgeKeys = { readonly identity: string; readonly recipient: string }

export async function createIdentity(): Promise<AgeKeys> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/**
 * Encrypts what passes through as a standard age file that any of the recipients opens. Memory is bounded.
 * Problem `recipient.invalid`, thrown at once, for anything but an X25519 recipient.
 */
export function encryptAge(recipients: readonly string[]): ByteTransform {
  if (recipients.length === 0) throw new RangeError('an age file needs a recipient')
  const encrypter = new Encrypter()
  for (const recipient of recipients) addRecipient(encrypter, recipient)
  return async function* encrypt(source) {
    yield* await encrypter.encrypt(webStream(source))
  }
}

/**
 * Decrypts an age file that passes through; only authenticated bytes come out. Problem `package.notForYou` when no identity
 * opens it, `package.damaged` when it is cut, altered or no age file; `key.unreadable`, thrown at once, for a text that is
 * no identity. An error of the source itself passes unchanged.
 */
export function decryptAge(identities: readonly string[]): ByteTransform {
  let nobodyMatched = false
  const decrypter = new Decrypter()
  for (const identity of identities) addIdentity(decrypter, identity)
  // Asked last, so being asked means that no identity before it matched.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      nobodyMatched = true
      return null
    },
  })
  return async function* decrypt(source) {
    const failure: Failure = {}
    const noted = noting(source, failure)
    try {
      yield* await decrypter.decrypt(webStream(guardHeader(noted)))
    } catch {
      if (failure.error !== undefined) throw failure.error
      throw nobodyMatched ? new Problem('package.notForYou', {}) : new Problem('package.damaged', {})
    } finally {
      // The library lets go of a file that it refuses without a word, and the file would stay open.
      await noted.return()
    }
  }
}

type Failure = { error?: Error }

/** The library may wrap what its source fails with. */
async function* noting(
  source: AsyncIterable<Uint8Array>,
  failure: Failure,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* source
  } catch (error) {
    if (error instanceof Error) failure.error = error
    throw error
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity)
  } catch {
    throw new Problem('key.unreadable', {})
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    if (!/^age1[02-9ac-hj-np-z]{58}$/u.test(recipient)) throw new Error('not an X25519 recipient')
    encrypter.addRecipient(recipient)
  } catch {
    throw new Problem('recipient.invalid', {})
  }
}

/** A header holds one stanza a recipient, about 100 bytes; the library would read a header without end into memory. */
const longestHeader = 64 * 1024
const headerEnd = Buffer.from('\n--- ')

/** The bytes of an age file whose header ends in time. */
async function* guardHeader(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of source) {
    if (head === undefined) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.subarray(0, longestHeader).includes(headerEnd)) {
      yield head
      head = undefined
    } else if (head.length > longestHeader) throw new Problem('package.damaged', {})
  }
  if (head !== undefined) yield head
}

/** Pulled one piece at a time, so that the slowest end sets the pace. */
function webStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next()
        if (next.done === true) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
