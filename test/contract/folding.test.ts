import { expect, test } from 'vitest'
import { folded, foldedTight, isBlank } from '../../electron/contract/text/folding.ts'

test.each([
  ['soft hyphen', '接\u00ad待', '接待'],
  ['zero width space', '接\u200b待', '接待'],
  ['word joiner', '接\u2060待', '接待'],
  ['byte order mark', '\ufeff接待', '接待'],
  ['variation selector', '接\ufe00待\u{e0100}', '接待'],
  ['tag', '接\u{e0041}待', '接待'],
  ['bidirectional marks', '\u202a接\u2069待', '接待'],
  ['Hangul filler', '接\u3164待', '接待'],
  ['joiner that parts a letter from its accent', 'e\u034f\u0301', 'é'],
  ['private use stands for a rare hanzi', '接\ue000待', '接\ue000待'],
  ['a hanzi of a later Unicode', '\u{323b0}', '\u{323b0}'],
  ['full width', 'ＩＭＧ＿０１', 'img_01'],
  ['decomposed', 'e\u0301 か\u3099', 'é が'],
  ['simplified radicals', '⻔⻓⻋⻅', '门长车见'],
  ['Kangxi radicals', '⼈⼝', '人口'],
  ['a blank stays', '接 待', '接 待'],
  ['a line break stays', '接\n待', '接\n待'],
])('%s', (_, text, wanted) => {
  expect(folded(text)).toBe(wanted)
})

test('names are compared without blanks of any kind', () => {
  expect(foldedTight(' 城关\u00a0税务\u3000所\u2009\u2800')).toBe('城关税务所')
})

test.each([
  '',
  ' ',
  '\u3164',
  '\u200b',
  '\u2800',
  '\u00ad',
  '\ufeff',
  '\ufe0f',
  '\u{e0041}',
  '\u115f\u1160',
  '\u0007',
  '\r\n\t\u3000',
])('nothing is seen of %j', (text) => {
  expect(isBlank(text)).toBe(true)
})
test.each(['。', '0', '龘', '👨‍👩‍👧', '\u0301'])('%s is seen', (text) => {
  expect(isBlank(text)).toBe(false)
})
