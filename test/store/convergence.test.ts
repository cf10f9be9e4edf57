import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RowEntity } from '../../electron/contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import type { EventDraft, RowDraft } from '../../electron/store/change/said.ts'
import { listFindings } from '../../electron/store/query/finding.ts'
import { planImport } from '../../electron/store/imports/importPlan.ts'
import { unfinishedImports } from '../../electron/store/imports/importing.ts'
import { headOf } from '../../electron/store/log/log.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { conflictsOf, headsOf, listRows } from '../../electron/store/row/rows.ts'
import { accept, createReplica, createWorld, dump, pack, type Replica, stage, trust, type World } from './world.ts'

/**
 * The words: random histories of 2–4 logs with permuted, duplicated and split packages end in the same tables
 * and the same conflicts everywhere, and equal the tables rebuilt from the log. CONVERGENCE_RUNS raises the number, CONVERGENCE_SEED takes others.
 */
const runs = Number(process.env['CONVERGENCE_RUNS'] ?? 24)
const seed = Number(process.env['CONVERGENCE_SEED'] ?? 137)

const index = fc.nat(50)
const words = fc.constantFrom('为税不廉', '态度生硬', '擅离岗位', '推诿扯皮', null)
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('make' as const), who: index, kind: index, parent: index, word: words }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      who: index,
      row: index,
      word: words,
      level: fc.nat(3),
      stale: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('look' as const), who: index }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resolve' as const), who: index, row: index, choice: index }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('remove' as const), who: index, row: index, back: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('member' as const),
      who: index,
      visit: index,
      person: fc.nat(1),
      gone: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grant' as const), team: index, leads: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('letter' as const), team: index, letter: fc.constantFrom('A', 'B', 'C') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('revoke' as const), team: index, hours: fc.nat(4), person: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('decline' as const), row: index }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      who: index,
      to: index,
      log: index,
      from: index,
      length: fc.integer({ min: 1, max: 20 }),
    }),
  },
)
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never

const history = fc.record({
  seed: fc.nat(1_000_000),
  /** Enrolled before the work; else the grants come after the changes they allow. */
  early: fc.boolean(),
  skews: fc.array(fc.constantFrom(0, -3_600_000, 7_200_000, 30 * 3_600_000), { minLength: 2, maxLength: 4 }),
  commands: fc.array(command, { minLength: 12, maxLength: 36 }),
  cuts: fc.array(fc.nat(12), { minLength: 4, maxLength: 4 }),
  order: fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }),
})
type History = typeof history extends fc.Arbitrary<infer H> ? H : never

test('random histories end in the same tables and conflicts everywhere, and in those a rebuild makes', async () => {
  const seen = { conflicts: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(history, async (drawn) => {
      const world = createWorld(`history ${drawn.seed}`)
      try {
        const scene = await play(world, drawn)
        await deliverEverything(scene, drawn)
        const [first, ...others] = await Promise.all(scene.replicas.map(describeReplica))
        for (const other of others) expect(other).toEqual(first)
        for (const replica of scene.replicas) {
          await rebuildTables(replica.store)
          expect(await describeReplica(replica)).toEqual(first)
        }
        seen.conflicts += first?.conflicts.length ?? 0
        seen.refused += first?.verdicts.filter(({ verdict }) => verdict === 'refused').length ?? 0
      } finally {
        await world.end()
      }
    }),
    { numRuns: runs, seed },
  )
  // A generator that never reaches these would prove nothing.
  expect(seen.conflicts).toBeGreaterThan(0)
  expect(seen.refused).toBeGreaterThan(0)
})

type Scene = {
  readonly world: World
  readonly headquarters: Replica
  readonly teams: readonly Replica[]
  readonly replicas: readonly Replica[]
  readonly seen: Map<string, Record<string, readonly string[]>>
  readonly people: readonly string[]
}

