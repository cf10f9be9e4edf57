import { describe, expect, test } from 'vitest'
import { isDisclosed, visitProblems, type VisitFields } from '../../electron/domain/visit.ts'

const common = {
  campaign: '0149b955-1000-7000-8137-137000000000',
  unit: '0197f000-0000-7000-8000-000000000001',
  visitedOn: '2014-11-25',
  place: '办税服务厅',
} as const
const open: VisitFields = { ...common, mode: '明察', noticeNumber: '督通〔2014〕12号', accompanying: '办公室主任' }
const covert: VisitFields = { ...common, mode: '暗访' }
const disclosed = { identityDisclosedAt: '2014-11-25T03:00:00.000Z', identityDisclosedReason: '核实值班情况' } as const

const fields = (visit: VisitFields, inspectors = 2) => visitProblems(visit, inspectors).map(({ field }) => field)

describe('a complete visit', () => {
  test.each([
    ['明察', open],
    ['暗访', covert],
    ['暗访 that was disclosed', { ...covert, ...disclosed }],
    [
      '暗访 that was disclosed, then with company',
      { ...covert, ...disclosed, noticeNumber: '1号', accompanying: '主任' },
    ],
  ])('has no problem: %s', (_, visit) => {
    expect(visitProblems(visit, 2)).toEqual([])
  })
})

describe('problems of a visit', () => {
  test.each<[string, VisitFields, readonly string[]]>([
    ['empty', {}, ['campaign', 'unit', 'mode', 'visitedOn', 'place']],
    ['明察 without notice', { ...open, noticeNumber: null }, ['noticeNumber']],
    ['明察 without company', { ...open, accompanying: '　' }, ['accompanying']],
    ['明察 with a disclosure', { ...open, ...disclosed }, ['identityDisclosedAt']],
    ['暗访 with a notice', { ...covert, noticeNumber: '1号' }, ['noticeNumber']],
    ['暗访 with company', { ...covert, accompanying: '主任' }, ['accompanying']],
    [
      'disclosed without a reason',
      { ...covert, ...disclosed, identityDisclosedReason: null },
      ['identityDisclosedReason'],
    ],
    ['disclosed without a time', { ...covert, ...disclosed, identityDisclosedAt: null }, ['identityDisclosedAt']],
    [
      'company after half a disclosure',
      { ...covert, identityDisclosedAt: disclosed.identityDisclosedAt, accompanying: '主任' },
      ['identityDisclosedReason', 'accompanying'],
    ],
    ['end before start', { ...open, startMinute: 600, endMinute: 599 }, ['endMinute']],
  ])('%s', (_, visit, problems) => {
    expect(fields(visit)).toEqual(problems)
  })

  test('an end equal to the start is a short visit', () => {
    expect(fields({ ...open, startMinute: 600, endMinute: 600 })).toEqual([])
  })

  test.each([
    [0, null, ['inspectors']],
    [0, '组员临时请假', ['inspectors']],
    [1, null, ['inspectors']],
    [1, '组员临时请假', []],
    [2, null, []],
  ] as const)('%i inspectors, reason %s → %o', (count, singleInspectorReason, problems) => {
    expect(fields({ ...open, singleInspectorReason }, count)).toEqual(problems)
  })

  test('are Chinese sentences', () => {
    for (const { message } of visitProblems({ mode: '暗访', accompanying: '主任' }, 1)) {
      expect(message).toMatch(/[\p{Script=Han}]{4}/u)
    }
  })
})

test('a disclosure needs time and reason', () => {
  expect(isDisclosed(disclosed)).toBe(true)
  expect(isDisclosed({ ...disclosed, identityDisclosedReason: ' ' })).toBe(false)
})
