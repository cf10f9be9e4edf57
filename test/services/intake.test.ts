import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawScene } from '../../electron/picture/scene.ts'
import { finished } from '../../electron/services/machine.ts'
import { createWorld, type Laptop, type World } from '../world.ts'
import { makeFinding, makeVisit } from './inspection.ts'

/** An intake goes on where a stopped program left it: every file once, whichever process took it in. */
let world: World
let laptop: Laptop
let finding: string
let photos: readonly string[]
beforeAll(async () => {
  world = await createWorld({ seed: 'intake' })
  laptop = await world.laptop('甲', '组长')
  finding = await makeFinding(laptop, await makeVisit(laptop))
  const picture = await drawScene({ scene: 'counter', seed: 1, width: 640, height: 480, exif: {} })
  photos = await Promise.all(
    Array.from({ length: 12 }, async (_, place) => {
      const path = join(world.folder, `现场${String(place).padStart(2, '0')}.jpg`)
      // What follows the end of a JPEG makes it another file of the same picture.
      await writeFile(path, Buffer.concat([picture, Buffer.from(`${place}`)]))
      return path
    }),
  )
})
afterAll(() => world.end())

test('the job is there again after the unlock, under its id, and takes in what was left', async () => {
  const sent = await laptop.host.files.receive(Readable.from([await readFile(photos[0] ?? '')]), '网页上传.jpg')
  const chosen = await Promise.all(photos.map((path) => laptop.host.files.issue(path)))
  // The upload comes last, and the program is stopped long before it.
  const files = [...chosen, sent].map((handle) => ({ handle }))
  const { job } = await laptop.client.evidence.add({ finding, files, class: '现场拍摄导入' })
  await expect.poll(countTaken, { interval: 5, timeout: 60_000 }).toBeGreaterThanOrEqual(2)
  laptop = await world.reopen(laptop)
  const { results } = await finished(laptop.client, { job, kind: 'evidence.add' })
  expect(results.slice(0, 12).map(({ problem }) => problem)).toEqual(photos.map(() => null))
  // What a browser sent is gone with the process: it is named, and the others are kept.
  expect(results[12]).toMatchObject({ fileName: '网页上传.jpg', evidence: null, problem: { kind: 'file.expired' } })
  const kept = await laptop.client.evidence.list({ finding })
  expect(kept.map(({ fileName }) => fileName)).toEqual(photos.map((path) => path.split('/').at(-1)))
  expect(kept.map(({ id }) => id)).toEqual(results.slice(0, 12).map(({ evidence }) => evidence))
  expect(new Set(kept.map(({ content }) => content)).size).toBe(12)
})

test('a file that was taken away meanwhile is named, and the others are kept', async () => {
  const second = await makeFinding(laptop, await makeVisit(laptop))
  const handles = await Promise.all(photos.map((path) => laptop.host.files.issue(path)))
  const files = handles.map((handle) => ({ handle }))
  const { job } = await laptop.client.evidence.add({ finding: second, files, class: '现场拍摄导入' })
  await rm(photos[11] ?? '')
  laptop = await world.reopen(laptop)
  const { results } = await finished(laptop.client, { job, kind: 'evidence.add' })
  expect(results.map(({ problem }) => problem?.kind ?? null)).toEqual([
    ...photos.slice(1).map(() => null),
    'evidence.unreadable',
  ])
  expect(await laptop.client.evidence.list({ finding: second })).toHaveLength(11)
})

async function countTaken(): Promise<number> {
  return (await laptop.client.evidence.list({ finding })).length
}
