import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conflictingValues, firstChange, succeed, undisputedChange } from '../../../electron/domain/log/merge.ts'
import { type RowChange, valuesSpoken } from '../../../electron/domain/log/spoken.ts'
import { standingOf } from '../../../electron/domain/log/standing.ts'
import { change, fields, fold, headquarters, histories, nobody, sayAgain } from '../histories.ts'
import { packHeads, unpackHeads } from '../../../electron/store/row/storedHeads.ts'

const made = change('a', 1, { title: '甲', fact: '事实', ordinal: 1 }, { parent: 'visit' })

describe('a row folded from its changes', () => {
  test('is absent without changes', () => {
    expect(fold([])).toBeUndefined()
  })

  test('takes edits of different fields together without a conflict', () => {
    const one = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    const other = change('c', 3, { fact: '新' }, { replaces: { fact: ['a'] }, log: 'log-2' })
    const row = fold([made, one, other])
    expect(row).toMatchObject({ values: { title: '乙', fact: '新', ordinal: 1 }, conflicted: false, parent: 'visit' })
    expect(row?.heads).toEqual({ title: ['b'], fact: ['c'], ordinal: ['a'] })
  })

  test('keeps two edits of one field and shows the one with the higher clock', () => {
    const one = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    const other = change('c', 3, { title: '丙' }, { replaces: { title: ['a'] }, log: 'log-2' })
    const row = fold([other, made, one])
    expect(row).toMatchObject({ values: { title: '丙' }, heads: { title: ['b', 'c'] }, conflicted: true })
    expect(conflictingValues('title', [one, made, other], nobody).map(({ id }) => id)).toEqual(['c', 'b'])
    expect(conflictingValues('fact', [one, made, other], nobody)).toEqual([])
  })

  test('shows the head of the higher log where clocks are equal', () => {
    const one = change('z', 2, { title: '乙' }, { replaces: { title: ['a'] }, log: 'log-1' })
    const other = change('b', 2, { title: '丙' }, { replaces: { title: ['a'] }, log: 'log-2' })
    expect(fold([made, other, one])?.values['title']).toBe('丙')
  })

  test('is in no conflict where two heads say the same, as when two people add one member', () => {
    const again = change('b', 2, made.set, { parent: 'visit', log: 'log-2' })
    expect(fold([made, again])).toMatchObject({ conflicted: false, heads: { title: ['a', 'b'] } })
  })

  test('is in no conflict once one change replaces both heads', () => {
    const one = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    const other = change('c', 3, { title: '丙' }, { replaces: { title: ['a'] }, log: 'log-2' })
    const resolved = change('d', 4, { title: '乙' }, { replaces: { title: ['b', 'c'] } })
    expect(fold([made, one, other, resolved])).toMatchObject({ heads: { title: ['d'] }, conflicted: false })
  })

  test('has the parent that the first change by clock and log names', () => {
    const other = change('b', 1, made.set, { parent: 'other visit', log: 'log-0' })
    expect(fold([made, other])?.parent).toBe('other visit')
  })

  test('remembers the log whose ordinal is shown', () => {
    const other = change('b', 2, { ordinal: 7 }, { replaces: { ordinal: ['a'] }, log: 'log-2' })
    expect(fold([made, other])?.ordinalLog).toBe('log-2')
  })

  test('shows null where no change sets the field', () => {
    const edit = change('b', 2, { title: '乙' }, { replaces: { title: ['a'] } })
    expect(fold([edit])).toMatchObject({ values: { fact: null }, heads: { fact: [] }, parent: null })
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

test.each([
  ['no log', nobody],
  ['two of the logs', headquarters],
])('the order of changes never matters, where %s is headquarters’', (_, logs) => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (changes, keys) => {
      const shuffled = changes.map((one) => ({ one, key: keys.next().value })).toSorted((a, b) => a.key - b.key)
      const reordered = shuffled.map(({ one }) => one)
      expect(fold(reordered, logs)).toEqual(fold(changes, logs))
    }),
  )
})

test.each([
  ['no log', nobody, 50],
  ['two of the logs', headquarters, 400],
])(
  'the short way, where it is taken, ends where the whole history does, where %s is headquarters’',
  (_, logs, least) => {
    let taken = 0
    fc.assert(
      fc.property(histories, (changes) => {
        const last = changes.at(-1)
        const earlier = changes.slice(0, -1)
        const before = fold(earlier, logs)
        if (before === undefined || last === undefined || last.takenBack === true) return
        const changeOf = (id: string) => earlier.find((one) => one.id === id)
        const restated = earlier.some(({ restates }) => restates !== undefined)
        const after = succeed(before, last, { headquarters: logs, restated, changeOf })
        if (after === undefined) return
        taken += 1
        expect(after).toEqual(fold(changes, logs))
      }),
      { numRuns: 4000 },
    )
    expect(taken).toBeGreaterThan(least)
  },
)

describe('the logs of headquarters', () => {
  test('have one value of a field at most that stands, the last; and some value always stands', () => {
    fc.assert(
      fc.property(histories, (changes) => {
        const row = fold(changes, headquarters)
        for (const field of fields) {
          const spoken = valuesSpoken(changes, headquarters).get(field) ?? []
          const standing = standingOf(spoken, headquarters)
          expect(standing.filter(({ log }) => headquarters.has(log)).length).toBeLessThanOrEqual(1)
          expect(standing.length > 0).toBe(spoken.length > 0)
          expect(row?.heads[field] ?? []).toEqual(standing.map(({ id }) => id).toSorted())
        }
      }),
      { numRuns: 1000 },
    )
  })

  const name = (id: string, clock: number, log: string, replaced: readonly string[]) =>
    change(id, clock, { title: id }, { log, replaces: { title: replaced } })
  const [first, own, channel] = [name('a', 1, 'log-0', []), name('b', 2, 'log-0', ['a']), name('c', 3, 'log-1', ['a'])]
  const titles = (...changes: readonly RowChange[]) => fold(changes, headquarters)?.heads['title']

  test.each([
    { what: 'do not stand against each other', changes: [first, own, channel], heads: ['c'] },
    {
      what: 'stand together against a team',
      changes: [first, own, channel, name('d', 9, 'log-2', ['a'])],
      heads: ['c', 'd'],
    },
    {
      what: 'are answered by who answers the last',
      changes: [first, own, channel, name('d', 9, 'log-2', ['c'])],
      heads: ['d'],
    },
    {
      what: 'go on after a clock that had gone ahead',
      changes: [first, name('b', 8, 'log-1', ['a']), name('c', 3, 'log-0', ['b'])],
      heads: ['c'],
    },
    {
      what: 'go on after a team’s answer to a clock that had gone ahead',
      changes: [first, name('b', 8, 'log-1', ['a']), name('t', 4, 'log-2', ['b']), name('c', 5, 'log-0', ['t'])],
      heads: ['c'],
    },
  ])('$what', ({ changes, heads }) => {
    expect(titles(...changes)).toEqual(heads)
    expect(titles(...changes.toReversed())).toEqual(heads)
  })
})

describe('a change that headquarters says again', () => {
  const value = change('x', 4, { title: '乙' }, { log: 'log-2', replaces: { title: ['a'] } })
  const restated = { change: 'x', clock: value.clock, log: 'log-2' }
  const again = change('r', 9, value.set, { log: 'log-0', replaces: value.replaces, restates: { title: restated } })
  const edit = change('y', 5, { title: '丙' }, { log: 'log-3', replaces: { title: ['x'] } })
  const editOfAgain = change('z', 10, { title: '丁' }, { log: 'log-3', replaces: { title: ['r'] } })
  const rival = change('b', 6, { title: '戊' }, { log: 'log-3', replaces: { title: ['a'] } })
  const old = change('a', 1, { title: '甲' }, { log: 'log-2' })
  const higher = change('h', 3, { title: '总' }, { log: 'log-1' })

  test.each([
    { beside: 'nothing', others: [], hears: false },
    { beside: 'what it replaced', others: [old], hears: false },
    { beside: 'an edit of it', others: [old, edit], hears: false },
    { beside: 'a value that stands against it', others: [old, rival], hears: false },
    { beside: 'a word of headquarters', others: [old, higher], hears: false },
    { beside: 'an edit by somebody who took it for a change of its own', others: [editOfAgain], hears: true },
  ])('is the same row with both, or with either of them, beside $beside', ({ others, hears }) => {
    const both = fold([...others, value, again], headquarters)
    for (const alone of hears ? [again] : [again, value]) {
      expect(fold([...others, alone], headquarters)).toEqual(both)
    }
    expect(fold([again, value, ...others].toReversed(), headquarters)).toEqual(both)
  })

  test('is a change like any other in a log that is not headquarters’', () => {
    const ordinary = { ...again, restates: undefined }
    const changes = [old, value, edit]
    expect(fold([...changes, again])).toEqual(fold([...changes, ordinary]))
    expect(fold([...changes, { ...again, log: 'log-3' }], headquarters)).toEqual(
      fold([...changes, { ...ordinary, log: 'log-3' }], headquarters),
    )
  })

  test('says what the change says where that is here', () => {
    const wrong = { ...again, set: { title: '别的' } }
    expect(fold([value, wrong], headquarters)?.values['title']).toBe('乙')
    expect(fold([wrong], headquarters)?.values['title']).toBe('别的')
  })

  test('falls with a change that was taken back, and so does where it puts the row', () => {
    const back = { ...value, takenBack: true }
    expect(fold([back, { ...again, parent: 'visit' }], headquarters)).toBeUndefined()
    const left = fold([{ ...old, parent: 'other' }, back, { ...again, parent: 'visit' }], headquarters)
    expect(left).toMatchObject({ heads: { title: ['a'] }, parent: 'other' })
  })

  test('puts the row where headquarters has seen it, against edits that say otherwise', () => {
    const lie = { ...edit, clock: '0000000000000-0000', parent: 'elsewhere' }
    expect(fold([lie, { ...again, parent: 'visit' }], headquarters)?.parent).toBe('visit')
    expect(fold([lie, { ...again, parent: 'visit' }])?.parent).toBe('elsewhere')
  })

  test('changes nothing of a row that holds all it speaks of', () => {
    fc.assert(
      fc.property(histories, fc.nat(5), (changes, clock) => {
        const before = fold(changes, headquarters)
        const counting = changes.filter(({ takenBack }) => takenBack !== true)
        const said = fields.flatMap((field) => sayAgain(field, changes))
        if (said.length === 0 || counting.length === 0) return
        const last = change('zz', clock, Object.fromEntries(said.map((one) => [one.field, one.value])), {
          log: 'log-1',
          replaces: Object.fromEntries(said.map((one) => [one.field, one.replaces])),
          restates: Object.fromEntries(said.map((one) => [one.field, one.restated])),
        })
        expect(fold([...changes, last], headquarters)).toEqual(before)
      }),
      { numRuns: 1000 },
    )
  })

  test('leaves a value standing where those who say others again contradict each other', () => {
    const circle = ['p', 'q'].map((id, at, ids) =>
      change(
        `${id}${id}`,
        7,
        { title: id },
        {
          log: 'log-0',
          replaces: { title: [ids[1 - at] ?? ''] },
          restates: { title: { change: id, clock: old.clock, log: 'log-0' } },
        },
      ),
    )
    expect(fold(circle, headquarters)?.heads['title']).toEqual(['q'])
  })
})

test('a row of one change is what the whole way makes of it beside a change of other rows’ fields', () => {
  const elsewhere = change('y', 9, { other: 1 }, { log: 'log-9' })
  fc.assert(
    fc.property(histories, fc.option(fc.constant('visit'), { nil: undefined }), ([only], parent) => {
      if (only === undefined) return
      const row = { ...only, parent }
      expect(fold([row])).toEqual(fold([row, elsewhere]))
    }),
  )
})

test('the short way is not taken where changes are said again: who says one may name what comes only later', () => {
  const said = change('x', 5, { title: '甲' }, { log: 'log-0' })
  const restates = { title: { change: 'x', clock: said.clock, log: 'log-0' } }
  const again = change('r', 6, said.set, { log: 'log-1', replaces: { title: ['y'] }, restates })
  const row = fold([said, again], headquarters)
  const later = change('y', 2, { title: '乙' }, { log: 'log-2', replaces: { title: ['x'] } })
  if (row === undefined) throw new Error('no row')
  expect(succeed(row, later, { headquarters, restated: true, changeOf: () => undefined })).toBeUndefined()
  expect(fold([said, again, later], headquarters)?.heads['title']).toEqual(['x'])
})

test('the short way is not taken where the change names another noun as the parent', () => {
  const row = fold([change('a', 2, { title: '甲' }, { parent: 'place', parentEntity: 'finding' })])
  const edit = change('b', 1, { title: '乙' }, { parent: 'place', replaces: { title: ['a'] } })
  if (row === undefined) throw new Error('no row')
  expect(succeed(row, edit, { headquarters: nobody, restated: false, changeOf: () => undefined })).toBeUndefined()
})
