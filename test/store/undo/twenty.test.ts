import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Entity, isRowEntity, rowEntities } from '../../../electron/contract/catalogue/catalogue.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import { undo } from '../../../electron/store/undo/undo.ts'
import { lastOperations } from '../../../electron/store/log/operations.ts'
import type { RowDraft } from '../../../electron/store/change/said.ts'
import { conflictsOf, headsOf } from '../../../electron/store/row/rows.ts'
import { drawFrom, type Draw } from '../../convergence/draw.ts'
import { carry, createReplica, createWorld, dump, enrol, pack, type Replica, trust, type World } from '../world.ts'

/**
 * Twenty random operations taken back one by one and done again, alone and with a second writer whose packages come in between:
 * values, presence, numbers, derived columns and the search are the same (decisions.md 83). UNDO_RUNS plays more of them.
 */
const runs = Number(process.env['UNDO_RUNS'] ?? 4)
const seeds = Array.from({ length: runs }, (_, place) => `undo ${place}`)

async function begin() {
  const world = createWorld()
  const headquarters = await createReplica(world, 'headquarters', ['系统管理员'])
  const [team, second] = [await createReplica(world, 'team'), await createReplica(world, 'second')]
  await enrol(world, headquarters, team, { letter: 'A' })
  await enrol(world, headquarters, second, { letter: 'B' })
  for (const replica of [team, second]) {
    await trust(replica, headquarters)
    await carry(world, replica, await pack(world, headquarters, [{ log: headquarters.log }]))
  }
  await carry(world, headquarters, await pack(world, team, [{ log: team.log }]))
  return { world, team, second }
}

test.each(seeds)('%s: alone, each step back is the step before, and forward again', async (seed) => {
  const { world, team } = await begin()
  const draw = drawFrom(seed)
  const states = [await shown(team)]
  for (let step = 0; step < 20; step += 1) {
    const before = (await operations(team)).length
    await operate(world, team, draw)
    if ((await operations(team)).length > before) states.push(await shown(team))
  }
  const done = await operations(team)
  const undone: string[] = []
  for (const operation of done.toReversed()) {
    undone.push(await takeBack(world, team, operation))
    expect(await shown(team), `back to ${done.length - undone.length}`).toEqual(states[done.length - undone.length])
  }
  const again: string[] = []
  for (const operation of undone.toReversed()) {
    again.push(await takeBack(world, team, operation))
    expect(await shown(team), `forward to ${again.length}`).toEqual(states[again.length])
  }
  for (const operation of again.toReversed()) await takeBack(world, team, operation)
  expect(await shown(team), 'and back once more').toEqual(states[0])
  await holds(team)
  await world.end()
})

test.each(seeds)('%s: with a second writer, back and forward is where it was, for both', async (seed) => {
  const { world, team, second } = await begin()
  const draw = drawFrom(`${seed} and a second`)
  for (let step = 0; step < 20; step += 1) {
    await operate(world, team, draw)
    if (draw.chance(40)) await meet(world, team, second)
    if (draw.chance(60)) await operate(world, second, draw)
    if (draw.chance(40)) await meet(world, second, team)
  }
  await meet(world, second, team)
  const before = await shown(team)
  const undone: string[] = []
  for (const operation of (await operations(team)).toReversed()) undone.push(await takeBack(world, team, operation))
  if (draw.chance(50)) await meet(world, team, second)
  for (const operation of undone.toReversed()) await takeBack(world, team, operation)
  expect(await shown(team)).toEqual(before)
  await holds(team)
  await meet(world, team, second)
  expect(await shown(second)).toEqual(before)
  await world.end()
})

async function meet(world: World, from: Replica, to: Replica): Promise<void> {
  const plan = await carry(world, to, await pack(world, from, [{ log: from.log }]))
  expect(plan.state).toBe('ready')
}

async function operations({ store, log, person }: Replica): Promise<readonly string[]> {
  const found = await store.read((tx) => lastOperations(tx, { log, person, after: 0, limit: 200 }))
  return found.filter(({ undoes }) => undoes === null).map(({ operation }) => operation)
}

async function takeBack(world: World, { store, log, person: author }: Replica, undoes: string): Promise<string> {
  world.tick()
  const operation = world.newId()
  await store.write((tx) => undo(tx, { log, author, at: world.instant(), operation, undoes }))
  return operation
}

