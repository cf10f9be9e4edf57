import { expect } from 'vitest'
import type { PlainValue } from '../../electron/contract/change.ts'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import { type Chance, createChance, shuffled } from './chance.ts'
import {
  acceptReady,
  type AnyDraft,
  createFleet,
  enlist,
  type Fleet,
  pack,
  type Parcel,
  type Replica,
  stage,
  upgrade,
  write,
  type Yard,
} from './crew.ts'
import { type ChangeLine, type Entity, type Program, program as ours } from './program.ts'
import type { RecordedLog } from './recorded.ts'
import { acceptAsTold, expectTold } from './told.ts'

/** One story of a fleet: who is in it, what each was given, and what chance brings. */
type Voyage = {
  readonly fleet: Fleet
  readonly chance: Chance
  readonly later: Program
  readonly recorded: readonly RecordedLog[]
  readonly headquarters: Replica
  readonly teams: readonly Replica[]
  readonly given: Map<string, Set<string>>
  readonly seen: Map<string, Readonly<Record<string, readonly string[]>>>
  readonly reached: Reached
}

/** What stories came to: a generator that never reaches these would prove nothing. */
export type Reached = { future: number; invalid: number; refused: number; conflicts: number; declined: number }

export async function sail(seed: number, yard: Yard, given: Given): Promise<void> {
  const fleet = createFleet(`fleet ${seed}`, yard)
  try {
    const voyage = await embark(fleet, createChance(seed), given)
    for (let step = 0; step < 40; step += 1) await takeStep(voyage)
    await arrive(voyage)
  } finally {
    await fleet.end()
  }
}

type Given = Pick<Voyage, 'later' | 'recorded' | 'reached'>

async function embark(fleet: Fleet, chance: Chance, given: Given): Promise<Voyage> {
  const program = () => (chance.once(4) ? given.later : ours)
  const headquarters = await enlist(fleet, 'headquarters', program(), ['系统管理员', '督办员'])
  const teams: Replica[] = []
  for (let place = 2 + chance.nat(3); place > 0; place -= 1) {
    teams.push(await enlist(fleet, `team ${place}`, program(), ['组长']))
  }
  const voyage = { fleet, chance, ...given, headquarters, teams, given: new Map(), seen: new Map() }
  for (const replica of fleet.crew) await meetHeadquarters(voyage, replica)
  if (chance.once(2)) for (const team of teams) await enrol(voyage, team)
  return voyage
}

async function meetHeadquarters({ recorded, headquarters }: Voyage, replica: Replica): Promise<void> {
  const births = recorded.filter(({ kind }) => kind === 'headquarters').map(({ birth }) => birth)
  if (replica !== headquarters) births.push(headquarters.birth)
  await replica.store.write(async (tx) => {
    for (const birth of births) await replica.program.addLog(tx, { birth, kind: 'headquarters' })
  })
}

async function takeStep(voyage: Voyage): Promise<void> {
  const { chance, fleet, teams, headquarters } = voyage
  const replica = chance.one(fleet.crew) ?? headquarters
  const draw = chance.nat(22)
  if (draw < 5) await make(voyage, replica)
  else if (draw < 9) await edit(voyage, replica)
  else if (draw < 10) await look(voyage, replica)
  else if (draw < 16) await send(voyage)
  else if (draw < 17) await sendRecorded(voyage)
  else if (draw < 18) await decide(voyage)
  else if (draw < 19) await lie(voyage, chance.one(teams) ?? replica)
  else if (draw < 20) await moveOn(voyage, replica)
  else if (draw < 21) await applyKept(voyage, replica)
  else await remove(voyage, replica)
  await expectTold(replica, givenTo(voyage, replica))
}

/** Everybody at the later program, and everything with everybody: the same tables, and those that a rebuild makes. */
async function arrive(voyage: Voyage): Promise<void> {
  const { fleet, teams, chance, later, reached } = voyage
  for (const team of teams) await enrol(voyage, team)
  // One that was never older sees everything at once.
  const newcomer = await enlist(fleet, 'newcomer', later, ['组长'])
  await meetHeadquarters(voyage, newcomer)
  const parcels = await everyParcel(voyage)
  for (const replica of shuffled(fleet.crew, chance)) {
    if (replica.program !== later) await upgrade(fleet, replica, later)
    if (chance.once(2)) await applyAll(replica)
  }
  for (const replica of fleet.crew) {
    for (const parcel of shuffled(parcels, chance)) {
      await stage(fleet, replica, parcel)
      if (chance.once(3)) await acceptAll(voyage, replica)
    }
    await acceptAll(voyage, replica)
    await applyAll(replica)
    expect(await replica.program.unfinishedImports(replica.store)).toEqual([])
    await expectTold(replica, givenTo(voyage, replica))
  }
  const [first, ...others] = await Promise.all(fleet.crew.map(describe))
  for (const other of others) expect(other).toEqual(first)
  for (const replica of fleet.crew) {
    await replica.program.rebuildTables(replica.store)
    expect(await describe(replica)).toEqual(first)
  }
  for (const { verdict, declined } of first?.verdicts ?? []) {
    if (verdict === 'future') throw new Error('nothing waits when all have upgraded')
    if (verdict === 'invalid' || verdict === 'refused') reached[verdict] += 1
    reached.declined += declined
  }
  reached.conflicts += first?.conflicts ?? 0
}

