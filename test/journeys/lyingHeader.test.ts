import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import { workspaceOf } from '../../electron/services/machine.ts'
import { makeVisit } from '../services/inspection.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { forge, type ForgedBody } from './forgedLog.ts'

/** Real packages in which a header claims another schema than its body needs: kept, told before and after, never applied. */
let world: World
let headquarters: Headquarters
let laptop: Laptop
let visit: string
beforeAll(async () => {
  world = await createWorld({ seed: 'lying header' })
  headquarters = await world.headquarters('总部')
  laptop = await world.laptop('组长机', '组长')
  await world.enrol(headquarters, laptop, 'A')
  visit = await makeVisit(laptop)
  await world.carry(laptop, headquarters)
})
afterAll(() => world.end())

/** An edit of the visit, as far as its values go. */
async function edit(set: ForgedBody['set']): Promise<ForgedBody> {
  const { change } = await workspaceOf(laptop).store.read((tx) =>
    tx.db.selectFrom('visit').select('change').where('id', '=', visit).executeTakeFirstOrThrow(),
  )
  const replaces = Object.fromEntries(Object.keys(set).map((field) => [field, [change]]))
  return { entity: 'visit', id: visit, kind: 'row', set, replaces }
}

async function placeAt({ client }: Headquarters): Promise<string | null> {
  return (await client.visit.get({ id: visit })).visit.place
}

describe('a header that lies about its schema', () => {
  test.each([
    ['too low: a field that came later', schemaVersion, { 天气: '晴' }, { future: 0, invalid: 1 }],
    ['too low: a log that has spoken schema 2 falls back to 1', 1, { place: '退回' }, { future: 0, invalid: 1 }],
    ['too high, by more releases than there can be', schemaVersion + 1001, { place: '远' }, { future: 0, invalid: 1 }],
    // Whether it lies is seen after the upgrade; until then it is told as what it claims to be.
    ['too high, by one', schemaVersion + 1, { place: '谎称' }, { future: 1, invalid: 0 }],
  ])('%s', async (_how, claimed, set, told) => {
    const place = await placeAt(headquarters)
    const [hash] = await forge(laptop, [await edit(set)], [], claimed)
    const file = await world.send(laptop, headquarters)
    const preview = await world.stage(headquarters, file)
    expect(preview).toMatchObject({ state: 'ready', refused: [], updated: 0, ...told })
    await world.accept(headquarters, preview.import)
    const kept = await workspaceOf(headquarters).store.read((tx) =>
      tx.db
        .selectFrom('change')
        .select(['bodyState', 'included'])
        .where('hash', '=', hash ?? '')
        .execute(),
    )
    expect(kept).toEqual([{ bodyState: 'present', included: 0 }])
    expect(await placeAt(headquarters)).toBe(place)
  })
})
