import { createReadStream, statSync } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import * as z from 'zod'
import { Problem } from '../../contract/problem/problem.ts'
import { randomBytes } from '../../crypto/hash.ts'
import { uuidV7 } from '../../crypto/uuid.ts'
import { detectionLength, detectMediaType } from '../../picture/mediaType.ts'
import type { BlobStore } from '../../store/blob/blob.ts'
import { readPath } from '../../store/blob/blobIntake.ts'
import { createTickets, type OfferedFile } from './downloadTicket.ts'
import { createTransferFolder } from './transferFolder.ts'
import { openUpload, receiveUpload, type Upload } from './upload.ts'

export type { OfferedFile } from './downloadTicket.ts'

/** Bytes to and from a window, which never names a path (decisions.md 30). */
export type FileHandles = {
  /** A handle for a file that a dialog, the preload or the command line chose. Problem `evidence.unreadable`. */
  readonly issue: (path: string) => Promise<string>
  /** Takes an upload in. Problem `evidence.empty`, `disk.full`; errors of the source pass unchanged. */
  readonly receive: (source: Readable, name: string, owner?: object) => Promise<string>
  /** Bytes of what this owner has sent and not used yet. */
  readonly heldBy: (owner: object) => number
  readonly find: (handle: string) => ResolvedFile | undefined
  /** Problem `file.expired`. */
  readonly resolve: (handle: string) => ResolvedFile
  /** Forgets a handle that was used; an upload leaves the disk. */
  readonly release: (handle: string) => Promise<void>
  /** A place to write a file that is then offered; it is gone after a lock. */
  readonly outgoing: (name: string) => string
  /** A single-use ticket for a file on disk, under the name a person sees. */
  readonly offer: (path: string, name: string, taken?: () => Promise<void>) => string
  readonly offerBytes: (name: string, bytes: Uint8Array) => Promise<string>
  readonly offerText: (name: string, text: string) => Promise<string>
  /** A single-use ticket for a stream of any size; until it is fetched or the window locks it lies sealed on the disk. */
  readonly offerSealed: (name: string, source: Readable) => Promise<{ readonly ticket: string; readonly size: number }>
  /** A ticket to look at or play evidence with, range after range, for a while. Problem `evidence.absent`. */
  readonly offerBlob: (name: string, mediaType: string, blobs: BlobReading, sha256: string) => Promise<string>
  /** What a ticket stands for; undefined where it was spent, has expired or never was. */
  readonly redeem: (ticket: string) => OfferedFile | undefined
  /** The same without spending it: for a host that asks the person before it hands the file out. */
  readonly look: (ticket: string) => OfferedFile | undefined
  /** After a lock: no handle, ticket, upload or outgoing file stays. */
  readonly clear: () => Promise<void>
  readonly close: () => Promise<void>
}

export type ResolvedFile = {
  readonly name: string
  readonly size: number
  /** By content, never by name. */
  readonly mediaType: string
  readonly modifiedAt?: string
  /** Where a file lies that a person chose; undefined for an upload, which is gone with the process. */
  readonly chosenPath: string | undefined
  /** For readers that ask for a path. Problem `package.damaged` for an upload that is no sealed file: it has none. */
  readonly path: string
  readonly open: () => Promise<Readable>
  readonly read: () => Promise<Uint8Array>
}

export function createFileHandles(options: {
  readonly dataFolder: string
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
}): FileHandles {
  const transfer = createTransferFolder(options.dataFolder)
  const tickets = createTickets(options.now)
  const held = new Map<string, Held>()
  // Not the host's random, which tests seed: this key must be gone with the process.
  const key = randomBytes(32)

  function hold(file: Omit<Held, 'since'>): string {
    const handle = uuidV7(options.now(), options.random(16))
    held.set(handle, { ...file, since: options.now() })
    return handle
  }
  async function release(handle: string): Promise<void> {
    const upload = held.get(handle)?.upload
    held.delete(handle)
    if (upload !== undefined) await rm(upload.path, { force: true })
  }
  async function releaseForgotten(): Promise<void> {
    const forgotten = [...held].filter(([, { since }]) => since + handleLifetimeMs <= options.now())
    for (const [handle] of forgotten) await release(handle)
  }
  async function clear(): Promise<void> {
    held.clear()
    tickets.clear()
    await transfer.clear()
  }
  return {
    issue: async (path) => hold({ file: await fileAt(path) }),
    receive: async (source, name, owner) => {
      await releaseForgotten()
      const upload = await receiveUpload({ folder: transfer.path(), key }, source)
      return hold({ file: fileOf(upload, basename(name), key), upload, owner })
    },
    heldBy: (owner) => [...held.values()].reduce((sum, one) => (one.owner === owner ? sum + one.file.size : sum), 0),
    find: (handle) => held.get(handle)?.file,
    resolve: (handle) => {
      const found = held.get(handle)
      if (found === undefined) throw new Problem('file.expired', {})
      return found.file
    },
    release,
    outgoing: (name) => transfer.placeFor(name),
    offer: (path, name, taken) => tickets.offer({ ...offeredAt(path, name), ...(taken && { taken }) }, 'download'),
    offerBytes: async (name, bytes) => tickets.offer(offeredBytes(name, bytes), 'download'),
    offerText: async (name, text) => tickets.offer(offeredBytes(name, Buffer.from(text)), 'download'),
    offerSealed: async (name, source) => {
      await releaseForgotten()
      const upload = await receiveUpload({ folder: transfer.path(), key }, source)
      hold({ file: fileOf(upload, name, key), upload })
      const { size, mediaType } = upload
      const openRange = async (start: number, end: number) => slice(openUpload(upload, key), start, end)
      return { ticket: tickets.offer({ name, mediaType, size, open: openRange }, 'download'), size }
    },
    offerBlob: async (name, mediaType, blobs, sha256) => {
      const size = await blobs.size(sha256)
      const openRange = (start: number, end: number) => blobs.openRange(sha256, start, end + 1)
      return tickets.offer({ name, mediaType, size, open: openRange }, 'view')
    },
    redeem: (ticket) => tickets.redeem(ticket),
    look: (ticket) => tickets.look(ticket),
    clear,
    close: clear,
  }
}

