import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { headOf } from '../../../electron/store/log/log.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import { listRows } from '../../../electron/store/row/rows.ts'
import { createReplica, createWorld, dump, keyOf, type World } from '../world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.end())

test('a program killed while it saves keeps every finding that it said was saved, and no half of one', async () => {
  const { store, log, person, write } = await createReplica(world, 'team')
  const visit = world.newId()
  await write([{ entity: 'visit', id: visit, set: { ordinal: 1 } }])
  await store.close()
  const ids = Array.from({ length: 2000 }, () => world.newId()).toSorted()
  const key = Buffer.from(keyOf('team')).toString('hex')
  const told = await saveAndKill({ folder: join(world.folder, 'team'), key, log, person, visit, ids })
  const saved = told.split('\n').slice(0, -1)
  expect(saved.length).toBeGreaterThan(5)
  expect(saved.length).toBeLessThan(ids.length)

  const again = await world.open('team')
  const found = (await again.read((tx) => listRows(tx, 'finding'))).map(({ id }) => id)
  // One more may have been committed before its word got out.
  expect(found.slice(0, saved.length)).toEqual(saved)
  expect(found.length - saved.length).toBeLessThanOrEqual(1)
  expect(await again.read((tx) => headOf(tx, log))).toMatchObject({ number: found.length + 1 })
  const before = await dump(again)
  await rebuildTables(again)
  expect(await dump(again)).toEqual(before)
})

function saveAndKill(task: object): Promise<string> {
  const script = join(import.meta.dirname, 'saveKilled.child.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString()
    if (told.length > 1000) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (_, signal) => (signal === 'SIGKILL' ? resolve(told) : reject(new Error('ended by itself'))))
  })
}
