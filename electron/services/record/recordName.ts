import { fieldsOf, nounOf, type RowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import { findRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** What a person calls a record: 问题 A-002, 单位 秀山县国家税务局; by its number, else by the first text it has. */
export async function recordName(tx: ReadTx, entity: RowEntity, id: string): Promise<string> {
  const row: Readonly<Record<string, unknown>> | undefined = await findRow(tx, entity, id)
  const { label } = nounOf(entity)
  const texts = Object.entries(fieldsOf(entity)).flatMap(([name, { type }]) => (type === 'text' ? [name] : []))
  const columns = rowNounOf(entity).numbered === true ? ['number'] : texts
  const name = columns.map((column) => row?.[column]).find((text) => typeof text === 'string' && text !== '')
  return typeof name === 'string' ? `${label} ${name}` : label
}
