import { createHash, randomBytes as nodeRandomBytes } from 'node:crypto'

/** SHA-256 as 64 lowercase hex digits: the name of blobs and package entries. A string is hashed as UTF-8. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 as base64url without padding: the name of changes and headers. */
export function sha256Base64url(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

export function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest()
}

export type HashResult = { readonly sha256: string; readonly size: number }

/** SHA-256 and size of bytes that come piece by piece. */
export class RunningHash {
  readonly #hash = createHash('sha256')
  #size = 0

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    this.#size += bytes.length
  }

  /** Once, after the last piece. */
  result(): HashResult {
    return { sha256: this.#hash.digest('hex'), size: this.#size }
  }
}

/** Passes bytes through unchanged and takes them into a running hash. */
export async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: RunningHash,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const bytes of source) {
    hash.update(bytes)
    yield bytes
  }
}

export function randomBytes(count: number): Buffer {
  return nodeRandomBytes(count)
}

/** The same for who asks often: the system takes as long for 16 bytes as for thousands. Each byte is given once and not kept. */
export function pooledRandom(): typeof randomBytes {
  const pool = Buffer.alloc(4096)
  let given = pool.length
  return (count) => {
    if (count > pool.length) return nodeRandomBytes(count)
    if (given + count > pool.length) {
      pool.set(nodeRandomBytes(pool.length))
      given = 0
    }
    const bytes = Buffer.from(pool.subarray(given, given + count))
    pool.fill(0, given, given + count)
    given += count
    return bytes
  }
}