/**
 * A file as a job is given it, so that another process finds it again: where a person chose it, and by what it is known.
 * `path` is null for an upload, which is gone with the process.
 */
export const givenFileSchema = z.object({
  handle: z.uuid(),
  path: z.string().nullable(),
  size: z.int().nullable(),
  modifiedAt: z.string().nullable(),
})
export type GivenFile = z.infer<typeof givenFileSchema>

export function givenFile(files: FileHandles, handle: string): GivenFile {
  const file = files.find(handle)
  const { chosenPath: path = null, size = null, modifiedAt = null } = file ?? {}
  return { handle, path, size, modifiedAt }
}

/**
 * Problems `file.expired` for an upload of a process that is gone, and where another file lies at the path by now, as on
 * the next card of the same camera; `evidence.unreadable`.
 */
export async function openGiven(files: FileHandles, given: GivenFile): Promise<ResolvedFile> {
  const held = files.find(given.handle)
  if (held !== undefined) return held
  if (given.path === null) throw new Problem('file.expired', {})
  const again = files.resolve(await files.issue(given.path))
  if (again.size !== given.size || again.modifiedAt !== given.modifiedAt) throw new Problem('file.expired', {})
  return again
}

type BlobReading = Pick<BlobStore, 'size' | 'openRange'>
type Held = {
  readonly file: ResolvedFile
  readonly upload?: Upload
  readonly owner?: object | undefined
  readonly since: number
}

/** A headquarters' host may never lock: what nobody used within a day goes at the next upload. */
export const handleLifetimeMs = 24 * 60 * 60 * 1000

/** Bytes `start` to `end` of a stream, both included. */
function slice(source: Readable, start: number, end: number): Readable {
  async function* wanted(): AsyncGenerator<Buffer, void, undefined> {
    let at = 0
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end + 1 - at))
      if (part.length > 0) yield part
      at += chunk.length
      if (at > end) return
    }
  }
  return Readable.from(wanted(), { objectMode: false })
}

async function fileAt(path: string): Promise<ResolvedFile> {
  const { size, modifiedAt, head } = await lookAt(path)
  const openFile = async () => Readable.from(readPath(path), { objectMode: false })
  return {
    name: basename(path),
    size,
    mediaType: detectMediaType(head),
    modifiedAt,
    chosenPath: path,
    path,
    open: openFile,
    read: async () => Buffer.concat(await (await openFile()).toArray()),
  }
}

async function lookAt(path: string) {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new Error('the path names no file')
    return { size: found.size, modifiedAt: found.mtime.toISOString(), head: await firstBytes(path) }
  } catch {
    throw new Problem('evidence.unreadable', {})
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(detectionLength), 0, detectionLength, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function fileOf(upload: Upload, name: string, key: Uint8Array): ResolvedFile {
  const { size, mediaType } = upload
  return {
    name,
    size,
    mediaType,
    chosenPath: undefined,
    get path() {
      if (!upload.sealed) throw new Problem('package.damaged', {})
      return upload.path
    },
    open: async () => openUpload(upload, key),
    read: async () => Buffer.concat(await openUpload(upload, key).toArray()),
  }
}

function offeredAt(path: string, name: string): OfferedFile {
  const { size } = statSync(path)
  const openRange = async (start: number, end: number) => createReadStream(path, { start, end })
  return { name, size, mediaType: 'application/octet-stream', open: openRange }
}

function offeredBytes(name: string, bytes: Uint8Array): OfferedFile {
  return {
    name,
    size: bytes.length,
    mediaType: detectMediaType(bytes.subarray(0, detectionLength)),
    open: async (start, end) => Readable.from([bytes.subarray(start, end + 1)], { objectMode: false }),
  }
}
