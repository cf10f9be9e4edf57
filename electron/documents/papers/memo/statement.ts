import { assertNever } from '../../../domain/assertNever.ts'
import { keptBody, paragraph } from '../../engine/elements.ts'
import { fonts } from '../../engine/fonts.ts'
import { page, size } from '../../engine/layout.ts'
import type { Block } from '../../engine/officialDocument.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { gap } from '../../parts/gap.ts'
import type { MemoContent } from './content.ts'

type Statement = Pick<MemoContent['document'], 'statementKind' | 'statement'>

/**
 * 四、被检查单位意见: always printed, whatever was said or not said. Its last paragraph goes with the signatures, so that they
 * never have a page without text (GB/T 9704 7.3.5.5), and a long statement still flows over pages.
 */
export function statementSection(statement: Statement, draft: boolean): readonly Block[] {
  return [paragraph('OfficialLevel1', '四、被检查单位意见'), ...statementBlocks(statement, draft)]
}

function statementBlocks({ statementKind, statement }: Statement, draft: boolean): readonly Block[] {
  const text = statement ?? (draft ? gap : '')
  switch (statementKind) {
    case '无意见':
      return keptBody('无意见。')
    case '有意见':
      return keptBody(text)
    case '拒绝签署':
      return keptBody(`被检查单位拒绝在本备忘录上签署意见。\n${text}`)
    case '暗访未出示':
      return keptBody(`本次检查为暗访，本备忘录未向被检查单位出示。\n${text}`)
    case '待填':
    case null:
      return statementForm()
    default:
      return assertNever(statementKind)
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
