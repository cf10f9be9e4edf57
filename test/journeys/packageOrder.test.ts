import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceOf } from '../../electron/services/machine.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { prepareFirstPackage } from './firstPackage.ts'
import { acceptedSerials, contentsOf, factsOf, problemOf, recordFinding } from './story.ts'

/** Genuine packages that arrive as sticks do: too early, twice, or by another way. One story, from test to test. */
let world: World
let headquarters: Headquarters
let team: Laptop
let mate: Laptop
let visit: string
/** The team's first package to headquarters. */
let genuine: string

beforeAll(async () => {
  world = await createWorld({ seed: 'package order' })
  ;({ headquarters, team, mate, visit, genuine } = await prepareFirstPackage(world))
})

afterAll(() => world.end())

describe('in another order, and again', () => {
  let second: string

  test('package 2 before package 1 waits and says what is missing; 1 brings both in, in their order', async () => {
    await recordFinding(team, visit, { title: '第二个问题' })
    second = await world.send(team, headquarters)
    const findings = async () => (await headquarters.client.finding.list({})).total
    const early = await world.stage(headquarters, second)
    expect(early).toMatchObject({ state: 'waiting', serial: 2, missingSerials: [1] })
    expect(await problemOf(acceptedSerials(headquarters, early))).toEqual({
      kind: 'package.waiting',
      details: { missing: [1] },
    })
    expect(await findings()).toBe(0)
    expect(await acceptedSerials(headquarters, await world.stage(headquarters, genuine))).toEqual([1, 2])
    expect(await findings()).toBe(2)
  })

  test('the same package twice: 新增0 更新0, everything unchanged, and accepting it writes nothing', async () => {
    for (const file of [genuine, second]) {
      const before = await contentsOf(headquarters)
      const preview = await world.stage(headquarters, file)
      expect(preview).toMatchObject({ state: 'alreadyImported', added: 0, updated: 0, conflicts: 0, refused: [] })
      expect(preview.unchanged).toBeGreaterThan(0)
      expect(await acceptedSerials(headquarters, preview)).toHaveLength(1)
      expect(await contentsOf(headquarters)).toEqual(before)
    }
  })

  test('in the order 3, 1, 2: each waits for just what it lacks, and the tables end as at the sender', async () => {
    const files: string[] = []
    for (const title of ['第三个问题', '第四个问题', '第五个问题']) {
      await recordFinding(team, visit, { title })
      files.push(await world.send(team, headquarters))
    }
    const [third, fourth, fifth] = files as [string, string, string]
    const last = await world.stage(headquarters, fifth)
    expect(last).toMatchObject({ state: 'waiting', missingSerials: [3, 4] })
    expect(await acceptedSerials(headquarters, await world.stage(headquarters, third))).toEqual([3])
    const again = await world.stage(headquarters, fifth)
    expect(again).toMatchObject({ state: 'waiting', missingSerials: [4] })
    expect(await acceptedSerials(headquarters, await world.stage(headquarters, fourth))).toEqual([4, 5])
    const facts = ['visit', 'visitInspector', 'finding', 'evidence']
    expect(await factsOf(headquarters, facts)).toEqual(await factsOf(team, facts))
    expect((await contentsOf(headquarters)).staged).toEqual([])
  })

  test('a package that waits for a decision is not taken in by accepting another', async () => {
    const first = await sendWithOneMore('第六个问题')
    const undecided = await world.stage(headquarters, first)
    expect(undecided.state).toBe('ready')
    await mate.client.unit.save({ set: { name: '另一单位' } })
    const other = await world.stage(headquarters, await world.send(mate, headquarters))
    expect(await acceptedSerials(headquarters, other)).toEqual([1])
    expect((await headquarters.client.finding.list({})).total).toBe(5)
    expect(await acceptedSerials(headquarters, undecided)).toEqual([6])
  })

  test('one receipt for each package, however often it was brought', async () => {
    const { receipts, acceptances } = await workspaceOf(headquarters).store.read(async (tx) => ({
      receipts: await listEvents(tx, 'receipt'),
      acceptances: await listEvents(tx, 'packageAccepted'),
    }))
    const own = acceptances.filter(({ changeLog }) => changeLog === headquarters.log)
    expect(own.map((event) => [event.sender, event.serial])).toEqual([
      ...[1, 2, 3, 4, 5].map((serial) => [team.log, serial]),
      [mate.log, 1],
      [team.log, 6],
    ])
    expect(receipts.map((event) => event.package)).toEqual(own.map((event) => event.package))
  })

  test('exporting twice with nothing new says so and writes nothing', async () => {
    const { kind, details } = await problemOf(world.send(team, headquarters))
    expect([kind, details]).toEqual(['sync.nothingNew', { peer: '总部' }])
  })

  test("what goes between laptops has its own serials: headquarters misses nothing when it meets the leader's copy", async () => {
    await world.carry(team, mate)
    await mate.client.unit.save({ set: { name: '第三单位' } })
    await world.receive(team, await world.send(mate, team))
    await mate.client.unit.save({ set: { name: '第四单位' } })
    const forLeader = await world.send(mate, team)
    const preview = await world.stage(headquarters, forLeader)
    expect(preview).toMatchObject({ state: 'waiting', serial: 2, missingSerials: [] })
    await headquarters.client.sync.drop({ import: preview.import })
    expect(await world.carry(mate, headquarters)).toMatchObject({ state: 'ready', serial: 2, missingSerials: [] })
    expect(await world.stage(headquarters, forLeader)).toMatchObject({ added: 0, updated: 0 })
  })

  async function sendWithOneMore(title: string): Promise<string> {
    await recordFinding(team, visit, { title })
    return world.send(team, headquarters)
  }
})
