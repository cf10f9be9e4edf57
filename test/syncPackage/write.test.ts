import { spawnSync } from 'node:child_process'
import { appendFileSync, readdirSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemText } from '../../electron/contract/problem/problem.ts'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import { readSyncPackage } from '../../electron/syncPackage/read.ts'
import { writeSyncPackage, type PackageBlob, type PackageWriting } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import { problemOf, stagingArea } from './reader.ts'
import { createSender, makeBlob, makeLines, packageOf, seededBytes, type Sender } from './sender.ts'

let sender: Sender
let headquarters: AgeKeys
let folder: string
let file: string

beforeAll(async () => {
  sender = await createSender('team log')
  headquarters = await createIdentity()
})

beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'a.mcsync')
})

function writing(blobs: readonly PackageBlob[] = [], count = 20): PackageWriting {
  return packageOf(sender, headquarters, { file, lines: makeLines(sender, count), blobs })
}

describe('what cannot be written whole is not there at all', () => {
  const genuine = seededBytes('photo', 300_000)
  const altered = Buffer.from(genuine)
  altered[123_456] = (altered[123_456] ?? 0) ^ 1
  const blobs: readonly (readonly [string, () => Promise<Readable>, string])[] = [
    ['whose bytes changed', async () => Readable.from([altered], { objectMode: false }), 'package.evidenceChanged'],
    [
      'that became shorter',
      async () => Readable.from([genuine.subarray(1)], { objectMode: false }),
      'package.evidenceChanged',
    ],
    [
      'that became longer',
      async () => Readable.from([genuine, genuine], { objectMode: false }),
      'package.evidenceChanged',
    ],
    ['that cannot be opened', async () => Promise.reject(new Error('blob.damaged')), 'blob.damaged'],
    ['that breaks off', async () => Readable.from(breaking(genuine), { objectMode: false }), 'blob.damaged'],
  ]
  test.each(blobs)('a blob %s', async (_name, open, failure) => {
    const { sha256, size } = makeBlob(genuine)
    await writeFile(file, 'the package of yesterday')
    const work = writeSyncPackage(writing([makeBlob(Buffer.from('first')), { sha256, size, open }]))
    await expect(work).rejects.toThrow(failure)
    expect(await readdir(folder)).toEqual(['a.mcsync'])
    expect(await readFile(file, 'utf8')).toBe('the package of yesterday')
  })

  test('changes that are others when they are read again', async () => {
    const passes = [makeLines(sender, 20), makeLines(sender, 19)]
    const lines = async function* () {
      yield* passes.shift() ?? []
    }
    await expect(writeSyncPackage({ ...writing(), lines })).rejects.toThrow('not the same')
    expect(await readdir(folder)).toEqual([])
  })

  test('a line outside the ranges of the manifest', async () => {
    const more = makeLines(sender, 21)
    const lines = async function* () {
      yield* more
    }
    await expect(writeSyncPackage({ ...writing(), lines })).rejects.toThrow('outside the ranges')
    expect(await readdir(folder)).toEqual([])
  })

  test('a manifest that contradicts itself: a blob twice, a range that ends before it begins', async () => {
    const blob = makeBlob(seededBytes('photo', 5000))
    expect(await problemOf(writeSyncPackage(writing([blob, blob])))).toBe('package.damaged')
    const { manifest, ...rest } = writing()
    const ranges = manifest.ranges.map((range) => ({ ...range, from: range.to + 1 }))
    const lines = async function* () {}
    expect(await problemOf(writeSyncPackage({ ...rest, manifest: { ...manifest, ranges }, lines }))).toBe(
      'package.damaged',
    )
    expect(await readdir(folder)).toEqual([])
  })

  test('a part larger than the limits, the same that the reader holds', async () => {
    const blob = makeBlob(seededBytes('photo', 5000))
    for (const limits of [{ manifest: 100 }, { line: 300 }, { changes: 500 }, { blob: 4999 }, { file: 5000 }]) {
      expect(await problemOf(writeSyncPackage({ ...writing([blob]), limits }))).toBe('package.tooLarge')
    }
    expect(await readdir(folder)).toEqual([])
  })

  test('a file that changed between writing and reading back', async () => {
    // A byte more at the end of what was written so far: what a bad medium would make of it.
    const progress = () => {
      for (const part of readdirSync(folder)) appendFileSync(join(folder, part), 'x')
    }
    expect(await problemOf(writeSyncPackage({ ...writing(), progress }))).toBe('package.notVerified')
    expect(await readdir(folder)).toEqual([])
  })

  test('a place that is not there, a file in the place of a folder', async () => {
    expect(await problemOf(writeSyncPackage({ ...writing(), file: join(folder, 'gone', 'a.mcsync') }))).toBe(
      'package.cannotWrite',
    )
    await writeFile(join(folder, 'file'), '')
    expect(await problemOf(writeSyncPackage({ ...writing(), file: join(folder, 'file', 'a.mcsync') }))).toBe(
      'package.cannotWrite',
    )
    await mkdir(file)
    expect(await problemOf(writeSyncPackage(writing()))).toBe('package.cannotWrite')
    expect((await readdir(folder)).toSorted()).toEqual(['a.mcsync', 'file'])
  })
})