/** Every log from somebody who holds it whole, perhaps an older program; those of version 1 from the record; in pieces. */
async function everyParcel(voyage: Voyage): Promise<readonly Parcel[]> {
  const { fleet, chance, recorded } = voyage
  const parcels: Parcel[] = []
  for (const replica of fleet.crew) {
    const { number } = await replica.store.read((tx) => replica.program.getLog(tx, replica.log))
    const holders = await Promise.all(
      fleet.crew.map(async (one) => ((await holdsWhole(one, replica.log, number)) ? [one] : [])),
    )
    const holder = chance.one(holders.flat()) ?? replica
    for (let from = 1; from <= number;) {
      const to = Math.min(number, from + 8 + chance.nat(40))
      parcels.push(await pack(fleet, holder, { log: replica.log, from, to }))
      from = to + 1
    }
  }
  for (const log of recorded) parcels.push(...cut(log, chance))
  return parcels
}

async function holdsWhole({ store }: Replica, log: string, number: number): Promise<boolean> {
  const { bodies } = await store.read((tx) =>
    tx.db
      .selectFrom('change')
      .select((eb) => eb.fn.countAll<number>().as('bodies'))
      .where('log', '=', log)
      .where('bodyState', '=', 'present')
      .executeTakeFirstOrThrow(),
  )
  return Number(bodies) === number
}

function cut({ lines, birth, privateKey, blobs }: RecordedLog, chance: Chance): readonly Parcel[] {
  const parcels: Parcel[] = []
  for (let from = 1; from <= lines.length;) {
    const to = Math.min(lines.length, from + 20 + chance.nat(60))
    const some = lines.slice(from - 1, to)
    const last = some.at(-1)
    if (last === undefined) break
    const head = hashHeader(last.header)
    const signedHead = signHead({ log: birth.log, number: to, hash: head }, privateKey)
    const ranges = [{ birth, from, to, bodiesFrom: from, bodiesTo: to, head, signedHead, chain: [] }]
    const named = new Map(some.flatMap((line) => ours.blobsNamed(line)).flatMap((name) => pick(blobs, name)))
    parcels.push({
      sender: birth.log,
      manifest: { ranges, changes: { count: some.length } },
      lines: some,
      blobs: named,
    })
    from = to + 1
  }
  return parcels
}

function pick(blobs: ReadonlyMap<string, Uint8Array>, name: string): readonly (readonly [string, Uint8Array])[] {
  const bytes = blobs.get(name)
  return bytes === undefined ? [] : [[name, bytes]]
}

async function enrol(voyage: Voyage, { log, birth, name, person }: Replica): Promise<void> {
  const { fleet, headquarters, chance } = voyage
  const remark = headquarters.program === ours || chance.once(2) ? {} : { remark: '补登记' }
  await attempt(voyage, headquarters, [
    { entity: 'logEnrolled', id: fleet.newId(), set: { log, publicKey: birth.publicKey, kind: '检查组', name } },
    { entity: 'grant', id: fleet.newId(), set: { person, log, role: '组长', ...remark } },
  ])
}

const words = ['为税不廉', '态度生硬', '擅离岗位', '推诿扯皮', null] as const

