import { describe, expect, it } from 'vitest'
import {
  beijingTime,
  bookTitle,
  byteSize,
  chineseDate,
  chineseDateSpan,
  chineseNumber,
  chineseTime,
  sentence,
} from '../../electron/documents/chinese.ts'
import { groupedCode } from '../../electron/documents/pageMarks.ts'
import { titleLines } from '../../electron/documents/titleShape.ts'

describe('dates and numbers of official documents', () => {
  it.each([
    ['2014-11-17', '2014年11月17日'],
    ['2014-01-05', '2014年1月5日'],
  ])('writes %s as %s, without leading zeros (§7.3.5.4)', (day, text) => expect(chineseDate(day)).toBe(text))

  it.each(['2014/11/17', '20141117', '2014-11-17T00:00:00.000Z', ''])('takes %j for no day', (day) =>
    expect(() => chineseDate(day)).toThrow('YYYY-MM-DD'),
  )

  it.each([
    ['2014-11-20', '2014-11-20', '2014年11月20日'],
    ['2014-11-20', '2014-11-21', '2014年11月20日至21日'],
    ['2014-11-30', '2014-12-01', '2014年11月30日至12月1日'],
    ['2014-12-31', '2015-01-04', '2014年12月31日至2015年1月4日'],
  ])('writes %s to %s as %s', (from, to, text) => expect(chineseDateSpan(from, to)).toBe(text))

  it.each([
    [0, '0时00分'],
    [545, '9时05分'],
    [1439, '23时59分'],
  ])('writes minute %i as %s', (minutes, text) => expect(chineseTime(minutes)).toBe(text))

  it.each([
    ['2014-11-22T07:20:00.000Z', '2014年11月22日 15时20分'],
    ['2014-12-31T16:00:00.000Z', '2015年1月1日 0时00分'],
  ])('shows %s in Beijing as %s', (instant, text) => expect(beijingTime(instant)).toBe(text))

  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [99, '九十九'],
  ])('counts %i as %s', (value, text) => expect(chineseNumber(value)).toBe(text))

  it.each([0, 100, 1.5])('does not number a level %d', (value) => expect(() => chineseNumber(value)).toThrow('1 to 99'))

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [2_516_582, '2.4 MB'],
  ])('writes %i bytes as %s', (bytes, text) => expect(byteSize(bytes)).toBe(text))

  it('sets book marks and full stops once', () => {
    expect([bookTitle('税收征管法'), bookTitle('《税收征管法》')]).toEqual(['《税收征管法》', '《税收征管法》'])
    expect([sentence('已办'), sentence('已办。'), sentence('已办吗？')]).toEqual(['已办。', '已办。', '已办吗？'])
  })

  it('groups a version code for reading aloud', () => expect(groupedCode('K7Q2M9XW4T')).toBe('K7Q2M-9XW4T'))
})

describe('the shape of a title (§7.3.1)', () => {
  it.each([
    [['关于对', '××县', '国家税务局的', '暗访检查备忘录'], ['关于对××县国家税务局的暗访检查备忘录']],
    [
      ['关于对', '广东省', '广州市', '××区', '国家税务局', '第一税务分局的', '明察检查备忘录'],
      ['关于对广东省广州市××区国家税务局', '第一税务分局的明察检查备忘录'],
    ],
    [['证据清单'], ['证据清单']],
    [[], []],
  ])('breaks %j into %j', (words, lines) => expect(titleLines(words)).toEqual(lines))

  it('keeps every line within the page and every character of the title', () => {
    const words = [
      '关于对',
      '内蒙古自治区',
      '锡林郭勒盟',
      '××旗',
      '国家税务局',
      '办税服务厅',
      '及所属各分局的',
      '明察检查备忘录',
    ]
    const lines = titleLines(words)
    expect(lines.join('')).toBe(words.join(''))
    expect(lines.every((line) => line.length <= 20 && line.length >= 4)).toBe(true)
  })

  it('cuts a name that has no joint instead of running off the page', () => {
    const lines = titleLines(['国'.repeat(45)])
    expect(lines.map((line) => line.length)).toEqual([20, 20, 5])
  })
})
