import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { isJobKind } from '../../electron/contract/job/jobKind.ts'
import { drawScene } from '../../electron/picture/scene.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { finished, openMachine, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { workspacePaths } from '../../electron/store/folder/workspaceFolder.ts'
import { chainFaults, tablesAndRebuilt } from '../chain.ts'
import { makeFinding, makeVisit, takeIn } from '../services/inspection.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { drawing, extent, tell } from './extent.ts'

/** How often each of the six kinds of work is killed: 204 times in a long run. */
const kills = extent(3, 34)

/** A team with its headquarters, of which copies are worked on and killed. */
export type Ground = {
  readonly world: World
  readonly headquarters: Headquarters
  readonly laptop: Laptop
  readonly visit: string
  readonly photos: readonly string[]
}

export async function createGround(seed: string): Promise<Ground> {
  // The killed processes go by the real clock, and certificates must be good by it.
  const world = await createWorld({ seed, startsAt: new Date(Date.now() - 3_600_000).toISOString() })
  const headquarters = await world.headquarters('省局')
  const laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  const photos = await Promise.all(
    [1, 2, 3].map(async (scene) => {
      const path = join(world.folder, `IMG_${scene}.jpg`)
      await writeFile(path, await drawScene({ scene: 'office', seed: scene, width: 800, height: 600, exif: {} }))
      return path
    }),
  )
  const [preset] = await laptop.client.campaign.presets()
  const campaign = (await laptop.client.campaign.loadPreset({ preset: preset?.preset ?? '' })).id
  const visit = await makeVisit(laptop, { campaign, mode: '暗访', singleInspectorReason: '另一人请假' })
  return { world, headquarters, laptop, visit, photos }
}

export async function copyOf({ world }: Ground, machine: Laptop | Headquarters, name: string): Promise<string> {
  const folder = join(world.folder, name, 'workspace')
  await cp(machine.folder, folder, { recursive: true })
  return folder
}

/** Opens a copy in this process; the original must be closed. */
export function opened(of: Machine, folder: string): Promise<Machine> {
  return openMachine(createHost({ ...of.host, dataFolder: join(folder, '..') }), folder, testPassword)
}

/** A 暗访 with one complete finding and a photo, compiled; gives the memo. */
export async function prepareMemo({ laptop, visit, photos }: Ground, folder: string): Promise<string> {
  const machine = await opened(laptop, folder)
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
  const { id } = await machine.client.document.compile({ kind: '检查备忘录', about: visit })
  await machine.client.document.save({
    id,
    set: { issuer: '第一检查组', issuedOn: '2026-11-22', statementKind: '暗访未出示' },
  })
  await machine.close()
  return id
}

export type Told = Readonly<Record<string, unknown>>
/** What the killed process said that it was told is done, and its workspace opened again. */
export type Survivor = { readonly told: readonly Told[]; readonly reopened: Machine; readonly turn: number }

/**
 * Lets a process work on a workspace, kills it at a moment drawn by lot, opens the workspace again, and looks; as often as
 * the run is long. `look` closes nothing: what must hold whatever was going on is checked afterwards.
 */
export async function killAgainAndAgain(
  work: {
    readonly kind: string
    readonly of: Laptop | Headquarters
    /** Milliseconds within which the kill comes. */
    readonly within: number
    readonly on: (turn: number) => Promise<{ readonly folder: string; readonly on: readonly string[] }>
  },
  look: (survivor: Survivor) => Promise<void>,
): Promise<void> {
  const draw = drawing(`kill -9 during ${work.kind}`)
  let acknowledged = 0
  for (let turn = 0; turn < kills; turn += 1) {
    const { folder, on } = await work.on(turn)
    // Every other kill waits for something to be acknowledged first, so that a slow machine proves something too.
    const patient = turn % 2 === 0
    const told = await workUntilKilled(work, { folder, on, patient, after: draw.below(work.within) })
    acknowledged += told.length
    const reopened = await opened(work.of, folder)
    await endResumed(reopened)
    await look({ told, reopened, turn })
    await expectWhole(reopened)
  }
  tell(`kill -9 during ${work.kind}`, { kills, acknowledged })
}

async function workUntilKilled(
  { kind, of }: { readonly kind: string; readonly of: Machine },
  {
    folder,
    on,
    patient,
    after,
  }: {
    readonly folder: string
    readonly on: readonly string[]
    readonly patient: boolean
    readonly after: number
  },
): Promise<readonly Told[]> {
  const program = join(import.meta.dirname, 'child', 'workUntilKilled.ts')
  const child = spawn(process.execPath, [program, kind, folder, of.host.installation, ...on], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const told: Told[] = []
  const ready = Promise.withResolvers<void>()
  const gone = once(lines, 'close')
  lines.on('line', (line) => {
    const said: unknown = JSON.parse(line)
    if (typeof said === 'object' && said !== null) told.push({ ...said })
    if (!patient || told.length > 0) ready.resolve()
  })
  await Promise.race([ready.promise, gone])
  await new Promise((resolve) => setTimeout(resolve, after))
  expect(child.exitCode).toBeNull()
  child.kill('SIGKILL')
  await gone
  return told
}

/** What was taken up again at the unlock ends well. */
async function endResumed({ client }: Machine): Promise<void> {
  for (const { id: job, kind, resumed } of await client.job.list())
    if (resumed && isJobKind(kind)) await finished(client, { job, kind })
}

/** What must hold after every kill, whatever was going on; closes the machine. */
export async function expectWhole(machine: Machine): Promise<void> {
  const { store } = workspaceOf(machine)
  expect(await chainFaults(store)).toEqual([])
  const verified = await finished(machine.client, await machine.client.evidence.verifyAll())
  expect(verified.damaged).toEqual([])
  const states = (await machine.client.job.list()).map(({ state }) => state)
  expect(states.filter((state) => state === 'running' || state === 'waiting')).toEqual([])
  const parts = (await readdir(workspacePaths(machine.folder).staging)).filter((name) => name.endsWith('.part'))
  expect(parts).toEqual([])
  // What the killed process held for its window is gone; what this one holds is its own.
  const transfer = await readdir(join(machine.folder, '..', '.transfer')).catch(() => [])
  expect(transfer.length).toBeLessThanOrEqual(1)
  const { tables, rebuilt } = await tablesAndRebuilt(store)
  expect(rebuilt).toEqual(tables)
  await machine.close()
}