async function make(voyage: Voyage, replica: Replica): Promise<void> {
  const { fleet, chance } = voyage
  const isLater = replica.program !== ours
  const rows = await everyRow(replica)
  const under = (entity: string) => chance.one(rows.filter((row) => row.entity === entity))?.id
  const [visit, finding] = [under('visit'), under('finding')]
  const id = fleet.newId()
  const ordinal = 1 + chance.nat(7)
  const word = chance.one(words) ?? null
  const drafts: AnyDraft[] = [
    { entity: 'visit', id, set: { ordinal, unit: under('unit') ?? null, place: word } },
    { entity: 'unit', id, set: { name: word, code: `1370${ordinal}` } },
  ]
  if (isLater) {
    const set = { ordinal, place: word, weather: word, placeType: '移动办税车' }
    drafts.push({ entity: 'visit', id, set })
  }
  if (visit !== undefined) {
    drafts.push({ entity: 'finding', id, parent: visit, set: { ordinal, title: word, fact: word } })
    const person = chance.once(2) ? replica.person : voyage.headquarters.person
    drafts.push({ entity: 'visitInspector', id: uuidV5(visit, person), parent: visit, set: { person, role: '组员' } })
  }
  if (visit !== undefined && isLater) {
    drafts.push({ entity: 'finding', id, parent: visit, set: { ordinal, title: longTitle, severity: 5, fact: word } })
    drafts.push({ entity: 'recording', id, parent: visit, set: { content: await keepFile(voyage, replica) } })
    const content = await keepFile(voyage, replica)
    drafts.push({ entity: 'evidence', id, parent: visit, parentEntity: 'visit', set: { ordinal, content } })
  }
  if (finding !== undefined) {
    const content = await keepFile(voyage, replica)
    drafts.push({ entity: 'evidence', id, parent: finding, set: { ordinal, caption: word, content } })
  }
  const draft = chance.one(drafts)
  if (draft !== undefined) await attempt(voyage, replica, [chance.once(5) ? draft : proven(voyage, replica, draft)])
}

/** With an id that shows whose log made it, except what is reckoned from a pair. */
function proven({ fleet }: Voyage, { program, log }: Replica, draft: AnyDraft): AnyDraft {
  if (draft.entity === 'visitInspector') return draft
  const making = draft as Parameters<Program['makeId']>[1]
  return { ...draft, ...program.makeId({ log, now: fleet.clock.now, random: fleet.random }, making) }
}

const longTitle = `为税不廉，${'推诿扯皮'.repeat(30)}`

async function keepFile({ chance }: Voyage, { store }: Replica): Promise<string> {
  const bytes = Buffer.from(`file ${chance.nat(1_000_000)}`)
  await store.blobs.put(bytes)
  return sha256Hex(bytes)
}

async function edit(voyage: Voyage, replica: Replica): Promise<void> {
  const { chance, seen } = voyage
  const row = chance.one(await everyRow(replica))
  if (row === undefined) return
  const set: Record<string, PlainValue> = {}
  const word = chance.one(words) ?? null
  const isLater = replica.program !== ours
  switch (row.entity) {
    case 'visit':
      set['place'] = word
      if (chance.once(3)) set['placeType'] = isLater && chance.once(2) ? '移动办税车' : '办公区'
      if (isLater && chance.once(2)) set['weather'] = word
      break
    case 'finding':
      set['title'] = isLater && chance.once(2) ? longTitle : word
      set['severity'] = 1 + chance.nat(isLater ? 5 : 4)
      break
    case 'evidence':
    case 'recording':
      set['caption'] = word
      if (chance.once(4)) set['content'] = await keepFile(voyage, replica)
      break
    case 'unit':
      set['code'] = `137${chance.nat(4)}`
      break
    default:
      set['role'] = chance.once(2) ? '组长' : '组员'
  }
  const replaces = chance.once(2) ? seen.get(`${replica.name} ${row.id}`) : undefined
  const known = replaces && Object.fromEntries(Object.keys(set).map((field) => [field, replaces[field] ?? []]))
  await attempt(voyage, replica, [{ entity: row.entity, id: row.id, set, replaces: known }])
}

async function remove(voyage: Voyage, replica: Replica): Promise<void> {
  const row = voyage.chance.one(await everyRow(replica))
  if (row === undefined) return
  const set = { removed: voyage.chance.once(2), removedReason: '重复' }
  await attempt(voyage, replica, [{ entity: row.entity, id: row.id, set }])
}

/** What a person sees now and may save over later, also by a later program. */
async function look({ seen }: Voyage, replica: Replica): Promise<void> {
  for (const { entity, id } of await everyRow(replica)) {
    const heads = await replica.store.read((tx) => replica.program.headsOf(tx, entity as 'visit', id))
    seen.set(`${replica.name} ${id}`, heads)
  }
}

