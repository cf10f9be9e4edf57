import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf, rows as catalogue } from '../../electron/contract/catalogue/catalogue.ts'
import {
  changedSince,
  memoCode,
  printedHeads,
  printedRows,
  type FieldHeads,
  type RowName,
} from '../../electron/domain/memoPrinted.ts'
import type { MemoRows } from '../../electron/domain/memo.ts'
import { finding, readyMemo, row } from './memoRows.ts'

/** Every field of a row set by one change of its own. */
function headed(rows: MemoRows): readonly (RowName & { readonly heads: FieldHeads })[] {
  return printedRows(rows).map((name) => ({
    ...name,
    heads: Object.fromEntries(Object.keys(fieldsOf(name.entity)).map((field) => [field, [`${name.id}:${field}`]])),
  }))
}

function headsOf(rows: readonly (RowName & { readonly heads: FieldHeads })[]) {
  return ({ id }: RowName) => rows.find((candidate) => candidate.id === id)?.heads
}

function withHeads(rows: ReturnType<typeof headed>, id: string, field: string, changes: readonly string[]) {
  return rows.map((name) => (name.id === id ? { ...name, heads: { ...name.heads, [field]: changes } } : name))
}

describe('the rows a memo prints', () => {
  test('are the visit and all that stands on paper with it', () => {
    const rows = readyMemo({
      findings: [finding('finding-1'), finding('clue', { ordinal: 2, clue: true })],
      evidence: [
        row('evidence', 'evidence-1', { parent: 'finding-1' }),
        row('evidence', 'voided', { parent: 'finding-1', removed: true }),
        row('evidence', 'of-the-clue', { parent: 'clue' }),
      ],
      inspectors: [
        ...readyMemo().inspectors,
        row('visitInspector', 'left', { parent: 'visit', person: 'gone', removed: true }),
      ],
      persons: [...readyMemo().persons, row('person', 'gone', { name: '已退出' })],
      choices: [row('memoFinding', 'choice', { finding: 'clue', included: false })],
    })
    expect(printedRows(rows).map(({ id }) => id)).toEqual([
      ...['campaign', 'unit', 'visit', 'inspector-1', 'inspector-2', 'leader', 'member'],
      ...['finding-1', 'evidence-1', 'voided', 'memo', 'choice'],
    ])
  })
})

describe('printed heads', () => {
  test('name every text of a finding that reaches the paper', () => {
    const fields = new Set(printedHeads(headed(readyMemo())).flatMap((h) => (h.entity === 'finding' ? h.field : [])))
    const never = new Set(['ordinal'])
    expect(fields).toEqual(
      new Set([...Object.keys(catalogue.finding.fields), 'removed'].filter((name) => !never.has(name))),
    )
  })

  test('are the same in whatever order rows and fields came', () => {
    const rows = headed(readyMemo())
    const expected = printedHeads(rows)
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows], { minLength: rows.length }), (shuffled) => {
        const turned = shuffled.map((name) => ({
          ...name,
          heads: Object.fromEntries(Object.entries(name.heads).toReversed()),
        }))
        expect(printedHeads(turned)).toEqual(expected)
      }),
    )
  })

  test('name both sides of a conflict', () => {
    const rows = withHeads(headed(readyMemo()), 'finding-1', 'fact', ['mine', 'theirs'])
    const facts = printedHeads(rows).filter(({ field }) => field === 'fact')
    expect(facts.map(({ change }) => change)).toEqual(['mine', 'theirs'])
  })
})

describe('what changed since the print', () => {
  const rows = headed(readyMemo())
  const printed = printedHeads(rows)
  const labels = (now: ReturnType<typeof headed>) => changedSince(printed, headsOf(now)).map(({ label }) => label)

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
    expect(changedSince(printedHeads(conflict), headsOf(rows)).map(({ field }) => field)).toEqual(['fact'])
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
    expect(memoCode(bytes)).toBe('MZXW6YTBOI')
    expect(memoCode(new Uint8Array(32).fill(0xff))).toBe('7777777777')
    expect(memoCode(new Uint8Array(32))).toBe('AAAAAAAAAA')
  })

  test('is another one for another print', () => {
    const codes = Array.from({ length: 200 }, (_, at) => memoCode(sha256(String(at))))
    expect(new Set(codes).size).toBe(200)
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{10}$/)
  })

  test('is asked for a SHA-256 only', () => {
    expect(() => memoCode(new Uint8Array(20))).toThrow('32 bytes')
  })
})
