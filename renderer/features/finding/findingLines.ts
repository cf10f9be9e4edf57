import { furtherLines, type FormLine } from '../../ui/form/formLook.ts'
import { findingFields, type FindingField } from './findingForm.ts'
import { severityOptions, validityOptions } from './words.ts'

type Line = FormLine<FindingField>

/** Fact, rule and opinion apart (47号 第十四条), in the order in which an inspector meets them. */
export const factLines: readonly Line[] = [
  [{ name: 'title', placeholder: '一句话说清是什么问题' }],
  [{ name: 'fact', rows: 4, hint: '只写看到、查到、听到的，不写评价。' }],
  [{ name: 'occurredOn' }, { name: 'occurredMinute', optional: true }, { name: 'place' }],
  [{ name: 'involved', optional: true, placeholder: '能写岗位的不写姓名' }],
]

export const ruleLines: readonly Line[] = [
  [
    { name: 'ruleDocument', placeholder: '不加书名号' },
    { name: 'ruleArticle', optional: true, placeholder: '第十四条' },
    { name: 'ruleValidity', label: '依据是否有效', optional: true, options: validityOptions },
  ],
  [{ name: 'ruleText', optional: true }],
]

/** 限期整改 needs its day. */
export function judgementLines(dated: boolean): readonly Line[] {
  return [
    [{ name: 'opinion' }],
    [
      { name: 'severity', options: severityOptions },
      { name: 'rectificationType' },
      { name: 'rectifyBy', optional: !dated },
    ],
    [{ name: 'requirement', optional: true }],
  ]
}

/** What many findings are given at once. */
export const manyLines: readonly Line[] = [
  [
    { name: 'severity', options: severityOptions, optional: true },
    { name: 'rectificationType', optional: true },
    { name: 'rectifyBy', optional: true },
  ],
  [{ name: 'requirement', optional: true }],
]

const clueLine: Line = [
  { name: 'clue', label: '这是违纪违法线索', hint: '线索不列入备忘录，另行移送；组长仍可以决定列入。' },
]

/** The picker of risk points fills in both. */
export const pickedFields = ['riskPoint', 'riskPointName'] as const satisfies readonly FindingField[]

const named = [...factLines, ...ruleLines, ...judgementLines(false), clueLine]

/** What the catalogue has besides, and the clue last of all. */
export const lastLines: readonly Line[] = [
  ...furtherLines(findingFields, { special: pickedFields, lines: named }),
  clueLine,
]

/** Every field in the order of the form: so a finding is read, too. */
export const findingOrder: readonly FindingField[] = [
  ...pickedFields,
  ...[...factLines, ...ruleLines, ...judgementLines(false), ...lastLines].flat().map(({ name }) => name),
]
