import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { listFindings } from '../../electron/store/finding.ts'
import { getRow } from '../../electron/store/rows.ts'
import { createReplica, createWorld, type Replica, type World } from './world.ts'

let world: World
let team: Replica
beforeEach(async () => {
  world = createWorld()
  team = await createReplica(world, 'team')
})
afterEach(() => world.end())

describe('append', () => {
  test('makes a row with every field and shows it', async () => {
    const unit = world.newId()
    const visit = world.newId()
    const finding = world.newId()
    await team.write([
      { entity: 'unit', id: unit, set: { name: '某县国家税务局', code: '13700' } },
      { entity: 'visit', id: visit, set: { unit, ordinal: 1, mode: '明察', visitedOn: '2014-11-25' } },
      { entity: 'finding', id: finding, parent: visit, set: { ordinal: 12, title: '为税不廉', fact: '收受礼品。' } },
    ])
    const row = await team.store.read((tx) => getRow(tx, 'finding', finding))
    expect(row).toMatchObject({ title: '为税不廉', parent: visit, heads: null, conflicted: false, removed: null })
    expect(row.number).toBe(`临${team.log.slice(-4)}-012`)
    expect(row.missing).toBeGreaterThan(0)
    const page = await team.store.read((tx) => listFindings(tx, { text: '税不', limit: 10 }))
    expect(page).toMatchObject({ total: 1, next: undefined })
    expect(page.rows[0]).toMatchObject({ id: finding, unitName: '某县国家税务局', mode: '明察', evidence: 0 })
  })
})
