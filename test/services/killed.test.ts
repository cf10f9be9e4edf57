import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawScene } from '../../electron/picture/scene.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { finished, openMachine, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { listEvents } from '../../electron/store/events.ts'
import { workspacePaths } from '../../electron/store/workspaceFolder.ts'
import { chainFaults, tablesAndRebuilt } from '../chain.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeFinding, makeVisit, takeIn } from './inspection.ts'

/** How often each kind of work is killed; MINGCHA_TEST_KILLS raises it. */
const kills = Number(process.env['MINGCHA_TEST_KILLS'] ?? 3)
const turns = Array.from({ length: kills }, (_, index) => index)

let world: World
let headquarters: Headquarters
let laptop: Laptop
let visit: string
let photos: string[]
let parcel: string
const sent = 150
beforeAll(async () => {
  // The killed processes go by the real clock, and certificates must be good by it.
  world = await createWorld({ seed: 'killed', startsAt: new Date(Date.now() - 3_600_000).toISOString() })
  headquarters = await world.headquarters('省局')
  laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  photos = await Promise.all(
    [1, 2, 3].map(async (seed) => {
      const path = join(world.folder, `IMG_${seed}.jpg`)
      await writeFile(path, await drawScene({ scene: 'office', seed, width: 800, height: 600, exif: {} }))
      return path
    }),
  )
  const campaign = (await laptop.client.campaign.loadPreset({ preset: await presetName(laptop) })).id
  visit = await makeVisit(laptop, { campaign, mode: '暗访', singleInspectorReason: '另一人请假' })
  const shown = await makeVisit(laptop)
  for (let index = 0; index < sent; index += 1) await makeFinding(laptop, shown, { fact: '窗口无人。'.repeat(200) })
  await takeIn(laptop, await makeFinding(laptop, shown), photos)
  parcel = await world.send(laptop, headquarters)
  await headquarters.close()
  await laptop.close()
})
afterAll(() => world.end())

async function presetName({ client }: Machine): Promise<string> {
  return (await client.campaign.presets())[0]?.preset ?? ''
}

async function copyOf(machine: Laptop | Headquarters, name: string): Promise<string> {
  const folder = join(world.folder, name, 'workspace')
  await cp(machine.folder, folder, { recursive: true })
  return folder
}

type Killed = { readonly told: readonly Readonly<Record<string, unknown>>[]; readonly reopened: Machine }

