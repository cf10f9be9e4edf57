import { closeSync, constants, copyFileSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from '../../crypto/hash.ts'
import { type Connection, readableWalFrames } from './connection.ts'
import { hasCode } from '../folder/durable.ts'
import { workspacePaths } from '../folder/workspaceFolder.ts'

/**
 * What was saved last lies in a file beside the database until it is moved there, after a kill also at the next opening.
 * SQLite reads that file up to the first frame that does not hold and takes all behind it for the unfinished work of a
 * power cut, without a word. So the frames that ended a transaction are counted before it looks.
 */
export function lastCommitInWal(folder: string): number {
  const file = openWal(folder)
  if (file === undefined) return 0
  try {
    return lastCommit(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Whether transactions were left out that had been written to their end. The file is then kept beside the database as it
 * was found, because SQLite will reuse it.
 */
export function keepLostTail(connection: Connection, folder: string, lastCommitted: number): boolean {
  if (lastCommitted === 0 || readableWalFrames(connection) >= lastCommitted) return false
  const kept = join(folder, `store-damaged-${randomBytes(6).toString('hex')}.wal`)
  copyFileSync(walPath(folder), kept, constants.COPYFILE_EXCL)
  return true
}

function walPath(folder: string): string {
  return `${workspacePaths(folder).database}-wal`
}

function openWal(folder: string): number | undefined {
  try {
    return openSync(walPath(folder), 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** The file format of the WAL (sqlite.org/fileformat2.html §4): headers are not encrypted. */
const headerSize = 32
const frameHeaderSize = 24

/** Number of the last frame of the present run (all have its salt) that ended a transaction; 0 if there is none. */
function lastCommit(file: number): number {
  const header = readAt(file, 0, headerSize)
  if (header.length < headerSize) return 0
  const pageSize = isPageSize(header.readUInt32BE(8)) ? header.readUInt32BE(8) : 4096
  const frameSize = frameHeaderSize + pageSize
  const count = Math.floor((fstatSync(file).size - headerSize) / frameSize)
  // A damaged header no longer tells the salt; the first frame does.
  const salt = holds(header) ? header.subarray(16, 24) : readAt(file, headerSize, frameHeaderSize).subarray(8, 16)
  for (let frame = count; frame > 0; frame -= 1) {
    const found = readAt(file, headerSize + (frame - 1) * frameSize, frameHeaderSize)
    if (found.subarray(8, 16).equals(salt) && found.readUInt32BE(4) !== 0) return frame
  }
  return 0
}

function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, readSync(file, bytes, 0, length, position))
}

function isPageSize(size: number): boolean {
  return size >= 512 && size <= 65_536 && Number.isInteger(Math.log2(size))
}

/** The checksum of §4.2 over the first 24 bytes; the last bit of the magic tells the order of its bytes. */
function holds(header: Buffer): boolean {
  const isBig = (header.readUInt32BE(0) & 1) === 1
  const word = (at: number) => (isBig ? header.readUInt32BE(at) : header.readUInt32LE(at))
  let [first, second] = [0, 0]
  for (let at = 0; at < 24; at += 8) {
    first = (first + word(at) + second) >>> 0
    second = (second + word(at + 4) + first) >>> 0
  }
  return header.readUInt32BE(24) === first && header.readUInt32BE(28) === second
}
