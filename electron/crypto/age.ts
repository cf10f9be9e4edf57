import { Duplex } from 'node:stream'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { isProblem, Problem } from '../contract/problem.ts'

/** An X25519 key pair of age: `AGE-SECRET-KEY-1…` and `age1…`. */
export type AgeKeys = { readonly identity: string; readonly recipient: string }

export async function createIdentity(): Promise<AgeKeys> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

export async function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity)
}

/** Encrypts what is piped through as a standard age file that any of the recipients opens. Memory is bounded. */
export function encryptAge(recipients: readonly string[]): Duplex {
  if (recipients.length === 0) throw new RangeError('an age file needs a recipient')
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return Duplex.from(async function* encrypt(source: AsyncIterable<Uint8Array>) {
    yield* await encrypter.encrypt(webStream(source))
  })
}

/**
 * Decrypts an age file piped through; only authenticated bytes come out. Problem `package.notForYou` when no identity
 * opens it, `package.damaged` when it is cut, altered or no age file. Errors of the source itself pass unchanged.
 */
export function decryptAge(identities: readonly string[]): Duplex {
  return Duplex.from(async function* decrypt(source: AsyncIterable<Uint8Array>) {
    const guard: Guard = { nobodyMatched: false }
    const decrypter = new Decrypter()
    for (const identity of identities) decrypter.addIdentity(identity)
    // Asked last, so being asked means that no identity before it matched.
    decrypter.addIdentity({
      unwrapFileKey: () => {
        guard.nobodyMatched = true
        return null
      },
    })
    try {
      yield* await decrypter.decrypt(webStream(guardHeader(source, guard)))
    } catch (error) {
      if (guard.sourceError !== undefined) throw guard.sourceError
      if (isProblem(error)) throw error
      throw guard.nobodyMatched ? new Problem('package.notForYou', {}) : new Problem('package.damaged', {})
    }
  })
}

/** A header holds one stanza a recipient, about 100 bytes; the library would read a header without end into memory. */
const longestHeader = 64 * 1024
const headerEnd = Buffer.from('\n--- ')

type Guard = { sourceError?: unknown; nobodyMatched: boolean }

/** The bytes of an age file whose header ends in time; remembers when it was the source that failed. */
async function* guardHeader(
  source: AsyncIterable<Uint8Array>,
  guard: Guard,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of noteErrors(source, guard)) {
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

async function* noteErrors(
  source: AsyncIterable<Uint8Array>,
  guard: Guard,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* source
  } catch (error) {
    guard.sourceError = error
    throw error
  }
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