async function play(world: World, { skews, commands, early }: History): Promise<Scene> {
  const headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'], skews[0])
  const teams: Replica[] = []
  for (const [place, skew] of skews.slice(1).entries()) {
    const team = await createReplica(world, `team ${place}`, ['组长'], skew)
    await trust(team, headquarters)
    teams.push(team)
  }
  const people = [world.newId(), world.newId()]
  const scene = { world, headquarters, teams, replicas: [headquarters, ...teams], seen: new Map(), people }
  await startTogether(scene, early)
  for (const one of commands) await perform(scene, one)
  for (const team of teams) await enrol(scene, team)
  return scene
}

/** One team has begun a visit, and everybody holds it. */
async function startTogether(scene: Scene, early: boolean): Promise<void> {
  const { world, headquarters, teams, replicas } = scene
  if (early) for (const team of teams) await enrol(scene, team)
  const [first] = teams
  if (first === undefined) return
  const [unit, visit, finding] = [world.newId(), world.newId(), world.newId()]
  await first.write([
    { entity: 'unit', id: unit, set: { code: '13701', name: '某县国家税务局' } },
    { entity: 'visit', id: visit, set: { ordinal: 1, unit } },
    { entity: 'finding', id: finding, parent: visit, set: { ordinal: 1, title: '为税不廉' } },
    { entity: 'evidence', id: world.newId(), parent: finding, set: { ordinal: 1 } },
  ])
  for (const sender of [headquarters, first]) {
    const parcel = await pack(world, sender, [{ log: sender.log }])
    for (const receiver of replicas.filter((replica) => replica !== sender)) {
      await stage(world, receiver, parcel)
      await acceptReady(world, receiver)
    }
  }
}

async function perform(scene: Scene, one: Command): Promise<void> {
  const { world, headquarters, teams, replicas } = scene
  switch (one.do) {
    case 'make':
      return make(scene, choose(replicas, one.who), one)
    case 'edit':
      return edit(scene, choose(replicas, one.who), one)
    case 'look':
      return look(scene, choose(replicas, one.who))
    case 'resolve':
      return resolve(choose(replicas, one.who), one)
    case 'remove': {
      const replica = choose(replicas, one.who)
      const row = pick(await everyRow(replica), one.row)
      const set = { removed: !one.back, removedReason: one.back ? null : '重复' }
      return row && attempt(replica, [{ entity: row.entity, id: row.id, set } as RowDraft])
    }
    case 'member':
      return member(scene, choose(replicas, one.who), one)
    case 'grant': {
      const team = choose(teams, one.team)
      const set = { person: team.person, log: team.log, role: one.leads ? '组长' : '组员' } as const
      return attempt(headquarters, [{ entity: 'grant', id: world.newId(), set }])
    }
    case 'letter': {
      const set = { log: choose(teams, one.team).log, letter: one.letter }
      return attempt(headquarters, [{ entity: 'letter', id: world.newId(), set }])
    }
    case 'revoke': {
      const { person, log } = choose(teams, one.team)
      const since = new Date(world.clock.now - one.hours * 600_000).toISOString()
      const set = { kind: one.person ? '人员' : '日志', subject: one.person ? person : log, since } as const
      return attempt(headquarters, [{ entity: 'revocation', id: world.newId(), set }])
    }
    case 'decline': {
      const row = pick(await everyRow(headquarters), one.row)
      if (row === undefined) return
      return attempt(headquarters, [{ entity: 'changeDeclined', id: world.newId(), set: { change: row.change } }])
    }
    case 'send':
      return send(scene, one)
  }
}

type Of<D extends Command['do']> = Extract<Command, { do: D }>

