import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, expect, test } from 'vitest'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import { sha256, sha256Hex } from '../../electron/crypto/hash.ts'
import { readSyncPackage } from '../../electron/syncPackage/read.ts'
import { writeSyncPackage, type PackageBlob } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import { problemOf, readAll, stagingArea } from './reader.ts'
import { createSender, makeBlob, makeLines, packageOf, seededBytes, type Sender } from './sender.ts'

let sender: Sender
let headquarters: AgeKeys

beforeAll(async () => {
  sender = await createSender('team log')
  headquarters = await createIdentity()
})

test('thousands of changes and several blobs arrive as they left, in order', async () => {
  const file = join(await temporaryFolder(), '第一检查组至某省局-0001.mcsync')
  const lines = makeLines(sender, 5000)
  const contents = [0, 1, 511, 512, 513, 65_536, 300_001].map((size) => seededBytes(`blob ${size}`, size))
  const written = await writeSyncPackage(
    packageOf(sender, headquarters, { file, lines, blobs: contents.map(makeBlob) }),
  )
  const read = await readAll(file, headquarters.identity)

  expect(read.lines).toEqual(lines)
  expect([...read.blobs.values()]).toEqual(contents)
  expect(read.manifests).toBe(1)
  expect(read.opened.manifest).toEqual(written.manifest)
  expect(read.opened.manifestSha256).toBe(written.manifestSha256)
  expect(read.opened.signer).toEqual({ chain: sender.signer.chain, publicKey: sender.birth.publicKey })
  expect(written.manifest.changes.count).toBe(5000)
  expect(await sizeAndHash(file)).toEqual([written.size, written.sha256])
})

test('a package without a change and without a blob is a package', async () => {
  const file = join(await temporaryFolder(), 'empty.mcsync')
  await writeSyncPackage(packageOf(sender, headquarters, { file, lines: [], blobs: [] }))
  const read = await readAll(file, headquarters.identity)
  expect([read.lines, read.blobs.size, read.opened.manifest.changes.count]).toEqual([[], 0, 0])
})

test('every recipient opens it, and only they', async () => {
  const file = join(await temporaryFolder(), 'a.mcsync')
  const lead = await createIdentity()
  const writing = packageOf(sender, headquarters, { file, lines: makeLines(sender, 3), blobs: [] })
  await writeSyncPackage({ ...writing, recipients: [headquarters.recipient, lead.recipient] })
  expect((await readAll(file, lead.identity)).lines).toHaveLength(3)
  expect((await readAll(file, headquarters.identity)).lines).toHaveLength(3)
  expect(await problemOf(readAll(file, sender.age.identity))).toBe('package.notForYou')
})

test('a 60 MB film passes both ways in bounded memory', async () => {
  const file = join(await temporaryFolder(), 'film.mcsync')
  const film = largeBlob(60 * 1024 ** 2)
  const lines = makeLines(sender, 1)
  const writing = packageOf(sender, headquarters, { file, lines, blobs: [film] })
  const peak = { rss: process.memoryUsage().rss }
  const start = peak.rss
  const watch = () => {
    peak.rss = Math.max(peak.rss, process.memoryUsage().rss)
  }
  await writeSyncPackage({ ...writing, progress: watch })
  let received = 0
  const hash = createHash('sha256')
  const { accept } = stagingArea()
  await readSyncPackage({
    file,
    identities: [headquarters.identity],
    progress: watch,
    accept: {
      ...accept,
      blob: async (_entry, content) => {
        for await (const piece of content as AsyncIterable<Buffer>) {
          received += piece.length
          hash.update(piece)
        }
      },
    },
  })
  expect([received, hash.digest('hex')]).toEqual([film.size, film.sha256])
  // About 10 MB were seen; one copy of the film held in memory would show.
  expect((peak.rss - start) / 1024 ** 2).toBeLessThan(50)
})