/** Lets a process work on the folder, kills it after a while, and opens the folder again. */
async function killed(
  of: Laptop | Headquarters,
  folder: string,
  after: number,
  words: readonly string[],
): Promise<Killed> {
  const [kind = '', ...on] = words
  const program = join(import.meta.dirname, 'child', 'workUntilKilled.ts')
  const child = spawn(process.execPath, [program, kind, folder, of.host.installation, ...on], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const told: Record<string, unknown>[] = []
  const ready = Promise.withResolvers<void>()
  const gone = once(lines, 'close')
  lines.on('line', (line) => {
    const said: unknown = JSON.parse(line)
    if (typeof said === 'object' && said !== null) told.push({ ...said })
    else ready.resolve()
  })
  await Promise.race([ready.promise, gone])
  await new Promise((resolve) => setTimeout(resolve, after))
  expect(child.exitCode).toBeNull()
  child.kill('SIGKILL')
  await gone
  const reopened = await openMachine(createHost({ ...of.host, dataFolder: join(folder, '..') }), folder, testPassword)
  return { told, reopened }
}

/** What must hold after every kill, whatever was going on; closes the machine. */
async function expectWhole(machine: Machine): Promise<void> {
  const { store } = workspaceOf(machine)
  expect(await chainFaults(store)).toEqual([])
  const verified = await finished<{ damaged: string[] }>(machine.client, await machine.client.evidence.verifyAll())
  expect(verified.damaged).toEqual([])
  const states = (await machine.client.job.list()).map(({ state }) => state)
  expect(states.filter((state) => state === 'running' || state === 'waiting')).toEqual([])
  const parts = (await readdir(workspacePaths(machine.folder).staging)).filter((name) => name.endsWith('.part'))
  expect(parts).toEqual([])
  const { tables, rebuilt } = await tablesAndRebuilt(store)
  expect(rebuilt).toEqual(tables)
  await machine.close()
}

/** Milliseconds that differ from turn to turn and run to run. */
function within(most: number): number {
  return Math.floor(Math.random() * most)
}

describe('kill -9', () => {
  test('during saves: what was acknowledged is there as it was written, and at most one save more', async () => {
    const folder = await copyOf(laptop, 'killed-save')
    const saved = new Map<string, unknown>()
    for (const _ of turns) {
      const { told, reopened } = await killed(laptop, folder, within(600), ['save', visit])
      for (const { id, fact } of told) saved.set(String(id), fact)
      const { findings } = await reopened.client.finding.list({ visit, limit: 500 })
      const found = new Map(findings.map(({ id, fact }) => [id, fact]))
      const last = [...saved.keys()].at(-1)
      // The last one told may have been edited once more before the end came.
      expect([...saved].filter(([id, fact]) => id !== last && found.get(id) !== fact)).toEqual([])
      expect([...saved.keys()].filter((id) => !found.has(id))).toEqual([])
      for (const fact of found.values()) expect(fact).toMatch(/^(?:[0-9a-f]{6000}|[0-9a-f]{12000})$/)
      expect(found.size - saved.size).toBeLessThanOrEqual(1)
      for (const [id, fact] of found) saved.set(id, fact)
      await expectWhole(reopened)
    }
    expect(saved.size).toBeGreaterThan(0)
  })

  test('during an intake: acknowledged photos are whole, and no half file stays', async () => {
    const folder = await copyOf(laptop, 'killed-intake')
    const opened = await openMachine(
      createHost({ ...laptop.host, dataFolder: join(folder, '..') }),
      folder,
      testPassword,
    )
    const finding = await makeFinding(opened, visit)
    await opened.close()
    const acknowledged = new Set<string>()
    for (const _ of turns) {
      const { told, reopened } = await killed(laptop, folder, within(900), ['intake', finding, ...photos])
      for (const { evidence } of told) acknowledged.add(String(evidence))
      const rows = await reopened.client.evidence.list({ finding })
      const ids = new Set(rows.map(({ id }) => id))
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
      expect(rows.every(({ present, size, content }) => present && size !== null && content !== null)).toBe(true)
      expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length)
      await expectWhole(reopened)
    }
  })

  test('during an import: all of the package or nothing of it, and importing it again ends well', async () => {
    for (const turn of turns) {
      const folder = await copyOf(headquarters, `killed-import-${turn}`)
      const { told, reopened } = await killed(headquarters, folder, within(900), ['import', parcel])
      const count = async () => (await reopened.client.finding.list({ limit: 1 })).total
      const before = await count()
      expect([0, sent + 1]).toContain(before)
      expect(told.some(({ accepted }) => accepted === true) && before === 0).toBe(false)
      await world.receive(reopened, parcel)
      expect(await count()).toBe(sent + 1)
      const { store } = workspaceOf(reopened)
      // The laptop's own acceptance of its enrolment answer came with the package.
      const accepted = (await store.read((tx) => listEvents(tx, 'packageAccepted', {}))).filter(
        ({ sender }) => sender === laptop.log,
      )
      const receipts = await store.read((tx) => listEvents(tx, 'receipt', {}))
      expect([accepted.length, receipts.length]).toEqual([1, 1])
      expect((await reopened.client.sync.packages()).filter(({ direction }) => direction === 'in')).toHaveLength(1)
      await expectWhole(reopened)
    }
  })

  test('during a freeze: a version with its document, its list and its signers, or none', async () => {
    const folder = await copyOf(laptop, 'killed-freeze')
    const memo = await prepareMemo(folder)
    const acknowledged = new Set<string>()
    for (const _ of turns) {
      const { told, reopened } = await killed(laptop, folder, within(2500), ['freeze', memo])
      for (const { version } of told) acknowledged.add(String(version))
      const { store } = workspaceOf(reopened)
      const versions = await store.read((tx) => listEvents(tx, 'memoFrozen', { parent: memo }))
      const ids = new Set(versions.map(({ id }) => id))
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
      for (const { id, document, printed } of versions) {
        expect(await store.blobs.verify(document ?? '')).toBe(true)
        expect(await store.blobs.verify(printed ?? '')).toBe(true)
        expect(await store.read((tx) => listEvents(tx, 'memoSigner', { parent: id }))).toHaveLength(1)
      }
      expect(versions.map(({ version }) => version)).toEqual(versions.map((_row, index) => index + 1))
      await expectWhole(reopened)
    }
  })
})

/** A 暗访 with one complete finding, compiled. */
async function prepareMemo(folder: string): Promise<string> {
  const machine = await openMachine(
    createHost({ ...laptop.host, dataFolder: join(folder, '..') }),
    folder,
    testPassword,
  )
  const [point] = await machine.client.riskPoint.list()
  const finding = await makeFinding(machine, visit, {
    riskPoint: point?.code ?? null,
    riskPointName: point?.name ?? null,
    occurredOn: '2026-11-21',
    place: '三号窗口',
    ruleDocument: '全国税务机关纳税服务规范',
    ruleValidity: 'unknown',
    opinion: '应当整改。',
    severity: 2,
    rectificationType: '立行立改',
  })
  await takeIn(machine, finding, photos.slice(0, 1))
  const { id } = await machine.client.memo.compile({ visit })
  await machine.client.memo.save({
    id,
    set: { issuer: '第一检查组', issuedOn: '2026-11-22', statementKind: '暗访未出示' },
  })
  await machine.close()
  return id
}
