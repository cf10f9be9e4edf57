import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomBytes, sha256Hex } from '../../electron/crypto/hash.ts'
import { type BlobStore, openBlobStore } from '../../electron/store/blob/blob.ts'

const workspaceKey = new Uint8Array(32).fill(7)
const importId = '0192f1a0-0000-7000-8000-00000000000a'
const chunk = 2 ** 16

let root: string
let folder: string
let blobs: BlobStore
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mingcha-blob-'))
  folder = join(root, 'workspace')
  await mkdir(folder)
  blobs = await openBlobStore({ folder, workspaceKey })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const files = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
const pathOf = (sha256: string): string => {
  const name = blobs.nameOf(sha256)
  return join(folder, 'blobs', name.slice(0, 2), name)
}
const bytesOf = (text: string, size = 3 * chunk + 5): Buffer => Buffer.alloc(size, text)

describe('taking in', () => {
  test.each([1, chunk - 1, chunk, chunk + 1, 3 * chunk, 5 * chunk + 17])(
    '%i bytes read back the same',
    async (size) => {
      const bytes = randomBytes(size)
      const received = await blobs.put(bytes)
      expect(received).toEqual({ sha256: sha256Hex(bytes), size, existed: false })
      expect(await blobs.read(received.sha256)).toEqual(bytes)
      expect(await blobs.size(received.sha256)).toBe(size)
      expect(await blobs.verify(received.sha256)).toBe(true)
      expect(await blobs.list()).toEqual([blobs.nameOf(received.sha256)])
    },
  )

  test('a path, a stream and bytes are the same blob, stored once and not rewritten', async () => {
    const bytes = bytesOf('证据')
    const path = join(root, 'photo.jpg')
    await writeFile(path, bytes)
    const first = await blobs.put({ path })
    const onDisk = await readFile(pathOf(first.sha256))
    const second = await blobs.put(Readable.from([bytes.subarray(0, 10), bytes.subarray(10)]))
    const third = await blobs.put(bytes)
    expect([first.existed, second.existed, third.existed]).toEqual([false, true, true])
    expect(await readFile(pathOf(first.sha256))).toEqual(onDisk)
    expect(await files()).toEqual([pathOf(first.sha256)])
    expect(await readFile(path)).toEqual(bytes)
  })

  test('the same bytes arriving twice at once are stored once', async () => {
    const bytes = bytesOf('同时')
    const both = await Promise.all([blobs.put(bytes), blobs.put(Readable.from([bytes]))])
    expect(both.filter((one) => one.existed)).toHaveLength(1)
    expect(await files()).toEqual([pathOf(sha256Hex(bytes))])
  })

  test('a damaged copy is replaced when the original comes again', async () => {
    const bytes = bytesOf('原件')
    const { sha256 } = await blobs.put(bytes)
    await truncate(pathOf(sha256), 100)
    expect(await blobs.put(bytes)).toMatchObject({ existed: false })
    expect(await blobs.read(sha256)).toEqual(bytes)
  })

  test('progress counts plain bytes up to the size', async () => {
    const counted: number[] = []
    await blobs.put(bytesOf('进度', 300_000), { onProgress: (bytes) => counted.push(bytes) })
    expect(counted.at(-1)).toBe(300_000)
  })

  test('the expected hash is accepted', async () => {
    const bytes = bytesOf('期望')
    expect(await blobs.put(bytes, { expectedSha256: sha256Hex(bytes) })).toMatchObject({ existed: false })
  })
})

