import { open, type FileHandle } from 'node:fs/promises'
import { Problem } from '../contract/problem/problem.ts'
import { piecesOf } from '../crypto/byteStream.ts'
import { fileFault } from './fileFault.ts'

export type SourceFile = {
  readonly file: string
  /** Most bytes that the file may have. */
  readonly limit: number
  readonly progress?: ((done: number, total: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The bytes of a file. Problems `package.unreadable`, `package.tooLarge`, `job.cancelled`. */
export async function* readSource(source: SourceFile): AsyncGenerator<Buffer, void, undefined> {
  const { file, limit, progress, signal } = source
  let handle: FileHandle | undefined
  try {
    handle = await open(file, 'r')
    const { size } = await handle.stat()
    if (size > limit) throw new Problem('package.tooLarge', { bytes: size, limit })
    let done = 0
    for await (const chunk of piecesOf(handle)) {
      signal?.throwIfAborted()
      yield chunk
      done += chunk.length
      progress?.(done, size)
    }
  } catch (error) {
    throw fileFault(error, 'reading', signal)
  } finally {
    await handle?.close()
  }
}
