import type { Readable } from 'node:stream'
import type { ChangeLine } from '../contract/change.ts'
import { Problem } from '../contract/problem/problem.ts'
import { packageFormat, type Manifest } from '../contract/syncPackage.ts'
import { RunningHash, type HashResult } from '../crypto/hash.ts'
import { writeLines } from './changeLines.ts'
import { outsideLimits, type PackageLimits } from '../contract/exchange/outsideLimits.ts'
import { blobEntryName, entryNames, rangeLookup, sealManifest, type PackageSigner } from './manifest.ts'
import { writeSealedFile } from './sealedFile.ts'
import { tarSize, writeTar, type TarEntry } from './tarWriter.ts'

export type PackageBlob = { readonly sha256: string; readonly size: number; readonly open: () => Promise<Readable> }

export type PackageWriting = {
  readonly file: string
  /** What the writer measures itself is left out. */
  readonly manifest: Omit<Manifest, 'format' | 'changes' | 'blobs'>
  /** Called twice over one read snapshot: to measure and hash, then to write and compare (decisions.md 29). */
  readonly lines: () => AsyncIterable<ChangeLine>
  readonly blobs: readonly PackageBlob[]
  readonly signer: PackageSigner
  /** age recipients, `age1…`. */
  readonly recipients: readonly string[]
  readonly limits?: Partial<PackageLimits>
  readonly progress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

export type WrittenPackage = {
  readonly manifest: Manifest
  readonly manifestSha256: string
  /** Of the file as it lies on the medium. */
  readonly size: number
  readonly sha256: string
}

/**
 * Writes one sealed, signed package, all or nothing and with bounded memory. Problems of `writeSealedFile`, and
 * `package.evidenceChanged` (a blob is not what its name says), `package.tooLarge`.
 */
export async function writeSyncPackage(writing: PackageWriting): Promise<WrittenPackage> {
  const limits = { ...outsideLimits.package, ...writing.limits }
  const changes = await measure(writing, limits)
  const blobs = writing.blobs.map(({ sha256, size }) => ({ sha256, size }))
  const manifest: Manifest = { ...writing.manifest, format: packageFormat, changes, blobs }
  const sealed = await sealManifest(manifest, writing.signer)
  const entries: readonly TarEntry[] = [
    bytesEntry(entryNames.manifest, sealed.bytes),
    bytesEntry(entryNames.signature, sealed.signature),
    changesEntry(writing, manifest, limits),
    ...writing.blobs.map(blobEntry),
  ]
  const plainSize = tarSize(entries.map((entry) => entry.size))
  assertSizes(entries, plainSize, limits)
  const { file, recipients, progress, signal } = writing
  const content = () => writeTar(entries, manifest.madeAt)
  const { size, sha256 } = await writeSealedFile({ file, recipients, plainSize, content, progress, signal })
  return { manifest, manifestSha256: sealed.sha256, size, sha256 }
}

async function measure(writing: PackageWriting, limits: PackageLimits): Promise<Manifest['changes']> {
  const inRange = rangeLookup(writing.manifest.ranges)
  let count = 0
  async function* counted(): AsyncGenerator<ChangeLine, void, undefined> {
    for await (const line of writing.lines()) {
      if (writing.signal?.aborted === true) throw new Problem('job.cancelled', {})
      if (!inRange(line.header)) throw new Error('a line lies outside the ranges of the manifest')
      count += 1
      yield line
    }
  }
  const { sha256, size } = await hashOf(writeLines(counted(), limits.line))
  return { count, size, sha256 }
}

async function hashOf(pieces: AsyncIterable<Buffer>): Promise<HashResult> {
  const hash = new RunningHash()
  for await (const piece of pieces) hash.update(piece)
  return hash.result()
}

function bytesEntry(name: string, bytes: Buffer): TarEntry {
  async function* content(): AsyncGenerator<Uint8Array, void, undefined> {
    yield bytes
  }
  return { name, size: bytes.length, content }
}

function changesEntry(writing: PackageWriting, { changes }: Manifest, limits: PackageLimits): TarEntry {
  const changed = () => new Error('the changes were not the same when they were read again')
  const content = () => checked(writeLines(writing.lines(), limits.line), changes, changed)
  return { name: entryNames.changes, size: changes.size, content }
}

function blobEntry({ sha256, size, open }: PackageBlob): TarEntry {
  const changed = () => new Problem('package.evidenceChanged', { sha256 })
  async function* content(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* checked(await open(), { sha256, size }, changed)
  }
  return { name: blobEntryName(sha256), size, content }
}

/** Passes bytes on and fails as soon as they cannot be the expected ones any more, at the latest at their end. */
async function* checked(
  source: AsyncIterable<Buffer>,
  expected: HashResult,
  failure: () => Error,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = new RunningHash()
  let left = expected.size
  for await (const piece of source) {
    left -= piece.length
    if (left < 0) throw failure()
    hash.update(piece)
    yield piece
  }
  if (left > 0 || hash.result().sha256 !== expected.sha256) throw failure()
}

function assertSizes(entries: readonly TarEntry[], plainSize: number, limits: PackageLimits): void {
  for (const { name, size } of entries) assertWithin(size, limitOf(name, limits))
  assertWithin(plainSize, limits.file)
}

function limitOf(name: string, limits: PackageLimits): number {
  if (name === entryNames.manifest) return limits.manifest
  if (name === entryNames.signature) return limits.signature
  return name === entryNames.changes ? limits.changes : limits.blob
}

function assertWithin(bytes: number, limit: number): void {
  if (bytes > limit) throw new Problem('package.tooLarge', { bytes, limit })
}
