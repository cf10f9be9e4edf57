import { expect, test } from 'vitest'
import { nameInitials, pinyinInitials } from '../../electron/services/record/pinyin.ts'

test.each([
  ['重复检查', 'cfjc'],
  ['检查未亮证、无检查通知书', 'jcwlzwjctzs'],
  ['A股票（B）1', 'agpb1'],
  ['', ''],
])('%s is found by %s', (text, initials) => {
  expect(pinyinInitials(text)).toBe(initials)
})

test.each([
  ['曾国藩', 'zgf'],
  ['单雄信', 'sxx'],
  ['欧阳修', 'oyx'],
])('the person %s is found by %s, the family name read as one', (name, initials) => {
  expect(nameInitials(name)).toBe(initials)
})