describe('cancelling', () => {
  const steps = ['at once', 'while measuring', 'while writing', 'while reading back'] as const
  test.each(steps)('a writing, %s, leaves nothing', async (step) => {
    const stop = new AbortController()
    const { lines, ...rest } = writing([makeBlob(seededBytes('photo', 500_000))])
    if (step === 'at once') stop.abort()
    const watched = async function* () {
      for await (const line of lines()) {
        if (step === 'while measuring') stop.abort()
        yield line
      }
    }
    const progress = (done: number, total: number) => {
      if (done > 0 && (step === 'while writing' || done > total * 0.7)) stop.abort()
    }
    const work = writeSyncPackage({ ...rest, lines: watched, progress, signal: stop.signal })
    expect(await problemOf(work)).toBe('job.cancelled')
    expect(await readdir(folder)).toEqual([])
  })

  test('a reading, at each step: nothing is handed on any more', async () => {
    await writeSyncPackage(writing([makeBlob(seededBytes('a', 300_000)), makeBlob(seededBytes('b', 300_000))]))
    for (const door of ['manifest', 'lines', 'blob'] as const) {
      const stop = new AbortController()
      const { staged, accept } = stagingArea()
      const stopping = {
        ...accept,
        [door]: async () => {
          stop.abort()
        },
      }
      const reading = { file, identities: [headquarters.identity], accept: stopping, signal: stop.signal }
      expect([door, await problemOf(readSyncPackage(reading))]).toEqual([door, 'job.cancelled'])
      expect(staged.blobs.size).toBe(0)
    }
  })
})

describe('a medium that is too small', () => {
  test('too little space is said before anything is written, in figures', async (context) => {
    await onSmallDisk(context, '1m', async (mount) => {
      const blob = makeBlob(seededBytes('film', 1_500_000))
      const work = writeSyncPackage({ ...writing([blob]), file: join(mount, 'a.mcsync') })
      const problem = await work.catch((error: unknown) => error)
      expect(problem).toMatchObject({ kind: 'package.noSpace', details: { free: 1024 ** 2 } })
      const needed = (problem as { details: { needed: number } }).details.needed
      expect(needed).toBeGreaterThan(1_650_000)
      expect(problemText('package.noSpace', { needed, free: 1024 ** 2 }).happened).toContain('1.0 MB')
      expect(await readdir(mount)).toEqual([])
    })
  })

  test('space that runs out while writing', async (context) => {
    await onSmallDisk(context, '2m', async (mount) => {
      const bytes = seededBytes('film', 1_500_000)
      const { sha256, size } = makeBlob(bytes)
      const greedy = async () => {
        // Something else takes the rest of the disk after the space was checked.
        await writeFile(join(mount, 'other'), Buffer.alloc(1024 ** 2))
        return Readable.from([bytes], { objectMode: false })
      }
      const work = writeSyncPackage({ ...writing([{ sha256, size, open: greedy }]), file: join(mount, 'a.mcsync') })
      expect(await problemOf(work)).toBe('disk.full')
      expect(await readdir(mount)).toEqual(['other'])
    })
  })
})

/** Runs the work on a real file system of that size, where this process may mount one; says so where it may not. */
async function onSmallDisk(
  context: { readonly skip: (note: string) => void },
  size: string,
  work: (mount: string) => Promise<void>,
): Promise<void> {
  const mount = join(folder, 'mount')
  await mkdir(mount)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]).status === 0
  if (!mounted) return context.skip('left out: this process may not mount a small file system')
  try {
    await work(mount)
  } finally {
    spawnSync('umount', [mount])
  }
}

async function* breaking(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes.subarray(0, 100_000)
  throw new Error('blob.damaged')
}
