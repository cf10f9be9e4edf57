import { crc32, inflateRawSync } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { isProblem } from '../contract/problem/problem.ts'
import { unreadable } from './fault.ts'

export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array }

export type ZipLimits = { readonly [L in keyof typeof outsideLimits.zip]: number }

/**
 * All entries of an archive that every reader must read in the same way: unique ASCII names whatever their case, one
 * local header per entry that agrees with the directory, nothing before, between or after them. Directory entries are
 * left out. Throws Problem 'docx.unreadable'.
 */
export async function readZip(bytes: Uint8Array, limits: ZipLimits = outsideLimits.zip): Promise<readonly ZipEntry[]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const directoryAt = checkFrame(buffer)
  try {
    const zip = await fromBufferPromise(buffer, { decodeStrings: false, validateEntrySizes: true })
    const entries = await listEntries(zip, limits)
    checkRatio(buffer.length, entries, limits)
    const extents = await locate(zip, entries)
    checkExtents(extents, directoryAt)
    return extents.filter(({ name }) => !name.endsWith('/')).map((extent) => inflate(buffer, extent))
  } catch (error) {
    throw isProblem(error) ? error : unreadable('not-zip')
  }
}

type Extent = { readonly name: string; readonly entry: Entry; readonly dataAt: number }

/** Local header, name and extra fields may be followed by a data descriptor of at most this many bytes (APPNOTE 4.3.9). */
const longestDataDescriptor = 24

const endRecordLength = 22

/** The archive begins with its first entry and ends with an end record without a comment. Returns where the directory begins. */
function checkFrame(buffer: Buffer): number {
  const end = buffer.length - endRecordLength
  if (end < 0 || buffer.readUInt32LE(0) !== 0x04034b50) throw unreadable('not-zip')
  if (buffer.readUInt32LE(end) !== 0x06054b50)
    throw unreadable(buffer.includes('PK\x05\x06') ? 'zip-structure' : 'not-zip')
  const directoryAt = buffer.readUInt32LE(end + 16)
  if (directoryAt + buffer.readUInt32LE(end + 12) !== end) throw unreadable('zip-structure')
  return directoryAt
}

async function listEntries(zip: ZipFile, limits: ZipLimits): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > limits.entries) throw unreadable('too-many-entries')
  const found = new Map<string, Entry>()
  const folded = new Set<string>()
  let total = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.fileNameRaw.length > limits.nameBytes) throw unreadable('entry-name')
    const name = checkedName(entry)
    if (folded.has(name.toLowerCase())) throw unreadable('duplicate-entry')
    folded.add(name.toLowerCase())
    found.set(name, entry)
    if (entry.isEncrypted()) throw unreadable('encrypted')
    if (!entry.canDecodeFileData()) throw unreadable('compression')
    total += entry.uncompressedSize
    if (entry.uncompressedSize > limits.entryBytes || total > limits.totalBytes) throw unreadable('too-large')
  }
  return found
}

/** Nothing that people write unfolds to hundreds of times its size. */
function checkRatio(size: number, entries: ReadonlyMap<string, Entry>, { ratio, freeBytes }: ZipLimits): void {
  const unfolded = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  if (unfolded > Math.max(freeBytes, ratio * size)) throw unreadable('too-large')
}

/** Part names as ECMA-376-2 §6.2.2 writes them, without percent-encoding, which other verifiers resolve differently. */
const segment = /^[A-Za-z0-9_~!$&'()*+,;=:@-]+(?:\.+[A-Za-z0-9_~!$&'()*+,;=:@-]+)*$/

function checkedName(entry: Entry): string {
  const name = entry.fileNameRaw.toString('latin1')
  const path = name.endsWith('/') ? name.slice(0, -1) : name
  const wellFormed = path.split('/').every((part) => segment.test(part) || part === '.rels')
  if (name !== '[Content_Types].xml' && !wellFormed) throw unreadable('entry-name')
  if (name.endsWith('/') && entry.uncompressedSize > 0) throw unreadable('entry-name')
  // The Unicode path field would give the entry a second name.
  if (entry.extraFields.some((field) => field.id === 0x7075)) throw unreadable('entry-name')
  return name
}

async function locate(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Promise<readonly Extent[]> {
  const extents: Extent[] = []
  for (const [name, entry] of entries) {
    const header = await zip.readLocalFileHeaderPromise(entry)
    const agrees = header.fileName.equals(entry.fileNameRaw) && header.compressionMethod === entry.compressionMethod
    if (!agrees) throw unreadable('zip-structure')
    extents.push({ name, entry, dataAt: header.fileDataStart })
  }
  return extents
}

/** Entries follow each other from byte 0 to the directory: what lies between them, or twice under them, is no part of the package. */
function checkExtents(extents: readonly Extent[], directoryAt: number): void {
  const inOrder = extents.toSorted((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader)
  let reached = 0
  let slack = 0
  for (const { entry, dataAt } of inOrder) {
    const gap = entry.relativeOffsetOfLocalHeader - reached
    if (gap < 0 || gap > slack) throw unreadable('zip-structure')
    reached = dataAt + entry.compressedSize
    slack = (entry.generalPurposeBitFlag & 8) === 0 ? 0 : longestDataDescriptor
  }
  if (directoryAt < reached || directoryAt - reached > slack) throw unreadable('zip-structure')
}

function inflate(buffer: Buffer, { name, entry, dataAt }: Extent): ZipEntry {
  const raw = buffer.subarray(dataAt, dataAt + entry.compressedSize)
  const bytes = entry.compressionMethod === 0 ? raw : inflated(raw, entry.uncompressedSize)
  if (bytes.length !== entry.uncompressedSize) throw unreadable('compression')
  if (crc32(bytes) !== entry.crc32) throw unreadable('checksum')
  return { name, bytes: new Uint8Array(bytes) }
}

function inflated(raw: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(size, 1) })
  } catch {
    throw unreadable('compression')
  }
}