describe('refused, with nothing left behind', () => {
  const failing = (code: string): Readable =>
    Readable.from(
      (async function* () {
        yield bytesOf('一半')
        throw Object.assign(new Error('the source failed'), { code })
      })(),
      { objectMode: false },
    )

  test.each<[string, () => Promise<unknown>, object]>([
    ['no bytes', () => blobs.put(new Uint8Array()), { kind: 'evidence.empty' }],
    ['an empty stream', () => blobs.put(Readable.from([])), { kind: 'evidence.empty' }],
    ['no bytes for an import', () => blobs.stage(new Uint8Array(), importId), { kind: 'evidence.empty' }],
    ['a path that is not there', () => blobs.put({ path: join(root, 'absent') }), { kind: 'evidence.unreadable' }],
    ['a path that is a folder', () => blobs.put({ path: root }), { kind: 'evidence.unreadable' }],
    [
      'other bytes than expected',
      () => blobs.put(bytesOf('a'), { expectedSha256: sha256Hex('b') }),
      { kind: 'blob.damaged' },
    ],
    ['a full disk', () => blobs.put(failing('ENOSPC')), { kind: 'disk.full' }],
    ['a used up quota', () => blobs.stage(failing('EDQUOT'), importId), { kind: 'disk.full' }],
    ['a source that fails', () => blobs.put(failing('ECONNRESET')), { message: 'the source failed' }],
    [
      'an intake cancelled before',
      () => blobs.put(bytesOf('x'), { signal: AbortSignal.abort() }),
      { name: 'AbortError' },
    ],
  ])('%s', async (_, intake, expected) => {
    const { sha256 } = await blobs.put(bytesOf('已有'))
    await expect(intake()).rejects.toMatchObject(expected)
    expect(await files()).toEqual([pathOf(sha256)])
  })

  test('a source that hangs can be cancelled', async () => {
    const cancel = new AbortController()
    const source = new Readable({ read: () => undefined })
    source.push(bytesOf('半途'))
    const intake = blobs.put(source, { signal: cancel.signal, onProgress: () => cancel.abort() })
    await expect(intake).rejects.toMatchObject({ name: 'AbortError' })
    expect(await files()).toEqual([])
  })

  test('a path that is cancelled half way', async () => {
    const path = join(root, 'video.mp4')
    await writeFile(path, bytesOf('录像', 2 ** 22))
    const cancel = new AbortController()
    const intake = blobs.put({ path }, { signal: cancel.signal, onProgress: () => cancel.abort() })
    await expect(intake).rejects.toMatchObject({ name: 'AbortError' })
    expect(await files()).toEqual([])
  })

  test('a disk that is truly full', async (context) => {
    const small = join(root, 'small')
    await mkdir(small)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status !== 0) {
      context.skip('left out: mounting a small disk needs root')
    }
    try {
      const full = await openBlobStore({ folder: small, workspaceKey })
      const held = await full.put(bytesOf('先到', 300_000))
      await expect(full.put(bytesOf('太大', 2 ** 21))).rejects.toMatchObject({ kind: 'disk.full' })
      expect(await readdir(join(small, 'staging'))).toEqual([])
      expect(await full.verify(held.sha256)).toBe(true)
    } finally {
      spawnSync('umount', [small])
    }
  })
})

describe('reading', () => {
  test.each([
    [0, 0],
    [0, 1],
    [chunk - 1, chunk + 1],
    [chunk, 2 * chunk],
    [5, 3 * chunk + 5],
    [3 * chunk + 5, 3 * chunk + 5],
  ])('the range %i to %i', async (start, end) => {
    const bytes = randomBytes(3 * chunk + 5)
    const { sha256 } = await blobs.put(bytes)
    const range = Buffer.concat(await (await blobs.openRange(sha256, start, end)).toArray())
    expect(range).toEqual(bytes.subarray(start, end))
  })

  test('a range outside the blob is a defect of the caller', async () => {
    const { sha256 } = await blobs.put(bytesOf('x', 10))
    await expect(blobs.openRange(sha256, 5, 11)).rejects.toThrow(RangeError)
  })

  test('an absent blob is said to be absent', async () => {
    const sha256 = sha256Hex('nowhere')
    const absent = { kind: 'evidence.absent' }
    await expect(blobs.open(sha256)).rejects.toMatchObject(absent)
    await expect(blobs.read(sha256)).rejects.toMatchObject(absent)
    await expect(blobs.openRange(sha256, 0, 1)).rejects.toMatchObject(absent)
    await expect(blobs.size(sha256)).rejects.toMatchObject(absent)
    expect(await blobs.has(sha256)).toBe(false)
    expect(await blobs.verify(sha256)).toBe(false)
  })

  test('a name that is no hash is a defect of the caller', async () => {
    await expect(blobs.open('../../store.db')).rejects.toThrow(TypeError)
  })

  test('a reader that stops early holds nothing open', async () => {
    const { sha256 } = await blobs.put(bytesOf('大', 2 ** 21))
    for await (const part of await blobs.open(sha256)) {
      expect(part).toBeInstanceOf(Buffer)
      break
    }
    expect(await blobs.verify(sha256)).toBe(true)
  })

  test('another workspace key finds nothing', async () => {
    const { sha256 } = await blobs.put(bytesOf('密'))
    const other = await openBlobStore({ folder, workspaceKey: new Uint8Array(32).fill(8) })
    expect(await other.has(sha256)).toBe(false)
  })
})

