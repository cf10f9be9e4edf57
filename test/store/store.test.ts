import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { deriveKey } from '../../electron/crypto/keySlot.ts'
import { asProblem, connect, readVersion, writeVersion } from '../../electron/store/database/connection.ts'
import { listFindings } from '../../electron/store/query/finding.ts'
import { migrate, migrations } from '../../electron/store/migrations/migrate.ts'
import { touch } from '../../electron/store/database/transaction.ts'
import { createReplica, createWorld, keyOf, type World } from './world.ts'

/** The version that this program writes. */
const present = migrations.at(-1)?.version ?? 0

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.end())

function database(name: string): string {
  return join(world.folder, name, 'store.db')
}

/** A closed workspace with something in it. */
async function makeClosed(name: string, findings = 200): Promise<void> {
  const team = await createReplica(world, name)
  const visit = world.newId()
  await team.write([
    { entity: 'visit', id: visit, set: { ordinal: 1 } },
    ...Array.from({ length: findings }, (_, place) => ({
      entity: 'finding' as const,
      id: world.newId(),
      parent: visit,
      set: { ordinal: place + 1, fact: `秘密事实${place}`.repeat(20) },
    })),
  ])
  await team.store.close()
}

describe('opening', () => {
  test('a folder without a database is refused', async () => {
    await expect(world.open('team')).rejects.toThrow(new Problem('workspace.notFound', {}))
  })

  test('a folder that has one is not made again', async () => {
    await makeClosed('team', 1)
    await expect(world.open('team', { create: true })).rejects.toThrow(new Problem('workspace.exists', {}))
  })

  test('nothing is readable in the file without the key', async () => {
    await makeClosed('team', 5)
    const bytes = readFileSync(database('team'))
    expect(bytes.includes(Buffer.from('秘密事实'))).toBe(false)
    expect(bytes.subarray(0, 15).toString()).not.toBe('SQLite format 3')
  })

  test('with another key says that the database is damaged, and leaves it as it is', async () => {
    await makeClosed('team', 5)
    const before = readFileSync(database('team'))
    await expect(world.open('team', { key: keyOf('another') })).rejects.toThrow(new Problem('workspace.damaged', {}))
    expect(readFileSync(database('team')).equals(before)).toBe(true)
    await world.open('team')
  })

  test('a foreign file in its place says the same', async () => {
    mkdirSync(join(world.folder, 'team'), { recursive: true })
    writeFileSync(database('team'), 'PK\u0003\u0004 this is no database'.repeat(1000))
    await expect(world.open('team')).rejects.toThrow(new Problem('workspace.damaged', {}))
  })

  test('one overwritten page is noticed when it is read', async () => {
    await makeClosed('team')
    const pages = Math.floor(statSync(database('team')).size / 4096)
    const file = openSync(database('team'), 'r+')
    for (let page = 2; page < pages; page += 1) writeSync(file, Buffer.alloc(64, 7), 0, 64, page * 4096 + 1000)
    closeSync(file)
    const read = async () => {
      const store = await world.open('team')
      return store.read((tx) => tx.db.selectFrom('finding').selectAll().execute())
    }
    await expect(read()).rejects.toThrow(new Problem('workspace.damaged', {}))
  })

  test('a database of a newer version is refused and not rewritten', async () => {
    await makeClosed('team', 1)
    const raw = connect(database('team'), deriveKey(keyOf('team'), 'database'), { create: false })
    writeVersion(raw, 99)
    raw.raw.close()
    const refused = world.open('team')
    await expect(refused).rejects.toMatchObject({
      kind: 'workspace.fromFuture',
      details: { found: 99, supported: present },
    })
  })
})

