import { describe, expect, test } from 'vitest'
import { valuesSpoken, type RowChange } from '../../../electron/domain/log/spoken.ts'
import { labelOf } from '../../../electron/domain/log/operation.ts'
import { undoingOf } from '../../../electron/domain/log/undoing.ts'
import { change, fold, headquarters, nobody } from '../histories.ts'

/** One field, told by its changes: who replaces whom, and what an undo puts back (decisions.md 96). */
const title = (
  value: string,
  clock: number,
  more: Partial<RowChange> & { over?: readonly string[]; for?: string } = {},
) => {
  const { over = [], for: before, ...rest } = more
  const standsFor = before === undefined ? undefined : { title: before }
  return (id: string) => change(id, clock, { title: value }, { replaces: { title: over }, standsFor, ...rest })
}

const changes = (told: Readonly<Record<string, (id: string) => RowChange>>) =>
  Object.entries(told).map(([id, make]) => make(id))
const mine = 'log-2'
const other = 'log-3'

type Case = [name: string, told: Readonly<Record<string, (id: string) => RowChange>>, value: string, heads: string[]]
const cases: readonly Case[] = [
  [
    'what was there is there again',
    { a: title('a', 1), e: title('e', 2, { over: ['a'] }), u: title('a', 3, { over: ['e'], for: 'a' }) },
    'a',
    ['u'],
  ],
  [
    'another has replaced it too: the undo falls, and nothing stands against the other',
    {
      ...{
        a: title('a', 1),
        e: title('e', 2, { over: ['a'], log: mine }),
        x: title('x', 2, { over: ['a'], log: other }),
      },
      u: title('a', 9, { over: ['e'], for: 'a', log: mine }),
    },
    'x',
    ['x'],
  ],
  [
    'done again it stands against the other as before',
    {
      ...{
        a: title('a', 1),
        e: title('e', 2, { over: ['a'], log: mine }),
        x: title('x', 2, { over: ['a'], log: other }),
      },
      ...{
        u: title('a', 9, { over: ['e'], for: 'a', log: mine }),
        r: title('e', 10, { over: ['u'], for: 'e', log: mine }),
      },
    },
    'x',
    ['r', 'x'],
  ],
  [
    'who has seen what was undone stands against the undo',
    {
      ...{ a: title('a', 1), e: title('e', 2, { over: ['a'], log: mine }) },
      ...{ u: title('a', 3, { over: ['e'], for: 'a', log: mine }), y: title('y', 3, { over: ['e'], log: other }) },
    },
    'y',
    ['u', 'y'],
  ],
  [
    'two undone edits, one upon the other',
    {
      ...{ a: title('a', 1), d: title('d', 2, { over: ['a'] }), e: title('e', 3, { over: ['d'] }) },
      ...{ u: title('d', 4, { over: ['e'], for: 'd' }), v: title('a', 5, { over: ['u'], for: 'a' }) },
    },
    'a',
    ['v'],
  ],
  [
    'an undo of an undo falls where the first would have',
    {
      ...{
        a: title('a', 1),
        d: title('d', 2, { over: ['a'], log: mine }),
        u: title('a', 3, { over: ['d'], for: 'a', log: mine }),
      },
      ...{ e: title('e', 4, { over: ['u'], log: mine }), v: title('a', 5, { over: ['e'], for: 'u', log: mine }) },
      x: title('x', 4, { over: ['a'], log: other }),
    },
    'x',
    ['x'],
  ],
  [
    'both have replaced it and both undo: it is there again',
    {
      ...{
        a: title('a', 1),
        e: title('e', 2, { over: ['a'], log: mine }),
        x: title('x', 2, { over: ['a'], log: other }),
      },
      ...{
        u: title('a', 3, { over: ['e'], for: 'a', log: mine }),
        v: title('a', 3, { over: ['x'], for: 'a', log: other }),
      },
    },
    'a',
    ['u', 'v'],
  ],
  [
    'a conflict that was resolved stands again, with the same value shown',
    {
      ...{ a: title('a', 1, { log: mine }), b: title('b', 2, { log: other }), e: title('e', 3, { over: ['a', 'b'] }) },
      ...{ u: title('b', 4, { over: ['e'], for: 'b' }), v: title('a', 5, { over: ['e'], for: 'a' }) },
    },
    'b',
    ['u', 'v'],
  ],
  [
    'it shows what was shown before: its place is that of what it puts back',
    {
      a: title('a', 1),
      x: title('x', 5, { log: other }),
      e: title('e', 9, { over: ['a'] }),
      u: title('a', 10, { over: ['e'], for: 'a' }),
    },
    'x',
    ['u', 'x'],
  ],
  [
    'what it claims to put back said something else: an edit like any other',
    {
      a: title('a', 1),
      x: title('x', 5, { log: other }),
      e: title('e', 6, { over: ['a'] }),
      u: title('z', 7, { over: ['e'], for: 'a' }),
    },
    'z',
    ['u', 'x'],
  ],
  [
    'what it puts back was taken back: it goes with it',
    {
      ...{ b: title('b', 1), a: title('a', 2, { over: ['b'], takenBack: true }), e: title('e', 3, { over: ['a'] }) },
      u: title('a', 4, { over: ['e'], for: 'a' }),
    },
    'b',
    ['b'],
  ],
]

