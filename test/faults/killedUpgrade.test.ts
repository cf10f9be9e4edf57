import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import { isJobKind } from '../../electron/contract/job/jobKind.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { finished, openMachine, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { readSetting, writeSetting } from '../../electron/services/host/settingAccess.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { makeId } from '../../electron/store/change/idProof.ts'
import { countUnapplied } from '../../electron/store/imports/waiting.ts'
import { clearSearchIndex } from '../../electron/store/row/searchIndex.ts'
import { chainFaults } from '../chain.ts'
import { makeVisit } from '../services/inspection.ts'
import { childHost } from '../services/child/childHost.ts'
import { dump } from '../store/world.ts'
import { createWorld, testPassword, type World } from '../world.ts'
import { drawing, extent, tell } from './extent.ts'
import { expectWhole } from './killing.ts'

/** An upgrade killed at any moment: the next opening goes on, and ends in the same tables. 50 times each in a long run. */
const kills = extent(3, 50)
const installation = '0197a000-0000-7000-8000-000000000001'
let world: World
beforeAll(async () => {
  world = await createWorld({ seed: 'killed upgrade', startsAt: new Date(Date.now() - 3_600_000).toISOString() })
})
afterAll(() => world.end())

function open(folder: string): Promise<Machine> {
  return openMachine(createHost(childHost(join(folder, '..'), installation)), folder, testPassword)
}

/** Milliseconds after the opening began. Gives whether it was over by then. */
async function killWhileOpening(folder: string, after: number): Promise<boolean> {
  const program = join(import.meta.dirname, 'child', 'openWorkspace.ts')
  const child = spawn(process.execPath, [program, folder, installation], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const said: string[] = []
  lines.on('line', (line) => said.push(line))
  const gone = once(lines, 'close')
  await once(lines, 'line')
  await new Promise((resolve) => setTimeout(resolve, after))
  child.kill('SIGKILL')
  await gone
  return said.includes('open')
}

/** Kills openings of copies, each of them once or twice, until chance lets one end; then looks. */
async function killOpenings(what: string, source: string, look: (machine: Machine) => Promise<void>): Promise<void> {
  const draw = drawing(what)
  let opened = 0
  for (let turn = 0; turn < kills; turn += 1) {
    const folder = join(world.folder, `${what} ${turn}`, 'workspace')
    await mkdir(join(folder, '..'), { recursive: true })
    await cp(source, folder, { recursive: true })
    // Git keeps no empty folders.
    for (const needed of ['blobs', 'staging']) await mkdir(join(folder, needed), { recursive: true })
    for (let times = 1 + draw.below(2); times > 0; times -= 1) {
      opened += (await killWhileOpening(folder, draw.below(900))) ? 1 : 0
    }
    const machine = await open(folder)
    for (const { id: job, kind, state } of await machine.client.job.list()) {
      if ((state === 'running' || state === 'waiting') && isJobKind(kind)) await finished(machine.client, { job, kind })
    }
    await look(machine)
  }
  tell(what, { kills, opened })
}

describe('an upgrade killed at any moment', () => {
  test('a workspace of version 1 is brought to the shape of today', async () => {
    const source = join(import.meta.dirname, '..', 'formats', 'v1', 'team')
    const whole = join(world.folder, 'whole', 'workspace')
    await mkdir(join(whole, '..'), { recursive: true })
    await cp(source, whole, { recursive: true })
    await mkdir(join(whole, 'staging'), { recursive: true })
    const unkilled = await open(whole)
    const tables = await dump(workspaceOf(unkilled).store)
    await unkilled.close()
    expect(tables['finding']).toHaveLength(1)
    await killOpenings('kill -9 during migration', source, async (machine) => {
      const { store } = workspaceOf(machine)
      expect(await dump(store)).toEqual(tables)
      expect(await chainFaults(store)).toEqual([])
      await machine.close()
    })
  })

  test('what an older program kept aside is read in to the end', async () => {
    const headquarters = await world.headquarters('省局')
    const laptop = await world.laptop('甲', '组长')
    await world.enrol(headquarters, laptop, 'A')
    const visit = await makeVisit(laptop)
    const { store, log } = workspaceOf(laptop)
    const { host, person: author } = laptop
    await store.write((tx) => {
      const drafts = Array.from({ length: 400 }, (_, place) => {
        const made = makeId({ log, now: host.now(), random: host.random }, { entity: 'finding', parent: visit })
        const set = { ordinal: place + 1, title: `第${place + 1}个问题`, fact: '三号窗口无人值守。' }
        return { entity: 'finding', ...made, parent: visit, set } as const
      })
      return append(tx, { log, operation: host.newId(), author, at: host.instant(), drafts })
    })
    await world.carry(laptop, headquarters)
    const tables = await dump(workspaceOf(headquarters).store)
    await setAside(headquarters, laptop.log)
    await headquarters.close()
    await killOpenings('kill -9 during reading in', headquarters.folder, async (machine) => {
      const { store: here } = workspaceOf(machine)
      expect(await here.read(countUnapplied)).toBe(0)
      expect(await here.read((tx) => readSetting(tx, 'appliedSchema'))).toEqual({ schemaVersion })
      expect(await dump(here)).toEqual(tables)
      await expectWhole(machine)
    })
  })
})

/** As an older program leaves it that could not read the findings of this log. */
async function setAside(machine: Machine, log: string): Promise<void> {
  await workspaceOf(machine).store.write(async (tx) => {
    await tx.db
      .updateTable('change')
      .set({ verdict: 'future', included: 0 })
      .where('log', '=', log)
      .where('entity', '=', 'finding')
      .execute()
    await tx.db.deleteFrom('finding').execute()
    await clearSearchIndex(tx)
    await writeSetting(tx, 'appliedSchema', { schemaVersion: 1 })
  })
}
