import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createIdentity, encryptAge } from '../../electron/crypto/age.ts'
import { through } from '../crypto/collect.ts'
import { randomBytes, sha256Hex } from '../../electron/crypto/hash.ts'
import { ticketLifetimeMs } from '../../electron/services/file/downloadTicket.ts'
import { createFileHandles, type FileHandles, handleLifetimeMs } from '../../electron/services/file/fileHandle.ts'
import { openBlobStore } from '../../electron/store/blob/blob.ts'

let dataFolder: string
let outside: string
let clock: number
let files: FileHandles
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'mingcha-files-'))
  outside = await mkdtemp(join(tmpdir(), 'mingcha-card-'))
  clock = Date.parse('2026-11-22T07:20:00.000Z')
  files = newHandles()
})
afterEach(async () => {
  await files.close()
  await rm(dataFolder, { recursive: true, force: true })
  await rm(outside, { recursive: true, force: true })
})

const newHandles = (): FileHandles => createFileHandles({ dataFolder, now: () => clock, random: randomBytes })
const transferred = async (): Promise<string[]> =>
  (await readdir(join(dataFolder, '.transfer'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'lock')
    .map((entry) => join(entry.parentPath, entry.name))
const bytesOf = async (stream: Readable): Promise<Buffer> => Buffer.concat(await stream.toArray())
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200_000, '办税厅的照片')])

describe('a file that a dialog chose', () => {
  test('is told by content, with its own time, and read from where it lies', async () => {
    const path = join(outside, '照片.txt')
    await writeFile(path, jpeg)
    await utimes(path, 0, Date.parse('2026-11-20T01:02:03.000Z') / 1000)
    const file = files.resolve(await files.issue(path))
    expect(file).toMatchObject({
      name: '照片.txt',
      size: jpeg.length,
      mediaType: 'image/jpeg',
      modifiedAt: '2026-11-20T01:02:03.000Z',
      path,
    })
    expect(await bytesOf(await file.open())).toEqual(jpeg)
    expect(Buffer.from(await file.read())).toEqual(jpeg)
    await files.clear()
    expect(existsSync(path)).toBe(true)
  })

  test.each([
    ['is not there', () => join(outside, 'absent')],
    ['is a folder', () => outside],
  ])('cannot be chosen when it %s', async (_, path) => {
    await expect(files.issue(path())).rejects.toMatchObject({ kind: 'evidence.unreadable' })
  })

  test('that disappears before it is read is said to be unreadable', async () => {
    const path = join(outside, 'a.jpg')
    await writeFile(path, jpeg)
    const file = files.resolve(await files.issue(path))
    await rm(path)
    await expect(file.read()).rejects.toMatchObject({ kind: 'evidence.unreadable' })
  })

  test('a handle that was released, dropped or invented is expired', async () => {
    const path = join(outside, 'a.jpg')
    await writeFile(path, jpeg)
    const [one, other] = [await files.issue(path), await files.issue(path)]
    await files.release(one)
    await files.clear()
    for (const handle of [one, other, path]) {
      expect(() => files.resolve(handle)).toThrow(expect.objectContaining({ kind: 'file.expired' }))
    }
    expect(existsSync(path)).toBe(true)
  })
})

describe('an upload', () => {
  const upload = (bytes: Uint8Array, name = 'IMG_1.jpg') => files.receive(Readable.from([bytes]), name)

  test.each([1, 100, 4096, 200_000])('of %i bytes reads back the same', async (size) => {
    const bytes = randomBytes(size)
    const file = files.resolve(await upload(bytes))
    expect(file).toMatchObject({ name: 'IMG_1.jpg', size })
    expect(Buffer.from(await file.read())).toEqual(bytes)
    expect(await bytesOf(await file.open())).toEqual(bytes)
  })

  test('is never on disk as plaintext', async () => {
    const handle = await files.receive(Readable.from([jpeg.subarray(0, 3), jpeg.subarray(3)]), 'IMG_1.jpg')
    expect(files.resolve(handle).mediaType).toBe('image/jpeg')
    const [path = '', ...others] = await transferred()
    expect(others).toEqual([])
    expect((await readFile(path)).includes('办税厅')).toBe(false)
    expect((await stat(path)).mode & 0o077).toBe(0)
    expect(() => files.resolve(handle).path).toThrow(expect.objectContaining({ kind: 'package.damaged' }))
  })

  test('of a sealed package is kept as it came, because its reader asks for a path', async () => {
    const { recipient } = await createIdentity()
    const sealed = await through(Buffer.alloc(100_000, 'x'), encryptAge([recipient]))
    const file = files.resolve(await upload(sealed, '第1号.mcsync'))
    expect(await readFile(file.path)).toEqual(sealed)
    expect(Buffer.from(await file.read())).toEqual(sealed)
    expect(file.size).toBe(sealed.length)
  })

  test('with folders in its name keeps the name only', async () => {
    expect(files.resolve(await upload(jpeg, '../../etc/passwd')).name).toBe('passwd')
  })

  test.each<[string, () => Readable, object]>([
    ['no bytes', () => Readable.from([]), { kind: 'evidence.empty' }],
    [
      'a connection that breaks',
      () =>
        Readable.from(
          (async function* () {
            yield jpeg
            throw new Error('connection lost')
          })(),
        ),
      { message: 'connection lost' },
    ],
    [
      'a sealed one that breaks',
      () =>
        Readable.from(
          (async function* () {
            yield Buffer.from(`age-encryption.org/v1\n${'x'.repeat(5000)}`)
            throw new Error('connection lost')
          })(),
        ),
      { message: 'connection lost' },
    ],
  ])('of %s leaves nothing', async (_, source, expected) => {
    await expect(files.receive(source(), 'a.jpg')).rejects.toMatchObject(expected)
    expect(await transferred()).toEqual([])
  })

  test('counts for the window that sent it, until it is used or the window locks', async () => {
    const [one, other] = [{}, {}]
    const send = (owner: object) => files.receive(Readable.from([jpeg]), 'a.jpg', owner)
    const first = await send(one)
    await send(one)
    await upload(jpeg)
    expect([files.heldBy(one), files.heldBy(other)]).toEqual([2 * jpeg.length, 0])
    await files.release(first)
    expect(files.heldBy(one)).toBe(jpeg.length)
    await files.clear()
    expect(files.heldBy(one)).toBe(0)
  })

  test('leaves the disk when it is released, at a lock, and after a day unused', async () => {
    const released = await upload(jpeg)
    await files.release(released)
    expect(await transferred()).toEqual([])
    const locked = await upload(jpeg)
    await files.clear()
    expect(await readdir(join(dataFolder, '.transfer'))).toEqual([])
    expect(() => files.resolve(locked)).toThrow('file.expired')
    const forgotten = await upload(jpeg)
    clock += handleLifetimeMs - 1
    await upload(jpeg)
    expect(files.resolve(forgotten).size).toBe(jpeg.length)
    clock += 1
    await upload(jpeg)
    expect(() => files.resolve(forgotten)).toThrow('file.expired')
    expect(await transferred()).toHaveLength(2)
  })

  test('can be taken in again after a lock', async () => {
    await upload(jpeg)
    await files.clear()
    expect(Buffer.from(await files.resolve(await upload(jpeg)).read())).toEqual(jpeg)
  })

  test('of a process that was killed is removed at the next start; one of a living process is not', async () => {
    await upload(jpeg)
    const child = spawn(process.execPath, [join(import.meta.dirname, 'child', 'killedUpload.ts'), dataFolder])
    await once(child.stdout, 'data')
    expect(await transferred()).toHaveLength(2)
    await newHandles().close()
    expect(await transferred()).toHaveLength(2)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await newHandles().close()
    expect(await transferred()).toHaveLength(1)
  })
})

