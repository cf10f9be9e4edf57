import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  conflictingChanges,
  firstChange,
  undisputedChange,
  foldRow,
  packHeads,
  type RowChange,
  succeed,
  unpackHeads,
} from '../../electron/domain/merge.ts'

const fields = ['title', 'fact', 'ordinal'] as const

function change(id: string, clock: number, set: RowChange['set'], more: Partial<RowChange> = {}): RowChange {
  const text = `${String(clock).padStart(13, '0')}-0000`
  return { id, clock: text, log: 'log-1', parent: undefined, set, replaces: {}, ...more }
}

const made = change('a', 1, { title: '甲', fact: '事实', ordinal: 1 }, { parent: 'visit' })

describe('a row folded from its changes', () => {
  test('is absent without changes', () => {
    expect(foldRow(fields, [])).toBeUndefined()
  })

  test('takes edits of different fields together without a conflict', () => {
    const one = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    const other = change('c', 3, { fact: '新' }, { replaces: { fact: ['a'] }, log: 'log-2' })
    const row = foldRow(fields, [made, one, other])
    expect(row).toMatchObject({ values: { title: '乙', fact: '新', ordinal: 1 }, conflicted: false, parent: 'visit' })
    expect(row?.heads).toEqual({ title: ['b'], fact: ['c'], ordinal: ['a'] })
  })

  test('keeps two edits of one field and shows the one with the higher clock', () => {
    const one = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    const other = change('c', 3, { title: '丙' }, { replaces: { title: ['a'] }, log: 'log-2' })
    const row = foldRow(fields, [other, made, one])
    expect(row).toMatchObject({ values: { title: '丙' }, heads: { title: ['b', 'c'] }, conflicted: true })
    expect(conflictingChanges('title', [one, made, other]).map(({ id }) => id)).toEqual(['c', 'b'])
    expect(conflictingChanges('fact', [one, made, other])).toEqual([])
  })

  test('shows the head of the higher log where clocks are equal', () => {
    const one = change('z', 2, { title: '乙' }, { replaces: { title: ['a'] }, log: 'log-1' })
    const other = change('b', 2, { title: '丙' }, { replaces: { title: ['a'] }, log: 'log-2' })
    expect(foldRow(fields, [made, other, one])?.values['title']).toBe('丙')
  })

  test('is in no conflict where two heads say the same, as when two people add one member', () => {
    const again = change('b', 2, made.set, { parent: 'visit', log: 'log-2' })
    expect(foldRow(fields, [made, again])).toMatchObject({ conflicted: false, heads: { title: ['a', 'b'] } })
  })

  test('is in no conflict once one change replaces both heads', () => {
    const one = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    const other = change('c', 3, { title: '丙' }, { replaces: { title: ['a'] }, log: 'log-2' })
    const resolved = change('d', 4, { title: '乙' }, { replaces: { title: ['b', 'c'] } })
    expect(foldRow(fields, [made, one, other, resolved])).toMatchObject({ heads: { title: ['d'] }, conflicted: false })
  })

  test('has the parent that the first change by clock and log names', () => {
    const other = change('b', 1, made.set, { parent: 'other visit', log: 'log-0' })
    expect(foldRow(fields, [made, other])?.parent).toBe('other visit')
  })

  test('remembers the log whose ordinal is shown', () => {
    const other = change('b', 2, { ordinal: 7 }, { replaces: { ordinal: ['a'] }, log: 'log-2' })
    expect(foldRow(fields, [made, other])?.ordinalLog).toBe('log-2')
  })

  test('shows null where no change sets the field', () => {
    const edit = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    expect(foldRow(fields, [edit])).toMatchObject({ values: { fact: null }, heads: { fact: [] }, parent: null })
  })
})

describe('heads as a row stores them', () => {
  const cases = [
    { name: 'one change for all fields', heads: { title: ['a'], fact: ['a'] }, stored: { change: 'a', heads: null } },
    {
      name: 'the commonest change as pointer',
      heads: { title: ['b'], fact: ['a'], ordinal: ['b'] },
      stored: { change: 'b', heads: { fact: ['a'] } },
    },
    {
      name: 'the smallest id of equals',
      heads: { title: ['b'], fact: ['a'] },
      stored: { change: 'a', heads: { title: ['b'] } },
    },
    {
      name: 'lists where two heads stand',
      heads: { title: ['a', 'b'], fact: ['a', 'b'] },
      stored: { change: 'a', heads: { title: ['a', 'b'], fact: ['a', 'b'] } },
    },
    {
      name: 'an empty list where nothing sets the field',
      heads: { title: ['a'], fact: [] },
      stored: { change: 'a', heads: { fact: [] } },
    },
  ]
  test.each(cases)('$name', ({ heads, stored }) => {
    const born = new Set(Object.keys(heads))
    expect(packHeads(born, heads)).toEqual(stored)
    expect(unpackHeads([...born], born, stored)).toEqual(heads)
  })
})

