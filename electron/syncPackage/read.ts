import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { ChangeLine } from '../contract/change.ts'
import { isProblem, Problem } from '../contract/problem/problem.ts'
import type { Manifest } from '../contract/syncPackage.ts'
import { decryptAge } from '../crypto/age.ts'
import { RunningHash, type HashResult } from '../crypto/hash.ts'
import { readLines } from './changeLines.ts'
import { outsideLimits, type PackageLimits } from '../contract/exchange/outsideLimits.ts'
import {
  blobEntryName,
  entryNames,
  openManifest,
  readSigner,
  rangeLookup,
  type OpenedManifest,
  type PackageSignature,
} from './manifest.ts'
import { detectMediaType, type MediaType } from '../picture/mediaType.ts'
import { readSource, type SourceFile } from './sourceFile.ts'
import { TarReader } from './tarReader.ts'

/** Where the parts of a package go while it is read. Nothing counts before `readSyncPackage` has resolved. */
export type PackageAcceptance = {
  /** Whether to hold a large manifest at all, by who signed it: throws a Problem for a stranger. */
  readonly signer?: (signature: PackageSignature) => Promise<void>
  /** Judges trust, 演练, recipient and serial by throwing a Problem; called first, with a signature that holds. */
  readonly manifest: (manifest: Manifest, signature: PackageSignature) => Promise<void>
  /** In the order of the file, at most 500 lines at once. */
  readonly lines: (batch: readonly ChangeLine[]) => Promise<void>
  /** The stream fails instead of ending when its bytes are not those of the entry. It need not be read. */
  readonly blob: (entry: HashResult, content: Readable) => Promise<void>
}

