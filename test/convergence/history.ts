import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import type { Action } from './action.ts'
import { actionKinds, drawActions } from './actions.ts'
import { deliver, harvest } from './delivery.ts'
import { describeReplica, differences } from './description.ts'
import { type Draw, drawFrom } from './draw.ts'
import { saveEvent } from './honest.ts'
import { drawLog, type Pen } from './pen.ts'
import { createReplica, type Ground, meetHeadquarters, type Replica } from './replica.ts'
import { headquartersLogs, note, replicasOf, type Scene } from './scene.ts'

export type History = { readonly seed: string; readonly actions: readonly Action[] }

/** What came of a history: what was done in it, and where the replicas do not say the same (nothing where all is well). */
export type Outcome = {
  readonly told: readonly string[]
  readonly faults: readonly string[]
  readonly reached: ReadonlyMap<string, number>
}

export function drawHistory(seed: string): History {
  return { seed, actions: drawActions(seed, drawFrom(`${seed} history`)) }
}

/** Lets everything happen, brings everything to everyone, and compares them with each other and with their rebuilds. */
export async function play(template: string, { seed, actions }: History): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-history-'))
  const ground: Ground = { folder, template, clock: { now: Date.UTC(2014, 10, 25, 1, 0, 0) }, seed }
  const scene: Scene = {
    ...ground,
    ...{ headquarters: [], teams: [], hostile: [], ids: [], people: [], withheld: new Set(), reached: new Map() },
  }
  const told: string[] = []
  try {
    const observers = await assemble(scene, drawFrom(`${seed} parties`))
    for (const { kind, seed: own } of actions) {
      const done = await actionKinds[kind]?.perform(scene, drawFrom(own))
      told.push(`${kind}: ${done ?? 'nothing'}`)
    }
    const logs = await harvest(scene)
    scene.teams.push(...observers)
    for (const replica of replicasOf(scene)) await deliver(scene, replica, logs)
    return { told, faults: await compare(scene), reached: scene.reached }
  } catch (error) {
    return { told, faults: [whatThrew(error)], reached: scene.reached }
  } finally {
    for (const { store } of replicasOf(scene)) await store.close()
    rmSync(folder, { recursive: true })
  }
}

async function assemble(scene: Scene, draw: Draw): Promise<readonly Replica[]> {
  const names = ['H', ...(draw.chance(30) ? ['H2'] : [])]
  for (const name of names) scene.headquarters.push(await createReplica(scene, name, ['系统管理员', '督办员']))
  for (const name of ['A', ...(draw.chance(60) ? ['B'] : [])]) {
    scene.teams.push(await createReplica(scene, name, ['组长']))
  }
  for (const name of ['X', ...(draw.chance(50) ? ['Y'] : [])]) scene.hostile.push(createPen(scene, name))
  scene.people.push(...[...replicasOf(scene), ...scene.hostile].map(({ person }) => person))
  scene.people.push(draw.id(scene.clock.now))
  await enrolAll(scene, draw)
  for (const replica of replicasOf(scene)) {
    for (const { birth } of headquartersLogs(scene)) if (draw.chance(60)) await meetHeadquarters(replica, birth)
  }
  return [await createReplica(scene, 'O', ['组长'])]
}

function createPen(scene: Scene, name: string): Pen {
  const draw = drawFrom(`${scene.seed} pen ${name}`)
  const person = draw.id(scene.clock.now)
  return { ...drawLog(draw, scene.clock.now), person, written: [], tip: undefined }
}

/** Every team is enrolled, so that its own view of its rights is everybody's; most hostile writers are too. */
async function enrolAll(scene: Scene, draw: Draw): Promise<void> {
  const [chief] = scene.headquarters
  if (chief === undefined) return
  if (draw.chance(50)) {
    const set = { person: chief.person, log: chief.birth.log, role: '组员', unit: null }
    await writeEvent(scene, draw, chief, 'grant', set)
  }
  for (const party of [...scene.teams, ...scene.hostile]) {
    const isHostile = scene.hostile.some((pen) => pen === party)
    if (isHostile && draw.chance(30)) continue
    const { log, publicKey } = party.birth
    const enrolled = { log, publicKey, kind: '检查组', name: '甲', recipient: null }
    await writeEvent(scene, draw, chief, 'logEnrolled', enrolled)
    const role = isHostile ? '组员' : '组长'
    if (draw.chance(85)) await writeEvent(scene, draw, chief, 'grant', { person: party.person, log, role, unit: null })
  }
}

async function writeEvent(
  scene: Scene,
  draw: Draw,
  replica: Replica,
  entity: 'logEnrolled' | 'grant',
  set: Record<string, string | null>,
): Promise<void> {
  const id = draw.id(scene.clock.now)
  await saveEvent(scene, draw, replica, { entity, id, set })
  note(scene, entity, id)
}

async function compare(scene: Scene): Promise<readonly string[]> {
  const faults: string[] = []
  const logs = new Set(scene.hostile.map(({ birth }) => birth.log))
  let first: { readonly name: string; readonly described: Awaited<ReturnType<typeof describeReplica>> } | undefined
  for (const replica of replicasOf(scene)) {
    const described = await describeReplica(replica, logs)
    if (!replica.isApart && (await isSeenByAll(replica))) {
      first ??= { name: replica.name, described }
      faults.push(...differences(first.described, described).map((one) => `${first?.name} / ${replica.name}: ${one}`))
    }
    await rebuildTables(replica.store)
    const rebuilt = await describeReplica(replica, logs)
    faults.push(...differences(described, rebuilt).map((one) => `${replica.name} / its rebuild: ${one}`))
  }
  return faults
}

/** While a team's log is not enrolled, what it wrote holds in its own workspace and nowhere else (decisions.md 21). */
async function isSeenByAll({ store, birth: { log }, isHeadquarters }: Replica): Promise<boolean> {
  if (isHeadquarters) return true
  return store.read(async (tx) => {
    const enrolled = await tx.db.selectFrom('logEnrolled').select('id').where('log', '=', log).executeTakeFirst()
    const wrote = await tx.db
      .selectFrom('change')
      .select('hash')
      .where('log', '=', log)
      .where('entity', '<>', 'packageAccepted')
      .executeTakeFirst()
    return enrolled !== undefined || wrote === undefined
  })
}

/** The place in the program, without what the message may hold. */
function whatThrew(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error'
  const places = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
  return [`${error.name} ${error.message}`, ...places.map((place) => place.trim())].join('\n    ')
}
