import { describe, expect, test } from 'vitest'
import { isParallel } from '../../../electron/domain/log/parallel.ts'

/** `log` and number name a change: a2 is the second of log a. */
type Told = { readonly id: string; readonly isNew?: true; readonly over?: readonly string[]; readonly again?: string }

function made({ id, isNew, over = [], again }: Told) {
  const number = Number(id.slice(1))
  const restates =
    again === undefined ? {} : { restates: { title: { change: again, clock: '', log: again.slice(0, 1) } } }
  return { id, log: id.slice(0, 1), number, replaces: { title: over }, ...(isNew && { isNew }), ...restates }
}
const nothing = () => false
const making: Told = { id: 'a1', isNew: true }

describe('an edit that comes in is parallel to one that is here', () => {
  test.each<[string, readonly Told[], readonly Told[], boolean]>([
    ['of another log, which it had not seen', [making, { id: 'a2', over: ['a1'] }], [{ id: 'b1', over: ['a1'] }], true],
    ['but not where it takes its place', [making, { id: 'a2', over: ['a1'] }], [{ id: 'b1', over: ['a2'] }], false],
    [
      'nor where it takes the place of a later one of that log',
      [making, { id: 'a2', over: ['a1'] }, { id: 'a3', over: ['a1'] }],
      [{ id: 'b1', over: ['a3'] }],
      false,
    ],
    ['nor where only the making is here', [making], [{ id: 'b1', over: ['a1'] }], false],
    [
      'nor where the one here is of its own log',
      [making, { id: 'b1', over: ['a1'] }],
      [{ id: 'b2', over: ['b1'] }],
      false,
    ],
    ['nor where it makes the row', [{ id: 'a2' }], [{ id: 'b1', isNew: true }], false],
    [
      'where the first of several had not seen it, although a later one has',
      [making, { id: 'a2', over: ['a1'] }],
      [
        { id: 'b1', over: ['a1'] },
        { id: 'b2', over: ['a2'] },
      ],
      true,
    ],
    [
      'but not where it has seen who says it again',
      [making, { id: 'h1', over: ['a1'] }, { id: 'c1', over: ['a1'], again: 'h1' }],
      [{ id: 'b1', over: ['c1'] }],
      false,
    ],
  ])('%s', (_, known, accepted, expected) => {
    expect(isParallel(known.map(made), accepted.map(made), nothing)).toBe(expected)
  })

  test('nor where its log had taken in the package that brought the other', () => {
    const known = [making, { id: 'a2', over: ['a1'] }].map(made)
    const took = (maker: { readonly number: number }, other: { readonly log: string }) =>
      maker.number > 1 && other.log === 'a'
    expect(isParallel(known, [made({ id: 'b2', over: ['a1'] })], took)).toBe(false)
    expect(isParallel(known, [made({ id: 'b1', over: ['a1'] })], took)).toBe(true)
  })
})
