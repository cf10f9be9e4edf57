import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { headOf } from '../../../electron/store/log/log.ts'
import { planImport } from '../../../electron/store/imports/importPlan.ts'
import { resumeImports } from '../../../electron/store/imports/importing.ts'
import { countRows } from '../../../electron/store/row/rows.ts'
import type { Store } from '../../../electron/store/store.ts'
import { createReplica, createWorld, dump, enrol, keyOf, pack, type Replica, stage, type World } from '../world.ts'

const findings = 3000

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.end())

test('an import that is killed in the middle goes on at the next opening, and ends as if it had not been', async () => {
  const team = await createReplica(world, 'team')
  const headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
  await enrol(world, headquarters, team, { letter: 'A' })
  await fill(team)
  const importId = await stage(world, headquarters, await pack(world, team, [{ log: team.log }]), 500)
  await headquarters.store.close()

  const told = await acceptAndKill(headquarters, importId)
  expect(told).not.toContain('done')

  const store = await world.open('headquarters')
  const reached = await store.read((tx) => countRows(tx, 'finding'))
  expect(reached).toBeGreaterThan(0)
  expect(reached).toBeLessThan(findings)
  expect(await store.read((tx) => headOf(tx, team.log))).toBeUndefined()
  await expectStaged(store, findings + 1 - (reached + 1))
  await resumeImports(store)
  expect(await store.read((tx) => countRows(tx, 'finding'))).toBe(findings)
  expect(await store.read((tx) => headOf(tx, team.log))).toEqual(await team.store.read((tx) => headOf(tx, team.log)))
  await expectStaged(store, 0)
  const [there, here] = [await dump(store), await dump(team.store)]
  expect(there['finding']?.length).toBe(findings)
  expect(stripNumbers(there['finding'])).toEqual(stripNumbers(here['finding']))
  const again = await stage(world, { ...headquarters, store }, await pack(world, team, [{ log: team.log }]), 500)
  expect(await planImport(store, again)).toMatchObject({ added: 0, updated: 0, unchanged: findings + 1 })
})

async function fill(team: Replica): Promise<void> {
  const visit = world.newId()
  await team.write([{ entity: 'visit', id: visit, set: { ordinal: 1 } }])
  for (let start = 0; start < findings; start += 500) {
    await team.write(
      Array.from({ length: 500 }, (_, place) => ({
        entity: 'finding' as const,
        id: world.newId(),
        parent: visit,
        set: { ordinal: start + place + 1, title: '为税不廉', fact: '个别人员收受礼品。'.repeat(10) },
      })),
    )
  }
}

/** SIGKILL as soon as the child has told two chunks: somewhere inside one of the next. Returns what it told. */
function acceptAndKill(headquarters: Replica, importId: string): Promise<string> {
  const { log, person: author, name } = headquarters
  const set = { package: 'p', sender: log, serial: 1, changes: 0, blobs: 0, refused: 0 }
  const drafts = [{ entity: 'packageAccepted', id: world.newId(), set }]
  const accepted = { log, operation: world.newId(), author, at: world.instant(), drafts }
  const key = Buffer.from(keyOf(name)).toString('hex')
  const argument = JSON.stringify({ folder: join(world.folder, name), key, importId, accepted })
  const script = join(import.meta.dirname, 'importKilled.child.ts')
  const child = spawn(process.execPath, [script, argument], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString()
    if (told.length >= 2) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (_, signal) =>
      signal === 'SIGKILL' ? resolve(told) : reject(new Error(`ended by itself: ${told}`)),
    )
  })
}

async function expectStaged(store: Store, count: number): Promise<void> {
  const rows = await store.read((tx) => tx.db.selectFrom('local_stagedChange').select('seq').execute())
  expect(rows).toHaveLength(count)
}

/** The team has not got its letter yet. */
function stripNumbers(rows: readonly object[] = []): readonly object[] {
  return rows.map((row) => ({ ...row, number: '' }))
}
