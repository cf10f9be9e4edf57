import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../electron/contract/catalogue/catalogue.ts'
import { memoPrints } from '../../electron/documents/papers/memo/content.ts'
import {
  printedHeads,
  printedLines,
  printedSet,
  sayings,
  sincePrinted,
  type FieldHeads,
  type Printed,
  type RowName,
} from '../../electron/domain/printed.ts'
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
  const set = printedSet('finding', { id: 'visit' }, [{ id: 'finding-1' }])
  const printed = { heads: heads(rows), sets: [set] }

  type Now = { readonly rows?: readonly HeadedRow[]; readonly members?: readonly string[]; readonly removed?: string }
  function since(now: Now, then: Printed = printed) {
    const { differences, incomparable } = sincePrinted(then, {
      headsOf: headsOf(now.rows ?? rows),
      membersOf: () => now.members ?? ['finding-1'],
      isRemoved: ({ id }) => id === now.removed,
    })
    return {
      differences: differences.map((one) => (one.what === '改' ? one.label : `${one.what} ${one.id}`)),
      incomparable: incomparable.map(({ id }) => id),
    }
  }
  const differences = (now: Now, then?: Printed) => since(now, then).differences

  test('is nothing while the heads and the members are the same', () => {
    expect(since({})).toEqual({ differences: [], incomparable: [] })
  })

  test.each([
    ['finding-1', 'fact', '事实'],
    ['visit', 'place', '检查地点'],
    ['evidence-1', 'caption', '说明文字'],
    ['memo', 'statement', '意见内容'],
    ['member', 'name', '姓名'],
    ['finding-1', 'removed', '已删除'],
  ])('is named by its label: %s %s', (id, field, label) => {
    expect(differences({ rows: withHeads(rows, id, field, ['a later change']) })).toEqual([label])
  })

  test('is a conflict that arrived, and a conflict that was resolved', () => {
    const conflict = withHeads(rows, 'finding-1', 'fact', ['finding-1:fact', 'theirs'])
    expect(differences({ rows: conflict })).toEqual(['事实'])
    expect(differences({}, { heads: heads(conflict), sets: [] })).toEqual(['事实'])
  })

  test('is not a field that no paper shows', () => {
    expect(differences({ rows: withHeads(rows, 'evidence-1', 'latitude', ['a later change']) })).toEqual([])
    expect(differences({ rows: withHeads(rows, 'unit', 'shortName', ['a later change']) })).toEqual([])
  })

  test.each<[string, Now, readonly string[]]>([
    ['a new member', { members: ['finding-1', 'finding-2'] }, ['增 finding-2']],
    [
      'a member that was removed, said once',
      { rows: removedRow(), members: [], removed: 'finding-1' },
      ['删 finding-1'],
    ],
    ['nothing, where a member is merely not among those here', { members: [] }, []],
  ])('is %s', (_, now, expected) => {
    expect(differences(now)).toEqual(expected)
  })

  test('is no claim about a set without a line: version 1 named none', () => {
    const old = { heads: printed.heads, sets: [] }
    expect(differences({ members: ['finding-1', 'finding-2'], removed: 'finding-1' }, old)).toEqual([])
  })

  test('cannot be told of a row that is not here', () => {
    expect(since({ rows: [] }).differences).toEqual([])
    expect(since({ rows: [] }).incomparable).toEqual(expect.arrayContaining(['campaign', 'finding-1', 'memo']))
  })

  test('keeps the name of a field that an older version printed', () => {
    const old = [{ entity: 'finding', id: 'finding-1', field: 'formerField', change: 'x' }] as const
    const now = { ...printed, heads: old }
    expect(differences({ rows: withHeads(rows, 'finding-1', 'formerField', ['y']) }, now)).toEqual(['formerField'])
  })

  function removedRow() {
    return withHeads(rows, 'finding-1', 'removed', ['its removal'])
  }
})

test('the lines of a print stand in one order, whatever the order of sets and members', () => {
  const ids = [{ id: 'b' }, { id: 'a' }]
  const sets = [printedSet('visitInspector', { id: 'visit' }, []), printedSet('finding', { id: 'visit' }, ids)]
  expect(printedLines({ heads: [], sets })).toEqual([
    { entity: 'finding', parent: 'visit', ids: ['a', 'b'] },
    { entity: 'visitInspector', parent: 'visit', ids: [] },
  ])
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
