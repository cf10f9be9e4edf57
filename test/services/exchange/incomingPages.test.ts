import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceOf } from '../../../electron/services/machine.ts'
import { newRecord } from '../../../electron/services/host/newRecord.ts'
import { append } from '../../../electron/store/change/changeLog.ts'
import { createStagedImports } from '../../../electron/store/imports/stagedImports.ts'
import { countStatements } from '../../store/countedStore.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../../world.ts'

/** A package of any size is looked at in pages: a page costs what it shows, and choosing plans nothing again. */
const sizes = [300, 5000]

let world: World
let headquarters: Headquarters
let team: Laptop
let statements: () => number
const imports: string[] = []

beforeAll(async () => {
  world = await createWorld({ seed: 'incoming pages' })
  headquarters = await world.headquarters('总部')
  team = await world.laptop('组长机', '组长')
  await world.enrol(headquarters, team, 'A')
  const workspace = workspaceOf(headquarters)
  const counted = countStatements(workspace.store)
  Object.assign(workspace, { store: counted.store, staged: createStagedImports(counted.store) })
  statements = counted.count
  for (const size of sizes) {
    await makeUnits(size)
    const { import: id } = await world.stage(headquarters, await world.send(team, headquarters))
    imports.push(id)
    if (size === sizes[0]) await world.accept(headquarters, id)
  }
}, 120_000)
afterAll(() => world.end())

async function makeUnits(count: number): Promise<void> {
  const workspace = workspaceOf(team)
  const { store, log } = workspace
  const context = { host: team.host, session: { workspace, person: team.person } }
  const drafts = Array.from({ length: count }, (_, place) => ({
    entity: 'unit' as const,
    ...newRecord(context, { entity: 'unit' }),
    set: { name: `单位${count}-${place}` },
  }))
  const about = { log, operation: team.host.newId(), author: team.person, at: team.host.instant() }
  await store.write((tx) => append(tx, { ...about, drafts }))
}

async function counting(work: () => Promise<unknown>): Promise<number> {
  const before = statements()
  await work()
  return statements() - before
}

test('a page at the end of 5,000 rows costs no more than one at the beginning, and no more than its rows', async () => {
  const page = (offset: number) => async () => {
    const asked = { import: imports[1] ?? '', kind: 'added' as const, offset, limit: 50 }
    const { total, rows } = await headquarters.client.incoming.staged(asked)
    expect(total).toBeGreaterThanOrEqual(5000)
    expect(rows).toHaveLength(50)
    expect(rows.every(({ noun, name }) => noun === '单位' && name.startsWith('单位5000-'))).toBe(true)
  }
  await page(200)()
  const [early, late] = [await counting(page(200)), await counting(page(4800))]
  expect(late).toBe(early)
  // Each of its rows names its author once, and the page its package and rights.
  expect(late).toBeLessThan(100)
})

test('choosing about a row plans nothing again', async () => {
  const asked = { import: imports[1] ?? '', kind: 'added' as const, offset: 300, limit: 1 }
  const { rows } = await headquarters.client.incoming.staged(asked)
  const chosen = { entity: 'unit', id: rows[0]?.entityId ?? '' }
  const costs = await counting(() =>
    headquarters.client.incoming.choose({ import: asked.import, rows: [chosen], choice: 'declined', reason: '重名' }),
  )
  const list = await counting(() => headquarters.client.sync.staged())
  expect(costs).toBeLessThan(40)
  expect(list).toBeLessThan(40)
})

test('of what was taken in a page costs as little', async () => {
  const page = (offset: number) => () =>
    headquarters.client.incoming.accepted({ import: imports[0] ?? '', offset, limit: 50 })
  expect((await page(0)()).total).toBeGreaterThanOrEqual(300)
  expect(await counting(page(250))).toBe(await counting(page(50)))
})