test('a blob that the acceptor does not want, or leaves half read, is still checked and the rest arrives', async () => {
  const file = join(await temporaryFolder(), 'a.mcsync')
  const contents = ['first', 'second', 'third'].map((name) => seededBytes(name, 400_000))
  await writeSyncPackage(packageOf(sender, headquarters, { file, lines: [], blobs: contents.map(makeBlob) }))
  const { staged, accept } = stagingArea()
  let turn = 0
  await readSyncPackage({
    file,
    identities: [headquarters.identity],
    accept: {
      ...accept,
      blob: async (entry, content) => {
        turn += 1
        if (turn === 1) return
        if (turn === 2) return void (await new Promise((resolve) => content.once('data', resolve)))
        await accept.blob(entry, content)
      },
    },
  })
  expect([...staged.blobs.keys()]).toEqual([sha256Hex(contents[2] ?? '')])
})

test('what the acceptor throws is what the reader throws', async () => {
  const file = join(await temporaryFolder(), 'a.mcsync')
  const writing = packageOf(sender, headquarters, {
    file,
    lines: makeLines(sender, 2),
    blobs: [makeBlob(seededBytes('a', 200_000))],
  })
  await writeSyncPackage(writing)
  for (const door of ['manifest', 'lines', 'blob'] as const) {
    const { accept } = stagingArea()
    const refusing = { ...accept, [door]: async () => Promise.reject(new Error(`no ${door}`)) }
    await expect(readSyncPackage({ file, identities: [headquarters.identity], accept: refusing })).rejects.toThrow(
      `no ${door}`,
    )
  }
})

test('progress grows to its total when writing and when reading', async () => {
  const file = join(await temporaryFolder(), 'a.mcsync')
  const writing = packageOf(sender, headquarters, { file, lines: makeLines(sender, 50), blobs: [largeBlob(2_000_000)] })
  const steps: [number, number][] = []
  const progress = (done: number, total: number) => void steps.push([done, total])
  await writeSyncPackage({ ...writing, progress })
  expect(isGrowing(steps)).toBe(true)
  steps.length = 0
  await readSyncPackage({ file, identities: [headquarters.identity], accept: stagingArea().accept, progress })
  expect(isGrowing(steps)).toBe(true)
  expect(steps.at(-1)?.[1]).toBe((await stat(file)).size)
})

test('nothing but the package lies in the folder afterwards, and an older one of the name is replaced', async () => {
  const folder = await temporaryFolder()
  const file = join(folder, 'a.mcsync')
  for (const count of [1, 2]) {
    await writeSyncPackage(packageOf(sender, headquarters, { file, lines: makeLines(sender, count), blobs: [] }))
    expect(await readdir(folder)).toEqual(['a.mcsync'])
    expect((await readAll(file, headquarters.identity)).lines).toHaveLength(count)
  }
})

function isGrowing(steps: readonly (readonly [number, number])[]): boolean {
  const ordered = steps.every(([done, total], index) => done <= total && done >= (steps[index - 1]?.[0] ?? 0))
  const last = steps.at(-1)
  return steps.length > 2 && ordered && last?.[0] === last?.[1]
}

async function sizeAndHash(file: string): Promise<readonly [number, string]> {
  const bytes = await readFile(file)
  return [bytes.length, sha256Hex(bytes)]
}

/** Made piece by piece, so that the test itself holds none of it. */
function largeBlob(size: number): PackageBlob {
  function* pieces(): Generator<Buffer, void, undefined> {
    const piece = Buffer.alloc(100_000)
    for (let offset = 0; offset < size; offset += piece.length) {
      sha256(`film ${offset}`).copy(piece)
      yield Buffer.from(piece.subarray(0, Math.min(piece.length, size - offset)))
    }
  }
  const hash = createHash('sha256')
  for (const piece of pieces()) hash.update(piece)
  return { sha256: hash.digest('hex'), size, open: async () => Readable.from(pieces(), { objectMode: false }) }
}
