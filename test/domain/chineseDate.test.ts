import { expect, test } from 'vitest'
import { beijingDay } from '../../electron/contract/beijing.ts'
import { beijingTime, chineseDate, chineseTime } from '../../electron/domain/wording/chineseDate.ts'

test.each([
  ['2014-11-25', '2014年11月25日'],
  ['2015-01-05', '2015年1月5日'],
])('%s is written %s', (day, text) => {
  expect(chineseDate(day)).toBe(text)
})

test.each(['2014/11/17', '20141117', '2014-11-17T00:00:00.000Z', ''])('%j is no day', (day) => {
  expect(() => chineseDate(day)).toThrow('YYYY-MM-DD')
})

test.each([
  [570, '9时30分'],
  [0, '0时00分'],
  [845, '14时05分'],
  [1439, '23时59分'],
])('minute %i is written %s', (minute, text) => {
  expect(chineseTime(minute)).toBe(text)
})

test.each([
  ['2014-11-25T07:20:00.000Z', '2014年11月25日15时20分', '2014-11-25'],
  ['2014-12-31T16:00:00.000Z', '2015年1月1日0时00分', '2015-01-01'],
  ['2014-12-31T15:59:59.999Z', '2014年12月31日23时59分', '2014-12-31'],
])('%s is %s in Beijing', (instant, text, day) => {
  expect(beijingTime(instant)).toBe(text)
  expect(beijingDay(instant)).toBe(day)
})
