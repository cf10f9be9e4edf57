import fc from 'fast-check'
import { expect, test } from 'vitest'
import { queryTokens, searchTokens } from '../../electron/domain/searchTokens.ts'

test.each([
  ['国税局，查', '国税 税局 局 查'],
  ['ＯＣＲ识别', 'oc cr r识 识别 别'],
  ['𠮷野', '𠮷野 野'],
  ['李赟、王䶮', '李赟 赟 王䶮 䶮'],
  ['张\u3000三 接待', '张三 三接 接待 待'],
  ['张三\n接待', '张三 三 接待 待'],
  ['接\u00ad待\u200b公\ufe00函', '接待 待公 公函 函'],
  ['⻔⻓⾧', '门长 长長 長'],
  ['Cafe\u0301', 'ca af fé é'],
  ['', ''],
  ['。！ \n', ''],
])('%s is indexed as %s', (text, tokens) => {
  expect(searchTokens(text)).toBe(tokens)
})

test.each([
  ['国税', [['国税']]],
  ['国税局', [['国税', '税局']]],
  ['税', [['税']]],
  ['国税 接待', [['国税'], ['接待']]],
  ['"); drop', [['dr', 'ro', 'op']]],
  ['，', []],
])('%s is asked as %o', (text, phrases) => {
  expect(queryTokens(text)).toEqual(phrases)
})

/** What FTS5 does with phrases and one-character prefixes, in a few lines. */
function finds(indexed: string, query: string): boolean {
  const tokens = searchTokens(indexed).split(' ')
  return queryTokens(query).every((phrase) => {
    const [only] = phrase
    if (phrase.length === 1 && only !== undefined && [...only].length === 1)
      return tokens.some((t) => t.startsWith(only))
    return tokens.some((_, at) => phrase.every((token, offset) => tokens[at + offset] === token))
  })
}

const character = fc.constantFrom(...'检查接待公函赟䶮𠮷B2', '，', '。', ' ')
const text = fc.array(character, { maxLength: 30 })

test('any piece of a text finds it', () => {
  fc.assert(
    fc.property(text, fc.nat(30), fc.integer({ min: 1, max: 6 }), (characters, from, length) => {
      expect(finds(characters.join(''), characters.slice(from, from + length).join(''))).toBe(true)
    }),
  )
})

test('nothing is found that does not stand there, also across a full stop', () => {
  fc.assert(
    fc.property(
      text,
      fc.array(fc.constantFrom(...'检查接待公函'), { minLength: 2, maxLength: 4 }),
      (characters, wanted) => {
        const there = characters
          .join('')
          .replaceAll(/(?<=[^。，]) +(?=[^。，])/g, '')
          .includes(wanted.join(''))
        expect(finds(characters.join(''), wanted.join(''))).toBe(there)
      },
    ),
  )
  expect(finds('检查。查接', '检查接')).toBe(false)
})

test('a lone surrogate does not stop the index', () => {
  expect(searchTokens('检\ud800查')).toBe('检 查')
})
