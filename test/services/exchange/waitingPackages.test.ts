import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceOf } from '../../../electron/services/machine.ts'
import { planImport } from '../../../electron/store/imports/importPlan.ts'
import { createStagedImports } from '../../../electron/store/imports/stagedImports.ts'
import { countStatements } from '../../store/countedStore.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../../world.ts'

/**
 * Fault 33: packages that wait for the one before them, as a stick with a team's whole month brings them. What is asked of
 * each of them is asked once, not once for every other.
 */
const sizes = [5, 10, 20]

let world: World
let headquarters: Headquarters
let team: Laptop
let statements: () => number

/** In statements; `planning`: what one of them costs where nothing is kept. */
type Costs = {
  readonly staging: number
  readonly list: number
  readonly accepting: number
  readonly planning: number
}
const costs: Costs[] = []

beforeAll(async () => {
  world = await createWorld({ seed: 'waiting packages' })
  headquarters = await world.headquarters('总部')
  team = await world.laptop('组长机', '组长')
  await world.enrol(headquarters, team, 'A')
  const workspace = workspaceOf(headquarters)
  const counted = countStatements(workspace.store)
  Object.assign(workspace, { store: counted.store, staged: createStagedImports(counted.store) })
  statements = counted.count
  for (const size of sizes) costs.push(await takeIn(size))
}, 120_000)
afterAll(() => world.end())

/** The last package comes first, and the one that all others wait for comes last. */
async function takeIn(size: number): Promise<Costs> {
  const files: string[] = []
  for (let number = 0; number <= size; number += 1) {
    await team.client.unit.save({ set: { name: `单位${size}-${number}` } })
    files.push(await world.send(team, headquarters))
  }
  const [first = '', ...others] = files
  const staging = await counting(async () => {
    for (const file of others.toReversed()) expect((await world.stage(headquarters, file)).state).toBe('waiting')
  })
  let waiting: readonly { readonly import: string }[] = []
  const list = await counting(async () => {
    waiting = await headquarters.client.sync.staged()
  })
  expect(waiting).toHaveLength(size)
  const planning = await counting(() => planImport(workspaceOf(headquarters).store, waiting[0]?.import ?? ''))
  const { import: id } = await world.stage(headquarters, first)
  const accepting = await counting(() => world.accept(headquarters, id))
  expect(await headquarters.client.sync.staged()).toEqual([])
  return { staging, list, planning, accepting }
}

async function counting(work: () => Promise<unknown>): Promise<number> {
  const before = statements()
  await work()
  return statements() - before
}

describe('of packages that wait', () => {
  test.each([
    ['staging', 'one after the other'],
    ['list', 'their previews'],
    ['accepting', 'all of them, when the one they waited for is accepted'],
  ] as const)('the statements for %s grow with their number, not with its square (%s)', (what, _) => {
    const [five = 0, ten = 0, twenty = 0] = costs.map((each) => each[what])
    // Twice as many more cost twice as much more; with a square it would be three times.
    expect(twenty - ten).toBeLessThanOrEqual(2.2 * (ten - five))
  })

  test('the list plans nothing again that was planned when they were staged', () => {
    for (const [index, { list, planning }] of costs.entries()) expect(list).toBeLessThan((sizes[index] ?? 0) * planning)
  })
})
