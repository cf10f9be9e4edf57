import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../../electron/contract/catalogue/catalogue.ts'
import type { ChangeBody } from '../../../electron/contract/change.ts'
import { upcast } from '../../../electron/domain/log/upcast.ts'
import { readBody } from '../../../electron/store/log/readBody.ts'

const id = '019aa000-0000-7000-8000-000000000001'
const change = 'c'.repeat(43)
const empty = Object.fromEntries(
  Object.keys(fieldsOf('document'))
    .filter((field) => field !== 'kind')
    .map((field) => [field, null]),
)

function body(entity: string, set: ChangeBody['set'], more: Partial<ChangeBody> = {}): ChangeBody {
  return { author: id, at: '2014-11-26T02:00:00.000Z', entity, id, kind: 'row', parent: id, set, replaces: {}, ...more }
}
const root = { entity: 'visit', id }
const read = (version: number, told: ChangeBody) => {
  const found = readBody(version, told)
  return typeof found === 'string' ? found : { entity: found.entity, kind: found.set['kind'] }
}

describe('what schema 1 called a memo', () => {
  test.each<[string, number, ChangeBody, unknown]>([
    ['its making says the kind', 1, body('memo', empty), { entity: 'document', kind: '检查备忘录' }],
    [
      'an edit says none',
      1,
      body('memo', { issuer: '一组' }, { replaces: { issuer: [change] } }),
      { entity: 'document', kind: undefined },
    ],
    [
      'a choice of findings',
      1,
      body('memoFinding', { finding: id, included: true }),
      { entity: 'documentItem', kind: undefined },
    ],
    [
      'an event',
      1,
      body('memoVoided', { reason: '笔误' }, { kind: 'event' }),
      { entity: 'documentVoided', kind: undefined },
    ],
    ['the name of today under schema 1 is a lie', 1, body('document', { ...empty, kind: '检查备忘录' }), 'invalid'],
    ['a former name under schema 2 is one', 2, body('memo', empty, { root }), 'invalid'],
    [
      'an edit of a field that schema 1 had not',
      1,
      body('memo', { kind: '通报' }, { replaces: { kind: [change] } }),
      'invalid',
    ],
  ])('%s', (_, version, told, expected) => {
    expect(read(version, told)).toEqual(expected)
  })

  test('is renamed in the change alone, whose values and what they replace stay', () => {
    const told = body('memo', { issuer: '一组' }, { replaces: { issuer: [change] } })
    expect(upcast(1, told).body).toEqual({ ...told, entity: 'document' })
    expect(upcast(2, told).body).toBe(told)
  })
})

describe('the kind of a document', () => {
  const made = { ...empty, kind: '单问题整改通知书' }

  test('is said at its making, under schema 2', () => {
    expect(read(2, body('document', made, { root }))).toEqual({ entity: 'document', kind: '单问题整改通知书' })
  })

  test('is no choice: one that only a newer program knows is carried', () => {
    expect(read(2, body('document', { ...empty, kind: '专报' }, { root }))).toMatchObject({ kind: '专报' })
  })

  test('is never changed', () => {
    const edit = body('document', { kind: '通报' }, { root, replaces: { kind: [change] } })
    expect(read(2, edit)).toBe('invalid')
  })
})
