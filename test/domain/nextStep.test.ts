import { describe, expect, test } from 'vitest'
import { officeStep, teamStep, type Work } from '../../electron/domain/nextStep.ts'

/** A lead whose work is all done and received. */
const done: Work = {
  registered: true,
  requested: true,
  mayCompile: true,
  mayExchange: true,
  arrived: [],
  visits: [
    { id: 'v1', unitName: '江口县地税局', findings: 2, problems: [], today: false, compiled: true },
    { id: 'v0', unitName: '云川县国税局', findings: 1, problems: [], today: false, compiled: true },
  ],
  incomplete: undefined,
  conflicts: 0,
  documents: [],
  owed: [],
  underWay: [],
}
const paper = { id: 'd1', unitName: '江口县地税局', state: '部分签名', waitsForMe: false, awaits: [] }
const [visit] = done.visits

describe('of everything that waits, the step that people would take first is said, of a team', () => {
  // Each line adds one thing to those below it: the order of the table is the order of the rules.
  const lines: readonly (readonly [string, Partial<Work>, string])[] = [
    ['a package came in', { arrived: [{ sender: '第二组', serial: 3 }] }, '去看看'],
    ['a paper waits for her', { documents: [{ ...paper, waitsForMe: true }] }, '去签'],
    ['two people changed one place', { conflicts: 1 }, '选定'],
    [
      'nobody has asked for enrolment, and nothing is recorded',
      { registered: false, requested: false, visits: [] },
      '去办登记',
    ],
    ['a visit lacks its notice', { visits: [{ ...visit!, problems: ['明察须填写通知书号'] }] }, '补齐'],
    [
      'a finding lacks a place',
      { incomplete: { id: 'f', number: 'A-002', missing: [{ field: 'place', label: '地点' }] } },
      '补齐',
    ],
    ['a paper is a draft', { documents: [{ ...paper, state: '草稿' }] }, '去看草稿'],
    ['a paper is out of date', { documents: [{ ...paper, state: '已失效' }] }, '去看改动'],
    ['a visit has no memo', { visits: [{ ...visit!, compiled: false }] }, '去编制'],
    [
      'a signer stands there twice',
      { documents: [{ ...paper, awaits: [{ name: '林晓燕', standing: '待合并' }] }] },
      '去核对',
    ],
    [
      'a signer has not got the paper',
      { documents: [{ ...paper, awaits: [{ name: '林晓燕', standing: '待交' }] }] },
      '编包',
    ],
    ['today is empty', { visits: [{ ...visit!, findings: 0, today: true }] }, '去记录'],
    ['nobody has asked for enrolment', { registered: false, requested: false }, '去办登记'],
    ['the answer has not come', { registered: false }, '去收答复'],
    ['there is no visit', { visits: [] }, '去新建'],
    ['headquarters has not been sent something', { owed: [{ name: '总部', what: '有 3 条改动' }] }, '编包'],
    ['a signer has the paper', { documents: [{ ...paper, awaits: [{ name: '林晓燕', standing: '已交' }] }] }, '去导入'],
    [
      'a signer has no computer',
      { documents: [{ ...paper, awaits: [{ name: '林晓燕', standing: '未登记' }] }] },
      '去导入',
    ],
    ['a receipt is missing', { underWay: [{ name: '总部', serial: 1 }] }, '去收回执'],
  ]
  test.each(lines.map(([what, part, action], place) => ({ what, part, action, place })))(
    '$what: $action',
    ({ part, action, place }) => {
      expect(teamStep({ ...done, ...part }).action).toBe(action)
      for (const [, later] of lines.slice(place + 1)) {
        if (Object.keys(later).some((key) => Object.hasOwn(part, key))) continue
        expect(teamStep({ ...done, ...later, ...part }).action).toBe(action)
      }
    },
  )

  test('nothing waits', () => {
    expect(teamStep(done)).toMatchObject({ mine: false, action: '去新建' })
  })

  test('who may not compile is not told to, and hands over what she has', () => {
    const member = { ...done, mayCompile: false, owed: [{ name: '周明远', what: '有 2 条改动' }] }
    const asked = { visits: [{ ...visit!, compiled: false }], documents: [{ ...paper, state: '草稿' }] }
    expect(teamStep({ ...member, ...asked })).toMatchObject({
      action: '编包',
      words: '有 2 条改动还没有交给“周明远”。',
    })
  })

  test('who only records and signs waits for the visit that the lead sends', () => {
    expect(teamStep({ ...done, mayCompile: false, visits: [] })).toMatchObject({ mine: false, action: '去导入' })
  })

  test('before enrolment is answered, nothing is sent', () => {
    const work = { ...done, registered: false, owed: [{ name: '总部', what: '有 3 条改动' }] }
    expect(teamStep(work).action).toBe('去收答复')
  })

  test('who may not exchange packages is sent to none', () => {
    const work = {
      ...done,
      mayExchange: false,
      arrived: [{ sender: '第二组', serial: 3 }],
      owed: [{ name: '总部', what: '有 3 条改动' }],
    }
    expect(teamStep(work)).toMatchObject({ mine: false, action: '去新建' })
  })

  test('a finding is opened at the first field that it lacks', () => {
    const missing = [
      { field: 'place', label: '地点' },
      { field: 'opinion', label: '意见' },
    ]
    const step = teamStep({ ...done, incomplete: { id: 'f', number: 'A-002', missing } })
    expect(step).toEqual({
      words: '问题 A-002 还缺地点、意见。',
      action: '补齐',
      place: { page: 'findings', id: 'f', field: 'place' },
      mine: true,
    })
  })
})

describe('of headquarters', () => {
  const lines: readonly (readonly [string, Partial<Work>, string])[] = [
    ['there is no authority', { registered: false }, '去建立'],
    ['a package came in', { arrived: [{ sender: '第二组', serial: 3 }] }, '去看看'],
    ['two people changed one place', { conflicts: 2 }, '选定'],
    ['a team is owed a receipt', { owed: [{ name: '第二组', what: '有 1 条回执和任务' }] }, '编包'],
    ['nothing waits', {}, '去收文件'],
  ]
  test.each(lines.map(([what, part, action], place) => ({ what, part, action, place })))(
    '$what: $action',
    ({ action, place }) => {
      const all = Object.assign({}, ...lines.slice(place).map(([, part]) => part)) as Partial<Work>
      expect(officeStep({ ...done, ...all }).action).toBe(action)
    },
  )
})
