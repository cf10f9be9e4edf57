import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, open, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { migrations } from '../../electron/store/migrations/migrate.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveKey, openKeySlot } from '../../electron/crypto/keySlot.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { clientOf, openMachine, workspaceOf } from '../../electron/services/machine.ts'
import { createWorkspace, findWorkspaces } from '../../electron/services/workspace/workspaceAccess.ts'
import { getLog } from '../../electron/store/log/log.ts'
import { readWorkspaceFile, workspacePaths } from '../../electron/store/folder/workspaceFolder.ts'
import { chainFaults } from '../chain.ts'
import { kindOf, problemOf } from '../problem.ts'
import { createWorld, testPassword, type Laptop, type World } from '../world.ts'
import { makeFinding, makeVisit, textsOf } from './inspection.ts'

let world: World
let laptop: Laptop
let finding: string
/** The closed workspace as the tests below copy it. */
let original: string
beforeAll(async () => {
  world = await createWorld({ seed: 'workspace' })
  laptop = await world.laptop('甲', '组长')
  const visit = await makeVisit(laptop)
  for (let index = 0; index < 40; index += 1) {
    await makeFinding(laptop, visit, { fact: `第${index}号窗口在工作时间无人值守，已拍照。`.repeat(8) })
  }
  finding = await makeFinding(laptop, visit, { fact: '原来的事实' })
  original = laptop.folder
  await laptop.close()
})
afterAll(() => world.end())

async function copyOf(name: string): Promise<string> {
  const folder = join(world.folder, `copy-${name}`, 'workspace')
  await cp(original, folder, { recursive: true })
  return folder
}

function hostAt(folder: string) {
  return createHost({ ...laptop.host, dataFolder: join(folder, '..') })
}

/** Unlocks as a window does, through the procedures. */
async function unlocking(folder: string, password = testPassword) {
  const host = hostAt(folder)
  const connection = host.connect()
  const client = clientOf(connection)
  const [found] = await client.workspace.list()
  return { host, client, unlock: () => client.workspace.unlock({ id: found?.id ?? '', password }) }
}

/** Every file of a folder with its bytes, so that "nothing was touched" can be checked. */
async function bytesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder, { recursive: true })
  const files: Record<string, string> = {}
  for (const name of names.toSorted()) {
    const path = join(folder, name)
    if ((await stat(path)).isFile()) files[name] = (await readFile(path)).toString('base64')
  }
  return files
}

const wish = {
  kind: 'team',
  name: '第二检查组',
  drill: false,
  person: '王某',
  unit: '检查处',
  post: '科员',
  password: testPassword,
} as const

test('the list names no place on this computer: a window asks by id', async () => {
  const { host, client } = await unlocking(laptop.folder)
  expect(JSON.stringify(await client.workspace.list())).not.toContain(host.dataFolder)
  await host.close()
})

describe('a password', () => {
  test('that is wrong opens nothing and touches nothing; the right one opens it afterwards', async () => {
    const folder = await copyOf('wrong')
    const before = await bytesIn(folder)
    const wrong = await unlocking(folder, `${testPassword}!`)
    expect(await kindOf(wrong.unlock)).toBe('password.wrong')
    expect(await kindOf(wrong.client.workspace.current())).toBe('workspace.locked')
    expect(await bytesIn(folder)).toEqual(before)
    await wrong.host.close()
    const right = await unlocking(folder)
    await right.unlock()
    expect((await right.client.workspace.current()).name).toBe('甲')
    await right.host.close()
  })

  test.each(['', '1234567890', 'password123', '王某王某王某王某', 'aaaaaaaaaaaa'])(
    'as weak as %j makes no workspace and leaves no folder',
    async (password) => {
      const dataFolder = join(world.folder, 'weak')
      const host = createHost({ ...laptop.host, dataFolder })
      const client = clientOf(host.connect())
      const problem = await problemOf(client.workspace.create({ ...wish, password }))
      expect(problem.kind).toBe('password.weak')
      expect(problem.details).toEqual({ minimum: 10 })
      expect(await client.workspace.list()).toEqual([])
      expect((await readdir(dataFolder)).filter((name) => !name.startsWith('.'))).toEqual([])
      await host.close()
    },
  )
})

