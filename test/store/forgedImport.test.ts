import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BirthRecord, ChangeLine } from '../../electron/contract/change.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { hashBirth, hashHeader } from '../../electron/crypto/change.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { addLog } from '../../electron/store/change/addLog.ts'
import { getLog } from '../../electron/store/log/log.ts'
import { createParties, everythingOf, makeFinding } from './parties.ts'
import { carry, createReplica, dump, enrol, type Package, type Replica, type World } from './world.ts'

/** Packages whose lines, heads or keys were forged: the store takes nothing from them. */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
})
afterEach(() => world.end())

describe('a forged package', () => {
  const forgeries: readonly (readonly [string, (parcel: Package) => Package])[] = [
    [
      'an altered body',
      (parcel) =>
        alter(parcel, 1, (line) => ({ ...line, body: { ...line.body, set: { ...line.body.set, title: '无' } } })),
    ],
    ['another salt', (parcel) => alter(parcel, 1, (line) => ({ ...line, salt: 'AAAAAAAAAAAAAAAAAAAAAA' }))],
    ['a short salt', (parcel) => alter(parcel, 1, (line) => ({ ...line, salt: 'AAAA' }))],
    [
      'an altered clock',
      (parcel) => alter(parcel, 0, (line) => ({ ...line, header: { ...line.header, clock: '9999999999999-0000' } })),
    ],
    ['an altered number', (parcel) => alter(parcel, 1, (line) => ({ ...line, header: { ...line.header, number: 3 } }))],
    [
      'a header of another log',
      (parcel) => alter(parcel, 1, (line) => ({ ...line, header: { ...line.header, log: line.header.operation } })),
    ],
    ['lines in another order', (parcel) => ({ ...parcel, lines: parcel.lines.toReversed() })],
    ['a line left out', (parcel) => ({ ...parcel, lines: parcel.lines.slice(0, 1) })],
    ['a line too many', (parcel) => ({ ...parcel, lines: [...parcel.lines, ...parcel.lines.slice(1)] })],
    ['an unknown key in a line', (parcel) => alter(parcel, 0, (line) => Object.assign({}, line, { extra: 1 }))],
  ]
  test.each(forgeries)('with %s is refused, and nothing is written', async (_, forge) => {
    await makeFinding(world, team)
    await enrol(world, headquarters, team)
    const before = await dump(headquarters.store)
    const forged = forge(await everythingOf(world, team))
    await expect(carry(world, headquarters, forged)).rejects.toThrow(new Problem('package.damaged', {}))
    expect(await dump(headquarters.store)).toEqual(before)
  })

  test('whose head another key signed is refused', async () => {
    await makeFinding(world, team)
    const stranger = await createReplica(world, 'stranger')
    world.logKeys.set(team.log, world.logKeys.get(stranger.log) ?? '')
    await expect(carry(world, headquarters, await everythingOf(world, team))).rejects.toThrow(
      new Problem('log.headInvalid', {}),
    )
  })

  test('that claims a known log under another key is refused', async () => {
    await makeFinding(world, team)
    await carry(world, headquarters, await everythingOf(world, team))
    const stranger = await createReplica(world, 'stranger')
    const birth = { ...team.birth, publicKey: stranger.birth.publicKey }
    const claim = headquarters.store.write((tx) => addLog(tx, { birth, kind: 'other' }))
    await expect(claim).rejects.toThrow(new Problem('log.headInvalid', {}))
  })
})

describe('a birth record of another key for the id of a log, delivered before the genuine one', () => {
  const claims: readonly (readonly [string, (genuine: BirthRecord, key: string) => BirthRecord])[] = [
    ['as it is', (genuine, publicKey) => ({ ...genuine, publicKey })],
    ['without the salt', ({ salt: _, ...genuine }, publicKey) => ({ ...genuine, publicKey })],
    ['with another salt', (genuine, publicKey) => ({ ...genuine, publicKey, salt: 'A'.repeat(22) })],
    [
      'that names a predecessor',
      (genuine, publicKey) => ({ ...genuine, publicKey, predecessor: predecessorOf(genuine) }),
    ],
    ['of the genuine key after another log', (genuine) => ({ ...genuine, predecessor: predecessorOf(genuine) })],
  ]
  test.each(claims)('%s: refused, and the genuine one is taken in', async (_, claim) => {
    await makeFinding(world, team)
    await enrol(world, headquarters, team)
    const genuine = await everythingOf(world, team)
    const stranger = await createReplica(world, 'stranger')
    const birth = claim(team.birth, stranger.birth.publicKey)
    const before = await dump(headquarters.store)
    const forged = new Problem('log.idForged', {})
    await expect(carry(world, headquarters, await rivalTo(genuine, stranger, birth))).rejects.toThrow(forged)
    await expect(headquarters.store.write((tx) => addLog(tx, { birth, kind: 'other' }))).rejects.toThrow(forged)
    expect(await dump(headquarters.store)).toEqual(before)
    expect(await carry(world, headquarters, genuine)).toMatchObject({ state: 'ready', refused: [] })
    expect(await headquarters.store.read((tx) => getLog(tx, team.log))).toMatchObject({
      publicKey: team.birth.publicKey,
      salt: team.birth.salt,
      number: genuine.manifest.ranges[0]?.to,
    })
  })

  function predecessorOf({ log }: BirthRecord) {
    return { log, head: 'A'.repeat(43) }
  }

  /** A package of the same changes by number, in a chain of the rival's own, whose heads it signs. */
  async function rivalTo(genuine: Package, stranger: Replica, birth: BirthRecord): Promise<Package> {
    const key = world.logKeys.get(stranger.log) ?? ''
    const lines: ChangeLine[] = []
    let previous = hashBirth(birth)
    for (const line of genuine.lines) {
      const header = { ...line.header, previous }
      previous = hashHeader(header)
      lines.push({ ...line, header })
    }
    const ranges = genuine.manifest.ranges.map((range) => {
      const signedHead = signHead({ log: birth.log, number: range.to, hash: previous }, key)
      return { ...range, birth, head: previous, signedHead }
    })
    return { ...genuine, manifest: { ...genuine.manifest, ranges }, lines }
  }
})

type Present = Extract<ChangeLine, { state: 'present' }>

function alter(parcel: Package, place: number, change: (line: Present) => Present): Package {
  const lines = parcel.lines.map((line, at) => (at === place && line.state === 'present' ? change(line) : line))
  return { ...parcel, lines }
}
