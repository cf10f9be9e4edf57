import { createHash, randomBytes as nodeRandomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

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

/** Passes bytes through unchanged and hashes them on the way; `result()` is valid once the stream has ended. */
export function hashingStream(): HashingStream {
  return new HashingStream()
}

export class HashingStream extends Transform {
  readonly #hash = new RunningHash()
  #result: HashResult | undefined

  /** SHA-256 in hex and the number of bytes. */
  result(): HashResult {
    if (this.#result === undefined) throw new Error('the hash was asked for before the stream ended')
    return this.#result
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#hash.update(chunk)
    callback(null, chunk)
  }

  override _flush(callback: TransformCallback): void {
    this.#result = this.#hash.result()
    callback()
  }
}

export function randomBytes(count: number): Buffer {
  return nodeRandomBytes(count)
}
