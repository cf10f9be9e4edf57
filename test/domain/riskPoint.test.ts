import { expect, test } from 'vitest'
import { branchOf, domainOf } from '../../electron/domain/riskPoint.ts'

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