async function decide(voyage: Voyage): Promise<void> {
  const { fleet, chance, headquarters, teams } = voyage
  const team = chance.one(teams)
  const row = chance.one(await everyRow(headquarters))
  const isLater = headquarters.program !== ours
  const drafts: AnyDraft[] = []
  if (row !== undefined) drafts.push({ entity: 'changeDeclined', id: fleet.newId(), set: { change: row.change } })
  if (row !== undefined && isLater) {
    const set = { change: row.change, remark: '重复' }
    drafts.push({ entity: 'changeDeclined', id: fleet.newId(), set })
  }
  if (team !== undefined) {
    const { log, person } = team
    const since = new Date(fleet.clock.now - 30_000).toISOString()
    drafts.push({ entity: 'letter', id: fleet.newId(), set: { log, letter: chance.one(['A', 'B', 'C']) ?? 'A' } })
    drafts.push({ entity: 'grant', id: fleet.newId(), set: { person, log, role: '组员' } })
    if (chance.once(3))
      drafts.push({ entity: 'revocation', id: fleet.newId(), set: { kind: '日志', subject: log, since } })
    if (isLater) drafts.push({ entity: 'suspension', id: fleet.newId(), set: { log } })
  }
  const draft = chance.one(drafts)
  if (draft !== undefined) await attempt(voyage, headquarters, [draft])
}

/** A range of any log that the sender holds, some of its bodies perhaps withheld, to anybody. */
async function send(voyage: Voyage): Promise<void> {
  const { fleet, chance } = voyage
  const [sender, receiver] = shuffled(fleet.crew, chance)
  if (sender === undefined || receiver === undefined) return
  const logs = await sender.store.read((tx) => sender.program.listLogs(tx))
  const log = chance.one(logs.filter(({ id, number }) => number > 0 && fleet.logKeys.has(id)))
  if (log === undefined) return
  const from = chance.once(2) ? 1 : 1 + chance.nat(log.number)
  const to = chance.once(2) ? log.number : Math.min(log.number, from + chance.nat(20))
  const bodiesFrom = chance.once(4) ? from + chance.nat(6) : from
  const parcel = await pack(fleet, sender, { log: log.id, from, to, bodiesFrom })
  await stage(fleet, receiver, parcel)
  if (chance.once(5)) await stage(fleet, receiver, parcel)
  await acceptAll(voyage, receiver)
  await expectTold(receiver, givenTo(voyage, receiver))
}

async function sendRecorded(voyage: Voyage): Promise<void> {
  const { fleet, chance, recorded } = voyage
  const log = chance.one(recorded)
  const receiver = chance.one(fleet.crew)
  if (log === undefined || receiver === undefined) return
  for (const parcel of shuffled(cut(log, chance), chance)) await stage(fleet, receiver, parcel)
  await acceptAll(voyage, receiver)
  await expectTold(receiver, givenTo(voyage, receiver))
}

async function moveOn(voyage: Voyage, replica: Replica): Promise<void> {
  if (replica.program === voyage.later) return
  await upgrade(voyage.fleet, replica, voyage.later)
  if (voyage.chance.once(2)) await applyKept(voyage, replica)
}

/** Reads in what waited, to the end or stopped somewhere. */
async function applyKept({ chance }: Voyage, replica: Replica): Promise<void> {
  if (chance.once(2)) return applyAll(replica)
  const stop = new AbortController()
  const pieces = chance.nat(3)
  let done = 0
  const progress = () => {
    done += 1
    if (done > pieces) stop.abort()
  }
  await replica.program.applyWaiting(replica.store, { signal: stop.signal, progress }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
  })
}

function applyAll({ program, store }: Replica): Promise<void> {
  return program.applyWaiting(store, { signal: new AbortController().signal, progress: () => undefined })
}

/**
 * A program that lies about what it says: a body of the later release under this schema's number, a plain one under the later
 * number, or one of schema 1 in a log that has spoken schema 2. It holds the log's key, so that the package is whole.
 */