describe('a workspace of a newer program', () => {
  test('is refused by the format of workspace.json and stays as it is', async () => {
    const folder = await copyOf('newer-file')
    const path = workspacePaths(folder).file
    const text = (await readFile(path, 'utf8')).replace('mingcha-workspace/1', 'mingcha-workspace/2')
    await writeFile(path, text)
    const before = await bytesIn(folder)
    const host = hostAt(folder)
    const problem = await problemOf(openMachine(host, folder, testPassword))
    expect([problem.kind, problem.details]).toEqual(['workspace.fromFuture', { found: 2, supported: 1 }])
    expect(await bytesIn(folder)).toEqual(before)
    await host.close()
  })

  test('is refused by the version of the database, which is not rewritten', async () => {
    const folder = await copyOf('newer-database')
    const database = await openDatabase(folder)
    const supported = migrations.at(-1)?.version ?? 0
    database.pragma(`user_version=${supported + 4}`)
    database.close()
    const before = await bytesIn(folder)
    const { host, client, unlock } = await unlocking(folder)
    const problem = await problemOf(unlock)
    expect([problem.kind, problem.details]).toEqual(['workspace.fromFuture', { found: supported + 4, supported }])
    expect(await kindOf(client.workspace.current())).toBe('workspace.locked')
    const { lock: _before, ...was } = before
    const { lock: _after, ...is } = await bytesIn(folder)
    expect(is).toEqual(was)
    // The lock was given back: a second try is refused for the same reason.
    expect(await kindOf(unlock)).toBe('workspace.fromFuture')
    await host.close()
  })
})

async function openDatabase(folder: string): Promise<Database.Database> {
  const file = await readWorkspaceFile(folder)
  const [slot] = file.slots
  if (slot === undefined) throw new Error('a workspace has a slot')
  const key = Buffer.from(deriveKey(await openKeySlot(slot, testPassword), 'database')).toString('hex')
  const database = new Database(workspacePaths(folder).database)
  database.pragma("cipher='aegis'")
  database.pragma(`key="x'${key}'"`)
  return database
}

describe('a database with one page overwritten', () => {
  const pageSize = 4096

  async function readAll(folder: string): Promise<object> {
    const host = hostAt(folder)
    try {
      const { client, connection } = await openMachine(host, folder, testPassword)
      const { findings } = await client.finding.list({ limit: 500 })
      const details = []
      for (const { id } of findings)
        details.push(await client.finding.get({ id }), await client.history.of({ entity: 'finding', id }))
      const searched = await client.finding.list({ text: '无人', limit: 500 })
      await client.finding.save({ id: finding, set: { title: '改过的标题' } })
      if (connection.session === undefined) throw new Error('locked')
      const faults = await chainFaults(connection.session.workspace.store)
      return { findings, details, searched, faults, visits: await client.visit.list({}) }
    } finally {
      await host.close()
    }
  }

  test('is found at opening or at the first use of that page: never wrong data', async () => {
    const intact = await readAll(await copyOf('intact'))
    expect(intact).toMatchObject({ faults: [] })
    const { size } = await stat(workspacePaths(original).database)
    const pages = size / pageSize
    expect(pages).toBeGreaterThan(30)
    const places = [0, 1, 2, 3, 5, 8, 13, 21, 34].filter((page) => page < pages).concat(pages - 1)
    const found: string[] = []
    for (const page of places) {
      const folder = await copyOf(`page-${page}`)
      const handle = await open(workspacePaths(folder).database, 'r+')
      await handle.write(Buffer.alloc(pageSize, 0xa5), 0, pageSize, page * pageSize)
      await handle.close()
      const outcome = await readAll(folder).catch((error: unknown) => kindOf(Promise.reject(error)))
      expect([intact, 'workspace.damaged']).toContainEqual(outcome)
      if (outcome === 'workspace.damaged') found.push(outcome)
    }
    // Pages of tables that are still empty are never read.
    expect(found.length).toBeGreaterThan(2)
  })

  test('cannot be written either: the damaged file is left as it is, apart from the lock', async () => {
    const folder = await copyOf('first-page')
    const handle = await open(workspacePaths(folder).database, 'r+')
    await handle.write(Buffer.alloc(64, 0xa5), 0, 64, 100)
    await handle.close()
    const { database } = workspacePaths(folder)
    const before = await readFile(database)
    const { host, unlock } = await unlocking(folder)
    expect(await kindOf(unlock)).toBe('workspace.damaged')
    expect(await readFile(database)).toEqual(before)
    await host.close()
  })
})

