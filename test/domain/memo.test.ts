import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  freezeObstacles,
  memoBeginning,
  memoFindings,
  memoOverview,
  requiredSigners,
  type MemoRows,
} from '../../electron/domain/memo.ts'
import { finding, readyMemo, row } from './memoRows.ts'

const choice = (id: string, values: Parameters<typeof row<'documentItem'>>[2]) =>
  row('documentItem', `choice-${id}`, { finding: id, ...values })
const ids = (rows: Pick<MemoRows, 'findings' | 'choices'>) => memoFindings(rows).included.map(({ id }) => id)

describe('which findings a memo prints', () => {
  const plain = finding('plain')
  const clue = finding('clue', { clue: true })

  test.each([
    ['all that are no clue', [], ['plain'], ['clue']],
    ['a clue the lead puts in', [choice('clue', { included: true })], ['clue', 'plain'], []],
    ['not what the lead leaves out', [choice('plain', { included: false, reason: '重复' })], [], ['plain', 'clue']],
    [
      'by the rule again when the choice was removed',
      [choice('clue', { included: true, removed: true })],
      ['plain'],
      ['clue'],
    ],
    ['by the rule where a choice says nothing', [choice('clue', { included: null })], ['plain'], ['clue']],
  ])('%s', (_, choices, included, leftOut) => {
    const result = memoFindings({ findings: [plain, clue], choices })
    expect(result.included.map(({ id }) => id)).toEqual(included)
    expect(result.leftOut.map((left) => left.finding.id)).toEqual(leftOut)
  })

  test('never a removed one, not even as left out', () => {
    expect(memoFindings({ findings: [finding('gone', { removed: true })], choices: [] })).toEqual({
      included: [],
      leftOut: [],
    })
  })
})

describe('the printed order', () => {
  const rows = [
    finding('c1', { number: 'C-001', ordinal: 1, riskPoint: 'ZJ-02' }),
    finding('b10', { ordinal: 10, riskPoint: 'ZF-01' }),
    finding('b9', { ordinal: 9, riskPoint: 'NF-01' }),
    finding('b2', { ordinal: 2, riskPoint: 'DN-01' }),
    finding('b1', { ordinal: 1, riskPoint: 'XZ-01' }),
    finding('local', { ordinal: 11, riskPoint: '本省-01' }),
  ]

  test('is branch, then number', () => {
    expect(ids({ findings: rows, choices: [] })).toEqual(['b1', 'b2', 'b9', 'b10', 'local', 'c1'])
  })

  test('is the position before the number, the choice of the memo before that of the finding', () => {
    const placed = [
      finding('first', { ordinal: 1, position: 'a2' }),
      finding('second', { ordinal: 2, position: 'a1' }),
      finding('third', { ordinal: 3, position: null }),
    ]
    expect(ids({ findings: placed, choices: [] })).toEqual(['second', 'first', 'third'])
    const moved = [choice('third', { included: true, position: 'a0' })]
    expect(ids({ findings: placed, choices: moved })).toEqual(['third', 'second', 'first'])
  })

  test('does not depend on the order in which the rows came', () => {
    const permutation = fc.shuffledSubarray(rows, { minLength: rows.length })
    fc.assert(
      fc.property(permutation, (findings) => {
        expect(ids({ findings, choices: [] })).toEqual(['b1', 'b2', 'b9', 'b10', 'local', 'c1'])
      }),
    )
  })
})

