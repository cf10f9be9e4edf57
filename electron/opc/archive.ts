import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import * as yazl from 'yazl'

/** An archive of any size that is read while it is written; nothing of it is held in memory. */
export type Archive = {
  /** The archive's bytes; ends after `end`. */
  readonly bytes: Readable
  /** Resolves when the entry is written, rejects when the archive was given up, by either end. Names are Unicode; photos are stored as they are, the rest is deflated. */
  readonly put: (name: string, content: Readable | Uint8Array) => Promise<void>
  readonly end: () => void
  /** Gives the archive up: whoever reads `bytes` gets the error. */
  readonly abort: (error: Error) => void
}

/** `modifiedAt`: ISO 8601, the date of every entry. */
export function createArchive(modifiedAt: string): Archive {
  const zip = new yazl.ZipFile()
  const bytes = new PassThrough()
  zip.outputStream.pipe(bytes)
  zip.on('error', (error: Error) => bytes.destroy(error))
  const closed = new AbortController()
  bytes.once('close', () => closed.abort())
  const mtime = new Date(modifiedAt)
  return {
    bytes,
    put: async (name, content) => {
      const stream = content instanceof Uint8Array ? Readable.from([content], { objectMode: false }) : content
      stream.once('error', (error) => bytes.destroy(error))
      const written = once(stream, 'end', { signal: closed.signal })
      zip.addReadStream(stream, name, {
        mtime,
        mode: 0o100644,
        compress: !/\.(jpe?g|png|mp4|zip|docx|xlsx)$/i.test(name),
      })
      await written
    },
    end: () => zip.end(),
    abort: (error) => bytes.destroy(error),
  }
}
