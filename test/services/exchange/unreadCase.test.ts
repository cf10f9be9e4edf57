import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { schemaVersion } from '../../../electron/contract/catalogue/catalogue.ts'
import { hashBody, hashHeader } from '../../../electron/crypto/change.ts'
import { workspaceOf } from '../../../electron/services/machine.ts'
import { makeId } from '../../../electron/store/change/idProof.ts'
import { toChangeRow } from '../../../electron/store/log/storedChange.ts'
import { compileMemo, freeze, photograph, problemOf, recordFinding, sign } from '../../journeys/story.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../../world.ts'
import { makeVisit } from '../inspection.ts'

/** A paper about a case in which a newer program has written: nobody freezes or signs what he cannot read whole. */
let world: World
let headquarters: Headquarters
let laptop: Laptop
let visit: string
let memo: string

beforeAll(async () => {
  world = await createWorld({ seed: 'unread case' })
  headquarters = await world.headquarters('总部')
  laptop = await world.laptop('组长', '组长')
  await world.enrol(headquarters, laptop, 'A')
  const campaign = (await laptop.client.campaign.loadPreset({ preset: '137' })).id
  const complete = { mode: '明察', place: '县局办公楼', noticeNumber: '督通1号', accompanying: '办公室主任' } as const
  visit = await makeVisit(laptop, { ...complete, campaign, singleInspectorReason: '另一人请假' })
  await photograph(laptop, await recordFinding(laptop, visit), 1)
  memo = await compileMemo(laptop, visit)
})
afterAll(() => world.end())
beforeEach(async () => {
  await workspaceOf(laptop).store.write((tx) => tx.db.deleteFrom('change').where('verdict', '=', 'future').execute())
})

/** As if a package had brought it: a change of the next schema in this log, under this root. Gives its id. */
function bring(log: string, root: string): Promise<string> {
  return workspaceOf(laptop).store.write(async (tx) => {
    const salt = tx.random(16)
    const { host, person } = laptop
    const { id, nonce } = makeId({ log, now: host.now(), random: host.random }, { entity: 'finding', parent: visit })
    const about = { author: person, at: host.instant(), entity: 'hologram', id, nonce, parent: visit }
    const body = { ...about, root: { entity: 'visit', id: root }, kind: 'row' as const, set: {}, replaces: {} }
    const header = {
      body: hashBody(salt, body),
      clock: `${host.now()}-0001`,
      log,
      number: 1_000_000,
      operation: host.newId(),
      previous: 'A'.repeat(43),
      schemaVersion: schemaVersion + 1,
    }
    const line = { state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body } as const
    const hash = hashHeader(header)
    await tx.db
      .insertInto('change')
      .values(toChangeRow({ hash, line, importId: null, ahead: false }, false))
      .execute()
    return hash
  })
}

describe('a paper about a case in which a newer program has written', () => {
  test('cannot be frozen while what waits may change it', async () => {
    await bring(laptop.log, visit)
    const refused = await problemOf(freeze(laptop, memo))
    expect(refused).toEqual({ kind: 'document.waitsForUpgrade', details: { changes: 1 } })
  })

  test('is frozen and signed where what waits is about another case, or comes from a log that may not write this one', async () => {
    await bring(laptop.log, laptop.host.newId())
    await bring(laptop.host.newId(), visit)
    const version = await freeze(laptop, memo)
    await bring(laptop.log, visit)
    expect((await problemOf(sign(laptop, version))).kind).toBe('document.waitsForUpgrade')
    await workspaceOf(laptop).store.write((tx) => tx.db.deleteFrom('change').where('verdict', '=', 'future').execute())
    await bring(headquarters.log, laptop.host.newId())
    const unread = await problemOf(sign(laptop, version))
    expect(unread).toEqual({ kind: 'document.trustWaits', details: { changes: 1 } })
    // What has been written goes to headquarters all the same.
    expect(await world.send(laptop, headquarters)).toMatch(/\.mcsync$/)
  })

  test('is frozen once headquarters has declined what waits', async () => {
    const change = await bring(laptop.log, visit)
    const { store, log } = workspaceOf(laptop)
    const row = { id: laptop.host.newId(), change, reason: '重复', parent: null, author: null, clock: '', at: '' }
    await store.write((tx) =>
      tx.db
        .insertInto('changeDeclined')
        .values({ ...row, changeId: change, changeLog: log, changeNumber: 1 })
        .execute(),
    )
    expect(await freeze(laptop, memo)).not.toBe('')
  })

  test('is frozen and signed once the lead has said, with a reason, that it does not wait; the change waits on', async () => {
    const change = await bring(laptop.log, visit)
    expect(await laptop.client.document.unread({ id: memo })).toMatchObject([{ change, author: '组长甲' }])
    const passing = { id: memo, changes: [change], reason: '只是一张照片的备注' }
    await laptop.client.document.passUnread(passing)
    expect(await laptop.client.document.unread({ id: memo })).toEqual([])
    await sign(laptop, await freeze(laptop, memo))
    const { verdict } = await workspaceOf(laptop).store.read((tx) =>
      tx.db.selectFrom('change').select('verdict').where('hash', '=', change).executeTakeFirstOrThrow(),
    )
    expect(verdict).toBe('future')
  })
})
