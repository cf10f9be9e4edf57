import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldedName, keptCode } from '../../../electron/domain/identity/foldedName.ts'
import {
  type Edge,
  type Identities,
  identitiesOf,
  mayJoin,
  type Member,
} from '../../../electron/domain/identity/sameAs.ts'

function member(id: string, more: Partial<Member> = {}): Member {
  return { id, name: '王敏', code: null, isHeadquarters: false, isEnrolled: false, ...more }
}

const enrolled = { isEnrolled: true }
const office = { isHeadquarters: true, isEnrolled: true }

/** `a>b` by a team, `a>>b` by headquarters, in the order in which they were said. */
function edges(...said: readonly string[]): readonly Edge[] {
  return said.map((one, index) => {
    const [from = '', to = ''] = one.split(/>+/u)
    return { id: `c${index}`, clock: `${index}`, log: 'log', from, to, isHeadquarters: one.includes('>>') }
  })
}

/** The sets as they come out, each with the one that stands for it first. */
function sets(members: readonly Member[], said: readonly Edge[]): readonly string[] {
  const { membersOf } = identitiesOf(members, said)
  return [...new Set(members.map(({ id }) => membersOf(id).join(' ')))].toSorted()
}

describe('who is the same', () => {
  test.each<[string, readonly Member[], readonly Edge[], readonly string[]]>([
    ['nobody, where nobody says so', [member('a'), member('b', enrolled)], edges(), ['a', 'b']],
    [
      'a stand-in and the enrolled one, who stands for both',
      [member('a'), member('b', enrolled)],
      edges('a>b'),
      ['b a'],
    ],
    ['of two stand-ins only by word of headquarters', [member('a'), member('b')], edges('a>b'), ['a', 'b']],
    ['two stand-ins, by word of headquarters; the smallest', [member('a'), member('b')], edges('b>>a'), ['a b']],
    ['not who has another name', [member('a', { name: '王梅' }), member('b', enrolled)], edges('a>b'), ['a', 'b']],
    [
      'who has another name, by word of headquarters',
      [member('a', { name: '王梅' }), member('b', enrolled)],
      edges('a>>b'),
      ['b a'],
    ],
    [
      'whose name differs in nothing that anybody sees',
      [member('a', { name: ' 王\u00a0敏\u200b' }), member('b', enrolled)],
      edges('a>b'),
      ['b a'],
    ],
    [
      'not those without a name',
      [member('a', { name: ' ' }), member('b', { ...enrolled, name: '' })],
      edges('a>b'),
      ['a', 'b'],
    ],
    [
      'a unit of the same code',
      [member('a', { name: '县局', code: '１４401' }), member('b', { ...office, name: '临江县局', code: '14401' })],
      edges('a>b'),
      ['b a'],
    ],
    [
      'three stand-ins of one person',
      [member('a'), member('b'), member('c', enrolled)],
      edges('a>c', 'b>c'),
      ['c a b'],
    ],
    [
      'whom headquarters made, before who is enrolled',
      [member('a', enrolled), member('b', office)],
      edges('a>b'),
      ['b a'],
    ],
    [
      'the smallest of two who are enrolled',
      [member('a'), member('b', enrolled), member('c', enrolled)],
      edges('a>c', 'b>>c'),
      ['b c a'],
    ],
    ['not one that is not here', [member('a')], edges('a>>z'), ['a']],
    ['not oneself', [member('a', enrolled)], edges('a>a', 'a>>a'), ['a']],
  ])('%s', (_, members, said, expected) => {
    expect(sets(members, said)).toEqual(expected)
  })
})

function followed({ all, edgesAt }: Identities): readonly string[] {
  return [...new Set(all.flatMap(edgesAt).map(({ id }) => id))].toSorted()
}

describe('a circle', () => {
  const all = [member('a', enrolled), member('b', enrolled), member('c', enrolled)]
  const circle = edges('a>b', 'b>c', 'c>a')

  test('loses its youngest join, so that the way goes round the other side', () => {
    const found = identitiesOf(all, circle)
    expect(sets(all, circle)).toEqual(['a b c'])
    expect(followed(found)).toEqual(['c0', 'c1'])
    expect(found.wayBetween('c', 'a')?.map(({ id }) => id)).toEqual(['c1', 'c0'])
  })

  test('loses none that headquarters said, however late', () => {
    expect(followed(identitiesOf(all, edges('a>b', 'b>c', 'c>>a')))).toEqual(['c0', 'c2'])
  })

  test('of two falls apart when one join is taken back', () => {
    expect(sets(all, edges('a>b', 'b>a'))).toEqual(['a b', 'c'])
    expect(sets(all, edges('b>a'))).toEqual(['a b', 'c'])
    expect(sets(all, edges())).toEqual(['a', 'b', 'c'])
  })
})

test('the way between two that are not the same is none', () => {
  const found = identitiesOf([member('a'), member('b', enrolled)], [])
  expect(found.wayBetween('a', 'b')).toBeUndefined()
  expect(found.wayBetween('a', 'a')).toEqual([])
})

test('a join needs both ends', () => {
  expect(mayJoin({ isHeadquarters: true }, member('a'), undefined)).toBe(false)
  expect(mayJoin({ isHeadquarters: true }, undefined, member('a'))).toBe(false)
})

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const anyMember = (id: string) =>
  fc
    .record({ name: fc.constantFrom('王敏', '王 敏', '李强'), rank: fc.nat(2) })
    .map(({ name, rank }) => member(id, { name, isHeadquarters: rank === 2, isEnrolled: rank > 0 }))
const anyEdge = fc.record({
  from: fc.constantFrom(...ids),
  to: fc.constantFrom(...ids),
  clock: fc.nat(3).map(String),
  log: fc.constantFrom('x', 'y'),
  isHeadquarters: fc.boolean(),
})

test('the order in which joins and rows are given does not matter, and each belongs to one set', () => {
  fc.assert(
    fc.property(
      fc.tuple(...ids.map(anyMember)),
      fc.array(anyEdge, { maxLength: 10 }),
      fc.infiniteStream(fc.nat()),
      (members, said, chance) => {
        const named = said.map((edge, index) => ({ ...edge, id: `c${index}` }))
        const mixed = <T>(all: readonly T[]) =>
          all
            .map((one) => [chance.next().value ?? 0, one] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, one]) => one)
        const first = identitiesOf(members, named)
        const second = identitiesOf(mixed(members), mixed(named))
        for (const id of ids) {
          expect(second.membersOf(id)).toEqual(first.membersOf(id))
          expect(first.membersOf(id)).toContain(id)
          for (const other of first.membersOf(id)) {
            expect(first.representativeOf(other)).toBe(first.representativeOf(id))
            expect(second.wayBetween(id, other)).toEqual(first.wayBetween(id, other))
          }
        }
      },
    ),
  )
})

test.each([
  ['临江县\u3000国税局', '临江县国税局'],
  ['ＡＢ１２', 'ab12'],
  ['王\u200b\u00ad敏\u3164', '王敏'],
  ['\ufeff 王\t敏\u00a0', '王敏'],
  ['\u3164', ''],
  [null, ''],
])('the name %j is compared as %j', (name, folded) => {
  expect(foldedName(name)).toBe(folded)
})

test.each([
  [' 144 01\u00a0', '14401'],
  ['\u200b', null],
  ['', null],
  ['Ａ-1', 'Ａ-1'],
])('the code %j is kept as %j', (code, kept) => {
  expect(keptCode(code)).toBe(kept)
})
