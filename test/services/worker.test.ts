import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeThumbnail } from '../../electron/picture/copies.ts'
import { drawScene } from '../../electron/picture/scene.ts'
import { createWorkerPool, type WorkerPool } from '../../electron/services/job/worker.ts'
import { readPackage } from '../../electron/opc/package.ts'
import { exampleMemo, renderMemo } from '../documents/exampleMemo.ts'

let pool: WorkerPool
beforeEach(() => {
  pool = createWorkerPool(undefined, 2)
})
afterEach(() => pool.close())

const exif = { takenAt: '2026-11-20 09:31:00', offset: '+08:00', make: 'Mingcha', model: 'Drill Camera' }
const picture = () => drawScene({ scene: 'counter', seed: 1, width: 640, height: 480, exif })

test('a function gives on a thread what it gives here', async () => {
  const bytes = await picture()
  expect(Buffer.from(await pool.run('makeThumbnail', [bytes]))).toEqual(Buffer.from(await makeThumbnail(bytes)))
})

test('a whole memo with its photos is rendered on a thread', async () => {
  const memo = await exampleMemo()
  const [there, here] = await Promise.all([pool.run('renderPaper', ['检查备忘录', memo]), renderMemo(memo)])
  expect(await partNames(there)).toEqual(await partNames(here))
})

test('more tasks than threads all come back, each to its caller', async () => {
  const bytes = await picture()
  const sides = [40, 80, 120, 160, 200, 240]
  const copies = await Promise.all(sides.map((maxSidePx) => pool.run('makePrintCopy', [bytes, { maxSidePx }])))
  expect(copies.map(({ width }) => width)).toEqual(sides)
})

test('a Problem on a thread is the same Problem here, and the thread goes on', async () => {
  const refused = pool.run('makeThumbnail', [Buffer.from('no picture')])
  await expect(refused).rejects.toMatchObject({ name: 'Problem', kind: 'photo.notAPicture', details: {} })
  expect((await pool.run('makeThumbnail', [await picture()])).length).toBeGreaterThan(0)
})

test('buffers named for transfer are empty afterwards, others stay', async () => {
  const kept = new Uint8Array(await picture())
  const given = new Uint8Array(kept)
  await pool.run('makeThumbnail', [kept])
  await pool.run('makeThumbnail', [given], { transfer: [given.buffer] })
  expect([kept.length > 0, given.length]).toEqual([true, 0])
})

test('a cancelled task rejects at once, and the next runs on a fresh thread', async () => {
  const bytes = await picture()
  const cancel = new AbortController()
  const cancelled = pool.run('makeThumbnail', [bytes], { signal: cancel.signal })
  cancel.abort()
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
  expect((await pool.run('makeThumbnail', [bytes])).length).toBeGreaterThan(0)
})

test('one cancelled while it waits never runs; one cancelled before is refused', async () => {
  const single = createWorkerPool(undefined, 1)
  const bytes = await picture()
  const cancel = new AbortController()
  const first = single.run('makeThumbnail', [bytes])
  const waiting = single.run('makeThumbnail', [bytes], { signal: cancel.signal })
  cancel.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  await expect(single.run('makeThumbnail', [bytes], { signal: cancel.signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect((await first).length).toBeGreaterThan(0)
  await single.close()
})

test('closing rejects what is under way and what waits, and refuses what comes', async () => {
  const single = createWorkerPool(undefined, 1)
  const bytes = await picture()
  const tasks = [single.run('makeThumbnail', [bytes]), single.run('makeThumbnail', [bytes])]
  const outcomes = Promise.allSettled(tasks)
  await single.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(single.run('makeThumbnail', [bytes])).rejects.toThrow('closed')
})

async function partNames(docx: Uint8Array): Promise<readonly string[]> {
  return [...(await readPackage(docx)).parts.keys()].toSorted()
}

test('a thread that has rested long enough ends, and what comes then has a fresh one', async () => {
  const resting = createWorkerPool(undefined, 1, { idleMilliseconds: 20 })
  const bytes = await picture()
  const begun = once(process, 'worker')
  const first = await resting.run('makeThumbnail', [bytes])
  const [thread] = (await begun) as [Worker]
  await once(thread, 'exit')
  expect(Buffer.from(await resting.run('makeThumbnail', [bytes]))).toEqual(Buffer.from(first))
  await resting.close()
})