describe('migrating', () => {
  const steps = [
    ...migrations,
    {
      version: present + 1,
      up: async <T>(db: Kysely<T>) => {
        await db.schema.alterTable('unit').addColumn('remark', 'text').execute()
      },
    },
  ]

  test('copies a database that holds something first, under the same key', async () => {
    await makeClosed('team', 3)
    const key = deriveKey(keyOf('team'), 'database')
    const connection = connect(database('team'), key, { create: false })
    const copy = join(world.folder, 'team', 'copy.db')
    await migrate(connection, { steps, copyTo: () => copy })
    expect(readVersion(connection)).toBe(present + 1)
    connection.raw.close()
    const old = connect(copy, key, { create: false })
    expect(readVersion(old)).toBe(present)
    expect(await old.db.selectFrom('finding').select('id').execute()).toHaveLength(3)
    old.raw.close()
  })

  test('goes step by step, none left out: a database never comes back to a number it has passed', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })

  test('from version 2 takes removed findings out of the search index', async () => {
    const team = await createReplica(world, 'team')
    const [visit, finding] = [world.newId(), world.newId()]
    await team.write([
      { entity: 'visit', id: visit, set: { ordinal: 1 } },
      { entity: 'finding', id: finding, parent: visit, set: { fact: '重复录入', ordinal: 1 } },
      { entity: 'finding', id: finding, set: { removed: true, removedReason: '重复' } },
    ])
    await team.store.close()
    const old = connect(database('team'), deriveKey(keyOf('team'), 'database'), { create: false })
    old.raw.exec(`insert into local_searchDocument (key, entity, id) values (1, 'finding', '${finding}');
      insert into local_searchText (rowid, tokens) values (1, '重复 复录 录入 入')`)
    const step = migrations.filter(({ version }) => version === 3)
    writeVersion(old, 2)
    await migrate(old, { steps: step, copyTo: (version) => join(world.folder, 'team', `copy${version}.db`) })
    writeVersion(old, present)
    old.raw.close()
    const store = await world.open('team')
    const page = await store.read((tx) => listFindings(tx, { text: '重复', limit: 10 }))
    expect(page).toEqual({ rows: [], total: 0, next: undefined })
  })

  test('from version 15 finds old findings by the one folding', async () => {
    const team = await createReplica(world, 'team')
    const [visit, finding] = [world.newId(), world.newId()]
    const fact = '接\u00ad待大厅⻔口，由张 三值守'
    await team.write([
      { entity: 'visit', id: visit, set: { ordinal: 1 } },
      { entity: 'finding', id: finding, parent: visit, set: { fact, ordinal: 1 } },
    ])
    await team.store.close()
    const old = connect(database('team'), deriveKey(keyOf('team'), 'database'), { create: false })
    old.raw.exec(`update local_searchText set tokens = '接 待大 大厅 厅⻔ ⻔口 口 由张 张 三值 值守 守'
      where rowid = (select key from local_searchDocument)`)
    writeVersion(old, 15)
    const step = migrations.filter(({ version }) => version === 16)
    await migrate(old, { steps: step, copyTo: (version) => join(world.folder, 'team', `copy${version}.db`) })
    writeVersion(old, present)
    old.raw.close()
    const store = await world.open('team')
    const found = (text: string) => store.read((tx) => listFindings(tx, { text, limit: 10 }))
    for (const text of ['接待', '厅门', '张三', '三\u200b值']) expect((await found(text)).total).toBe(1)
    expect((await found('厅口')).total).toBe(0)
  })

  test('that was killed after its copy, or while making it, is begun again and copies anew', async () => {
    await makeClosed('team', 1)
    const connection = connect(database('team'), deriveKey(keyOf('team'), 'database'), { create: false })
    const copy = join(world.folder, 'team', 'copy.db')
    for (const left of [copy, `${copy}.part`]) writeFileSync(left, '半份')
    await migrate(connection, { steps, copyTo: () => copy })
    expect(readVersion(connection)).toBe(present + 1)
    connection.raw.close()
    copyFileSync(copy, database('team'))
    const store = await world.open('team')
    expect(store.tailLost).toBe(false)
    expect(existsSync(`${copy}.part`)).toBe(false)
  })

  test('that fails leaves the database at its version', async () => {
    await makeClosed('team', 1)
    const connection = connect(database('team'), deriveKey(keyOf('team'), 'database'), { create: false })
    const broken = [...steps, { version: present + 2, up: () => Promise.reject(new Error('broken step')) }]
    const copyTo = (version: number) => join(world.folder, 'team', `copy${version}.db`)
    await expect(migrate(connection, { steps: broken, copyTo })).rejects.toThrow('broken step')
    expect(readVersion(connection)).toBe(present + 1)
    connection.raw.close()
    expect(existsSync(copyTo(present))).toBe(true)
    copyFileSync(copyTo(present), database('team'))
    await world.open('team')
  })
})

