import { chineseDate } from '../../../domain/wording/chineseDate.ts'
import { severityWord } from '../../../domain/finding.ts'
import { branches, branchOf, type Branch } from '../../../domain/riskPoint.ts'
import { chineseNumber } from '../../../domain/wording/chineseNumber.ts'
import { sentence } from '../../engine/chinese.ts'
import { keptParagraph, labelled, labelledList, paragraph } from '../../engine/elements.ts'
import { page } from '../../engine/layout.ts'
import type { Block } from '../../engine/officialDocument.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { oneLine } from '../../engine/text.ts'
import { evidenceItems, findingName, occurrence, ruleText } from '../../parts/findingText.ts'
import { isBlank, orGap } from '../../parts/gap.ts'
import type { NumberedPhoto } from '../../parts/photoNumber.ts'
import type { MemoContent, MemoFinding } from './content.ts'

/** 二、检查发现的问题: by branch; under each finding fact, rule and opinion stand apart, each with its own label. */
export function findingsSection(document: MemoContent, photos: readonly NumberedPhoto[]): readonly Block[] {
  const found = byBranch(document.findings)
  return [
    paragraph('OfficialLevel1', '二、检查发现的问题'),
    paragraph('OfficialBody', summary(found)),
    ...found.flatMap(({ branch, findings }, index) => [
      paragraph('OfficialLevel2', `（${chineseNumber(index + 1)}）${branch}`),
      ...findings.flatMap((finding, place) => findingBlocks(finding, place, document, photos)),
    ]),
  ]
}

/** 三、整改要求: one row for each finding. */
export function requirementsSection({ findings }: MemoContent): readonly Block[] {
  const head = paragraph('OfficialLevel1', '三、整改要求')
  if (findings.length === 0) return [head, paragraph('OfficialBody', '无。')]
  return [
    head,
    keptParagraph('OfficialBody', '对上述问题的整改要求如下：'),
    ...ruledTable({
      widths: requirementWidths,
      head: ['问题编号和名称', '整改类别和时限', '要求'].map((label) => cell('TableHead', label)),
      rows: byBranch(findings).flatMap((found) => found.findings.map(requirementRow)),
    }),
  ]
}

type FoundInBranch = { readonly branch: Branch; readonly findings: readonly MemoFinding[] }

/** In the order of the tree; a branch without findings is left out. */
function byBranch(findings: readonly MemoFinding[]): readonly FoundInBranch[] {
  return branches
    .map((branch) => ({ branch, findings: findings.filter((one) => branchOf(one.riskPoint ?? '') === branch) }))
    .filter((found) => found.findings.length > 0)
}

function summary(found: readonly FoundInBranch[]): string {
  const total = found.reduce((sum, { findings }) => sum + findings.length, 0)
  if (total === 0) return '本次检查未发现需要列入本备忘录的问题。'
  const parts = found.map(({ branch, findings }) => `${branch}${findings.length}个`).join('、')
  return `本备忘录列问题${total}个，其中：${parts}。`
}

function findingBlocks(
  finding: MemoFinding,
  place: number,
  { evidence }: MemoContent,
  photos: readonly NumberedPhoto[],
): readonly Block[] {
  const { riskPoint, riskPointName, severity } = finding
  return [
    // The number first, where no line can end at its hyphen
    paragraph('OfficialLevel3', `${place + 1}．问题${finding.number}：${findingName(finding)}`),
    ...labelled('风险点', `${riskPoint ?? ''} ${orGap(riskPointName)}。程度：${orGap(severityWord(severity))}。`),
    ...labelled('时间地点', occurrence(finding)),
    ...(isBlank(finding.involved) ? [] : labelled('涉及', sentence(oneLine(finding.involved)))),
    ...labelled('事实', orGap(finding.fact)),
    ...labelled('依据', ruleText(finding)),
    ...labelled('意见', orGap(finding.opinion)),
    ...labelledList('证据', evidenceItems(finding, evidence, photos)),
  ]
}

const requirementWidths = [2330, 2160, page.textWidth - 4490]

function requirementRow(finding: MemoFinding) {
  const { rectificationType, rectifyBy, requirement } = finding
  const by =
    rectifyBy === null ? (rectificationType === '限期整改' ? '（时限待填）' : undefined) : chineseDate(rectifyBy)
  return [
    cell('TableText', finding.number, findingName(finding)),
    cell('TableCentre', rectificationType ?? '（类别待填）', ...(by === undefined ? [] : [by])),
    cell('TableText', isBlank(requirement) ? '未提供' : oneLine(requirement)),
  ]
}
