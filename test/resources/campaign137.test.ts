import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rows } from '../../electron/contract/catalogue/catalogue.ts'
import { campaignResourceSchema } from '../../electron/contract/resource.ts'
import { expandRecurrence, parseRecurrence, weekdayOf } from '../../electron/domain/deadline.ts'

/** The time rules as they were read out of 137号, apart from the preset. */
type TimeRule = {
  readonly id: string
  readonly kind: string
  readonly date?: string
  readonly month?: string
  readonly rrule?: string
  readonly loc: string
}
const rules = JSON.parse(readFileSync(new URL('timeRules.json', import.meta.url), 'utf8')) as readonly TimeRule[]
const campaign = campaignResourceSchema.parse(JSON.parse(read('137.json')))
const { milestones } = campaign
const notice = read('137.txt')

describe('the preset of 137号', () => {
  test('is the campaign of the notice', () => {
    expect(campaign).toMatchObject({ preset: '137', documentNumber: '税总发〔2014〕137号', issuedOn: '2014-11-17' })
    expect(notice).toContain('税务系统作风建设“巩固深化拓展”主题活动')
    expect(campaign.name).toBe('税务系统作风建设“巩固深化拓展”主题活动')
  })

  test('has the milestones T00 to T17, each once', () => {
    expect(milestones.map(({ code }) => code)).toEqual(rules.map(({ id }) => id))
    expect(milestones).toHaveLength(18)
  })

  test('has ids of its own that never change', () => {
    const ids = [campaign.id, ...milestones.map(({ id }) => id)]
    expect(new Set(ids).size).toBe(19)
    expect([campaign.id, milestones[0]?.id, milestones[17]?.id]).toEqual([
      '0149b955-1000-7000-8137-137000000000',
      '0149b955-1000-7001-8137-137000000001',
      '0149b955-1000-7012-8137-137000000012',
    ])
  })

  test('agrees with the time rules in day, recurrence and clause', () => {
    const lastDay: Readonly<Record<string, string>> = { '2014-11': '2014-11-30', '2014-12': '2014-12-31' }
    for (const [at, rule] of rules.entries()) {
      const milestone = milestones[at]!
      const day = rule.date ?? (rule.month === undefined ? null : (lastDay[rule.month] ?? 'a month without an end'))
      expect([rule.id, milestone.dueOn, milestone.recurrence]).toEqual([rule.id, day, rule.rrule ?? null])
      expect(plain(milestone.source)).toBe(plain(rule.loc))
    }
  })

  test('calls each kind by its word', () => {
    const words: Readonly<Record<string, string>> = {
      fixed: '成文',
      deadline: '截止',
      unspecified: '未定日期',
      effective_from: '起始',
      month: '月份',
      window: '时段',
      continuous: '持续',
      recurring: '周期',
      annual: '时段',
    }
    expect(milestones.map(({ kind }) => kind)).toEqual(rules.map(({ kind }) => words[kind]))
    for (const { kind } of milestones) expect(rows.milestone.fields.kind.of).toContain(kind)
  })

  test('says of every date it does not find that the notice leaves it open', () => {
    const open = milestones.filter(({ dueOn, recurrence }) => dueOn === null && recurrence === null)
    expect(open.map(({ code }) => code)).toEqual(['T03', 'T05', 'T08', 'T09', 'T10', 'T11', 'T16', 'T17'])
    for (const { remark } of open) expect(remark).toMatch(/^原文/)
    for (const code of ['T01', 'T02', 'T12', 'T13']) expect(remarkOf(code)).toContain('默认含当日')
    for (const code of ['T06', 'T07']) expect(remarkOf(code)).toContain('日期取月末')
  })

  test('expands to 33 weekly reports and seven monthly tables', () => {
    const days = milestones.map(({ code, recurrence }) => {
      const parsed = recurrence === null ? undefined : parseRecurrence(recurrence)
      return [code, parsed === undefined ? [] : expandRecurrence(parsed, campaign.startsOn, campaign.endsOn)] as const
    })
    const by = new Map(days)
    expect(by.get('T14')).toHaveLength(33)
    expect(by.get('T15')).toHaveLength(7)
    expect(days.filter(([, list]) => list.length > 0).map(([code]) => code)).toEqual(['T14', 'T15'])
    expect(weekdayOf('2015-04-05')).toBe(7)
    expect(remarkOf('T15')).toContain('2015年4月5日为星期日')
  })

  test('names who is to do it and to whom it goes only where the notice does', () => {
    const office = '税务总局教育实践活动领导小组办公室'
    const to = milestones.flatMap(({ code, submitTo }) => (submitTo === null ? [] : [[code, submitTo]]))
    expect(to).toEqual([
      ['T12', '税务总局'],
      ['T14', office],
      ['T15', office],
      ['T16', office],
    ])
    expect(notice).toContain(office)
    expect(milestones.find(({ code }) => code === 'T12')?.responsible).toBe('各省国税局')
  })
})

function remarkOf(code: string): string {
  return milestones.find((milestone) => milestone.code === code)?.remark ?? ''
}

/** 三(一)1 and 三、（一）1 are one clause. */
function plain(clause: string): string {
  return clause.replaceAll('（', '(').replaceAll('）', ')').replaceAll('、', '')
}

function read(path: string): string {
  return readFileSync(new URL(`../../resources/campaigns/${path}`, import.meta.url), 'utf8')
}