async function lie(voyage: Voyage, replica: Replica): Promise<void> {
  const { fleet, chance, later } = voyage
  const { program, store, log, person } = replica
  const row = chance.one((await everyRow(replica)).filter(({ entity }) => entity === 'visit'))
  if (row === undefined) return
  const lies = [
    { schemaVersion: ours.schemaVersion, set: { weather: '晴' } },
    { schemaVersion: later.schemaVersion, set: { place: '谎称' } },
    { schemaVersion: 1, set: { place: '退回' } },
  ] as const
  const { schemaVersion, set } = chance.one(lies) ?? lies[0]
  const replaces = Object.fromEntries(Object.keys(set).map((field) => [field, [row.change]]))
  const at = new Date(fleet.clock.now).toISOString()
  const root = schemaVersion === 1 ? {} : { root: { entity: 'visit', id: row.id } }
  const body = {
    author: person,
    at,
    entity: 'visit',
    id: row.id,
    kind: 'row' as const,
    set: { ...set },
    replaces,
    ...root,
  }
  const hash = await store.write(async (tx) => {
    const known = await program.getLog(tx, log)
    fleet.clock.now += 1000
    const salt = tx.random(16)
    const [time] = known.clock.split('-')
    const header = {
      body: hashBody(salt, body),
      clock: `${String(Math.max(Number(time) + 1, fleet.clock.now)).padStart(13, '0')}-0000`,
      log,
      number: known.number + 1,
      operation: fleet.newId(),
      previous: known.head,
      schemaVersion,
    }
    const line = { state: 'present' as const, header, salt: Buffer.from(salt).toString('base64url'), body }
    const change = hashHeader(header)
    const spoken = await tx.db
      .selectFrom('change')
      .select('seq')
      .where('log', '=', log)
      .where('schemaVersion', '>', 1)
      .execute()
    const fallen = schemaVersion === 1 && spoken.length > 0
    await tx.db
      .insertInto('change')
      .values(program.toChangeRow({ hash: change, line, importId: null, ahead: false, fallen }, false))
      .execute()
    const { number, clock } = header
    await tx.db.updateTable('log').set({ number, clock, head: change }).where('id', '=', log).execute()
    return change
  })
  givenTo(voyage, replica).add(hash)
}

/** What the person may not do is refused here as it would be elsewhere, and nothing is written. */
async function attempt(voyage: Voyage, replica: Replica, drafts: readonly AnyDraft[]): Promise<void> {
  try {
    for (const hash of await write(voyage.fleet, replica, drafts)) givenTo(voyage, replica).add(hash)
  } catch (error) {
    if (!isProblem(error) && !isProblemOfLater(error)) throw error
  }
}

/** The later program has a class of its own. */
function isProblemOfLater(error: unknown): boolean {
  return error instanceof Error && 'kind' in error && error.kind === 'permission.denied'
}

async function acceptAll(voyage: Voyage, replica: Replica): Promise<void> {
  await acceptReady(voyage.fleet, replica, async (accepted, proceed) => {
    await acceptAsTold(replica, accepted, hashOf, proceed)
    voyage.reached.future += accepted.plan.future
    for (const line of accepted.lines) if (line.state === 'present') givenTo(voyage, replica).add(hashOf(line))
  })
}

function hashOf({ header }: ChangeLine): string {
  return hashHeader(header)
}

function givenTo({ given }: Voyage, { name }: Replica): Set<string> {
  const known = given.get(name) ?? new Set()
  given.set(name, known)
  return known
}

/** All that must be the same everywhere; acceptances of packages are each replica's own word and go on during delivery. */
async function describe({ store, program }: Replica) {
  return store.read(async (tx) => {
    const tables: Record<string, readonly object[]> = {}
    for (const entity of program.entities) {
      if (entity === 'packageAccepted') continue
      tables[entity] = await tx.catalogue.selectFrom<Entity>(entity).selectAll().orderBy('id').execute()
    }
    const verdicts = await tx.db
      .selectFrom('change')
      .select(['hash', 'verdict', 'reason', 'included', 'declined', 'root', 'isNew'])
      .where((eb) => eb.or([eb('entity', 'is', null), eb('entity', '<>', 'packageAccepted')]))
      .orderBy('hash')
      .execute()
    const documents = await tx.db.selectFrom('local_searchDocument').select(['entity', 'id']).orderBy('id').execute()
    const found = await Promise.all(
      ['税不', '推诿', '空岗'].map(async (text) => (await program.listFindings(tx, { text, limit: 1000 })).rows),
    )
    const conflicts = Object.values(tables)
      .flat()
      .filter((row) => 'conflicted' in row && row.conflicted === 1).length
    return { tables, verdicts, documents, found, conflicts }
  })
}

type AnyRow = { readonly entity: string; readonly id: string; readonly change: string }

async function everyRow({ store, program }: Replica): Promise<readonly AnyRow[]> {
  const nouns = ['unit', 'visit', 'visitInspector', 'finding', 'evidence', 'recording'] as const
  return store.read(async (tx) => {
    const rows: AnyRow[] = []
    for (const entity of nouns) {
      if (!program.entities.some((known) => (known as string) === entity)) continue
      const found = await program.listRows(tx, entity as 'visit', { includeRemoved: true })
      for (const { id, change } of found) rows.push({ entity, id, change })
    }
    return rows
  })
}