async function make(scene: Scene, replica: Replica, { kind, parent, word }: Of<'make'>): Promise<void> {
  const { world } = scene
  const id = world.newId()
  const rows = await everyRow(replica)
  const parentOf = (entity: RowEntity) =>
    pick(
      rows.filter((row) => row.entity === entity),
      parent,
    )?.id
  const visit = parentOf('visit')
  const finding = parentOf('finding')
  const ordinal = (kind % 7) + 1
  const drafts: readonly (RowDraft | undefined)[] = [
    { entity: 'visit', id, set: { ordinal, unit: parentOf('unit') ?? null, place: word } },
    visit === undefined ? undefined : { entity: 'finding', id, parent: visit, set: { ordinal, title: word } },
    visit === undefined
      ? undefined
      : { entity: 'finding', id, parent: visit, set: { ordinal, fact: word, clue: true } },
    finding === undefined ? undefined : { entity: 'evidence', id, parent: finding, set: { ordinal, caption: word } },
    { entity: 'unit', id, set: { name: word, code: `1370${ordinal}` } },
    visit === undefined ? undefined : { entity: 'document', id, parent: visit, set: { title: word } },
  ]
  const draft = drafts[kind % drafts.length]
  if (draft !== undefined) await attempt(replica, [draft])
}

const textField = { visit: 'place', finding: 'title', evidence: 'caption', unit: 'code', document: 'title' } as const

async function edit(scene: Scene, replica: Replica, { row: place, word, level, stale }: Of<'edit'>): Promise<void> {
  const row = pick(await everyRow(replica), place)
  if (row === undefined || !Object.hasOwn(textField, row.entity)) return
  const field = textField[row.entity as keyof typeof textField]
  const value = row.entity === 'unit' && word !== null ? `137${level}` : word
  const set: Record<string, PlainValue> = { [field]: value }
  if (row.entity === 'finding') set['severity'] = level + 1
  if (row.entity === 'visit' || row.entity === 'finding') set['ordinal'] = level + 1
  const replaces = stale ? scene.seen.get(`${replica.name} ${row.id}`) : undefined
  await attempt(replica, [{ entity: row.entity, id: row.id, set, ...(replaces && { replaces }) } as RowDraft])
}

/** What a person sees now and may save over later. */
async function look(scene: Scene, replica: Replica): Promise<void> {
  for (const { entity, id } of await everyRow(replica)) {
    scene.seen.set(`${replica.name} ${id}`, await replica.store.read((tx) => headsOf(tx, entity, id)))
  }
}

async function resolve(replica: Replica, { row: place, choice }: Of<'resolve'>): Promise<void> {
  const row = pick(
    (await everyRow(replica)).filter(({ conflicted }) => conflicted),
    place,
  )
  if (row === undefined) return
  const [conflict] = await replica.store.read((tx) => conflictsOf(tx, row.entity, row.id))
  if (conflict === undefined) throw new Error('a conflicted row without a conflict')
  const set = { [conflict.field]: pick(conflict.values, choice)?.value ?? null }
  const heads = await replica.store.read((tx) => headsOf(tx, row.entity, row.id))
  const replaces = { [conflict.field]: heads[conflict.field] ?? [] }
  await attempt(replica, [{ entity: row.entity, id: row.id, set, replaces } as RowDraft])
}

async function member(scene: Scene, replica: Replica, { visit, person, gone }: Of<'member'>): Promise<void> {
  const parent = pick(
    (await everyRow(replica)).filter(({ entity }) => entity === 'visit'),
    visit,
  )?.id
  const who = scene.people[person] ?? ''
  if (parent === undefined) return
  const set = { person: who, role: '组员', removed: gone } as const
  await attempt(replica, [{ entity: 'visitInspector', id: uuidV5(parent, who), parent, set }])
}

async function enrol(scene: Scene, { log, birth, name, person }: Replica): Promise<void> {
  const set = { log, publicKey: birth.publicKey, kind: '检查组', name } as const
  await scene.headquarters.write([
    { entity: 'logEnrolled', id: scene.world.newId(), set },
    { entity: 'grant', id: scene.world.newId(), set: { person, log, role: '组员' } },
  ])
}

/** What the person may not do is refused here as it would be elsewhere, and nothing is written. */
async function attempt(replica: Replica, drafts: readonly (RowDraft | EventDraft)[]): Promise<void> {
  try {
    await replica.write(drafts)
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'permission.denied') throw error
  }
}

