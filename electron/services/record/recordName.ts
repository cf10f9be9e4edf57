import { fieldsOf, nounOf, type RowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import { findRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** What a person calls a record: 问题 A-002, 单位 秀山县国家税务局; by its number, else as `recordTitle`. */
export async function recordName(tx: ReadTx, entity: RowEntity, id: string): Promise<string> {
  const number = rowNounOf(entity).numbered === true ? await textIn(tx, entity, id, ['number']) : null
  const name = number ?? (await textIn(tx, entity, id, titleFields(entity)))
  const { label } = nounOf(entity)
  return name === null ? label : `${label} ${name}`
}

/** What a numbered record is called beside its number; null where that is its name already, or nothing is written. */
export async function recordTitle(tx: ReadTx, entity: RowEntity, id: string): Promise<string | null> {
  return rowNounOf(entity).numbered === true ? textIn(tx, entity, id, titleFields(entity)) : null
}

/** A name or a title, else the first text that is written. */
function titleFields(entity: RowEntity): readonly string[] {
  const texts = Object.entries(fieldsOf(entity)).flatMap(([name, { type }]) => (type === 'text' ? [name] : []))
  const called = texts.filter((name) => ['name', 'title', 'fileName'].includes(name))
  return called.length > 0 ? called : texts.filter((name) => name !== 'removedReason')
}

async function textIn(tx: ReadTx, entity: RowEntity, id: string, columns: readonly string[]): Promise<string | null> {
  const row: Readonly<Record<string, unknown>> | undefined = await findRow(tx, entity, id)
  const text = columns.map((column) => row?.[column]).find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text : null
}
