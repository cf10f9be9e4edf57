import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../electron/contract/catalogue/catalogue.ts'
import { memoPrints } from '../../electron/documents/papers/memo/content.ts'
import { changedSince, printedHeads, sayings, type FieldHeads, type RowName } from '../../electron/domain/printed.ts'
import { versionCode } from '../../electron/domain/versionCode.ts'
import { finding } from './memoRows.ts'

type HeadedRow = RowName & { readonly heads: FieldHeads }

const printedRows: readonly RowName[] = [
  { entity: 'campaign', id: 'campaign' },
  { entity: 'unit', id: 'unit' },
  { entity: 'visit', id: 'visit' },
  { entity: 'person', id: 'member' },
  { entity: 'finding', id: 'finding-1' },
  { entity: 'evidence', id: 'evidence-1' },
  { entity: 'document', id: 'memo' },
]

/** Every field of a row set by one change of its own. */
function headed(): readonly HeadedRow[] {
  return printedRows.map((name) => ({
    ...name,
    heads: Object.fromEntries(Object.keys(fieldsOf(name.entity)).map((field) => [field, [`${name.id}:${field}`]])),
  }))
}

const heads = (rows: readonly HeadedRow[]) => printedHeads(memoPrints, rows)

function headsOf(rows: readonly HeadedRow[]) {
  return ({ id }: RowName) => rows.find((candidate) => candidate.id === id)?.heads
}

function withHeads(rows: readonly HeadedRow[], id: string, field: string, changes: readonly string[]) {
  return rows.map((name) => (name.id === id ? { ...name, heads: { ...name.heads, [field]: changes } } : name))
}

test('a content holds of a row what the paper says, and nothing of one that is not here', () => {
  const fields = { finding: { says: ['fact', 'severity'], decides: ['clue'] } } as const
  expect(sayings(fields, 'finding', finding('one', { fact: '事实', severity: 2, opinion: '意见' }))).toEqual({
    fact: '事实',
    severity: 2,
  })
  expect(sayings(fields, 'finding', undefined)).toEqual({ fact: null, severity: null })
})

describe('printed heads', () => {
  test('name what the paper says and what decides it, and nothing else', () => {
    const fields = { finding: { says: ['fact'], decides: ['clue'] } } as const
    expect(printedHeads(fields, headed())).toEqual([
      { entity: 'finding', id: 'finding-1', field: 'clue', change: 'finding-1:clue' },
      { entity: 'finding', id: 'finding-1', field: 'fact', change: 'finding-1:fact' },
    ])
  })

  test('are the same in whatever order rows and fields came', () => {
    const rows = headed()
    const expected = heads(rows)
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows], { minLength: rows.length }), (shuffled) => {
        const turned = shuffled.map((name) => ({
          ...name,
          heads: Object.fromEntries(Object.entries(name.heads).toReversed()),
        }))
        expect(heads(turned)).toEqual(expected)
      }),
    )
  })

  test('name both sides of a conflict', () => {
    const rows = withHeads(headed(), 'finding-1', 'fact', ['mine', 'theirs'])
    const facts = heads(rows).filter(({ field }) => field === 'fact')
    expect(facts.map(({ change }) => change)).toEqual(['mine', 'theirs'])
  })
})

describe('what changed since the print', () => {
  const rows = headed()
  const printed = heads(rows)
  const labels = (now: readonly HeadedRow[]) => changedSince(printed, headsOf(now)).map(({ label }) => label)

  test('is nothing while the heads are the same', () => {
    expect(labels(rows)).toEqual([])
  })

  test.each([
    ['finding-1', 'fact', '事实'],
    ['visit', 'place', '检查地点'],
    ['evidence-1', 'caption', '说明文字'],
    ['memo', 'statement', '意见内容'],
    ['member', 'name', '姓名'],
    ['finding-1', 'removed', '已删除'],
  ])('is named by its label: %s %s', (id, field, label) => {
    expect(labels(withHeads(rows, id, field, ['a later change']))).toEqual([label])
  })

  test('is a conflict that arrived, and a conflict that was resolved', () => {
    const conflict = withHeads(rows, 'finding-1', 'fact', ['finding-1:fact', 'theirs'])
    expect(labels(conflict)).toEqual(['事实'])
    expect(changedSince(heads(conflict), headsOf(rows)).map(({ field }) => field)).toEqual(['fact'])
  })

  test('is not a field that no paper shows', () => {
    expect(labels(withHeads(rows, 'evidence-1', 'latitude', ['a later change']))).toEqual([])
    expect(labels(withHeads(rows, 'unit', 'shortName', ['a later change']))).toEqual([])
  })

  test('is not claimed of a row that is not here', () => {
    expect(changedSince(printed, () => undefined)).toEqual([])
  })

  test('keeps the name of a field that an older version printed', () => {
    const old = [{ entity: 'finding', id: 'finding-1', field: 'formerField', change: 'x' }] as const
    expect(changedSince(old, () => ({ formerField: ['y'] }))).toMatchObject([{ label: 'formerField' }])
  })
})

describe('the code of a version', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest()

  // RFC 4648 §10: BASE32("foobar") = MZXW6YTBOI======, so the first ten characters of these bytes are known.
  test('is base32 as the standard writes it', () => {
    const bytes = new Uint8Array(32)
    bytes.set(new TextEncoder().encode('foobar'))
    expect(versionCode(bytes)).toBe('MZXW6YTBOI')
    expect(versionCode(new Uint8Array(32).fill(0xff))).toBe('7777777777')
    expect(versionCode(new Uint8Array(32))).toBe('AAAAAAAAAA')
  })

  test('is another one for another print', () => {
    const codes = Array.from({ length: 200 }, (_, at) => versionCode(sha256(String(at))))
    expect(new Set(codes).size).toBe(200)
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{10}$/)
  })

  test('is asked for a SHA-256 only', () => {
    expect(() => versionCode(new Uint8Array(20))).toThrow('32 bytes')
  })
})
