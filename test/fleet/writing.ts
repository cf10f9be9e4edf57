import type { PlainValue } from '../../electron/contract/change.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import type { AnyDraft, Replica } from './crew.ts'
import { type Program, program as ours } from './program.ts'
import { type Voyage, givenTo, everyRow, attempt } from './aboard.ts'

export async function enrol(voyage: Voyage, { log, birth, name, person }: Replica): Promise<void> {
  const { fleet, headquarters, chance } = voyage
  const remark = headquarters.program === ours || chance.once(2) ? {} : { remark: '补登记' }
  await attempt(voyage, headquarters, [
    { entity: 'logEnrolled', id: fleet.newId(), set: { log, publicKey: birth.publicKey, kind: '检查组', name } },
    { entity: 'grant', id: fleet.newId(), set: { person, log, role: '组长', ...remark } },
  ])
}

const words = ['为税不廉', '态度生硬', '擅离岗位', '推诿扯皮', null] as const

export async function make(voyage: Voyage, replica: Replica): Promise<void> {
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

export async function edit(voyage: Voyage, replica: Replica): Promise<void> {
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

export async function remove(voyage: Voyage, replica: Replica): Promise<void> {
  const row = voyage.chance.one(await everyRow(replica))
  if (row === undefined) return
  const set = { removed: voyage.chance.once(2), removedReason: '重复' }
  await attempt(voyage, replica, [{ entity: row.entity, id: row.id, set }])
}

/** What a person sees now and may save over later, also by a later program. */
export async function look({ seen }: Voyage, replica: Replica): Promise<void> {
  for (const { entity, id } of await everyRow(replica)) {
    const heads = await replica.store.read((tx) => replica.program.headsOf(tx, entity as 'visit', id))
    seen.set(`${replica.name} ${id}`, heads)
  }
}

export async function decide(voyage: Voyage): Promise<void> {
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

/**
 * A program that lies about what it says: a body of the later release under this schema's number, a plain one under the later
 * number, or one of schema 1 in a log that has spoken schema 2. It holds the log's key, so that the package is whole.
 */
export async function lie(voyage: Voyage, replica: Replica): Promise<void> {
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
