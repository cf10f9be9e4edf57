import { describe, expect, test } from 'vitest'
import {
  minuteText,
  momentText,
  readDay,
  readMinute,
  typedChoice,
  typedDay,
  typedGrade,
  typedMinute,
  typedMoment,
  typedText,
} from '../../electron/contract/formValue.ts'

describe('a day', () => {
  test.each(['20141125', '2014-11-25', '2014/11/25', '2014.11.25', '2014年11月25日', '２０１４１１２５', ' 20141125 '])(
    'typed as %s is 2014-11-25',
    (text) => {
      expect(typedDay().parse(text)).toBe('2014-11-25')
    },
  )

  test.each(['2014-2-3', '2014/02/03', '20140203'])('%s is 2014-02-03', (text) => {
    expect(readDay(text)).toBe('2014-02-03')
  })

  test.each(['20150229', '2014-13-01', '2014-00-10', '1125', '今天', '2014-11-25T00:00'])('%s is none', (text) => {
    expect(typedDay().safeParse(text).error?.issues[0]?.message).toContain('请填确有的日期')
  })
})

describe('a time of day', () => {
  test.each([
    ['0930', 570],
    ['930', 570],
    ['9:30', 570],
    ['9：30', 570],
    ['9时30分', 570],
    ['00:00', 0],
    ['23:59', 1439],
  ])('%s is minute %i', (text, minute) => {
    expect(typedMinute().parse(text)).toBe(minute)
  })

  test.each(['24:00', '2460', '9', '9点半', '12345'])('%s is none', (text) => {
    expect(typedMinute().safeParse(text).success).toBe(false)
  })

  test.each([0, 570, 1439])('minute %i is written so that it is read back', (minute) => {
    expect(readMinute(minuteText(minute))).toBe(minute)
  })
})

describe('a moment', () => {
  test.each(['2014-11-25 09:30', '20141125 0930', '2014年11月25日 9时30分'])('typed as %s is Beijing time', (text) => {
    expect(typedMoment().parse(text)).toBe('2014-11-25T01:30:00.000Z')
    expect(momentText('2014-11-25T01:30:00.000Z')).toBe('2014-11-25 09:30')
  })

  test.each(['2014-11-25', '09:30', '2014-11-31 09:30', '刚才'])('%s is none', (text) => {
    expect(typedMoment().safeParse(text).success).toBe(false)
  })
})

test('nothing typed is no value', () => {
  const empty = [typedText({ max: 5 }), typedDay(), typedMinute(), typedChoice({ of: ['甲'] }), typedGrade({ max: 4 })]
  expect(empty.map((schema) => schema.parse(' '))).toEqual([null, null, null, null, null])
})

test.each([
  ['a text that is too long', typedText({ max: 2 }), '三个字'],
  ['half a character', typedText({ max: 9 }), '字\ud842'],
  ['U+0000', typedText({ max: 9 }), '字\u0000'],
  ['a choice that is not offered', typedChoice({ of: ['甲', '乙'] }), '丙'],
  ['a grade above the last', typedGrade({ max: 4 }), '5'],
])('%s is refused in Chinese', (_, schema, text) => {
  expect(schema.safeParse(text).error?.issues[0]?.message).toMatch(/\p{sc=Han}/u)
})

test('a text keeps its spaces and line ends', () => {
  expect(typedText({ max: 99 }).parse('  一\n二 ')).toBe('  一\n二 ')
})
