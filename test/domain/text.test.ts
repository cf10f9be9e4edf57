import { describe, expect, test } from 'vitest'
import { rows } from '../../electron/contract/catalogue/catalogue.ts'
import { fieldSchema } from '../../electron/contract/catalogue/field.ts'
import { controlCharacterNote, textProblems } from '../../electron/domain/text.ts'

const field = rows.finding.fields.fact
const kinds = (text: string) => textProblems(text, field.max).map(({ kind }) => kind)

describe('what a finding may say', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['markup', '<script>alert(1)</script>', []],
    ['rare characters', '赟 頔 䶮 𠮷', []],
    ['lines and tabs', '第一行\n\t第二行', []],
    ['other control characters, kept', '铃\u0007声\u001b', []],
    ['exactly 20 000 characters', '税'.repeat(20_000), []],
    ['U+0000', '空\u0000字符', ['nul']],
    ['a lone surrogate', '半\ud842个', ['loneSurrogate']],
    ['20 001 characters', '税'.repeat(20_001), ['tooLong']],
    ['everything at once', `\u0000\udc00${'税'.repeat(20_000)}`, ['nul', 'loneSurrogate', 'tooLong']],
  ]

  test.each(cases)('%s', (_, text, problems) => {
    expect(kinds(text)).toEqual(problems)
  })

  test.each(cases)('agrees with the check at the border: %s', (_, text, problems) => {
    expect(fieldSchema(field).safeParse(text).success).toBe(problems.length === 0)
  })

  test('the place is counted as a reader counts', () => {
    expect(textProblems('𠮷𠮷\u0000', 10)).toEqual([
      { kind: 'nul', at: 3, message: '第3个字符是空字符（U+0000），无法保存，请删去' },
    ])
    expect(textProblems('税'.repeat(20_001), 20_000)[0]?.message).toBe(
      '共20001个字符，最多20000个，请删去1个或者分成几条',
    )
  })
})

describe('control characters are named, not dropped', () => {
  test.each([
    ['没有', undefined],
    ['第一行\n\t第二行\r\n第三行', undefined],
    ['铃\u0007声', '含有1个看不见的控制字符（第2个字符），已原样保存，打印时略去。'],
    ['𠮷\u0001\u0002\u0003\u0004', '含有4个看不见的控制字符（第2、3、4个字符等），已原样保存，打印时略去。'],
    ['\u0085\u007f', '含有2个看不见的控制字符（第1、2个字符），已原样保存，打印时略去。'],
  ])('%j', (text, note) => {
    expect(controlCharacterNote(text)).toBe(note)
  })
})
