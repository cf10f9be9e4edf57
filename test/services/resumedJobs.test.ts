import { createReadStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { JobKind } from '../../electron/contract/job/jobKind.ts'
import { drawScene } from '../../electron/picture/scene.ts'
import type { HostOptions } from '../../electron/services/host/host.ts'
import { carry, finished, handleOf, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { findJob, putJob } from '../../electron/store/local/localJob.ts'
import { compileMemo, photograph, prepareRoster, recordFinding } from '../journeys/story.ts'
import { makeVisit } from './inspection.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'

/**
 * Every kind of job goes on at the next unlock: one that was cut short does its work, and one whose end was not put on
 * record any more finds its work done and makes nothing twice.
 */

let world: World
let headquarters: Headquarters
let laptop: Laptop
let visit: string
let finding: string
let photo: string
let prepared: () => Promise<[Headquarters, Laptop]>
beforeAll(async () => {
  world = await createWorld({ seed: 'resumed jobs' })
  headquarters = await world.headquarters('省局')
  laptop = await world.laptop('甲', '组长')
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, laptop, 'A')
  const [campaign] = await laptop.client.campaign.list()
  const secret = { mode: '暗访', singleInspectorReason: '另一人请假' } as const
  visit = await makeVisit(laptop, { unit, campaign: campaign?.id ?? null, ...secret })
  finding = await recordFinding(laptop, visit)
  await photograph(laptop, finding, 1)
  await photograph(laptop, finding, 2)
  photo = join(world.stick, 'IMG_3.jpg')
  await mkdir(world.stick, { recursive: true })
  await writeFile(photo, await drawScene({ scene: 'office', seed: 3, width: 320, height: 240, exif: {} }))
  prepared = await world.keep(headquarters, laptop)
})
beforeEach(async () => {
  ;[headquarters, laptop] = await prepared()
})
afterAll(() => world.end())

type Started = Promise<{ readonly job: string }>
type Kind = {
  readonly kind: JobKind
  readonly reads?: boolean
  readonly at: () => Machine
  /** What lies there before; the record or file that the work is about. */
  readonly prepare?: (machine: Machine) => Promise<string>
  readonly start: (machine: Machine, about: string) => Started
  /** How often its work is done, where it makes something. */
  readonly count?: (machine: Machine) => Promise<number>
  readonly result: unknown
}
const eventsOf = (machine: Machine, entity: 'documentFrozen' | 'packageAccepted') =>
  workspaceOf(machine).store.read((tx) => listEvents(tx, entity, {}))

const kinds: readonly Kind[] = [
  {
    kind: 'evidence.add',
    at: () => laptop,
    start: async ({ client, host }) => {
      const files = [{ handle: await host.files.issue(photo) }]
      return client.evidence.add({ finding, files, class: '现场拍摄导入' })
    },
    count: async ({ client }) => (await client.evidence.list({ finding })).length - 2,
    result: { results: [{ problem: null }] },
  },
  {
    kind: 'evidence.verifyAll',
    reads: true,
    at: () => laptop,
    start: ({ client }) => client.evidence.verifyAll(),
    result: { checked: 2, damaged: [] },
  },
  {
    kind: 'document.freeze',
    at: () => laptop,
    prepare: memoToFreeze,
    start: ({ client }, id) => client.document.freeze({ id }),
    count: async (machine) => (await eventsOf(machine, 'documentFrozen')).length,
    result: { version: expect.any(String) },
  },
  {
    kind: 'sync.export',
    at: () => laptop,
    start: ({ client }) => client.sync.export({ to: headquarters.log }),
    count: async ({ client }) => {
      const packages = await client.sync.packages()
      return packages.filter(({ direction, state }) => direction === 'out' && state === '待保存').length
    },
    result: { ticket: expect.any(String), blobs: 2, absent: [] },
  },
  {
    kind: 'sync.stage',
    at: () => headquarters,
    prepare: (machine) => world.send(laptop, machine),
    start: async (machine, file) => machine.client.sync.stage({ handle: await handleOf(machine, file) }),
    count: async ({ client }) => (await client.sync.staged()).length,
    result: { state: 'ready', sender: '甲', serial: 1 },
  },
  {
    kind: 'sync.accept',
    at: () => headquarters,
    prepare: async (machine) => (await world.stage(machine, await world.send(laptop, machine))).import,
    start: ({ client }, id) => client.sync.accept({ import: id }),
    count: async (machine) => (await eventsOf(machine, 'packageAccepted')).length - 1,
    result: { accepted: [{ serial: 1 }] },
  },
  {
    kind: 'sync.holdings',
    reads: true,
    at: () => laptop,
    start: ({ client }) => client.sync.holdings(),
    result: { ticket: expect.any(String), findings: 1, photos: 2 },
  },
]

// One that only reads waits for no turn: it cannot be stopped before it begins.
const writers = kinds.filter(({ reads }) => reads !== true)

test.for(writers)('$kind that was cut short is done at the next unlock, once, under its id', async (kind) => {
  const { at, prepare, start, count, result } = kind
  const about = (await prepare?.(at())) ?? ''
  const { machine, job } = await stopped(at(), (here) => start(here, about))
  expect((await listed(machine, job)).resumed).toBe(true)
  expect(await finished(machine.client, { job, kind: kind.kind })).toMatchObject(result as object)
  expect(await count?.(machine)).toBe(1)
})

test.for(kinds)(
  '$kind that was done, but not on record as done, makes nothing twice and tells the same',
  async (kind) => {
    const { at, prepare, start, count, result } = kind
    const { job } = await start(at(), (await prepare?.(at())) ?? '')
    await finished(at().client, { job, kind: kind.kind })
    await setBack(at(), job)
    const machine = await world.reopen(at())
    expect(await finished(machine.client, { job, kind: kind.kind })).toMatchObject(result as object)
    expect(await count?.(machine)).toBe(count && 1)
  },
)

describe('a package whose file nobody has taken', () => {
  const write = async () => {
    const { job } = await laptop.client.sync.export({ to: headquarters.log })
    return { job, ...(await finished(laptop.client, { job, kind: 'sync.export' })) }
  }
  const states = async () => {
    const out = (await laptop.client.sync.packages()).filter(({ direction }) => direction === 'out')
    return out.toSorted((a, b) => a.serial - b.serial).map(({ state }) => state)
  }

  test('is 待保存 and can be fetched until it lies where a person wanted it', async () => {
    const { job, ticket } = await write()
    expect(await states()).toEqual(['待保存'])
    const unsent = async () => (await laptop.client.workspace.current())?.counts.unsent
    expect(await unsent()).toBeGreaterThan(0)
    expect(await listed(laptop, job)).toMatchObject({ resumed: false, fetchable: true })
    await carry(laptop, ticket, world.stick)
    expect(await states()).toEqual(['已写出'])
    expect(await unsent()).toBe(0)
    expect((await listed(laptop, job)).fetchable).toBe(false)
    await expect(write()).rejects.toMatchObject({ kind: 'sync.nothingNew' })
  })

  test('is taken back when the program ends, and the next one brings everything', async () => {
    await write()
    laptop = await world.reopen(laptop)
    expect(await states()).toEqual(['已撤回'])
    await world.carry(laptop, headquarters)
    expect(await states()).toEqual(['已撤回', '已写出'])
    expect((await headquarters.client.finding.list({})).findings.map(({ id }) => id)).toEqual([finding])
  })

  test('is taken back by the next one to the same peer, which could not be accepted without it', async () => {
    await write()
    const second = await recordFinding(laptop, visit)
    const { ticket, serial } = await write()
    expect(serial).toBe(2)
    expect(await states()).toEqual(['已撤回', '待保存'])
    await world.receive(headquarters, await carry(laptop, ticket, world.stick))
    const arrived = (await headquarters.client.finding.list({})).findings.map(({ id }) => id)
    expect(arrived.toSorted()).toEqual([finding, second].toSorted())
  })

  test('that is carried all the same, after it was taken back, does no harm', async () => {
    const first = await write()
    const stale = await carryAway(first.ticket)
    laptop = await world.reopen(laptop)
    await world.receive(headquarters, stale)
    await recordFinding(laptop, visit)
    expect((await world.carry(laptop, headquarters)).unchanged).toBeGreaterThan(0)
    expect((await headquarters.client.finding.list({})).total).toBe(2)
  })

  test('asked for again while one is taken up again, the last one stands and brings everything', async () => {
    const { machine, job } = await stopped(laptop, ({ client }) => client.sync.export({ to: headquarters.log }))
    laptop = machine
    const { ticket } = await write()
    await finished(machine.client, { job, kind: 'sync.export' })
    expect(await states()).toEqual(['已撤回', '待保存'])
    await world.receive(headquarters, await carry(laptop, ticket, world.stick))
    expect((await headquarters.client.finding.list({})).total).toBe(1)
  })
})

/** The bytes, and the program does not hear of it: as where a browser saves and the process dies. */
async function carryAway(ticket: string): Promise<string> {
  const file = laptop.host.files.look(ticket)
  if (file === undefined) throw new Error('the ticket was just given')
  const path = join(world.stick, '带走了.mcsync')
  await writeFile(path, await file.open(0, file.size - 1))
  return path
}

test('an upload is gone with the process: the window is told, and nothing is staged', async () => {
  const file = await world.send(laptop, headquarters)
  const send = async ({ client, host }: Machine): Started =>
    client.sync.stage({ handle: await host.files.receive(createReadStream(file), basename(file)) })
  const { machine, job } = await stopped(headquarters, send)
  await expect(finished(machine.client, { job, kind: 'sync.stage' })).rejects.toMatchObject({ kind: 'file.expired' })
  expect(await machine.client.sync.staged()).toEqual([])
})

test('a file that is no longer where the person chose it is named as unreadable', async () => {
  const file = await world.send(laptop, headquarters)
  const stage = async (at: Machine): Started => at.client.sync.stage({ handle: await handleOf(at, file) })
  const { machine, job } = await stopped(headquarters, stage, { meanwhile: () => rm(file) })
  await expect(finished(machine.client, { job, kind: 'sync.stage' })).rejects.toMatchObject({
    kind: 'evidence.unreadable',
  })
  expect(await machine.client.sync.staged()).toEqual([])
})

test('what was cancelled is not taken up again, however the program ends', async () => {
  const id = await memoToFreeze(laptop)
  const { job } = await laptop.client.document.freeze({ id })
  await laptop.client.job.cancel({ id: job })
  expect(await workspaceOf(laptop).store.read((tx) => findJob(tx, job))).toMatchObject({ state: 'cancelled' })
  laptop = await world.reopen(laptop)
  expect(await listed(laptop, job)).toMatchObject({ state: 'cancelled', resumed: false })
  expect(await eventsOf(laptop, 'documentFrozen')).toEqual([])
})

test('on another machine nothing of it is taken up again: the first may do the same', async () => {
  const id = await memoToFreeze(laptop)
  const { machine, job } = await stopped(laptop, ({ client }) => client.document.freeze({ id }), {
    changes: { installation: headquarters.host.installation },
  })
  await expect(finished(machine.client, { job, kind: 'document.freeze' })).rejects.toMatchObject({
    kind: 'job.interrupted',
  })
  expect(await eventsOf(machine, 'documentFrozen')).toEqual([])
})

test('a job over which the program has died three times is left to a person', async () => {
  const { job } = await laptop.client.evidence.verifyAll()
  await finished(laptop.client, { job, kind: 'evidence.verifyAll' })
  await setBack(laptop, job, { deaths: 1 })
  laptop = await world.reopen(laptop)
  expect(await finished(laptop.client, { job, kind: 'evidence.verifyAll' })).toMatchObject({ damaged: [] })
  await setBack(laptop, job, { deaths: 2 })
  laptop = await world.reopen(laptop)
  expect((await listed(laptop, job)).resumed).toBe(true)
  await expect(finished(laptop.client, { job, kind: 'evidence.verifyAll' })).rejects.toMatchObject({
    kind: 'job.deadly',
    details: { times: 3 },
  })
})

test('an orderly end counts no death, and the job keeps its place', async () => {
  const { machine, job } = await stopped(laptop, ({ client }) => client.sync.export({ to: headquarters.log }))
  const row = () => workspaceOf(machine).store.read((tx) => findJob(tx, job))
  expect(await row()).toMatchObject({ input: { deaths: 0 } })
  const { createdAt } = (await row()) ?? {}
  world.clock.step(60_000)
  await finished(machine.client, { job, kind: 'sync.export' })
  expect(await row()).toMatchObject({ state: 'done', createdAt })
})

test('a package that had been imported before is told as such, not as failed', async () => {
  const file = await world.send(laptop, headquarters)
  await world.receive(headquarters, file)
  const { import: id } = await world.stage(headquarters, file)
  const { job } = await headquarters.client.sync.accept({ import: id })
  await finished(headquarters.client, { job, kind: 'sync.accept' })
  await setBack(headquarters, job)
  headquarters = await world.reopen(headquarters)
  expect(await finished(headquarters.client, { job, kind: 'sync.accept' })).toEqual({ accepted: [] })
})

test('another photo that lies where the chosen one lay is not taken for it', async () => {
  const start = async ({ client, host }: Laptop): Started => {
    const files = [{ handle: await host.files.issue(photo) }]
    return client.evidence.add({ finding, files, class: '现场拍摄导入' })
  }
  const other = await drawScene({ scene: 'office', seed: 4, width: 320, height: 240, exif: {} })
  const { machine, job } = await stopped(laptop, start, { meanwhile: () => writeFile(photo, other) })
  const { results } = await finished(machine.client, { job, kind: 'evidence.add' })
  expect(results.map(({ problem }) => problem?.kind)).toEqual(['file.expired'])
  expect(await machine.client.evidence.list({ finding })).toHaveLength(2)
})

test('the row of another version ends as interrupted and keeps nobody out', async () => {
  const { job } = await laptop.client.evidence.verifyAll()
  await finished(laptop.client, { job, kind: 'evidence.verifyAll' })
  await setBack(laptop, job, { person: null })
  const machine = await world.reopen(laptop)
  await expect(finished(machine.client, { job, kind: 'evidence.verifyAll' })).rejects.toMatchObject({
    kind: 'job.interrupted',
  })
})

async function memoToFreeze(machine: Machine): Promise<string> {
  const id = await compileMemo(machine, visit)
  await machine.client.document.save({ id, set: { statementKind: '暗访未出示' } })
  return id
}

/** Starts a job behind other work, ends the program before its turn comes, and opens the workspace again. */
async function stopped<M extends Machine>(
  machine: M,
  start: (machine: M) => Started,
  { meanwhile, changes }: { readonly meanwhile?: () => Promise<void>; readonly changes?: Partial<HostOptions> } = {},
): Promise<{ readonly machine: M; readonly job: string }> {
  const before = Promise.withResolvers<void>()
  const other = machine.host.jobs.takeTurn(workspaceOf(machine), () => before.promise)
  const { job } = await start(machine)
  const closed = machine.close()
  before.resolve()
  await Promise.all([other, closed])
  await meanwhile?.()
  return { machine: await world.reopen(machine, changes), job }
}

/** As a process leaves it that is killed between the end of the work and the row that tells of it. */
async function setBack(machine: Machine, id: string, changes: object = {}): Promise<void> {
  await workspaceOf(machine).store.write(async (tx) => {
    const job = await findJob(tx, id)
    if (job === undefined) throw new Error('the job has no row')
    await putJob(tx, { ...job, input: { ...Object(job.input), ...changes }, state: 'running', result: null })
  })
}

async function listed({ client }: Machine, id: string) {
  const found = (await client.job.list()).find((job) => job.id === id)
  if (found === undefined) throw new Error('the job is not listed')
  return found
}
