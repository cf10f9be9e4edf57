import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished } from '../../electron/services/machine.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { prepareRoster, problemOf } from './story.ts'

/** What headquarters says arrives, whoever is enrolled first and whatever is lost on the way (decisions.md 54 and 80). */
let world: World
beforeAll(async () => {
  world = await createWorld({ seed: 'heard' })
})
afterAll(() => world.end())

type Scene = {
  readonly headquarters: Headquarters
  readonly lead: Laptop
  readonly member: Laptop
  readonly unit: string
}

/** One team of a lead and a member, enrolled in this order; the member is told of to the other by headquarters alone. */
async function enrolled(name: string, order: readonly ('lead' | 'member')[]): Promise<Scene> {
  const headquarters = await world.headquarters(`${name}总部`)
  const lead = await world.laptop(`${name}组长机`, '组长')
  const member = await world.laptop(`${name}组员机`, '组员')
  const { unit } = await prepareRoster(headquarters)
  for (const [place, one] of order.entries()) {
    const [known] = await headquarters.client.team.list()
    await world.enrol(
      headquarters,
      one === 'lead' ? lead : member,
      'AB'[place] ?? '',
      known === undefined ? { name: '第一检查组', campaign: null } : { id: known.id },
    )
  }
  return { headquarters, lead, member, unit }
}

const waitingFor = async ({ client }: Headquarters, { log }: Laptop) =>
  (await client.sync.waitingDown()).find((one) => one.log === log)

describe.each([
  ['先组长', ['lead', 'member']],
  ['先组员', ['member', 'lead']],
] as const)('a team of which %s was enrolled', (name, order) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await enrolled(name, order)
  })

  test('hears of the later one by its own package too, before headquarters’ word has come', async () => {
    const [first, second] = [scene[order[0]], scene[order[1]]]
    expect((await first.client.sync.peers()).map(({ log }) => log)).not.toContain(second.log)
    expect(await world.carry(second, first)).toMatchObject({ state: 'ready', refused: [] })
    expect(await first.client.sync.quarantine()).toEqual([])
    expect((await first.client.team.list())[0]?.members).toHaveLength(2)
  })

  test('waits at the desk for the one enrolled first, in words, and then no more', async () => {
    const { headquarters } = scene
    const first = scene[order[0]]
    expect(await waitingFor(headquarters, first)).toMatchObject({
      words: '1 台电脑登记、1 个编号字母、1 项授权、1 名检查组成员',
      unconfirmed: [],
    })
    expect((await headquarters.client.home.summary()).waitingDown).toEqual([
      expect.objectContaining({ log: first.log, total: 4 }),
    ])
    expect(await waitingFor(headquarters, scene[order[1]])).toMatchObject({ total: 0, words: '' })
    await world.carry(headquarters, first)
    expect(await waitingFor(headquarters, first)).toMatchObject({ total: 0, words: '' })
    expect((await headquarters.client.workspace.current()).counts.unsent).toBe(0)
  })

  test('knows of each other: letter, name, team, and where packages go', async () => {
    const { headquarters, lead, member } = scene
    // Whoever has handed in something is known by name too.
    for (const one of [lead, member]) await world.carry(one, headquarters)
    expect((await waitingFor(headquarters, lead))?.words).toBe('1 个单位、1 名人员、1 份回执')
    for (const one of [lead, member]) await world.carry(headquarters, one)
    for (const [one, other] of [
      [lead, member],
      [member, lead],
    ] as const) {
      const mate = (await one.client.sync.peers()).find(({ log }) => log === other.log)
      expect(mate).toMatchObject({ kind: '检查组', letter: 'AB'[order.indexOf(other === lead ? 'lead' : 'member')] })
      const [team] = await one.client.team.list()
      expect(team?.members.map(({ log }) => log).toSorted()).toEqual([lead.log, member.log].toSorted())
      const people = (await one.client.person.list()).map(({ id }) => id)
      expect(people).toContain(other.person)
    }
    expect(await world.carry(lead, member)).toMatchObject({ refused: [] })
  })

  test('hears of a renamed unit on both laptops, and of nothing else', async () => {
    const { headquarters, lead, member, unit } = scene
    await headquarters.client.unit.save({ id: unit, set: { name: '临江区税务局' } })
    for (const one of [lead, member]) {
      expect(await waitingFor(headquarters, one)).toMatchObject({ words: '1 个单位' })
      await world.carry(headquarters, one)
      const found = (await one.client.unit.list()).find(({ id }) => id === unit)
      expect(found).toMatchObject({ name: '临江区税务局' })
    }
    expect(await problemOf(world.send(headquarters, lead))).toMatchObject({ kind: 'sync.nothingNew' })
  })

  test('has a lost package made good by the next', async () => {
    const { headquarters, lead, unit } = scene
    await world.carry(lead, headquarters)
    await headquarters.client.unit.save({ id: unit, set: { shortName: '临江区局' } })
    await world.send(headquarters, lead)
    const [campaign] = await headquarters.client.campaign.list()
    await headquarters.client.task.save({ campaign: campaign?.id ?? '', set: { title: '临江明察', unit } })
    await world.carry(headquarters, lead)
    expect((await lead.client.unit.list()).find(({ id }) => id === unit)?.shortName).toBe('临江区局')
    expect((await lead.client.task.list()).map(({ title }) => title)).toEqual(['临江明察'])
  })

  test('shows at headquarters that a package was lost, which may then be sent again though nothing is new', async () => {
    const { headquarters, lead, unit } = scene
    await world.carry(lead, headquarters)
    await headquarters.client.unit.save({ id: unit, set: { shortName: '临江局' } })
    await world.send(headquarters, lead)
    expect(await waitingFor(headquarters, lead)).toMatchObject({ total: 0, unconfirmed: [] })
    await lead.client.unit.save({ set: { name: '另一单位' } })
    await world.carry(lead, headquarters)
    const { unconfirmed = [] } = (await waitingFor(headquarters, lead)) ?? {}
    expect(unconfirmed).toHaveLength(1)
    await world.carry(headquarters, lead)
    expect((await lead.client.unit.list()).find(({ id }) => id === unit)?.shortName).toBe('临江局')
    await world.carry(lead, headquarters)
    expect(await waitingFor(headquarters, lead)).toMatchObject({ unconfirmed: [] })
  })
})

test('a package that is written and not saved goes with the next', async () => {
  const headquarters = await world.headquarters('未存总部')
  const lead = await world.laptop('未存机', '组长')
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, lead, 'A')
  await world.carry(lead, headquarters)
  await world.carry(headquarters, lead)
  await headquarters.client.unit.save({ id: unit, set: { shortName: '一' } })
  await finished(headquarters.client, await headquarters.client.sync.export({ to: lead.log }))
  expect(await waitingFor(headquarters, lead)).toMatchObject({ words: '1 个单位' })
  await world.carry(headquarters, lead)
  expect(await waitingFor(headquarters, lead)).toMatchObject({ total: 0 })
})
