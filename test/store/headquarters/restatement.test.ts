import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unprovedHeads } from '../../../electron/store/change/arrival.ts'
import { conflictsOf, historyOf } from '../../../electron/store/row/rows.ts'
import { everythingOf } from '../parties.ts'
import { carry, createReplica, pack, writeBody } from '../world.ts'
import { bodyOf, createUnit, learn, lookAt, sayAgain } from './channel.ts'

/** What headquarters says again stands in the place of what it repeats (decisions.md 95), wherever the two, or one, are known. */
let scene: Awaited<ReturnType<typeof createUnit>>
beforeEach(async () => {
  scene = await createUnit()
})
afterEach(() => scene.world.end())

/** Packages of headquarters' logs as they stand. */
async function packages() {
  const { world, headquarters, channel, other } = scene
  const of = (log: string) => pack(world, headquarters, [{ log }])
  return { own: await of(headquarters.log), channel: await of(channel.log), other: await of(other.log) }
}

test('a repeated row is the same at headquarters, and at whoever has the change, the repetition, or both', async () => {
  const { headquarters, channel, other, rename, sayUnit, reader, at } = scene
  await rename('新名')
  const before = await at(headquarters)
  await sayUnit(channel)
  expect(await at(headquarters)).toEqual(before)
  await sayUnit(other)
  expect(await at(headquarters)).toEqual(before)
  const sent = await packages()
  const known = [headquarters, channel, other]
  const readers = [
    [sent.own],
    [sent.channel],
    [sent.own, sent.channel],
    [sent.channel, sent.own],
    [sent.other, sent.channel],
  ]
  for (const [place, parcels] of readers.entries()) {
    expect(await at(await reader(`reader ${place}`, parcels, known))).toEqual(before)
  }
})

test('a repetition of what is known by a repetition names the first change, its clock and its log', async () => {
  const { headquarters, channel, other, rename, sayUnit } = scene
  const [renamed] = await rename('新名')
  const [first] = await sayUnit(channel)
  const [second] = await sayUnit(other)
  const { restates, replaces } = await bodyOf(headquarters, first)
  expect(restates?.['name']).toMatchObject({ change: renamed, log: headquarters.log })
  expect(await bodyOf(headquarters, second)).toMatchObject({ restates, replaces })
})

test('nobody but headquarters repeats', async () => {
  const { team, unit, channel, world } = scene
  await expect(
    sayAgain(world, team, { ...channel, log: team.log }, [{ entity: 'unit', id: unit, set: {} }]),
  ).rejects.toThrow('only headquarters')
})

describe('a team’s own unit that headquarters has changed', () => {
  let own: string
  let look: (replica: Parameters<typeof scene.at>[0]) => ReturnType<typeof scene.at>
  beforeEach(async () => {
    const { world, headquarters, team, send } = scene
    own = world.newId()
    look = (replica) => lookAt(replica, own)
    await send(team, headquarters.log)
    await team.write([{ entity: 'unit', id: own, set: { name: '甲' } }])
    await carry(world, headquarters, await everythingOf(world, team))
  })
  const say = () => sayAgain(scene.world, scene.headquarters, scene.channel, [{ entity: 'unit', id: own, set: {} }])
  const name = (replica: typeof scene.team, word: string) =>
    replica.write([{ entity: 'unit', id: own, set: { name: word } }])

  test('comes back without a conflict, although the changes between are missing there', async () => {
    const { headquarters, team, channel, send } = scene
    await name(headquarters, '乙')
    await name(headquarters, '丙')
    await say()
    await send(team, channel.log)
    expect(await look(team)).toMatchObject({ row: { name: '丙', conflicted: false }, conflicts: [] })
  })

  test('that stands in conflict is repeated with the value that is shown, and stays in conflict', async () => {
    const { world, headquarters, team, channel, send } = scene
    await name(headquarters, '总部')
    await name(team, '检查组')
    await carry(world, headquarters, await everythingOf(world, team))
    const before = await look(headquarters)
    expect(before.conflicts).toHaveLength(1)
    const [hash] = await say()
    expect(await look(headquarters)).toEqual(before)
    expect((await bodyOf(headquarters, hash)).set['name']).toBe('检查组')
    await send(team, channel.log)
    expect((await look(team)).row?.name).toBe('检查组')
  })

  test('is edited by another machine that knows the repetition alone, and the edit takes its place everywhere', async () => {
    const { world, headquarters, team, channel, send } = scene
    await say()
    const second = await createReplica(world, 'second', ['系统管理员', '督办员'])
    await learn(second, [headquarters, channel])
    await carry(world, second, (await packages()).channel)
    expect(await look(second)).toEqual(await look(headquarters))
    await name(second, '二')
    await learn(headquarters, [second])
    await learn(team, [second])
    for (const one of [headquarters, team]) await carry(world, one, await everythingOf(world, second))
    await send(team, channel.log)
    for (const one of [headquarters, team]) expect(await look(one)).toEqual(await look(second))
    expect(await look(second)).toMatchObject({ row: { name: '二', conflicted: false }, conflicts: [] })
  })

  test('is looked up by its head where the change itself is not here', async () => {
    const { headquarters, channel, reader } = scene
    const [hash] = await say()
    const other = await reader('other', [(await packages()).channel], [headquarters, channel])
    const { heads } = await look(other)
    const change = heads['name']?.[0] ?? ''
    expect(change).not.toBe(hash)
    const head = { entity: 'unit', id: own, field: 'name', change }
    const wrong = [
      { ...head, field: 'sort' },
      { ...head, id: scene.unit },
    ]
    await other.store.read(async (tx) => {
      expect(await unprovedHeads(tx, [head, ...wrong])).toEqual(wrong)
      expect(await historyOf(tx, 'unit', own)).toMatchObject([{ change, set: { name: '甲' } }])
    })
  })

  test('falls with the change that is declined, be it declined before or after, and does not come back', async () => {
    const { world, headquarters, team, channel, reader } = scene
    const change = (await look(headquarters)).heads['name']?.[0] ?? ''
    await say()
    await headquarters.write([{ entity: 'changeDeclined', id: world.newId(), set: { change } }])
    expect((await look(headquarters)).row).toBeUndefined()
    const sent = await packages()
    const all = [sent.own, sent.channel, await everythingOf(world, team)]
    const known = [headquarters, channel]
    const orders = [all, all.toReversed(), [all[2], all[1], all[0]], [all[1], all[0], all[2]]]
    for (const [place, order] of orders.entries()) {
      const parcels = order.flatMap((parcel) => parcel ?? [])
      expect((await look(await reader(`reader ${place}`, parcels, known))).row).toBeUndefined()
    }
  })

  test('is replaced in full where more than one change can name, and stands alone', async () => {
    const { world, headquarters, team, channel, reader } = scene
    for (let turn = 0; turn < 70; turn += 1) await name(team, `第${turn}次`)
    await carry(world, headquarters, await everythingOf(world, team))
    await name(headquarters, '总部')
    const before = await look(headquarters)
    expect(await say()).toHaveLength(2)
    expect(await look(headquarters)).toEqual(before)
    const early = await pack(world, team, [{ log: team.log, to: 4 }])
    const other = await reader('other', [(await packages()).channel, early], [headquarters, channel])
    expect(await look(other)).toMatchObject({ row: { name: '总部', conflicted: false } })
  })
})

