import { byteSize } from '../engine/chinese.ts'
import { keptParagraph } from '../engine/elements.ts'
import { page } from '../engine/layout.ts'
import type { PrintedEvidence } from './evidence.ts'
import type { Block } from '../engine/officialDocument.ts'
import { cell, ruledTable, type Cell } from '../engine/table.ts'
import { oneLine } from '../engine/text.ts'

/** 证据清单: a voided number stays as a visible gap, a value that nobody recorded says 未提供. */
export function evidenceTable(evidence: readonly PrintedEvidence[]): readonly Block[] {
  return [
    keptParagraph(
      'SmallPrint',
      '说明：拍摄时间和设备取自文件本身的记录。校验值是文件内容的指纹，文件有任何改动，校验值就会不同。',
    ),
    ...ruledTable({
      widths,
      head: ['序号', '证据编号', '文件名、类别和大小', '拍摄时间和设备', '校验值SHA-256'].map((label) =>
        cell('SmallHead', label),
      ),
      rows: evidence.map(row),
    }),
  ]
}

/** At 90 twips a Latin letter in 小五: numbers of 23 letters, names of 25, a moment to the second, sixteen digits of a hash. */
const widths = [560, 2250, page.textWidth - 6490, 1890, 1790]

function row(evidence: PrintedEvidence, index: number): readonly Cell[] {
  const number = [cell('SmallCentre', String(index + 1)), cell('SmallText', oneLine(evidence.number))]
  if (evidence.voided) {
    return [...number, cell('SmallText', '（已作废）'), ...[1, 2].map(() => cell('SmallCentre', '—'))]
  }
  return [
    ...number,
    cell(
      'SmallText',
      oneLine(evidence.fileName ?? '文件名未提供'),
      `${evidence.class ?? '来源未提供'}，${evidence.size === null ? '大小未提供' : byteSize(evidence.size)}`,
    ),
    cell('SmallText', takenAtText(evidence.takenAt), oneLine(evidence.device ?? '设备未提供')),
    cell('HashText', ...hashLines(evidence.content ?? '')),
  ]
}

/** Every team works in Beijing time, so only another offset is worth a word. */
export function takenAtText(takenAt: string | null): string {
  if (takenAt === null) return '时间未提供'
  const match = /^(.*\d)([+-]\d{2}:\d{2})$/.exec(takenAt)
  if (!match) return oneLine(takenAt)
  return match[2] === '+08:00' ? `${match[1]}` : `${match[1]}（时区${match[2]}）`
}

/** Four groups of sixteen digits, one to a line, so that a person can compare them by eye. */
function hashLines(sha256: string): readonly string[] {
  return sha256.match(/.{1,16}/g) ?? []
}
