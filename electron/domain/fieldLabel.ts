import {
  fieldsOf,
  nounOf,
  type Entity,
  type EventEntity,
  type EventValues,
  type RowEntity,
  type RowValues,
} from '../contract/catalogue/catalogue.ts'
import type { Field } from '../contract/catalogue/field.ts'
import type { PlainValue } from '../contract/change.ts'
import { beijingTime, chineseDate, chineseTime } from './wording/chineseDate.ts'
import { severityWord } from './finding.ts'

/** The catalogue's Chinese words, for forms, problems, history and exports. */

export type FieldOf<E extends Entity> = E extends RowEntity
  ? keyof RowValues<E> & string
  : E extends EventEntity
    ? keyof EventValues<E> & string
    : never
/** A finding is also asked for its evidence, and a visit for its inspectors, as if they were fields. */
export type LabelledField<E extends Entity> =
  FieldOf<E> | (E extends 'finding' ? 'evidence' : never) | (E extends 'visit' ? 'inspectors' : never)

export function fieldLabel<E extends Entity>(entity: E, field: LabelledField<E>): string {
  return fieldsOf(entity)[field]?.label ?? askedFor[field] ?? field
}

export function entityLabel(entity: Entity): string {
  return nounOf(entity).label
}

/** A value as a person reads it: 未填, 是/否, 2014年11月25日, 9时30分, Beijing time, 一般. References stay ids. */
export function fieldText<E extends Entity>(entity: E, field: FieldOf<E>, value: PlainValue): string {
  if (value === null || value === '') return '未填'
  if (typeof value === 'boolean') return value ? '是' : '否'
  const described = fieldsOf(entity)[field]
  if (typeof value === 'number') return numberText(described?.shown, value)
  const word = described?.words?.[value]
  if (word !== undefined) return word
  return described?.type === 'date' ? chineseDate(value) : described?.type === 'instant' ? beijingTime(value) : value
}

function numberText(shown: Field['shown'], value: number): string {
  switch (shown) {
    case 'severity':
      return severityWord(value) ?? String(value)
    case 'timeOfDay':
      return chineseTime(value)
    case 'degrees':
      return `${(value / 1_000_000).toFixed(6)}°`
    case 'bytes':
      return `${value} 字节`
    case 'pixels':
      return `${value} 像素`
    case undefined:
      return String(value)
  }
}

/** Asked for as if they were fields. */
const askedFor: Readonly<Record<string, string>> = {
  evidence: '证据（至少一件）',
  inspectors: '检查人员',
}