test.each([
  { name: 'one that is not set has none', heads: { title: ['a'], later: [] }, stored: { change: 'a', heads: null } },
  {
    name: 'one set by the creation itself is written out',
    heads: { title: ['a'], later: ['a'] },
    stored: { change: 'a', heads: { later: ['a'] } },
  },
  {
    name: 'it never is the pointer while the noun has others',
    heads: { title: ['b'], later: ['a'] },
    stored: { change: 'b', heads: { later: ['a'] } },
  },
])('heads of a field that came later than its noun: $name', ({ heads, stored }) => {
  const born = new Set(['title'])
  expect(packHeads(born, heads)).toEqual(stored)
  expect(unpackHeads(Object.keys(heads), born, stored)).toEqual(heads)
})

test('of several claims to one event the first by clock, log and id counts, in any order', () => {
  const late = change('a', 9, {})
  const early = change('c', 2, {}, { log: 'log-2' })
  const twin = change('b', 2, {}, { log: 'log-2' })
  expect(firstChange([late, early, twin])?.id).toBe('b')
  expect(firstChange([twin, late, early])?.id).toBe('b')
  expect(firstChange([])).toBeUndefined()
})

test('of claims by different logs none counts, whatever clock they choose', () => {
  const [own, again] = [
    { id: 'b', clock: '0000000000005-0000', log: 'a' },
    { id: 'a', clock: '0000000000009-0000', log: 'a' },
  ]
  expect(undisputedChange([again, own])?.id).toBe('b')
  expect(undisputedChange([own, { id: 'c', clock: '0000000000001-0000', log: 'b' }])).toBeUndefined()
})

/** Histories as replicas could write them: each change replaces some earlier heads of the fields it sets. */
const histories = fc
  .array(
    fc.record({
      log: fc.nat(2),
      clock: fc.nat(5),
      sets: fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1 }),
      value: fc.nat(2),
      replaced: fc.array(fc.nat(20), { maxLength: 3 }),
      direct: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(({ log, clock, sets, value, replaced, direct }, place) => {
      const earlier = replaced.filter((other) => other < place).map((other) => `c${String(other).padStart(2, '0')}`)
      const before = place === 0 ? [] : [`c${String(place - 1).padStart(2, '0')}`]
      const ids = direct ? before : [...new Set(earlier)]
      return change(
        `c${String(place).padStart(2, '0')}`,
        clock,
        Object.fromEntries(sets.map((field) => [field, value])),
        {
          log: `log-${log}`,
          replaces: Object.fromEntries(sets.map((field) => [field, ids])),
        },
      )
    }),
  )

test('the order of changes never matters', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (changes, keys) => {
      const shuffled = changes.map((one) => ({ one, key: keys.next().value })).toSorted((a, b) => a.key - b.key)
      expect(
        foldRow(
          fields,
          shuffled.map(({ one }) => one),
        ),
      ).toEqual(foldRow(fields, changes))
    }),
  )
})

test('the short way, where it is taken, ends where the whole history does', () => {
  let taken = 0
  fc.assert(
    fc.property(histories, (changes) => {
      const before = foldRow(fields, changes.slice(0, -1))
      const last = changes.at(-1)
      const after = before === undefined || last === undefined ? undefined : succeed(before, last)
      if (after === undefined) return
      taken += 1
      expect(after).toEqual(foldRow(fields, changes))
    }),
    { numRuns: 2000 },
  )
  expect(taken).toBeGreaterThan(50)
})

test('a row of one change is what the whole way makes of it beside a change of other rows’ fields', () => {
  const elsewhere = change('y', 9, { other: 1 }, { log: 'log-9' })
  fc.assert(
    fc.property(histories, fc.option(fc.constant('visit'), { nil: undefined }), ([only], parent) => {
      if (only === undefined) return
      expect(foldRow(fields, [{ ...only, parent }])).toEqual(foldRow(fields, [{ ...only, parent }, elsewhere]))
    }),
  )
})

test('the short way is not taken where the change names another noun as the parent', () => {
  const row = foldRow(fields, [change('a', 2, { title: '甲' }, { parent: 'place', parentEntity: 'finding' })])
  const edit = change('b', 1, { title: '乙' }, { parent: 'place', replaces: { title: ['a'] } })
  if (row === undefined) throw new Error('no row')
  expect(succeed(row, edit)).toBeUndefined()
})