async function send(scene: Scene, { who, to, log, from, length }: Of<'send'>): Promise<void> {
  const { world, replicas } = scene
  const sender = choose(replicas, who)
  const receiver = choose(replicas, to)
  const sent = choose(replicas, log).log
  if (sender === receiver) return
  const head = await sender.store.read((tx) => headOf(tx, sent))
  if (head === undefined) return
  const first = (from % head.number) + 1
  const parcel = await pack(world, sender, [{ log: sent, from: first, to: first + length - 1 }])
  await stage(world, receiver, parcel, 5)
  await acceptReady(world, receiver)
}

/** A log that headquarters has revoked may not even accept packages any more; before that moment it may. */
const beforeEverything = '2014-11-25T00:00:00.000Z'

/** Accepts what is whole, until nothing more becomes ready; the rest goes on waiting. */
async function acceptReady(world: World, replica: Replica): Promise<void> {
  for (let found = true; found;) {
    found = false
    for (const { id } of await unfinishedImports(replica.store)) {
      if ((await planImport(replica.store, id)).state !== 'ready') continue
      await accept(world, replica, id, beforeEverything)
      found = true
    }
  }
}

/** Every log goes from its owner to everyone, cut in pieces, shuffled, some pieces twice. */
async function deliverEverything(scene: Scene, { cuts, order }: History): Promise<void> {
  const { world, replicas } = scene
  const parcels = []
  for (const [place, { store, log, ...owner }] of replicas.entries()) {
    const head = await store.read((tx) => headOf(tx, log))
    const size = (cuts[place] ?? 0) + 1
    for (let from = 1; from <= (head?.number ?? 0); from += size) {
      parcels.push(await pack(world, { store, log, ...owner }, [{ log, from, to: from + size + (from % 3) - 1 }]))
    }
  }
  for (const [place, replica] of replicas.entries()) {
    const shuffled = parcels.map((parcel, at) => ({
      parcel,
      key: ((order[(at + place) % order.length] ?? 0) * (at + 7)) % 1009,
    }))
    for (const { parcel, key } of shuffled.toSorted((a, b) => a.key - b.key)) {
      await stage(world, replica, parcel, 9)
      if (key % 5 === 0) await stage(world, replica, parcel, 9)
      if (key % 2 === 0) await acceptReady(world, replica)
    }
    await acceptReady(world, replica)
    expect(await unfinishedImports(replica.store)).toEqual([])
  }
}

/** All that must be the same everywhere; acceptances of packages are each replica's own word and go on during delivery. */
async function describeReplica({ store }: Replica) {
  const { packageAccepted: _, ...tables } = await dump(store)
  return store.read(async (tx) => {
    const conflicts = []
    for (const { entity, id } of (await everyRow({ store })).filter(({ conflicted }) => conflicted)) {
      conflicts.push({ entity, id, fields: await conflictsOf(tx, entity, id) })
    }
    const verdicts = await tx.db
      .selectFrom('change')
      .select(['hash', 'verdict', 'reason', 'included', 'declined'])
      .where('entity', '<>', 'packageAccepted')
      .orderBy('hash')
      .execute()
    const found = await listFindings(tx, { text: '税不', limit: 100 })
    return { tables, conflicts, verdicts, found: found.rows.map((row) => row.id) }
  })
}

async function everyRow({ store }: Pick<Replica, 'store'>) {
  return store.read(async (tx) => {
    const rows = []
    for (const entity of ['unit', 'visit', 'visitInspector', 'finding', 'evidence', 'document'] as const) {
      for (const { id, change, conflicted } of await listRows(tx, entity, { includeRemoved: true })) {
        rows.push({ entity, id, change, conflicted })
      }
    }
    return rows
  })
}

function pick<T>(items: readonly T[], place: number): T | undefined {
  return items[place % items.length]
}

function choose<T>(items: readonly T[], place: number): T {
  const item = pick(items, place)
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}