describe('a team that claims to repeat', () => {
  /** Headquarters' word on the name, said again with another value, or a made-up one of a clock beyond all others. */
  async function claim(lie: { readonly change: string; readonly clock: string; readonly log: string }) {
    const { world, headquarters, team, unit } = scene
    const { row, heads } = await scene.at(headquarters)
    const body = {
      ...{ author: team.person, at: world.instant(), entity: 'unit', id: unit, kind: 'row' as const },
      set: { name: '冒充' },
      replaces: { name: heads['name'] ?? [] },
      restates: { name: lie },
      root: { entity: 'unit', id: unit },
    }
    await writeBody(world, team, body)
    return { row, parcel: await everythingOf(world, team) }
  }

  test.each([
    ['headquarters’ own change', '1416877200000-0000'],
    ['that change with a clock beyond all others', '9999999999999-ffff'],
  ])('%s changes nothing, and is refused as an edit of that unit is', async (_, clock) => {
    const { world, headquarters, at } = scene
    const change = (await at(headquarters)).heads['name']?.[0] ?? ''
    const { row, parcel } = await claim({ change, clock, log: headquarters.log })
    const plan = await carry(world, headquarters, parcel)
    expect(plan).toMatchObject({ refused: [{ reason: 'roleMissing' }] })
    expect((await at(headquarters)).row).toEqual(row)
  })

  test('a rival’s change of its own unit stands where its own clock puts it, and takes nobody’s place', async () => {
    const { world, headquarters, team } = scene
    const rival = await createReplica(world, 'rival')
    const enrolled = {
      log: rival.log,
      publicKey: rival.birth.publicKey,
      kind: '检查组',
      name: '乙',
      recipient: null,
    } as const
    await headquarters.write([
      { entity: 'logEnrolled', id: world.newId(), set: enrolled },
      { entity: 'grant', id: world.newId(), set: { person: rival.person, log: rival.log, role: '组长' } },
    ])
    const visit = world.newId()
    const [made] = await team.write([{ entity: 'visit', id: visit, set: { place: '甲' } }])
    const restates = { place: { change: made ?? '', clock: '9999999999999-ffff', log: headquarters.log } }
    const body = {
      ...{ author: rival.person, at: world.instant(), entity: 'visit', id: visit, kind: 'row' as const, restates },
      ...{ set: { place: '乙' }, replaces: { place: [] }, root: { entity: 'visit', id: visit } },
    }
    await writeBody(world, rival, body)
    await team.write([{ entity: 'visit', id: visit, set: { place: '丙' } }])
    for (const one of [rival, team]) await carry(world, headquarters, await everythingOf(world, one))
    const shown = await headquarters.store.read((tx) => conflictsOf(tx, 'visit', visit))
    expect(shown.map(({ field, values }) => [field, values.map(({ value }) => value)])).toEqual([
      ['place', ['丙', '乙']],
    ])
  })
})
