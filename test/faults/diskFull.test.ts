import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { problemText, isProblem } from '../../electron/contract/problem/problem.ts'
import { randomBytes } from '../../electron/crypto/hash.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { finished, openMachine, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { workspacePaths } from '../../electron/store/folder/workspaceFolder.ts'
import { inspectSyncPackage } from '../../electron/syncPackage/inspect.ts'
import { chainFaults, tablesAndRebuilt } from '../chain.ts'
import { makeFinding, makeVisit, takeIn } from '../services/inspection.ts'
import { createWorld, testPassword, type Headquarters, type World } from '../world.ts'

/**
 * A whole workspace on a real file system of 24 MB, filled to the last byte by a file beside it. Mounting needs root; a
 * quota or /dev/full would be another thing, so where it cannot be mounted these tests are left out and say so.
 */
let world: World
let small: string
let isMounted = false
let headquarters: Headquarters
let team: Machine
let visit: string

beforeAll(async () => {
  world = await createWorld({ seed: 'disk full' })
  small = join(world.folder, 'small')
  await mkdir(small)
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small]).status === 0
  if (!isMounted) return
  headquarters = await world.headquarters('总部')
  const laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  visit = await makeVisit(laptop)
  await laptop.close()
  spawnSync('cp', ['-r', laptop.folder, join(small, 'workspace')])
  team = await openMachine(createHost({ ...laptop.host, dataFolder: small }), join(small, 'workspace'), testPassword)
})
beforeEach(async (context) => {
  if (!isMounted) context.skip('left out: this process may not mount a small file system')
  await freeSpace()
})
afterAll(async () => {
  if (isMounted) {
    await team.close()
    spawnSync('umount', [small])
  }
  await world.end()
})

/** Leaves so many bytes free, in whole pages. */
async function fill(left: number): Promise<void> {
  const { bavail, bsize } = await statfs(small)
  const size = Math.max(0, bavail * bsize - left)
  await writeFile(join(small, 'ballast'), Buffer.alloc(size))
}

async function freeSpace(): Promise<void> {
  await rm(join(small, 'ballast'), { force: true })
}

/** Does a thing until the disk is full; gives what was acknowledged, and the Problem it ended in. */
async function untilFull<T>(work: (turn: number) => Promise<T>) {
  const done: T[] = []
  for (let turn = 0; turn < 5000; turn += 1) {
    try {
      done.push(await work(turn))
    } catch (error) {
      if (!isProblem(error)) throw error
      return { done, kind: error.kind, text: problemText(error.kind, error.details) }
    }
  }
  throw new Error('the disk did not get full')
}

/** Nothing half, neither now nor after the program was started again. */
async function expectWhole(): Promise<void> {
  const { store } = workspaceOf(team)
  expect(await chainFaults(store)).toEqual([])
  const parts = (await readdir(workspacePaths(team.folder).staging)).filter((name) => name.endsWith('.part'))
  expect(parts).toEqual([])
  const verified = await finished(team.client, await team.client.evidence.verifyAll())
  expect(verified.damaged).toEqual([])
  await team.close()
  team = await openMachine(createHost(team.host), team.folder, testPassword)
  const { tables, rebuilt } = await tablesAndRebuilt(workspaceOf(team).store)
  expect(rebuilt).toEqual(tables)
}

describe('a disk that is full to the last byte', () => {
  test('during saves: the last one is refused whole, the others stay, and after room is made it goes on', async () => {
    await fill(600_000)
    const fact = '窗口无人。'.repeat(2000)
    const { done, kind, text } = await untilFull((turn) => makeFinding(team, visit, { title: `第${turn}条`, fact }))
    expect(kind).toBe('disk.full')
    expect(text.todo).toContain('腾出空间')
    const ids = async () => (await team.client.finding.list({ visit, limit: 500 })).findings.map(({ id }) => id)
    expect(new Set(await ids())).toEqual(new Set(done))
    await freeSpace()
    const next = await makeFinding(team, visit)
    expect(new Set(await ids())).toEqual(new Set([...done, next]))
    await expectWhole()
  })

  test('during an intake: no half photo, no row without its file', async () => {
    const finding = await makeFinding(team, visit)
    await fill(3_000_000)
    const { done, kind } = await untilFull(async (turn) => {
      const path = join(world.folder, `film-${turn}.mp4`)
      await writeFile(path, randomBytes(700_000))
      const [taken] = await takeIn(team, finding, [path])
      if (taken?.problem != null) throw new Error(`refused alone: ${taken.problem.kind}`)
      return taken?.evidence
    })
    expect(kind).toBe('disk.full')
    expect(done.length).toBeGreaterThan(0)
    const rows = async () => (await team.client.evidence.list({ finding })).map(({ id }) => id)
    expect(await rows()).toEqual(done)
    await freeSpace()
    const path = join(world.folder, 'after.mp4')
    await writeFile(path, randomBytes(700_000))
    expect((await takeIn(team, finding, [path]))[0]?.problem).toBeNull()
    expect(await rows()).toHaveLength(done.length + 1)
    await expectWhole()
  })

  test('while a package is written: no package and no number used up; after room is made the same one is written', async () => {
    await makeFinding(team, visit)
    await fill(150_000)
    const before = await team.client.sync.packages()
    const { kind } = await untilFull(() => world.send(team, headquarters))
    expect(['disk.full', 'package.noSpace']).toContain(kind)
    expect(await team.client.sync.packages()).toEqual(before)
    const left = await readdir(small, { recursive: true })
    expect(left.filter((name) => /\.(?:part|mcsync)$/.test(name))).toEqual([])
    await freeSpace()
    const file = await world.send(team, headquarters)
    const { identity } = workspaceOf(headquarters)
    expect(await inspectSyncPackage({ file, identities: [identity] })).toMatchObject({
      state: 'intact',
      manifest: { serial: 1 },
    })
    await world.receive(headquarters, file)
    await expectWhole()
  })

  test('while it is opened: says so, and opens as it was once there is room', async () => {
    const total = async () => (await team.client.finding.list({ visit, limit: 1 })).total
    const before = await total()
    await team.close()
    await fill(0)
    const { kind } = await untilFull(() => openMachine(createHost(team.host), team.folder, testPassword))
    expect(kind).toBe('disk.full')
    await freeSpace()
    team = await openMachine(createHost(team.host), team.folder, testPassword)
    expect(await total()).toBe(before)
    await expectWhole()
  })
})