describe('what stands against freezing', () => {
  const missing = (rows: MemoRows) => freezeObstacles(rows).map(({ name, missing: names }) => [name, ...names])

  test('nothing, in a complete memo', () => {
    expect(freezeObstacles(readyMemo())).toEqual([])
  })

  test('nothing, when no problem was found', () => {
    expect(freezeObstacles(readyMemo({ findings: [], evidence: [] }))).toEqual([])
  })

  test('every incomplete finding, by number and title, with the names of what is missing', () => {
    const findings = [finding('finding-1', { fact: null }), finding('finding-2', { ordinal: 2, title: null })]
    expect(missing(readyMemo({ findings }))).toEqual([
      ['B-001 接待凭证不齐', '事实'],
      ['B-002', '标题', '证据（至少一件）'],
    ])
  })

  test('removed evidence does not count', () => {
    const evidence = [row('evidence', 'evidence-1', { parent: 'finding-1', removed: true })]
    expect(missing(readyMemo({ evidence }))).toEqual([['B-001 接待凭证不齐', '证据（至少一件）']])
  })

  test('a finding left out without a reason, but not a clue', () => {
    const findings = [finding('finding-1'), finding('clue', { ordinal: 2, clue: true })]
    const without = [choice('finding-1', { included: false, reason: ' ' })]
    expect(missing(readyMemo({ findings, choices: without }))).toEqual([['B-001 接待凭证不齐', '不列入的理由']])
    const withReason = [choice('finding-1', { included: false, reason: '与B-002重复' })]
    expect(missing(readyMemo({ findings, choices: withReason }))).toEqual([])
  })

  test('an incomplete finding that is left out may stay incomplete', () => {
    const choices = [choice('finding-1', { included: false, reason: '证据不足' })]
    expect(missing(readyMemo({ findings: [finding('finding-1', { fact: null })], choices }))).toEqual([])
  })

  test.each<[string, Partial<MemoRows>, readonly string[]]>([
    ['an empty memo', { document: row('document', 'memo') }, ['备忘录', '署名单位', '成文日期', '被检查单位意见']],
    [
      'an objection without words',
      { document: { ...readyMemo().document, statementKind: '有意见' } },
      ['备忘录', '意见内容'],
    ],
    ['a unit that has not arrived', { unit: undefined }, ['备忘录', '被检查单位的资料尚未到达本机']],
    ['a campaign that has not arrived', { campaign: undefined }, ['备忘录', '活动的资料尚未到达本机']],
    ['an inspector without a name', { persons: [] }, ['检查', '有2名检查人员的姓名尚未到达本机']],
    [
      'one inspector alone',
      { inspectors: readyMemo().inspectors.slice(0, 1) },
      ['检查', '检查人员应不少于两人；只有一人的，须写明原因'],
    ],
  ])('%s', (_, more, expected) => {
    expect(missing(readyMemo(more))).toEqual([expected])
  })

  test('暗访 that claims an opinion of the unit', () => {
    const { visit, document } = readyMemo()
    const covert = { ...visit, mode: '暗访', noticeNumber: null, accompanying: null } as const
    expect(missing(readyMemo({ visit: covert }))).toEqual([
      ['备忘录', '暗访未公开身份的，被检查单位意见应为“暗访未出示”'],
    ])
    expect(missing(readyMemo({ visit: covert, document: { ...document, statementKind: '暗访未出示' } }))).toEqual([])
  })
})

describe('who signs', () => {
  test('members, the lead, and on paper the head of the unit in 明察', () => {
    expect(requiredSigners(readyMemo())).toEqual([
      { person: 'member', name: '林晓䶮', role: '检查人员', place: 1 },
      { person: 'leader', name: '周明远', role: '组长', place: 2 },
      { person: null, name: '', role: '被检查单位负责人', place: 3 },
    ])
  })

  test('nobody of the unit in 暗访, and no inspector that was removed', () => {
    const { visit, inspectors } = readyMemo()
    const [lead, member] = inspectors
    const rows = readyMemo({ visit: { ...visit, mode: '暗访' }, inspectors: [lead!, { ...member!, removed: true }] })
    expect(requiredSigners(rows)).toEqual([{ person: 'leader', name: '周明远', role: '组长', place: 1 }])
  })
})

describe('words of the memo', () => {
  test('the overview is the inspectors’ own, else what the rows say', () => {
    const { visit, campaign, unit } = readyMemo()
    const facts = { visit, campaign: campaign!, unit: unit! }
    expect(memoOverview({ ...facts, visit: { ...visit, overview: '检查组听取了汇报。' } })).toBe('检查组听取了汇报。')
    expect(memoOverview(facts)).toBe(
      '根据主题活动（税总发〔2014〕137号）安排，2014年11月25日检查组对临江县国家税务局进行了明察。',
    )
    expect(memoOverview({ ...facts, campaign: { ...campaign!, documentNumber: null } })).toBe(
      '2014年11月25日检查组对临江县国家税务局进行了明察。',
    )
  })
})

describe('what a new memo begins with', () => {
  const open = row('visit', 'visit', { mode: '明察' })
  const covert = row('visit', 'visit', { mode: '暗访' })
  const disclosed = { identityDisclosedAt: '2014-11-25T02:00:00.000Z', identityDisclosedReason: '调取台账' }
  const signed = (issuer: string | null, issuedOn: string | null) => row('document', 'memo', { issuer, issuedOn })

  test.each([
    ['nothing, for a first 明察', open, [], {}],
    ['what was shown to the unit, for a 暗访 that stayed one', covert, [], { statementKind: '暗访未出示' }],
    [
      'nothing of it, for a 暗访 that showed its identity',
      row('visit', 'visit', { mode: '暗访', ...disclosed }),
      [],
      {},
    ],
    [
      'the issuer of the last one',
      open,
      [signed('乙组', '2014-11-26'), signed('甲组', '2014-11-25')],
      { issuer: '乙组' },
    ],
    ['no issuer, where none was written', open, [signed(null, '2014-11-26'), signed('', null)], {}],
  ])('%s', (_, visit, earlier, expected) => {
    expect(memoBeginning(visit, earlier)).toEqual(expected)
  })
})
