import { furtherLines, type FormLine } from '../../ui/form/formLook.ts'
import { visitFields, type VisitOwnField } from './visitForm.ts'

type Line = FormLine<VisitOwnField>

export const timeAndPlaceLines: readonly Line[] = [
  [{ name: 'visitedOn' }, { name: 'startMinute', optional: true }, { name: 'endMinute', optional: true }],
  [{ name: 'place' }, { name: 'placeType', optional: true }],
]

/** 明察 has both; 暗访 only after the inspectors have shown who they are. */
export const noticeLines: readonly Line[] = [[{ name: 'noticeNumber' }, { name: 'accompanying' }]]
export const disclosureLines: readonly Line[] = [[{ name: 'identityDisclosedAt' }, { name: 'identityDisclosedReason' }]]

const overviewLine: Line = [
  { name: 'overview', optional: true, rows: 3, hint: '看了哪里、查了什么、和谁谈过；印在备忘录开头。' },
]

const internalLine: Line = [
  { name: 'internal', optional: true, hint: '勾选后，备忘录每一页左上角标注“内部资料　注意保存”。' },
]

/** They have widgets of their own. */
const special = ['campaign', 'unit', 'mode', 'singleInspectorReason'] as const satisfies readonly VisitOwnField[]
const named = [...timeAndPlaceLines, ...noticeLines, ...disclosureLines, internalLine, overviewLine]

/** What the catalogue has besides, and the overview last of all. */
const furtherFields = furtherLines(visitFields, { special, lines: named })
export const lastLines: readonly Line[] = [...furtherFields, internalLine, overviewLine]

/** Every field in the order in which a visit is read. */
export const visitOrder: readonly VisitOwnField[] = [
  ...(['campaign', 'unit', 'mode'] as const),
  ...[...timeAndPlaceLines].flat().map(({ name }) => name),
  'singleInspectorReason',
  ...[...disclosureLines, ...noticeLines, ...lastLines].flat().map(({ name }) => name),
]
