import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { everythingOf } from '../parties.ts'
import { carry, createReplica, enrol, pack } from '../world.ts'
import { createUnit, learn, lookAt } from './channel.ts'

/** All logs of headquarters speak as one writer (decisions.md 80): the highest clock among them stands, in any order of arrival. */
let scene: Awaited<ReturnType<typeof createUnit>>
beforeEach(async () => {
  scene = await createUnit()
})
afterEach(() => scene.world.end())

/** A second machine of headquarters, which has not seen what the first wrote last. */
async function secondMachine() {
  const { world, headquarters, unit } = scene
  const second = await createReplica(world, 'second', ['系统管理员', '督办员'])
  await learn(second, [headquarters])
  await learn(headquarters, [second])
  await carry(world, second, await everythingOf(world, headquarters))
  const rename = (name: string) => second.write([{ entity: 'unit', id: unit, set: { name } }])
  return { ...second, rename }
}

test('a rename at headquarters that reaches a team through another team’s channel is the name there, and no conflict', async () => {
  const { team, channel, other, rename, sayUnit, send, at } = scene
  await sayUnit(channel)
  await rename('新名')
  await sayUnit(other)
  await send(team, channel.log)
  expect(await at(team)).toMatchObject({ row: { name: '旧名', conflicted: false } })
  await send(team, other.log)
  expect(await at(team)).toMatchObject({ row: { name: '新名', conflicted: false }, conflicts: [] })
})

describe('two machines of headquarters that rename one unit at once', () => {
  test.each([['the first before the second'], ['the second before the first']])('agree: %s', async (order) => {
    const { world, headquarters, team, rename, at } = scene
    const second = await secondMachine()
    await rename('一')
    await second.rename('二')
    await learn(team, [second])
    const parcels = [await everythingOf(world, headquarters), await everythingOf(world, second)]
    const turned = order.startsWith('the second') ? parcels.toReversed() : parcels
    await carry(world, team, await pack(world, headquarters, [{ log: headquarters.log, to: 3 }]))
    for (const parcel of turned) await carry(world, team, parcel)
    await carry(world, headquarters, await everythingOf(world, second))
    const shown = await at(headquarters)
    expect(shown).toMatchObject({ row: { name: '二', conflicted: false }, conflicts: [] })
    expect(await at(team)).toEqual(shown)
  })

  test('are answered by a team that saw the last, and stand against one that saw neither', async () => {
    const { world, headquarters, team } = scene
    const second = await secondMachine()
    const own = world.newId()
    await team.write([{ entity: 'unit', id: own, set: { name: '甲' } }])
    const everything = await everythingOf(world, team)
    for (const one of [headquarters, second]) await carry(world, one, everything)
    for (const one of [headquarters, second]) await one.write([{ entity: 'unit', id: own, set: { name: one.name } }])
    await learn(team, [second])
    await team.write([{ entity: 'unit', id: own, set: { name: '同时' } }])
    for (const one of [headquarters, second]) await carry(world, team, await everythingOf(world, one))
    expect((await lookAt(team, own)).conflicts[0]?.values.map(({ value }) => value)).toEqual(['同时', 'second'])
    const seen = (await lookAt(team, own)).heads
    await team.write([{ entity: 'unit', id: own, set: { name: '回答' }, replaces: { name: seen['name'] ?? [] } }])
    expect(await lookAt(team, own)).toMatchObject({ row: { name: '回答', conflicted: false }, conflicts: [] })
    for (const one of [headquarters, second]) await carry(world, one, await everythingOf(world, team))
    await carry(world, headquarters, await everythingOf(world, second))
    expect(await lookAt(headquarters, own)).toEqual(await lookAt(team, own))
  })
})

describe('a log that proves to be headquarters’ only later', () => {
  test('joins the one writer then, with what it had said before', async () => {
    const { world, headquarters, team, rename, at } = scene
    const second = await secondMachine()
    await enrol(world, headquarters, second)
    await rename('一')
    await second.rename('二')
    const role = { person: second.person, log: second.log, role: '系统管理员' } as const
    await headquarters.write([{ entity: 'grant', id: world.newId(), set: role }])
    const parcels = [await everythingOf(world, headquarters), await everythingOf(world, second)]
    const reader = await scene.reader('reader', parcels, [headquarters])
    for (const parcel of parcels) await carry(world, team, parcel)
    await learn(reader, [second])
    await learn(team, [second])
    const late = await at(reader)
    expect(late).toMatchObject({ row: { name: '二', conflicted: false }, conflicts: [] })
    expect(await at(team)).toEqual(late)
  })

  test('takes its repetitions for what they are from then on', async () => {
    const { world, headquarters, channel, sayUnit, at } = scene
    await sayUnit(channel)
    const parcels = [
      await pack(world, headquarters, [{ log: headquarters.log }]),
      await pack(world, headquarters, [{ log: channel.log }]),
    ]
    const early = await scene.reader('early', parcels, [headquarters, channel])
    const late = await scene.reader('late', parcels, [headquarters])
    await learn(late, [channel])
    const shown = await at(headquarters)
    expect(await at(early)).toEqual(shown)
    expect(await at(late)).toEqual(shown)
  })
})
