import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeVisit, prepareRoster, problemOf, recordFinding } from './story.ts'

/** Two computers that worked on each other's records before headquarters put them in two teams (decisions.md 93). */
let world: World
let headquarters: Headquarters
let first: Laptop
let second: Laptop
let visit: string
let finding: string
let others: string

beforeEach(async () => {
  world = await createWorld({ seed: 'late teams' })
  ;[headquarters, first, second] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('甲机', '组长'),
    world.laptop('乙机', '组长'),
  ])
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, first, 'A')
  await world.enrol(headquarters, second, 'B')
  visit = await makeVisit(first, second, unit)
  finding = await recordFinding(first, visit)
  others = await makeVisit(second, first, unit)
  await world.carry(second, first)
  await world.carry(first, second)
  await second.client.finding.save({ id: finding, set: { title: '编组以前改的' } })
  await first.client.visit.save({ id: others, set: { place: '编组以前改的' } })
  for (const one of [first, second]) await world.carry(one, headquarters)
})
afterEach(() => world.end())

const titleAt = async ({ client }: Laptop | Headquarters) => (await client.finding.get({ id: finding })).finding.title
const placeAt = async ({ client }: Laptop | Headquarters) => (await client.visit.get({ id: others })).visit.place

describe.each([
  ['甲组先编', ['甲', '乙']],
  ['乙组先编', ['乙', '甲']],
] as const)('%s', (_, order) => {
  test('what each had written to the other’s records stays, and nothing later is added', async () => {
    for (const name of order) {
      const [laptop, letter] = name === '甲' ? ([first, 'A'] as const) : ([second, 'B'] as const)
      await world.enrol(headquarters, laptop, letter, { name: `${name}组`, campaign: null })
    }
    // The other one has it all in its answer.
    await world.carry(headquarters, order[0] === '甲' ? first : second)
    for (const one of [headquarters, first, second]) expect(await one.client.sync.quarantine()).toEqual([])
    expect([await titleAt(headquarters), await placeAt(headquarters)]).toEqual(['编组以前改的', '编组以前改的'])
    expect([await placeAt(first), await titleAt(second)]).toEqual(['编组以前改的', '编组以前改的'])
    expect(await headquarters.client.team.ofVisit({ id: visit })).toMatchObject({ name: '甲组' })
    expect(await headquarters.client.team.ofVisit({ id: others })).toMatchObject({ name: '乙组' })
    const members = (await headquarters.client.team.list()).map((team) => [
      team.name,
      team.members.map((one) => one.letter),
    ])
    expect(new Map(members as [string, string[]][])).toEqual(
      new Map([
        ['甲组', ['A']],
        ['乙组', ['B']],
      ]),
    )
    const late = second.client.finding.save({ id: finding, set: { title: '编组以后改的' } })
    expect(await problemOf(late)).toMatchObject({ kind: 'permission.denied' })
    await first.client.finding.save({ id: finding, set: { title: '本组改的' } })
    expect(await world.carry(first, headquarters)).toMatchObject({ refused: [] })
    expect(await titleAt(headquarters)).toBe('本组改的')
  })
})