describe('a folder', () => {
  test('in use by another process is refused, and opens when that one has gone', async () => {
    const folder = await copyOf('in-use')
    const child = spawn(process.execPath, [join(import.meta.dirname, '../store/child/holdLock.ts'), folder])
    await once(child.stdout, 'data')
    const { host, client, unlock } = await unlocking(folder)
    expect(await kindOf(unlock)).toBe('workspace.inUse')
    expect(await kindOf(client.finding.list({}))).toBe('workspace.locked')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await unlock()
    expect(await textsOf(client, finding)).toBe('原来的事实')
    await host.close()
  })

  test('copied beside the open one is refused while that is open, and never opened as the other', async () => {
    const [folder, copy] = [await copyOf('beside'), await copyOf('beside-too')]
    const host = hostAt(folder)
    const first = await openMachine(host, folder, testPassword)
    await first.client.finding.save({ id: finding, set: { fact: '在原来的文件夹里改的' } })
    expect(await kindOf(openMachine(host, copy, testPassword))).toBe('workspace.inUse')
    // The same folder under another name is the same workspace.
    const link = join(world.folder, 'link')
    await symlink(folder, link)
    expect((await openMachine(host, link, testPassword)).log).toBe(first.log)
    for (const connection of host.connections) await connection.close()
    const second = await openMachine(host, copy, testPassword)
    expect(workspaceOf(second).folder).toBe(copy)
    expect(await textsOf(second.client, finding)).toBe('原来的事实')
    await host.close()
  })

  test('with foreign files in it is not made a workspace and keeps what it has', async () => {
    const folder = join(world.folder, 'foreign')
    await mkdir(folder)
    await writeFile(join(folder, '会议记录.txt'), '与本程序无关')
    expect(await kindOf(createWorkspace(laptop.host, folder, wish))).toBe('workspace.folderNotEmpty')
    expect(await readdir(folder)).toEqual(['会议记录.txt'])
    expect(await kindOf(createWorkspace(laptop.host, original, wish))).toBe('workspace.exists')
  })

  test('whose making fails is gone again', async () => {
    const folder = join(world.folder, 'failing')
    const failing = { ...laptop.host, instant: () => 'no time' }
    await expect(createWorkspace(failing, folder, wish)).rejects.toThrow()
    expect(existsSync(folder)).toBe(false)
  })

  test('whose creation was killed half-way is no workspace, and is not offered', async () => {
    const dataFolder = join(world.folder, 'killed')
    for (const after of [5, 60, 150]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'child/createWorkspace.ts'), dataFolder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      await new Promise((resolve) => setTimeout(resolve, after))
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const host = createHost({ ...laptop.host, dataFolder })
    const client = clientOf(host.connect())
    const names = (await readdir(dataFolder)).filter((name) => !name.startsWith('.'))
    expect(names.length).toBeGreaterThan(0)
    const listed = (await findWorkspaces(dataFolder)).map(({ folder }) => folder)
    for (const name of names) {
      const folder = join(dataFolder, name)
      const whole = listed.includes(folder)
      // One that got to its end opens; every other is none at all.
      const opening = openMachine(host, folder, testPassword)
      const opened = await opening.then(
        ({ connection }) => connection.close().then(() => 'opened'),
        (error: unknown) => kindOf(Promise.reject(error)),
      )
      expect(opened).toBe(whole ? 'opened' : 'workspace.notFound')
    }
    await client.workspace.create(wish)
    expect((await client.workspace.current()).name).toBe('第二检查组')
    await host.close()
  })

  test('copied to another machine goes on in a new log that names the old head', async () => {
    const folder = await copyOf('elsewhere')
    const host = createHost({ ...laptop.host, installation: '0197a000-0000-7000-8000-00000000abcd' })
    const copy = await openMachine(host, folder, testPassword)
    expect(copy.log).not.toBe(laptop.log)
    const { store } = workspaceOf(copy)
    const [old, fresh] = await store.read(async (tx) => [await getLog(tx, laptop.log), await getLog(tx, copy.log)])
    expect(fresh?.predecessorLog).toBe(laptop.log)
    expect(fresh?.predecessorHead).toBe(old?.head)
    await copy.client.finding.save({ id: finding, set: { fact: '在另一台电脑上改的' } })
    expect(await textsOf(copy.client, finding)).toBe('在另一台电脑上改的')
    expect(await store.read(async (tx) => (await getLog(tx, laptop.log)).number)).toBe(old?.number)
    expect(await chainFaults(store)).toEqual([])
    await host.close()
    // The same installation again: the same log, not one for every start.
    const again = await openMachine(createHost({ ...host }), folder, testPassword)
    expect(again.log).toBe(copy.log)
    await again.close()
  })
})

