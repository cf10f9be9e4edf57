import { isDay } from '../../electron/contract/beijing.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  daysBetween,
  deadlineOn,
  expandRecurrence,
  parseRecurrence,
  weekdayOf,
} from '../../electron/domain/deadline.ts'

describe('days', () => {
  test.each([
    ['2014-11-25', true],
    ['2012-02-29', true],
    ['2015-02-29', false],
    ['2015-02-30', false],
    ['2014-13-01', false],
    ['2014-11-5', false],
    ['20141125', false],
    ['', false],
  ])('%s exists: %s', (text, exists) => {
    expect(isDay(text)).toBe(exists)
  })

  test.each([
    ['2014-12-31', 1, '2015-01-01'],
    ['2015-03-01', -1, '2015-02-28'],
    ['2012-02-28', 1, '2012-02-29'],
    ['1969-12-31', 1, '1970-01-01'],
  ])('%s and %i days is %s', (day, days, result) => {
    expect(addDays(day, days)).toBe(result)
    expect(daysBetween(day, result)).toBe(days)
  })

  // The weekdays that the notes on 137号 name.
  test.each([
    ['2014-11-17', 1],
    ['2014-11-25', 2],
    ['2014-11-30', 7],
    ['2015-04-05', 7],
    ['2015-06-15', 1],
    ['1970-01-01', 4],
    ['1969-12-28', 7],
  ])('%s is weekday %i', (day, weekday) => {
    expect(weekdayOf(day)).toBe(weekday)
  })

  test('adding and counting agree, and texts order as days do', () => {
    const offset = fc.integer({ min: -40_000, max: 40_000 })
    fc.assert(
      fc.property(offset, offset, (a, b) => {
        const [first, second] = [addDays('2014-11-17', a), addDays('2014-11-17', b)]
        expect(daysBetween(first, second)).toBe(b - a)
        expect(first < second).toBe(a < b)
      }),
    )
  })

  test('a day that the calendar does not have is a defect of the caller', () => {
    expect(() => addDays('2015-02-29', 1)).toThrow('must be YYYY-MM-DD')
  })
})

describe('a deadline …前', () => {
  test.each([
    ['2014-11-20', true, '2014-11-25', 5, false, '还有5天'],
    ['2014-11-25', true, '2014-11-25', 0, false, '今天到期'],
    ['2014-11-26', true, '2014-11-25', -1, true, '已超期1天'],
    ['2014-11-20', false, '2014-11-24', 4, false, '还有4天'],
    ['2014-11-25', false, '2014-11-24', -1, true, '已超期1天'],
  ])('of 2014-11-25 on %s, the day included: %s', (today, beforeIncludesDay, lastDay, daysLeft, overdue, text) => {
    expect(deadlineOn('2014-11-25', today, { beforeIncludesDay })).toEqual({ lastDay, daysLeft, overdue, text })
  })

  test('includes the day by custom', () => {
    expect(deadlineOn('2014-11-25', '2014-11-25').overdue).toBe(false)
  })
})

describe('recurring duties of 137号', () => {
  const from = '2014-11-17'
  const to = '2015-06-30'
  const expand = (rule: string, weekday?: number) => {
    const recurrence = parseRecurrence(rule, weekday)
    return recurrence === undefined ? [] : expandRecurrence(recurrence, from, to)
  }

  test('the weekly report falls on 33 Mondays', () => {
    const days = expand('FREQ=WEEKLY')
    expect(days).toHaveLength(33)
    expect([days[0], days.at(-1)]).toEqual(['2014-11-17', '2015-06-29'])
    expect(new Set(days.map(weekdayOf))).toEqual(new Set([1]))
  })

  test('the weekly report may fall on another day of the week', () => {
    const days = expand('FREQ=WEEKLY', 5)
    expect([days[0], days.at(-1), days.length]).toEqual(['2014-11-21', '2015-06-26', 32])
  })

  test('the monthly table is due seven times, also on a Sunday', () => {
    expect(expand('FREQ=MONTHLY;BYMONTHDAY=5')).toEqual([
      '2014-12-05',
      '2015-01-05',
      '2015-02-05',
      '2015-03-05',
      '2015-04-05',
      '2015-05-05',
      '2015-06-05',
    ])
  })

  test('a month without the day is left out', () => {
    expect(expand('FREQ=MONTHLY;BYMONTHDAY=31')).toEqual(['2014-12-31', '2015-01-31', '2015-03-31', '2015-05-31'])
  })

  test('both ends count, and a span before its beginning is empty', () => {
    expect(expandRecurrence({ every: 'month', day: 5 }, '2015-01-05', '2015-02-05')).toEqual([
      '2015-01-05',
      '2015-02-05',
    ])
    expect(expandRecurrence({ every: 'week', weekday: 1 }, '2015-01-06', '2015-01-01')).toEqual([])
    expect(expandRecurrence({ every: 'month', day: 5 }, '2015-02-06', '2015-01-01')).toEqual([])
  })

  test.each(['FREQ=DAILY', 'FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=32', 'FREQ=MONTHLY;BYMONTHDAY=0', ''])(
    'the rule %s is not known',
    (rule) => {
      expect(parseRecurrence(rule)).toBeUndefined()
    },
  )
})
