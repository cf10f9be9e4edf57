import { Transform, type TransformCallback } from 'node:stream'

export type ChunkRules = {
  /** Size of every chunk but the last. */
  readonly size: number
  /** A part of fixed size before the first chunk. */
  readonly head?: { readonly size: number; readonly onHead: (head: Buffer) => void }
  /** What to write for a chunk. Called at least once with `last`, perhaps with an empty chunk; may throw. */
  readonly onChunk: (chunk: Buffer, index: number, last: boolean) => Buffer
}

/** Cuts a stream into chunks of a fixed size and knows the last one; holds at most one chunk. */
export class ChunkStream extends Transform {
  readonly #rules: ChunkRules
  #pending: Buffer
  #used = 0
  #index = 0
  #inHead: boolean

  constructor(rules: ChunkRules) {
    super()
    this.#rules = rules
    this.#inHead = rules.head !== undefined
    this.#pending = Buffer.allocUnsafe(rules.head?.size ?? rules.size)
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    callback(this.#attempt(() => this.#take(bytes)))
  }

  override _flush(callback: TransformCallback): void {
    callback(this.#attempt(() => this.#emit(true)))
  }

  #take(bytes: Buffer): void {
    let rest = bytes
    while (rest.length > 0) {
      // A full chunk waits for the next byte: only then is it known not to be the last.
      if (this.#used === this.#pending.length) this.#emit(false)
      const count = Math.min(rest.length, this.#pending.length - this.#used)
      rest.copy(this.#pending, this.#used, 0, count)
      this.#used += count
      rest = rest.subarray(count)
    }
  }

  #emit(last: boolean): void {
    if (this.#inHead) this.#emitHead()
    if (this.#used < this.#pending.length && !last) return
    this.push(this.#rules.onChunk(this.#pending.subarray(0, this.#used), this.#index, last))
    this.#index += 1
    this.#used = 0
  }

  #emitHead(): void {
    this.#rules.head?.onHead(this.#pending.subarray(0, this.#used))
    this.#inHead = false
    this.#pending = Buffer.allocUnsafe(this.#rules.size)
    this.#used = 0
  }

  #attempt(step: () => void): Error | null {
    try {
      step()
      return null
    } catch (error) {
      return error instanceof Error ? error : new Error('a chunk was refused', { cause: error })
    }
  }
}
