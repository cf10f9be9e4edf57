import { beijingTime, chineseTime } from '../../../domain/wording/chineseDate.ts'
import { campaignGround, documentNumber } from '../../../domain/wording/citation.ts'
import { memoOverview } from '../../../domain/memo.ts'
import { body, paragraph } from '../../engine/elements.ts'
import { page } from '../../engine/layout.ts'
import { dayOrGap, isBlank, orGap } from '../../parts/gap.ts'
import type { MemoContent } from './content.ts'
import type { Block } from '../../engine/officialDocument.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { nameLines, namesIn } from '../../engine/words.ts'

/** 一、检查基本情况: a table of who, when, where and on what ground, then the lead's own words. */
export function basicsSection(document: MemoContent): readonly Block[] {
  const rows = basics(document).map(([label, value]) => [
    cell('TableHead', label),
    cell('TableText', ...nameLines(typeof value === 'string' ? [value] : value, valueWidth)),
  ])
  return [
    paragraph('OfficialLevel1', '一、检查基本情况'),
    ...ruledTable({ widths: [labelWidth, page.textWidth - labelWidth], rows }),
    ...body(memoOverview(document)),
  ]
}

const labelWidth = 1900
/** Characters of 小四 on a line beside the label. */
const valueWidth = 28
const notProvided = '未提供'

/** A list of names has lines that end between them. */
type Entry = readonly [label: string, value: string | readonly string[]]
type Visit = MemoContent['visit']

function basics(document: MemoContent): readonly Entry[] {
  const { campaign, visit, unit } = document
  return [
    ['被检查单位', orGap(unit.name)],
    ['检查依据', orGap(campaignGround(campaign))],
    ['检查方式', orGap(visit.mode)],
    ['检查时间', visitTime(visit)],
    ['检查地点', orGap(visit.place)],
    ['检查人员', inspectors(document)],
    ...(visit.mode === '暗访' ? covertVisit(visit) : openVisit(visit)),
  ]
}

function openVisit({ accompanying, noticeNumber }: Visit): readonly Entry[] {
  return [
    ['陪同人员', isBlank(accompanying) ? notProvided : namesIn(accompanying)],
    ['检查通知', isBlank(noticeNumber) ? notProvided : documentNumber(noticeNumber)],
  ]
}

/** 税总发〔2016〕47号 第十四条: inspectors may show who they are, and then the moment is recorded. */
function covertVisit({ identityDisclosedAt }: Visit): readonly Entry[] {
  return [['公开身份', identityDisclosedAt === null ? '未公开身份' : beijingTime(identityDisclosedAt)]]
}

function visitTime({ visitedOn, startMinute, endMinute }: Visit): string {
  const times = [startMinute, endMinute].filter((minute) => minute !== null).map(chineseTime)
  const day = dayOrGap(visitedOn)
  return [day, times.join('至')].filter((part) => part !== '').join('　')
}

/** At least two inspectors are the rule (47号 第九条); one alone needs its reason on paper. */
function inspectors({ inspectors: people, visit: { singleInspectorReason } }: MemoContent): readonly string[] {
  const names = people
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, role }) => `${orGap(name)}${role === null ? '' : `（${role}）`}`)
  const alone = people.length < 2 && !isBlank(singleInspectorReason)
  return [
    ...names.map((name, index) => (index < names.length - 1 ? `${name}、` : `${name}${alone ? '。' : ''}`)),
    ...(alone ? [`一人检查的原因：${singleInspectorReason}`] : []),
  ]
}

/** The leader is named first, whoever entered the names in whatever order. */
function rank({ role }: { readonly role: string | null }): number {
  return role === '组长' ? 0 : 1
}
