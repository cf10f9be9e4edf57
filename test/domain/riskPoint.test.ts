import { describe, expect, test } from 'vitest'
import { branchOf, domainOf, findRiskPoints, validityOn } from '../../electron/domain/riskPoint.ts'

test.each([
  ['XZ-01', '行政管理', '行政管理'],
  ['GB-14', '干部管理', '干部管理'],
  ['DN-05', '干部管理', '党内政治生活'],
  ['ZF-07', '税收执法', '税收执法'],
  ['NF-15', '税收执法', '纳税服务'],
  ['ZJ-02', '其他', '作风纪律'],
  ['ZG-14', '其他', '整改落实'],
  ['本省-01', '其他', '其他'],
  ['constructor', '其他', '其他'],
  ['', '其他', '其他'],
])('%s is printed under %s, domain %s', (code, branch, domain) => {
  expect(branchOf(code)).toBe(branch)
  expect(domainOf(code)).toBe(domain)
})

describe('the validity of a rule on a day', () => {
  const from = { validity: 'known', validFrom: '2021-07-15', validTo: null } as const
  const between = { validity: 'known', validFrom: '2014-11-17', validTo: '2015-06-30' } as const
  test.each([
    [from, '2021-07-14', 'unknown'],
    [from, '2021-07-15', 'known'],
    [from, '2026-11-22', 'known'],
    [between, '2015-06-30', 'known'],
    [between, '2015-07-01', 'unknown'],
    [{ validity: 'unknown' } as const, '2015-01-01', 'unknown'],
  ])('%o on %s is %s', (rule, day, validity) => {
    expect(validityOn(rule, day)).toBe(validity)
  })
})

describe('looking for a risk point', () => {
  const points = [
    { code: 'XZ-01', name: '公务接待凭证要件不齐', check: ['核对派出单位公函'] },
    { code: 'XZ-09', name: '印章管理失控', check: ['查用印登记'] },
  ]
  const found = (text: string) => findRiskPoints(points, text).map(({ code }) => code)

  test.each([
    ['接待', ['XZ-01']],
    ['公函', ['XZ-01']],
    ['用印', ['XZ-09']],
    ['xz09', ['XZ-09']],
    ['ＸＺ－０１', ['XZ-01']],
    ['“接待”', ['XZ-01']],
    ['', ['XZ-01', 'XZ-09']],
    ['绩效', []],
  ])('by %s finds %o', (text, codes) => {
    expect(found(text)).toEqual(codes)
  })
})
