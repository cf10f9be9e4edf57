import { describe, expect, test } from 'vitest'
import { events, fieldsOf, rows, type Entity } from '../../electron/contract/catalogue/catalogue.ts'
import { entityLabel, fieldLabel, fieldText } from '../../electron/domain/fieldLabel.ts'

const entities = [...Object.keys(rows), ...Object.keys(events)] as Entity[]

describe.each(entities)('%s', (entity) => {
  test('has a Chinese name, and so has each of its fields, no two alike', () => {
    const names = Object.keys(fieldsOf(entity))
    const labels = names.map((field) => fieldLabel(entity, field as never))
    for (const label of [entityLabel(entity), ...labels]) expect(label).toMatch(/^[\p{Script=Han}（）]+$/u)
    expect(new Set(labels).size).toBe(names.length)
  })
})

test('evidence and inspectors are named like fields', () => {
  expect(fieldLabel('finding', 'evidence')).toBe('证据（至少一件）')
  expect(fieldLabel('visit', 'inspectors')).toBe('检查人员')
  expect(fieldLabel('finding', 'removed')).toBe('已删除')
})

describe('a value as text', () => {
  test.each([
    [fieldText('finding', 'severity', 3), '较重'],
    [fieldText('finding', 'occurredMinute', 570), '9时30分'],
    [fieldText('finding', 'occurredOn', '2014-11-05'), '2014年11月5日'],
    [fieldText('finding', 'clue', true), '是'],
    [fieldText('finding', 'clue', false), '否'],
    [fieldText('finding', 'title', null), '未填'],
    [fieldText('finding', 'title', ''), '未填'],
    [fieldText('finding', 'title', '2014-11-05'), '2014-11-05'],
    [fieldText('visit', 'identityDisclosedAt', '2014-11-25T16:05:00.000Z'), '2014年11月26日0时05分'],
    [fieldText('evidence', 'latitude', 23_129_110), '23.129110°'],
    [fieldText('evidence', 'size', 1024), '1024 字节'],
    [fieldText('evidence', 'width', 4000), '4000 像素'],
    [fieldText('documentFrozen', 'version', 2), '2'],
  ])('%s is %s', (text, expected) => {
    expect(text).toBe(expected)
  })
})
