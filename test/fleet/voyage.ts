import { expect } from 'vitest'
import { type Chance, createChance, shuffled } from './chance.ts'
import { createFleet, enlist, type Fleet, type Replica, stage, upgrade, type Yard } from './crew.ts'
import { type Entity, program as ours } from './program.ts'
import { expectTold } from './told.ts'
import { type Voyage, type Given, givenTo, acceptAll } from './aboard.ts'
import { make, edit, remove, look, decide, enrol, lie } from './writing.ts'
import { everyParcel, send, sendRecorded } from './carrying.ts'

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
