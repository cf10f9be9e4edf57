import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IntakeResult } from '../../electron/services/record/intake.ts'
import { workspaceOf } from '../../electron/services/machine.ts'
import { kindOf } from '../problem.ts'
import { createWorld, type Laptop, type World } from '../world.ts'
import { makeFinding, makeVisit, takeIn } from './inspection.ts'

let world: World
let laptop: Laptop
let visit: string
let paths: readonly string[]
beforeAll(async () => {
  world = await createWorld({ seed: 'evidence' })
  laptop = await world.laptop('甲', '组长')
  visit = await makeVisit(laptop)
  const folder = join(world.folder, 'photos')
  await mkdir(folder, { recursive: true })
  paths = await Promise.all(['#803020', '#208030', '#203080'].map((colour, index) => photo(folder, index, colour)))
})
afterAll(() => world.end())

async function photo(folder: string, index: number, background: string): Promise<string> {
  const path = join(folder, `现场${index + 1}.jpg`)
  await writeFile(
    path,
    await sharp({ create: { width: 900, height: 600, channels: 3, background } })
      .jpeg()
      .toBuffer(),
  )
  return path
}

function idsOf(results: readonly IntakeResult[]): string[] {
  return results.flatMap(({ evidence }) => evidence ?? [])
}

async function order(finding: string): Promise<readonly string[]> {
  return (await laptop.client.evidence.list({ finding })).map(({ id }) => id)
}

describe('thumbnails', () => {
  test('come in one call as small upright JPEGs, only of what is a photo', async () => {
    const finding = await makeFinding(laptop, visit)
    const note = join(world.folder, 'photos', '说明.txt')
    await writeFile(note, '现场情况说明')
    const ids = idsOf(await takeIn(laptop, finding, [...paths, note]))
    const thumbnails = await laptop.client.evidence.thumbnails({ ids })
    expect(thumbnails.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    for (const { jpeg } of thumbnails) {
      const { format, width, height } = await sharp(Buffer.from(jpeg, 'base64')).metadata()
      expect({ format, width, height }).toEqual({ format: 'jpeg', width: 320, height: 213 })
    }
  })

  test('are made again where they are missing, as on a computer that received the photo in a package', async () => {
    const finding = await makeFinding(laptop, visit)
    const ids = idsOf(await takeIn(laptop, finding, paths.slice(0, 1)))
    const before = await laptop.client.evidence.thumbnails({ ids })
    await workspaceOf(laptop).store.write(async (tx) => {
      await tx.db.deleteFrom('local_thumbnail').execute()
    })
    expect(await laptop.client.evidence.thumbnails({ ids })).toEqual(before)
    const kept = await workspaceOf(laptop).store.read((tx) =>
      tx.db.selectFrom('local_thumbnail').select('sha256').execute(),
    )
    expect(kept).toHaveLength(1)
  })
})

describe('a program', () => {
  test('is refused under whatever name, and keeps no other file back; a recording of a phone is a recording', async () => {
    const finding = await makeFinding(laptop, visit)
    const m4a = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')
    const files: readonly (readonly [string, Buffer])[] = [
      ['工具.exe.', Buffer.from('无害')],
      ['现场.jpg.txt', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)])],
      ['说明.txt', Buffer.from('MZ局长的说明')],
      ['录音.m4a', m4a],
    ]
    const folder = join(world.folder, 'programs')
    await mkdir(folder, { recursive: true })
    const all = files.map(([name, bytes]) => ({ path: join(folder, name), bytes }))
    for (const { path, bytes } of all) await writeFile(path, bytes)
    const results = await takeIn(
      laptop,
      finding,
      all.map(({ path }) => path),
    )
    expect(results.map(({ problem }) => problem?.kind ?? null)).toEqual([
      'evidence.program',
      'evidence.program',
      null,
      null,
    ])
    const pieces = await laptop.client.evidence.list({ finding })
    expect(pieces.map(({ fileName, mediaType }) => [fileName, mediaType])).toEqual([
      ['说明.txt', 'application/octet-stream'],
      ['录音.m4a', 'audio/mp4'],
    ])
  })
})

describe('the evidence of all findings', () => {
  test('comes newest first in pages, with its finding and unit, without what was voided', async () => {
    const own = await world.laptop('乙', '组长')
    const finding = await makeFinding(own, await makeVisit(own), { title: '台账不全' })
    const taken: string[] = []
    for (const path of paths) {
      world.clock.step()
      taken.push(...idsOf(await takeIn(own, finding, [path])))
    }
    const [first = '', second = '', third = ''] = taken
    await own.client.evidence.remove({ id: second, reason: '拍糊了' })
    const page = await own.client.evidence.page({ limit: 1 })
    expect(page.total).toBe(2)
    expect(page.evidence).toMatchObject([
      { id: third, findingTitle: '台账不全', unitName: '江口县地方税务局', present: true, fileName: '现场3.jpg' },
    ])
    const next = await own.client.evidence.page({ limit: 1, after: page.next ?? '' })
    expect(next).toMatchObject({ evidence: [{ id: first }], next: null })
  })

  test.each([
    ['the file name', '现场2', 1],
    ['the unit', '江口县', 3],
    ['signs of a pattern, taken literally', '%', 0],
  ])('is found by %s', async (_, text, count) => {
    const own = await world.laptop(`丙${text}`, '组长')
    await takeIn(own, await makeFinding(own, await makeVisit(own)), paths)
    expect((await own.client.evidence.page({ text })).total).toBe(count)
  })
})

describe('the order of the photos of a finding', () => {
  test.each([
    ['the last before the first', 2, 0, [2, 0, 1]],
    ['the first before the last', 0, 2, [1, 0, 2]],
    ['the first behind all', 0, null, [1, 2, 0]],
    ['the last behind all, where it is', 2, null, [0, 1, 2]],
  ])('%s', async (_, moved, before, expected) => {
    const finding = await makeFinding(laptop, visit)
    const ids = idsOf(await takeIn(laptop, finding, paths))
    const at = (index: number): string => ids[index] ?? ''
    await laptop.client.evidence.move({ id: at(moved), before: before === null ? null : at(before) })
    expect(await order(finding)).toEqual(expected.map(at))
  })

  test('a piece that does not exist is refused', async () => {
    const id = '0197a000-0000-7000-8000-00000000ffff'
    expect(await kindOf(laptop.client.evidence.move({ id, before: null }))).toBe('record.notFound')
  })
})