describe('locking', () => {
  test('closes the store and its folder; unlocking opens both again with everything in it', async () => {
    const folder = await copyOf('lock')
    const { host, client, unlock } = await unlocking(folder)
    await unlock()
    await client.finding.save({ id: finding, set: { fact: '锁定之前保存的' } })
    await client.workspace.lock()
    expect(host.unlocked.size).toBe(0)
    expect(await kindOf(client.finding.get({ id: finding }))).toBe('workspace.locked')
    // Nothing holds the folder any more: another process may have it.
    const child = spawn(process.execPath, [join(import.meta.dirname, '../store/child/holdLock.ts'), folder])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await unlock()
    expect(await textsOf(client, finding)).toBe('锁定之前保存的')
    await host.close()
  })

  test('of one of two windows leaves the other its shared store', async () => {
    const folder = await copyOf('tabs')
    const { host, client: first, unlock } = await unlocking(folder)
    const second = clientOf(host.connect())
    await unlock()
    const { id } = await first.workspace.current()
    await second.workspace.unlock({ id, password: testPassword })
    expect(host.unlocked.size).toBe(1)
    await first.finding.save({ id: finding, set: { fact: '第一个窗口写的' } })
    expect(await textsOf(second, finding)).toBe('第一个窗口写的')
    await first.workspace.lock()
    expect(await kindOf(first.finding.get({ id: finding }))).toBe('workspace.locked')
    await second.finding.save({ id: finding, set: { fact: '第二个窗口写的' } })
    expect(await textsOf(second, finding)).toBe('第二个窗口写的')
    await second.workspace.lock()
    expect(host.unlocked.size).toBe(0)
    await host.close()
  })

  test('unlocking in two windows at the same moment opens the workspace once', async () => {
    const folder = await copyOf('together')
    const host = hostAt(folder)
    const windows = [clientOf(host.connect()), clientOf(host.connect()), clientOf(host.connect())]
    const { id } = await readWorkspaceFile(folder)
    await Promise.all(windows.map((client) => client.workspace.unlock({ id, password: testPassword })))
    expect(host.unlocked.size).toBe(1)
    for (const client of windows) expect(await textsOf(client, finding)).toBe('原来的事实')
    await host.close()
  })

  test('a window that unlocks another workspace lets go of the first', async () => {
    const folder = await copyOf('switch')
    const { host, client, unlock } = await unlocking(folder)
    await unlock()
    const first = (await client.workspace.current()).id
    const { id } = await client.workspace.create(wish)
    expect([...host.unlocked.keys()]).toEqual([id])
    await client.workspace.unlock({ id: first, password: testPassword })
    expect([...host.unlocked.keys()]).toEqual([first])
    await host.close()
  })
})
