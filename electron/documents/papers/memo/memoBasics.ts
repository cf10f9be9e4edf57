import { beijingTime, chineseDateSpan, chineseTime } from '../../../domain/chineseDate.ts'
import { bookTitle } from '../../engine/chinese.ts'
import { body, paragraph } from '../../engine/elements.ts'
import { page } from '../../engine/layout.ts'
import type { MemoDocument, MemoVisit } from './memoDocument.ts'
import type { Block } from '../../engine/officialDocument.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { oneLine } from '../../engine/text.ts'

/** 一、检查基本情况: a table of who, when, where and on what ground, then the lead's own words. */
export function basicsSection(memo: MemoDocument): readonly Block[] {
  const rows = basics(memo).map(([label, value]) => [cell('TableHead', label), cell('TableText', oneLine(value))])
  return [
    paragraph('OfficialLevel1', '一、检查基本情况'),
    ...ruledTable({ widths: [labelWidth, page.textWidth - labelWidth], rows }),
    ...body(memo.overview),
  ]
}

const labelWidth = 1900
const notProvided = '未提供'

function basics(memo: MemoDocument): readonly (readonly [string, string])[] {
  const { campaign, visit, mode } = memo
  const documentNumber = campaign.documentNumber === undefined ? '' : `（${campaign.documentNumber}）`
  return [
    ['被检查单位', memo.unit],
    ['检查依据', `${bookTitle(campaign.name)}${documentNumber}`],
    ['检查方式', mode],
    ['检查时间', visitTime(visit)],
    ['检查地点', visit.place],
    ['检查人员', inspectors(visit)],
    ...(mode === '明察' ? openVisit(visit) : covertVisit(visit)),
  ]
}

function openVisit(visit: MemoVisit): readonly (readonly [string, string])[] {
  return [
    ['陪同人员', visit.accompanying ?? notProvided],
    ['检查通知', visit.noticeNumber ?? notProvided],
  ]
}

/** 税总发〔2016〕47号 第十四条: inspectors may show who they are, and then the moment is recorded. */
function covertVisit({ identityDisclosedAt }: MemoVisit): readonly (readonly [string, string])[] {
  const disclosed = identityDisclosedAt === undefined ? '未公开身份' : beijingTime(identityDisclosedAt)
  return [['公开身份', disclosed]]
}

function visitTime({ from, to, startMinute, endMinute }: MemoVisit): string {
  const times = [startMinute, endMinute].filter((minute) => minute !== undefined).map(chineseTime)
  return [chineseDateSpan(from, to), times.join('至')].filter((part) => part !== '').join('　')
}

/** At least two inspectors are the rule (47号 第九条); one alone needs its reason on paper. */
function inspectors({ inspectors: people, singleInspectorReason }: MemoVisit): string {
  const names = people
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ name, role }) => `${name}（${role}）`)
    .join('、')
  return people.length < 2 && singleInspectorReason !== undefined
    ? `${names}。一人检查的原因：${singleInspectorReason}`
    : names
}

/** The leader is named first, whoever entered the names in whatever order. */
function rank({ role }: { readonly role: string }): number {
  return role === '组长' ? 0 : 1
}