/** One action of a person: something made, edited, removed, brought back, joined, or a conflict resolved. */
async function operate(world: World, team: Replica, draw: Draw): Promise<void> {
  const rows = await presentRows(team)
  const pick = (entity: Entity) => draw.pick(rows.filter((row) => row.entity === entity))
  const [visit, finding, row] = [pick('visit'), pick('finding'), draw.pick(rows)]
  const conflicted = rows.filter((row) => row.conflicted === 1)
  const text = () => draw.choose(['甲', '乙丙', '为税不廉', null])
  const what = draw.below(10)
  if (visit === undefined || what === 0) {
    const id = world.newId()
    await team.write([
      { entity: 'visit', id, set: { ordinal: 1 + draw.below(9), place: text() } },
      { entity: 'visitInspector', id: world.newId(), parent: id, set: { person: team.person, role: '组长' } },
    ])
  } else if (finding === undefined || what <= 2) {
    const id = world.newId()
    await team.write([
      { entity: 'finding', id, parent: visit.id, set: { ordinal: 1 + draw.below(9), title: text() } },
      { entity: 'evidence', id: world.newId(), parent: id, set: { ordinal: 1, caption: text() } },
    ])
  } else if (what === 3) {
    await team.write([
      { entity: 'evidence', id: world.newId(), parent: finding.id, set: { ordinal: 2, caption: text() } },
    ])
  } else if (what === 4 && row !== undefined) {
    await team.write([{ entity: row.entity, id: row.id, set: { removed: true, removedReason: '重复' } } as RowDraft])
  } else if (what === 5) {
    const many = rows.filter((row) => row.entity === 'finding')
    await team.write(
      many.map(({ id }) => ({ entity: 'finding', id, set: { title: text(), severity: 1 + draw.below(4) } })),
    )
  } else if (what <= 7 && conflicted.length > 0) {
    await resolve(team, draw, conflicted[0])
  } else if (draw.chance(25)) {
    await team.write([{ entity: 'visit', id: visit.id, set: { place: text(), mode: draw.choose(['明察', '暗访']) } }])
  } else {
    await team.write([
      { entity: 'finding', id: finding.id, set: { title: text(), fact: text(), clue: draw.chance(50) } },
    ])
  }
}

type Present = {
  readonly entity: Entity
  readonly id: string
  readonly parent: string | null
  readonly conflicted: number
}

async function resolve({ store, write }: Replica, draw: Draw, row: Present | undefined): Promise<void> {
  if (row === undefined || !isRowEntity(row.entity)) return
  const { entity, id } = row
  const [conflict] = await store.read((tx) => conflictsOf(tx, entity, id))
  const heads = await store.read((tx) => headsOf(tx, entity, id))
  if (conflict === undefined) return
  const set = { [conflict.field]: draw.pick(conflict.values)?.value ?? null }
  await write([{ entity, id, set, replaces: { [conflict.field]: heads[conflict.field] ?? [] } } as RowDraft])
}

async function presentRows(team: Replica): Promise<readonly Present[]> {
  const tables = await dump(team.store)
  const rows = rowEntities.flatMap((entity) =>
    (tables[entity] ?? []).map((row) => ({ ...(row as Present & { removed: number | null }), entity })),
  )
  const present = new Map(rows.filter(({ removed }) => removed !== 1).map((row) => [row.id, row]))
  const isThere = ({ parent }: Present): boolean => {
    const above = parent === null ? undefined : present.get(parent)
    return parent === null || (above !== undefined && isThere(above))
  }
  return [...present.values()].filter(isThere)
}

/** Everything that is there, without which changes stand in it; and what the search finds. */
async function shown(team: Replica) {
  const rows = await presentRows(team)
  const found = await team.store.write(async (tx) => {
    await sql`create virtual table if not exists temp.terms using fts5vocab(main, local_searchText, instance)`.execute(
      tx.db,
    )
    return sql<{ id: string; terms: string }>`
      select d.id, group_concat(t.term, ' ' order by t.offset) as terms
      from local_searchDocument d left join temp.terms t on t.doc = d.key group by d.key order by d.id`.execute(tx.db)
  })
  const there = new Set(rows.map(({ id }) => id))
  return {
    rows: rows.map(({ change: _, heads: __, ...row }: Present & { change?: unknown; heads?: unknown }) => row),
    search: found.rows.filter(({ id }) => there.has(id)),
  }
}

async function holds(team: Replica): Promise<void> {
  const before = await dump(team.store)
  await rebuildTables(team.store)
  expect(await dump(team.store)).toEqual(before)
}