test.each(cases)('%s', (_, told, value, heads) => {
  const folded = fold(changes(told))
  expect(folded?.values['title']).toBe(value)
  expect(folded?.heads['title']).toEqual(heads)
})

test('a word of a team that headquarters has overtaken and puts back is the team’s word again', () => {
  const told = {
    ...{
      a: title('a', 1, { log: mine }),
      w: title('w', 2, { log: 'log-0' }),
      e: title('e', 3, { over: ['a', 'w'], log: 'log-0' }),
    },
    ...{
      u: title('a', 4, { over: ['e'], for: 'a', log: 'log-0' }),
      v: title('w', 5, { over: ['e'], for: 'w', log: 'log-0' }),
    },
  }
  expect(fold(changes(told), headquarters)).toMatchObject({ heads: { title: ['u', 'v'] }, conflicted: true })
})

describe('what an undo says of a field', () => {
  const undoing = (told: Case[1], done: readonly string[]) => {
    const found = undoingOf(valuesSpoken(changes(told), nobody).get('title') ?? [], new Set(done), nobody)
    return 'overtook' in found
      ? { overtook: found.overtook?.id }
      : { replaces: found.replaces, putBack: found.putBack.map(({ id }) => id) }
  }
  const base = { a: title('a', 1), d: title('d', 2, { over: ['a'] }), e: title('e', 3, { over: ['d'] }) }
  test.each<[name: string, told: Case[1], done: readonly string[], expected: object]>([
    ['the last edit', base, ['e'], { replaces: ['e'], putBack: ['d'] }],
    ['both edits as one operation', base, ['d', 'e'], { replaces: ['e'], putBack: ['a'] }],
    ['one that was replaced', base, ['d'], { overtook: 'e' }],
    [
      'one upon which all was undone',
      { ...base, u: title('d', 4, { over: ['e'], for: 'd' }) },
      ['d'],
      { replaces: ['u'], putBack: ['a'] },
    ],
    [
      'one upon which all was undone, and which another has replaced',
      { ...base, u: title('d', 4, { over: ['e'], for: 'd' }), x: title('x', 4, { over: ['d'], log: other }) },
      ['d'],
      { overtook: 'x' },
    ],
    [
      'an undo that has fallen',
      { ...base, u: title('d', 4, { over: ['e'], for: 'd' }), x: title('x', 4, { over: ['d'], log: other }) },
      ['u'],
      { replaces: ['u'], putBack: ['e'] },
    ],
    ['the first value of a field', { e: title('e', 1) }, ['e'], { replaces: ['e'], putBack: [] }],
    ['what was there before is gone', { e: title('e', 1, { over: ['gone'] }) }, ['e'], { overtook: undefined }],
  ])('%s', (_, told, done, expected) => expect(undoing(told, done)).toEqual(expected))
})

describe('an operation in words', () => {
  const visit = { entity: 'visit', id: 'v', parent: undefined } as const
  const finding = { entity: 'finding', id: 'f', parent: 'v' } as const
  const inspector = { entity: 'visitInspector', id: 'i', parent: 'v' } as const
  const making = { set: { title: 'a' }, replaces: {} }
  const editing = { set: { title: 'a' }, replaces: { title: [] } }
  const removing = (removed: boolean | null) => ({ set: { removed }, replaces: { removed: [] } })
  test.each<[name: string, said: Parameters<typeof labelOf>[0], expected: object | undefined]>([
    [
      'a visit with its inspectors',
      [
        { ...visit, ...making },
        { ...inspector, ...making },
      ],
      { verb: '新建', entity: 'visit', id: 'v', count: 1 },
    ],
    ['an inspector who joins', [{ ...inspector, ...making }], { verb: '修改', entity: 'visit', id: 'v', count: 1 }],
    [
      'three findings',
      ['f', 'g', 'f'].map((id) => ({ ...finding, id, ...editing })),
      { verb: '修改', entity: 'finding', id: 'f', count: 2 },
    ],
    [
      'one that is removed',
      [{ ...finding, ...removing(true) }],
      { verb: '删除', entity: 'finding', id: 'f', count: 1 },
    ],
    [
      'one that comes back',
      [{ ...finding, ...removing(null) }],
      { verb: '恢复', entity: 'finding', id: 'f', count: 1 },
    ],
    ['an event', [{ entity: 'documentVoided', id: 'e', parent: 'd', ...making }], undefined],
  ])('%s', (_, said, expected) => expect(labelOf(said)).toEqual(expected))
})
