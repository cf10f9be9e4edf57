import { fieldsOf, nounOf, type RowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import { findRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** What a person calls a record: 问题 A-002, 单位 秀山县国家税务局; by its number, its name or title, else the first text it has. */
export async function recordName(tx: ReadTx, entity: RowEntity, id: string): Promise<string> {
  const number = rowNounOf(entity).numbered === true ? await textIn(tx, entity, id, ['number']) : null
  const name = number ?? (await textIn(tx, entity, id, [...titleFields(entity), ...textFields(entity)]))
  const { label } = nounOf(entity)
  return name === null ? label : `${label} ${name}`
}

/** What a numbered record is called beside its number; null where that is its name already, or nothing is written. */
export async function recordTitle(tx: ReadTx, entity: RowEntity, id: string): Promise<string | null> {
  return rowNounOf(entity).numbered === true ? textIn(tx, entity, id, titleFields(entity)) : null
}

function titleFields(entity: RowEntity): readonly string[] {
  return textFields(entity).filter((name) => ['name', 'title', 'fileName'].includes(name))
}

/** Why it was removed is no name of it. */
function textFields(entity: RowEntity): readonly string[] {
  return Object.entries(fieldsOf(entity)).flatMap(([name, { type }]) =>
    type === 'text' && name !== 'removedReason' ? [name] : [],
  )
}

async function textIn(tx: ReadTx, entity: RowEntity, id: string, columns: readonly string[]): Promise<string | null> {
  const row: Readonly<Record<string, unknown>> | undefined = await findRow(tx, entity, id)
  const text = columns.map((column) => row?.[column]).find((value) => typeof value === 'string' && value !== '')
  return typeof text === 'string' ? text : null
}