describe('a ticket', () => {
  test('for a file serves once, whole or in part, under the name a person sees', async () => {
    const path = files.outgoing('第1号.mcsync')
    await writeFile(path, 'abcdefgh')
    const ticket = files.offer(path, '甲组_至总部_第1号.mcsync')
    const file = files.redeem(ticket)
    expect(file).toMatchObject({ name: '甲组_至总部_第1号.mcsync', size: 8, mediaType: 'application/octet-stream' })
    expect((await bytesOf((await file?.open(2, 4)) ?? Readable.from([]))).toString()).toBe('cde')
    expect(files.redeem(ticket)).toBeUndefined()
  })

  test('for bytes and for text', async () => {
    const picture = files.redeem(await files.offerBytes('缩略图.jpg', jpeg))
    expect(picture).toMatchObject({ name: '缩略图.jpg', mediaType: 'image/jpeg', size: jpeg.length })
    expect(await bytesOf((await picture?.open(0, jpeg.length - 1)) ?? Readable.from([]))).toEqual(jpeg)
    const request = files.redeem(await files.offerText('申请.mcreq', '申请'))
    expect(request?.size).toBe(6)
    expect((await bytesOf((await request?.open(3, 5)) ?? Readable.from([]))).toString()).toBe('请')
  })

  test('for a blob serves range after range while it is used, and a while longer', async () => {
    const blobs = await openBlobStore({ folder: join(outside), workspaceKey: new Uint8Array(32) })
    const { sha256 } = await blobs.put(jpeg)
    const ticket = await files.offerBlob('录像.mp4', 'video/mp4', blobs, sha256)
    for (const [start, end] of [
      [0, 0],
      [65_530, 65_550],
      [0, jpeg.length - 1],
    ] as const) {
      clock += ticketLifetimeMs - 1
      const file = files.redeem(ticket)
      expect(file).toMatchObject({ size: jpeg.length, mediaType: 'video/mp4' })
      expect(await bytesOf((await file?.open(start, end)) ?? Readable.from([]))).toEqual(jpeg.subarray(start, end + 1))
    }
    clock += ticketLifetimeMs
    expect(files.redeem(ticket)).toBeUndefined()
    await expect(files.offerBlob('x', 'video/mp4', blobs, sha256Hex('absent'))).rejects.toMatchObject({
      kind: 'evidence.absent',
    })
  })

  test.each([
    ['it expired', async () => void (clock += ticketLifetimeMs)],
    ['a lock', () => files.clear()],
  ])('is worth nothing after %s', async (_, happened) => {
    const ticket = await files.offerText('a.txt', 'x')
    await happened()
    expect(files.redeem(ticket)).toBeUndefined()
  })

  test('cannot be guessed', async () => {
    const tickets = await Promise.all(Array.from({ length: 50 }, () => files.offerText('a.txt', 'x')))
    expect(new Set(tickets).size).toBe(50)
    for (const ticket of tickets) expect(ticket).toMatch(/^[\w-]{43}$/)
  })
})

describe('outgoing files', () => {
  test('of the same name do not meet, and are gone after a lock', async () => {
    const [one, other] = [files.outgoing('备忘录.docx'), files.outgoing('备忘录.docx')]
    expect(one).not.toBe(other)
    await writeFile(one, '1')
    await writeFile(other, '2')
    expect(await readFile(one, 'utf8')).toBe('1')
    await files.clear()
    expect(existsSync(one)).toBe(false)
  })

  test('stay in their folder whatever their name', () => {
    const path = files.outgoing('../../../x.docx')
    expect(basename(path)).toBe('x.docx')
    expect(path.startsWith(join(dataFolder, '.transfer'))).toBe(true)
  })
})