describe('transactions', () => {
  test('that fail leave nothing behind', async () => {
    const { store } = await createReplica(world, 'team')
    const failing = store.write(async (tx) => {
      await tx.db.insertInto('local_setting').values({ key: 'half', value: '1' }).execute()
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    const rows = await store.read((tx) => tx.db.selectFrom('local_setting').select('key').execute())
    expect(rows).toEqual([{ key: 'founder' }])
  })

  test('write one after the other, in the order of the calls', async () => {
    const { store } = await createReplica(world, 'team')
    const order: number[] = []
    const write = (name: number, waits: number) =>
      store.write(async () => {
        for (let turn = 0; turn < waits; turn += 1) await new Promise((resolve) => setImmediate(resolve))
        order.push(name)
      })
    await Promise.all([write(1, 5), write(2, 0), write(3, 2)])
    expect(order).toEqual([1, 2, 3])
  })

  test('read one snapshot, whatever is written meanwhile, and do not wait for each other', async () => {
    const { store } = await createReplica(world, 'team')
    const count = (tx: Parameters<Parameters<typeof store.read>[0]>[0]) =>
      tx.db
        .selectFrom('local_setting')
        .select('key')
        .execute()
        .then((rows) => rows.length)
    await store.read(async (tx) => {
      expect(await count(tx)).toBe(1)
      await store.write((write) => write.db.insertInto('local_setting').values({ key: 'new', value: '1' }).execute())
      expect(await store.read(count)).toBe(2)
      expect(await count(tx)).toBe(1)
    })
  })

  test('tell listeners what was touched, once it is committed', async () => {
    const { store } = await createReplica(world, 'team')
    const heard: unknown[] = []
    const stop = store.onCommit((touched) => heard.push(touched))
    await store.write(async (tx) => {
      touch(tx, 'visit', 'a')
      touch(tx, 'visit', 'a')
    })
    const failed = store.write(async (tx) => {
      touch(tx, 'visit', 'b')
      throw new Error('stop')
    })
    await expect(failed).rejects.toThrow('stop')
    stop()
    await store.write(async (tx) => touch(tx, 'visit', 'c'))
    expect(heard).toEqual([[{ entity: 'visit', id: 'a' }]])
  })

  test('after closing are refused as locked', async () => {
    const { store } = await createReplica(world, 'team')
    await store.close()
    await expect(store.read(async () => 1)).rejects.toThrow(new Problem('workspace.locked', {}))
    await expect(store.write(async () => 1)).rejects.toThrow(new Problem('workspace.locked', {}))
  })
})

test('a full disk is a Problem, and the transaction is rolled back', async () => {
  const connection = connect(join(world.folder, 'small.db'), keyOf('small'), { create: true })
  connection.raw.exec('create table t (x text)')
  connection.raw.pragma('max_page_count=8')
  const fill = connection.raw.prepare('insert into t values (?)')
  let problem: unknown
  try {
    for (let row = 0; row < 100; row += 1) fill.run('x'.repeat(4000))
  } catch (error) {
    problem = asProblem(error)
  }
  connection.raw.close()
  expect(problem).toEqual(new Problem('disk.full', {}))
})