describe('damage is found', () => {
  const flip = (at: number) => async (path: string) => {
    const bytes = await readFile(path)
    const index = at < 0 ? bytes.length + at : at
    bytes[index] = (bytes[index] ?? 0) ^ 1
    await writeFile(path, bytes)
  }
  const cut = (size: (whole: number) => number) => async (path: string) => truncate(path, size((await stat(path)).size))

  test.each<[string, (path: string) => Promise<void>]>([
    ['one bit of the magic', flip(0)],
    ['one bit of the version', flip(6)],
    ['one bit of the chunk size', flip(7)],
    ['one bit of the salt', flip(20)],
    ['one bit of the first chunk', flip(50)],
    ['one bit of a later chunk', flip(40 + chunk + 16 + 3)],
    ['one bit of the last tag', flip(-1)],
    ['cut by a byte', cut((whole) => whole - 1)],
    ['cut at a chunk', cut(() => 40 + 2 * (chunk + 16))],
    ['cut in the header', cut(() => 20)],
    ['emptied', cut(() => 0)],
    ['a byte more', async (path) => writeFile(path, Buffer.concat([await readFile(path), Uint8Array.of(0)]))],
    ['a plain file in its place', (path) => writeFile(path, bytesOf('plain'))],
    [
      'another blob under its name',
      async (path) => {
        const { sha256 } = await blobs.put(bytesOf('别的'))
        await copyFile(pathOf(sha256), path)
      },
    ],
  ])('%s', async (_, damage) => {
    const { sha256 } = await blobs.put(bytesOf('原来'))
    await damage(pathOf(sha256))
    expect(await blobs.verify(sha256)).toBe(false)
    await expect(blobs.read(sha256)).rejects.toMatchObject({ kind: 'blob.damaged' })
  })

  test('a range that a damaged chunk holds is refused', async () => {
    const { sha256 } = await blobs.put(bytesOf('原来'))
    await flip(40 + chunk + 16 + 3)(pathOf(sha256))
    const range = await blobs.openRange(sha256, chunk, chunk + 10)
    await expect(range.toArray()).rejects.toMatchObject({ kind: 'blob.damaged' })
  })
})

describe('for an import', () => {
  test('staged blobs are apart until adopted', async () => {
    const bytes = bytesOf('收到')
    const { sha256 } = await blobs.stage(bytes, importId)
    expect(await blobs.has(sha256)).toBe(false)
    expect(await blobs.hasStaged(importId, sha256)).toBe(true)
    await blobs.adoptStaged(importId)
    expect(await blobs.read(sha256)).toEqual(bytes)
    expect(await blobs.stagedImports()).toEqual([])
    expect(await files()).toEqual([pathOf(sha256)])
  })

  test('dropped ones leave nothing, adopted ones of another import stay', async () => {
    const other = importId.replace(/a$/, 'b')
    await blobs.stage(bytesOf('甲'), importId)
    const kept = await blobs.stage(bytesOf('乙'), other)
    await blobs.dropStaged(importId)
    expect(await blobs.stagedImports()).toEqual([other])
    await blobs.adoptStaged(other)
    expect(await files()).toEqual([pathOf(kept.sha256)])
  })

  test('adopting what is held already, twice, and nothing at all', async () => {
    const bytes = bytesOf('已有')
    const { sha256 } = await blobs.put(bytes)
    await blobs.stage(bytes, importId)
    await blobs.adoptStaged(importId)
    await blobs.adoptStaged(importId)
    expect(await blobs.read(sha256)).toEqual(bytes)
    expect(await files()).toEqual([pathOf(sha256)])
  })

  test('they survive a reopening, so that an import can resume', async () => {
    const { sha256 } = await blobs.stage(bytesOf('等待'), importId)
    const again = await openBlobStore({ folder, workspaceKey })
    expect(await again.stagedImports()).toEqual([importId])
    await again.adoptStaged(importId)
    expect(await again.verify(sha256)).toBe(true)
  })

  test('an import id that is no UUID never becomes a path', async () => {
    await expect(blobs.stage(bytesOf('x'), '../../outside')).rejects.toThrow(TypeError)
    await expect(blobs.adoptStaged('..')).rejects.toThrow(TypeError)
    expect(await files()).toEqual([])
  })
})

describe('killed', () => {
  test.each([
    ['an intake', ''],
    ['an import', importId],
  ])('kill -9 during %s leaves nothing half after reopening', async (_, importing) => {
    const held = await blobs.put(bytesOf('先到'))
    const child = spawn(process.execPath, [join(import.meta.dirname, 'child', 'killedIntake.ts'), folder, importing])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await readdir(join(folder, 'staging'))).toHaveLength(1)
    const again = await openBlobStore({ folder, workspaceKey })
    expect(await readdir(join(folder, 'staging'))).toEqual([])
    expect(await again.list()).toEqual([again.nameOf(held.sha256)])
    expect(await again.verify(held.sha256)).toBe(true)
  })
})

test('no plaintext, no name of the file and no hash of it is on disk, not even while it is written', async () => {
  const text = '办税服务厅窗口人员脱岗二十分钟'
  const bytes = bytesOf(text)
  const seen: Promise<void>[] = []
  const look = async (): Promise<void> => {
    for (const path of await files()) {
      const found = Buffer.concat([Buffer.from(path), await readFile(path).catch(() => Buffer.alloc(0))])
      expect(found.includes(text)).toBe(false)
      expect(found.includes(sha256Hex(bytes))).toBe(false)
    }
  }
  async function* slowly(): AsyncGenerator<Buffer, void, undefined> {
    for (let start = 0; start < bytes.length; start += chunk) {
      yield bytes.subarray(start, start + chunk)
      await look()
      seen.push(look())
    }
  }
  await blobs.put(Readable.from(slowly(), { objectMode: false }))
  await blobs.stage(bytes, importId)
  await Promise.all(seen)
  await look()
  expect(await files()).toHaveLength(2)
})
