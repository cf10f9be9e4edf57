import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../electron/store/store.ts'
import { createWorld, type World } from './world.ts'

let world: World
let store: Store
beforeEach(async () => {
  world = createWorld()
  store = await world.open('team', { create: true })
})
afterEach(() => world.end())

const sizeOf = (file: string) => statSync(join(world.folder, 'team', file)).size

/** Half a megabyte a time, far less than after what SQLite would move the WAL by itself (24 MB). */
async function write(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const value = JSON.stringify('x'.repeat(512 * 1024))
    await store.write((tx) =>
      tx.db
        .insertInto('local_setting')
        .values({ key: `large ${world.newId()}`, value })
        .execute(),
    )
  }
}

test('what is committed is moved into the database while more is written, and the WAL stays short', async () => {
  await write(20)
  expect(sizeOf('store.db')).toBeGreaterThan(7_000_000)
  expect(sizeOf('store.db-wal')).toBeLessThan(6_000_000)
})

test('an open reader keeps what it sees, and the WAL is moved when it has gone', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const reading = store.read(async (tx) => {
    const seen = () => tx.db.selectFrom('local_setting').select('key').execute()
    const before = await seen()
    await promise
    return { before, after: await seen() }
  })
  await write(8)
  resolve(undefined)
  const { before, after } = await reading
  expect(after).toEqual(before)
  await write(12)
  expect(sizeOf('store.db')).toBeGreaterThan(7_000_000)
})