export type PackageReading = {
  readonly file: string
  /** age identities, `AGE-SECRET-KEY-1…`. */
  readonly identities: readonly string[]
  readonly accept: PackageAcceptance
  readonly limits?: Partial<PackageLimits>
  /** Bytes of the file. */
  readonly progress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/**
 * Reads a package once, with bounded memory, and hands on its parts. Resolves only when every byte of the file was in its
 * place. Problems `package.*`, `log.*`, `job.cancelled`, and whatever `accept` throws.
 */
export async function readSyncPackage(reading: PackageReading): Promise<OpenedManifest> {
  const { file, identities, progress, signal } = reading
  const limits = { ...outsideLimits.package, ...reading.limits }
  try {
    return await openTar({ file, identities, limit: limits.file, progress, signal }, (tar) =>
      readEntries(tar, reading, limits),
    )
  } catch (error) {
    throw isCancelled(error, signal) ? new Problem('job.cancelled', {}) : error
  }
}

type Opening = SourceFile & { readonly identities: readonly string[] }

async function openTar<T>({ identities, ...source }: Opening, read: (tar: TarReader) => Promise<T>): Promise<T> {
  let found: { readonly value: T } | undefined
  await pipeline(readSource(source), noOtherFile, decryptAge(identities), async (plain: AsyncIterable<Uint8Array>) => {
    try {
      found = { value: await read(new TarReader(plain)) }
    } finally {
      // What is not read to its end would keep its file open.
      await plain[Symbol.asyncIterator]().return?.()
    }
  })
  if (found === undefined) throw new Error('the package ended without being read')
  return found.value
}

/** By its first bytes: whoever has chosen a PDF is told so, and does not ask the sender for another copy. */
async function* noOtherFile(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let first = true
  for await (const chunk of source) {
    const mediaType = first ? detectMediaType(chunk) : unknownMediaType
    if (mediaType !== unknownMediaType) throw new Problem('package.otherFile', { mediaType })
    first = false
    yield chunk
  }
}

const unknownMediaType: MediaType = 'application/octet-stream'

/** What a step throws once it was told to stop is the telling, not a failure. */
function isCancelled(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && !isProblem(error)
}

async function readEntries(tar: TarReader, reading: PackageReading, limits: PackageLimits): Promise<OpenedManifest> {
  const { accept, signal } = reading
  const size = await tar.open({ name: entryNames.manifest, limit: limits.manifest })
  if (size > limits.strangersManifest) await judgeSigner(reading, limits)
  const bytes = await buffer(tar.content())
  const token = await readSmall(tar, entryNames.signature, limits.signature)
  const opened = await openManifest(bytes, token.toString('latin1'))
  signal?.throwIfAborted()
  await accept.manifest(opened.manifest, opened.signer)
  await readChanges(tar, opened.manifest, reading, limits)
  for (const blob of opened.manifest.blobs) {
    signal?.throwIfAborted()
    await tar.open({ name: blobEntryName(blob.sha256), size: blob.size, limit: limits.blob })
    await handOn(tar, blob, accept)
  }
  await tar.end()
  return opened
}

/** Reads as far as the signature once more, so that nothing large of a stranger is held (decisions.md, What comes from outside). */
async function judgeSigner(reading: PackageReading, limits: PackageLimits): Promise<void> {
  const { file, identities, accept, signal } = reading
  if (accept.signer === undefined) return
  const signer = await openTar({ file, identities, limit: limits.file, signal }, async (tar) => {
    await tar.open({ name: entryNames.manifest, limit: limits.manifest })
    const hash = new RunningHash()
    for await (const piece of tar.content()) hash.update(piece)
    const token = await readSmall(tar, entryNames.signature, limits.signature)
    return readSigner(token.toString('latin1'), hash.result().sha256)
  })
  await accept.signer(signer)
}

async function readSmall(tar: TarReader, name: string, limit: number): Promise<Buffer> {
  await tar.open({ name, limit })
  return buffer(tar.content())
}

async function readChanges(
  tar: TarReader,
  { ranges, changes }: Manifest,
  { accept, signal }: PackageReading,
  limits: PackageLimits,
): Promise<void> {
  await tar.open({ name: entryNames.changes, size: changes.size, limit: limits.changes })
  const inRange = rangeLookup(ranges)
  let count = 0
  for await (const batch of readLines(checked(tar.content(), changes), limits.line)) {
    count += batch.length
    if (count > changes.count || !batch.every((line) => inRange(line.header))) throw new Problem('package.damaged', {})
    signal?.throwIfAborted()
    await accept.lines(batch)
  }
  if (count !== changes.count) throw new Problem('package.damaged', {})
}

/** The entry's bytes, which fail at their end when they are not the expected ones. */
async function* checked(
  content: AsyncIterable<Buffer>,
  expected: { readonly sha256: string },
): AsyncGenerator<Buffer, void, undefined> {
  const hash = new RunningHash()
  for await (const piece of content) {
    hash.update(piece)
    yield piece
  }
  if (hash.result().sha256 !== expected.sha256) throw new Problem('package.damaged', {})
}

/**
 * Whatever the acceptor leaves unread is read and hashed here: it may hold the blob already and not want it. And whatever
 * it makes of a stream that failed, a blob that does not hold is refused here.
 */
async function handOn(tar: TarReader, blob: HashResult, accept: PackageAcceptance): Promise<void> {
  const fate: Fate = { held: false }
  const pieces = noted(checked(tar.content(), blob), fate)
  const content = Readable.from(withoutReturn(pieces), { objectMode: false })
  content.on('error', () => undefined)
  try {
    await accept.blob({ sha256: blob.sha256, size: blob.size }, content)
  } catch (error) {
    throw fate.failure ?? error
  } finally {
    await closed(content)
  }
  while ((await pieces.next()).done !== true);
  if (!fate.held) throw fate.failure ?? new Problem('package.damaged', {})
}

type Fate = { failure?: Error; held: boolean }

async function* noted(pieces: AsyncIterable<Buffer>, fate: Fate): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* pieces
    fate.held = true
  } catch (error) {
    if (error instanceof Error) fate.failure = error
    throw error
  }
}

/** Iterates without ending the generator when the iteration is left early. */
function withoutReturn(pieces: AsyncGenerator<Buffer, void, undefined>): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) }
}

async function closed(content: Readable): Promise<void> {
  if (content.closed) return
  await new Promise<void>((resolve) => {
    content.once('close', resolve)
    content.destroy()
  })
}
