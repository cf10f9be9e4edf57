import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { events, fieldsOf, isEventEntity, isRowEntity, rows } from '../../electron/contract/catalogue/catalogue.ts'
import type { Store } from '../../electron/store/store.ts'
import { createWorld, type World } from './world.ts'

let world: World
let store: Store
beforeEach(async () => {
  world = createWorld()
  store = await world.open('team', { create: true })
})
afterEach(() => world.end())

async function columnsOf(table: string): Promise<Readonly<Record<string, string>>> {
  const { rows: columns } = await store.read((tx) =>
    sql<{ name: string; type: string }>`select name, type from pragma_table_info(${table})`.execute(tx.db),
  )
  return Object.fromEntries(columns.map(({ name, type }) => [name, type.toUpperCase()]))
}

const rowColumns = { id: 'TEXT', parent: 'TEXT', change: 'TEXT', heads: 'TEXT', conflicted: 'INTEGER' }
const eventColumns = {
  id: 'TEXT',
  parent: 'TEXT',
  changeId: 'TEXT',
  changeLog: 'TEXT',
  changeNumber: 'INTEGER',
  clock: 'TEXT',
  author: 'TEXT',
  at: 'TEXT',
}
const derived: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  visit: { number: 'TEXT', numberLog: 'TEXT' },
  finding: { number: 'TEXT', numberLog: 'TEXT', missing: 'INTEGER' },
  evidence: { number: 'TEXT', numberLog: 'TEXT' },
  document: { parentEntity: 'TEXT' },
}
const entities = [...Object.keys(rows), ...Object.keys(events)]

describe('the migration against the catalogue', () => {
  test.each(entities)('%s has every field with its type, and no other column', async (entity) => {
    if (!isRowEntity(entity) && !isEventEntity(entity)) throw new Error('not in the catalogue')
    const fields = Object.entries(fieldsOf(entity)).map(([name, { type }]) => [
      name,
      type === 'integer' || type === 'boolean' ? 'INTEGER' : 'TEXT',
    ])
    const own = isRowEntity(entity) ? rowColumns : eventColumns
    expect(await columnsOf(entity)).toEqual({ ...own, ...derived[entity], ...Object.fromEntries(fields) })
  })

  test.each(entities)('no field of %s has the name of a column that the store adds', (entity) => {
    if (!isRowEntity(entity) && !isEventEntity(entity)) throw new Error('not in the catalogue')
    const own = { ...(isRowEntity(entity) ? rowColumns : eventColumns), ...derived[entity] }
    expect(Object.keys(fieldsOf(entity)).filter((name) => Object.hasOwn(own, name))).toEqual([])
  })

  test('every table is STRICT, and nothing is unique or references but ids', async () => {
    const { rows: tables } = await store.read((tx) =>
      sql<{ name: string; sql: string }>`
        select name, sql from sqlite_schema where type = 'table' and name not like 'local_searchText%' and name not like 'sqlite_%'
      `.execute(tx.db),
    )
    expect(tables.filter((table) => !/\)\s*strict$/i.test(table.sql)).map(({ name }) => name)).toEqual([])
    const nouns = tables.filter(({ name }) => entities.includes(name))
    expect(nouns).toHaveLength(entities.length)
    expect(nouns.filter((table) => /references|unique/i.test(table.sql)).map(({ name }) => name)).toEqual([])
  })
})
