import { assertNever } from '../../../domain/assertNever.ts'
import { chineseDate } from '../../../domain/chineseDate.ts'
import { bookTitle, chineseNumber, sentence } from '../../engine/chinese.ts'
import { keptBody, keptParagraph, labelled, labelledList, paragraph } from '../../engine/elements.ts'
import { fonts } from '../../engine/fonts.ts'
import { page, size } from '../../engine/layout.ts'
import type { MemoBranch, MemoDocument, MemoFinding, MemoRule, MemoStatement } from './memoDocument.ts'
import type { Block } from '../../engine/officialDocument.ts'
import type { NumberedPhoto } from './photoNumber.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { oneLine } from '../../engine/text.ts'

/** 二、检查发现的问题: by branch; under each finding fact, rule and opinion stand apart, each with its own label. */
export function findingsSection(memo: MemoDocument, photos: readonly NumberedPhoto[]): readonly Block[] {
  const branches = memo.branches.filter(({ findings }) => findings.length > 0)
  return [
    paragraph('OfficialLevel1', '二、检查发现的问题'),
    paragraph('OfficialBody', summary(branches, memo.leftOutCount)),
    ...branches.flatMap((branch, index) => branchBlocks(branch, index, photos)),
  ]
}

/** 三、初步意见和整改要求: one row for each finding. */
export function requirementsSection({ branches }: MemoDocument): readonly Block[] {
  const findings = branches.flatMap((branch) => branch.findings)
  const head = paragraph('OfficialLevel1', '三、初步意见和整改要求')
  if (findings.length === 0) return [head, paragraph('OfficialBody', '无。')]
  return [
    head,
    keptParagraph('OfficialBody', '对上述问题的整改要求如下，初步意见见各问题。'),
    ...ruledTable({
      widths: requirementWidths,
      head: ['问题编号和名称', '整改类别和时限', '要求'].map((label) => cell('TableHead', label)),
      rows: findings.map(requirementRow),
    }),
  ]
}

/**
 * 四、被检查单位意见: always printed, whatever was said or not said. Its last paragraph goes with the signatures, so that they
 * never have a page without text (GB/T 9704 7.3.5.5), and a long statement still flows over pages.
 */
export function statementSection(statement: MemoStatement): readonly Block[] {
  return [paragraph('OfficialLevel1', '四、被检查单位意见'), ...statementBlocks(statement)]
}

function summary(branches: readonly MemoBranch[], leftOut: number): string {
  const total = branches.reduce((sum, { findings }) => sum + findings.length, 0)
  const omitted = leftOut === 0 ? '' : `另有${leftOut}个问题未列入本备忘录。`
  if (total === 0) return `本次检查未发现需要列入本备忘录的问题。${omitted}`
  const parts = branches.map(({ name, findings }) => `${name}${findings.length}个`).join('、')
  return `本次检查发现问题${total}个，其中：${parts}。${omitted}`
}

function branchBlocks(branch: MemoBranch, index: number, photos: readonly NumberedPhoto[]): readonly Block[] {
  return [
    paragraph('OfficialLevel2', `（${chineseNumber(index + 1)}）${oneLine(branch.name)}`),
    ...branch.findings.flatMap((finding, place) => findingBlocks(finding, place, photos)),
  ]
}

function findingBlocks(finding: MemoFinding, place: number, photos: readonly NumberedPhoto[]): readonly Block[] {
  const { riskPoint } = finding
  const name = oneLine(finding.title ?? riskPoint.name)
  return [
    // The number first, where no line can end at its hyphen
    paragraph('OfficialLevel3', `${place + 1}．问题${finding.number}：${name}`),
    ...labelled('风险点', `${riskPoint.code} ${riskPoint.name}。程度：${finding.severity}。`),
    ...labelled('事实', finding.fact),
    ...labelled('依据', ruleText(finding.rule)),
    ...labelled('意见', finding.opinion),
    ...labelledList('证据', evidenceItems(finding, photos)),
  ]
}

/** A rule whose validity on the day nobody confirmed is named, not quoted (electron/README §10). */
function ruleText({ document, article, text, validity }: MemoRule): string {
  if (validity === 'unknown') return `${bookTitle(document)}（依据待核）。`
  const place = `${bookTitle(document)}${article ?? ''}`
  return text === undefined || text === '' ? sentence(place) : `${place}：${sentence(text)}`
}

function evidenceItems({ evidenceNumbers }: MemoFinding, photos: readonly NumberedPhoto[]): readonly string[] {
  if (evidenceNumbers.length === 0) return ['无']
  return evidenceNumbers.map((number) => {
    const photo = photos.find((candidate) => candidate.photo.number === number)
    return photo === undefined ? number : `${number}（图${photo.figure}）`
  })
}

const requirementWidths = [2330, 2160, page.textWidth - 4490]

function requirementRow(finding: MemoFinding) {
  const { type, by, requirement } = finding.rectification
  return [
    cell('TableText', finding.number, oneLine(finding.title ?? finding.riskPoint.name)),
    cell('TableCentre', type, ...(by === undefined ? [] : [chineseDate(by)])),
    cell('TableText', requirement === undefined || requirement === '' ? '按意见整改。' : oneLine(requirement)),
  ]
}

function statementBlocks({ kind, text }: MemoStatement): readonly Block[] {
  switch (kind) {
    case '无意见':
      return keptBody('无意见。')
    case '有意见':
      return keptBody(text ?? '')
    case '拒绝签署':
      return keptBody(`被检查单位拒绝在本备忘录上签署意见。\n${text ?? ''}`)
    case '暗访未出示':
      return keptBody(`本次检查为暗访，本备忘录未向被检查单位出示。\n${text ?? ''}`)
    case '待填':
      return statementForm()
    default:
      return assertNever(kind)
  }
}

/** Room for five lines of handwriting. */
function statementForm(): readonly Block[] {
  const prompt = '（请被检查单位在此填写意见；没有意见的，填写“无意见”。）'
  return ruledTable({
    widths: [page.textWidth],
    keepNext: true,
    rows: [[cell('OfficialBody', { text: prompt, font: fonts.kai, size: size.小四 }, '', '', '', '', '')]],
  })
}
