import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mostIds, watchCommits } from '../../electron/services/desk/liveUpdate.ts'
import { openStore, type Store } from '../../electron/store/store.ts'
import { touch } from '../../electron/store/database/transaction.ts'

let folder: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-live-'))
  store = await openStore({ folder, workspaceKey: new Uint8Array(32).fill(7), create: true })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const commit = (...ids: readonly string[]): Promise<void> =>
  store.write(async (tx) => {
    for (const id of ids) touch(tx, id.startsWith('v') ? 'visit' : 'finding', id)
  })

test('a commit tells its nouns and ids', async () => {
  const updates = watchCommits(store)
  const next = updates.next()
  await commit('v1', 'f1', 'f2', 'f1')
  expect((await next).value).toEqual({ nouns: ['visit', 'finding'], ids: ['v1', 'f1', 'f2'] })
})

test('commits that nobody has read yet become one batch without doubles', async () => {
  const updates = watchCommits(store)
  await commit('f1')
  await commit('f2', 'f1')
  await commit('v1')
  expect((await updates.next()).value).toEqual({ nouns: ['finding', 'visit'], ids: ['f1', 'f2', 'v1'] })
})

test('a transaction that touches nothing or fails tells nothing', async () => {
  const updates = watchCommits(store)
  await commit()
  const failing = store.write(async (tx) => {
    touch(tx, 'visit', 'v9')
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await commit('f1')
  expect((await updates.next()).value).toEqual({ nouns: ['finding'], ids: ['f1'] })
})

test('an import that touches very many is told as its nouns, and stays so until read', async () => {
  const updates = watchCommits(store)
  await commit(...Array.from({ length: mostIds }, (_, index) => `f${index}`))
  await commit('v1')
  await commit('f1')
  expect((await updates.next()).value).toEqual({ nouns: ['finding', 'visit'], ids: [] })
  await commit('f1')
  expect((await updates.next()).value).toEqual({ nouns: ['finding'], ids: ['f1'] })
})

test('exactly the limit still names them', async () => {
  const updates = watchCommits(store)
  await commit(...Array.from({ length: mostIds }, (_, index) => `f${index}`))
  expect((await updates.next()).value?.ids).toHaveLength(mostIds)
})

test('two windows hear of the same commit, and one that leaves takes nothing from the other', async () => {
  const [one, other] = [watchCommits(store), watchCommits(store)]
  await commit('f1')
  await one.return()
  await commit('f2')
  expect((await one.next()).done).toBe(true)
  expect((await other.next()).value?.ids).toEqual(['f1', 'f2'])
})

test('a lock ends the watching at once, even before it began', async () => {
  const lock = new AbortController()
  const updates = watchCommits(store, lock.signal)
  const waiting = updates.next()
  lock.abort()
  expect((await waiting).done).toBe(true)
  expect((await watchCommits(store, lock.signal).next()).done).toBe(true)
  await commit('f1')
  expect((await updates.next()).done).toBe(true)
})
