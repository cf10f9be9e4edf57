import { describe, expect, test } from 'vitest'
import { heldOf, type SentRange } from '../../electron/domain/downward/held.ts'
import {
  type CaseMade,
  isItsCase,
  isTold,
  type Known,
  namesIn,
  needsNames,
  type Party,
  type Spoken,
} from '../../electron/domain/downward/told.ts'

const above: Readonly<Record<string, readonly string[]>> = { 县: ['县', '市'], 市: ['市'], 外: ['外'] }
const known: Known = { teams: new Set(['甲', '乙']), upwards: (unit) => above[unit] ?? [unit] }
const everywhere: Party = { log: 'A', teams: new Set(['甲']), mates: new Set(['A', 'B']), area: 'everywhere' }
const narrow: Party = { ...everywhere, area: new Set(['市']) }

function spoken(entity: Spoken['entity'], values: Spoken['values'] = {}, id = 'x'): Spoken {
  return { entity, id, values }
}

describe('a party is told', () => {
  test.each([
    ['campaigns, milestones, teams whole', spoken('campaign'), everywhere, true],
    ['of no record that goes up', spoken('finding'), everywhere, false],
    ['decisions about any computer', spoken('grant', { log: 'Z' }), narrow, true],
    ['its own receipts', spoken('receipt', { sender: 'A' }), everywhere, true],
    ['no receipts of others', spoken('receipt', { sender: 'B' }), everywhere, false],
    ['a task of its team', spoken('task', { team: '甲' }), everywhere, true],
    ['no task of another team', spoken('task', { team: '乙' }), everywhere, false],
    ['a task of no team', spoken('task', { team: null }), everywhere, true],
    ['a task that names a team in words', spoken('task', { team: '第一组' }), everywhere, true],
    ['every unit where it works everywhere', spoken('unit', {}, '外'), everywhere, true],
    ['units under the one it works in', spoken('unit', {}, '县'), narrow, true],
    ['no other units', spoken('unit', {}, '外'), narrow, false],
    ['the people of those units', spoken('person', { unit: '县' }), narrow, true],
    ['no other people', spoken('person', { unit: '外' }), narrow, false],
    ['no people unasked where it works everywhere', spoken('person', { unit: '县' }), everywhere, false],
  ])('%s', (_, one, party, told) => {
    expect(isTold(one, party, known)).toBe(told)
  })

  test.each([
    ['the unit of a visit', spoken('visit', { unit: 'u', campaign: 'c', task: 't' }), [['unit', 'u']]],
    ['the inspector', spoken('visitInspector', { person: 'p' }), [['person', 'p']]],
    [
      'the unit above a unit, and the one it is the same as',
      spoken('unit', { parentUnit: 'v', sameAs: 'w' }),
      [
        ['unit', 'v'],
        ['unit', 'w'],
      ],
    ],
    [
      'the person and the unit of a role',
      spoken('grant', { person: 'p', unit: 'u' }),
      [
        ['person', 'p'],
        ['unit', 'u'],
      ],
    ],
    ['nothing that is empty', spoken('person', { unit: null, sameAs: null }), []],
  ])('of what its records name: %s', (_, one, named) => {
    expect(namesIn(one).map(({ entity, id }) => [entity, id])).toEqual(named)
  })

  test.each([
    ['of its own computer', { log: 'A' }, true],
    ['of a mate', { log: 'B' }, true],
    ['of a stranger', { log: 'Z' }, false],
  ])('the people that a decision names: %s', (_, values, needed) => {
    expect(needsNames(spoken('teamMember', values), everywhere)).toBe(needed)
  })

  test.each<[string, CaseMade, boolean]>([
    ['that it made', { log: 'A', team: null, handedTo: [] }, true],
    ['that a mate made before the teams', { log: 'B', team: null, handedTo: [] }, true],
    ['that names its team', { log: 'Z', team: '甲', handedTo: [] }, true],
    ['that names another', { log: 'B', team: '乙', handedTo: [] }, false],
    ['that was handed to its team', { log: 'Z', team: '乙', handedTo: ['甲'] }, true],
    ['of strangers', { log: 'Z', team: null, handedTo: [] }, false],
  ])('what a case names %s', (_, made, own) => {
    expect(isItsCase(made, everywhere)).toBe(own)
  })
})

describe('a party has its channel', () => {
  const sent = (name: string, from: number, to: number, more: Partial<SentRange> = {}): SentRange => ({
    ...{ name, serial: Number(name), from, to, at: `2026-11-22T0${name}`, isOut: true },
    ...more,
  })
  const packages = [sent('1', 1, 5), sent('2', 6, 8), sent('3', 9, 9)]

  test.each([
    ['as far as the answer that it needs to read anything', packages, [], undefined, 5, []],
    ['as far as its acceptances reach', packages, ['1', '2'], undefined, 8, []],
    ['not beyond a gap', packages, ['1', '3'], undefined, 5, []],
    ['and what was lost is known once it has been heard of', packages, ['1', '3'], '2026-11-22T09', 5, [2]],
    ['but what went after that may be on its way', packages, ['1'], '2026-11-22T025', 5, [2]],
    [
      'what nobody took along is not lost',
      [sent('1', 1, 5), sent('2', 6, 8, { isOut: false })],
      ['1'],
      '2026-11-22T09',
      5,
      [],
    ],
    ['of two answers the shorter one', [sent('1', 1, 5), sent('2', 1, 7)], [], undefined, 5, []],
    ['the longer one, where it says so', [sent('1', 1, 5), sent('2', 1, 7)], ['2'], undefined, 7, []],
    ['what was sent twice counts once', [sent('1', 1, 5), sent('2', 6, 7), sent('3', 6, 9)], ['3'], undefined, 9, []],
    ['and nothing before the first package', [], [], undefined, 0, []],
  ] as const)('%s', (_, all, accepted, heardAt, upTo, unconfirmed) => {
    expect(heldOf(all, new Set(accepted), { heardAt, begunByAnswer: true })).toEqual({ upTo, unconfirmed })
  })

  test('of one that goes on from another nothing before it says so', () => {
    const channel = { heardAt: '2026-11-22T09', begunByAnswer: false }
    expect(heldOf(packages, new Set(), channel)).toEqual({ upTo: 0, unconfirmed: [1, 2, 3] })
    expect(heldOf(packages, new Set(['1']), channel)).toEqual({ upTo: 5, unconfirmed: [2, 3] })
  })
})
