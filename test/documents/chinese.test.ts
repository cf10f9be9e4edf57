import { describe, expect, it } from 'vitest'
import { chineseNumber } from '../../electron/domain/wording/chineseNumber.ts'
import { byteSize, sentence } from '../../electron/documents/engine/chinese.ts'
import { codeText } from '../../electron/contract/document/versionCode.ts'
import { titleLines } from '../../electron/documents/engine/titleShape.ts'

describe('numbers and marks of official documents', () => {
  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [99, '九十九'],
    [100, '一百'],
    [103, '一百零三'],
    [110, '一百一十'],
    [999, '九百九十九'],
  ])('counts %i as %s', (value, text) => expect(chineseNumber(value)).toBe(text))

  it.each([0, 1000, 1.5])('does not number a level %d', (value) =>
    expect(() => chineseNumber(value)).toThrow('1 to 999'),
  )

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [2_516_582, '2.4 MB'],
  ])('writes %i bytes as %s', (bytes, text) => expect(byteSize(bytes)).toBe(text))

  it('sets full stops once', () => {
    expect([sentence('已办'), sentence('已办。'), sentence('已办吗？')]).toEqual(['已办。', '已办。', '已办吗？'])
  })

  it('groups a version code for reading aloud', () => expect(codeText('K7Q2M9XW4T')).toBe('K7Q2M-9XW4T'))
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
    expect(lines.map((line) => line.length)).toEqual([14, 14, 17])
  })
})
