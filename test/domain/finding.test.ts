import { describe, expect, test } from 'vitest'
import { missingFields, severityWord, type FindingFields } from '../../electron/domain/finding.ts'

const complete: FindingFields = {
  riskPoint: 'XZ-01',
  title: '公务接待凭证要件不齐',
  fact: '抽查三笔接待，一笔没有公函。',
  ruleDocument: '机关事务管理条例',
  opinion: '凭证要件不齐。',
  severity: 2,
  occurredOn: '2014-11-25',
  place: '财务科',
  rectificationType: '立行立改',
}
const one = { evidenceCount: 1 }

describe('missing fields', () => {
  test('are none in a complete finding, article and text of the rule are not asked for', () => {
    expect(missingFields(complete, one)).toEqual([])
  })

  test('of an empty finding are all, in the order of the form', () => {
    expect(missingFields({}, { evidenceCount: 0 })).toEqual([
      'riskPoint',
      'title',
      'fact',
      'occurredOn',
      'place',
      'ruleDocument',
      'opinion',
      'severity',
      'rectificationType',
      'evidence',
    ])
  })

  test.each(Object.keys(complete) as (keyof FindingFields)[])('name %s when it is null', (field) => {
    expect(missingFields({ ...complete, [field]: null }, one)).toEqual([field])
  })

  test('name a text of spaces only', () => {
    expect(missingFields({ ...complete, fact: ' \n　' }, one)).toEqual(['fact'])
  })

  test.each([
    ['限期整改', null, ['rectifyBy']],
    ['限期整改', '2014-12-25', []],
    ['立行立改', null, []],
    ['长期整改', null, []],
  ] as const)('ask for a time limit: %s with %s → %o', (rectificationType, rectifyBy, missing) => {
    expect(missingFields({ ...complete, rectificationType, rectifyBy }, one)).toEqual(missing)
  })

  test('name evidence when there is none', () => {
    expect(missingFields(complete, { evidenceCount: 0 })).toEqual(['evidence'])
  })
})

test.each([
  [1, '苗头性'],
  [2, '一般'],
  [3, '较重'],
  [4, '严重'],
  [5, undefined],
  [null, undefined],
] as const)('severity %s is %s', (severity, word) => {
  expect(severityWord(severity)).toBe(word)
})
