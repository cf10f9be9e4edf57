import { isStatementNeeded } from '../../../contract/document/statement.ts'
import { assertNever } from '../../../domain/assertNever.ts'
import { body, keptBody, keptParagraph, paragraph } from '../../engine/elements.ts'
import { fonts } from '../../engine/fonts.ts'
import { grid, page, size, spacerLine } from '../../engine/layout.ts'
import type { Block } from '../../engine/officialDocument.ts'
import { cell, ruledTable } from '../../engine/table.ts'
import { gap, isBlank } from '../../parts/gap.ts'
import type { MemoContent } from './content.ts'

type Statement = Pick<MemoContent['document'], 'statementKind' | 'statement'>

/**
 * 四、被检查单位意见: always printed, whatever was said or not said. Its last words go with the signatures, so that they never have
 * a page without text (GB/T 9704 7.3.5.5), and a long statement still flows over pages. `room`: twips beside the signatures.
 */
export function statementSection(statement: Statement, draft: boolean, room: number): readonly Block[] {
  const heading = paragraph('OfficialLevel1', '四、被检查单位意见')
  return [heading, ...statementBlocks(statement, draft, room - grid.line)]
}

function statementBlocks({ statementKind, statement }: Statement, draft: boolean, room: number): readonly Block[] {
  const needed = draft && isStatementNeeded(statementKind) ? gap : ''
  const text = isBlank(statement) ? needed : statement
  switch (statementKind) {
    case '无意见':
      return keptBody(`无意见。\n${text}`, room)
    case '有意见':
      return keptBody(text, room)
    case '拒绝签署':
      return keptBody(`被检查单位拒绝在本备忘录上签署意见。\n${text}`, room)
    case '暗访未出示':
      return keptBody(`本次检查为暗访，本备忘录未向被检查单位出示。\n${text}`, room)
    case '待填':
    case null:
      return [...body(text), ...statementForm(room)]
    default:
      return assertNever(statementKind)
  }
}

/** Room for five lines of handwriting; beside many signatures it has none, and a sentence goes with them instead. */
function statementForm(room: number): readonly Block[] {
  const prompt = '（请被检查单位在此填写意见；没有意见的，填写“无意见”。）'
  const fits = room >= formHeight
  const form = ruledTable({
    widths: [page.textWidth],
    keepNext: fits,
    rows: [[cell('OfficialBody', { text: prompt, font: fonts.kai, size: size.小四 }, '', '', '', '', '')]],
  })
  return fits ? form : [...form, keptParagraph('OfficialBody', '以上内容签名确认如下：')]
}

/** Seven lines, with the space above and below. */
const formHeight = 7 * grid.line + 2 * spacerLine + 114
