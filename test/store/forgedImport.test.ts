import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ChangeLine } from '../../electron/contract/change.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { addLog } from '../../electron/store/change/addLog.ts'
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

type Present = Extract<ChangeLine, { state: 'present' }>

function alter(parcel: Package, place: number, change: (line: Present) => Present): Package {
  const lines = parcel.lines.map((line, at) => (at === place && line.state === 'present' ? change(line) : line))
  return { ...parcel, lines }
}
