import { fieldsOf, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import type { RowView } from '../../contract/row.ts'
import type { Row } from '../../store/row/rows.ts'

/** A stored row as the window may see it: the catalogue's fields, id and parent; no columns of the store. */
export function viewRow<E extends RowEntity>(entity: E): (row: Row<E>) => RowView<E> {
  const names = ['id', 'parent', ...Object.keys(fieldsOf(entity))]
  return (row) => {
    const values: Readonly<Record<string, unknown>> = row
    const view: Record<string, unknown> = {}
    for (const name of names) view[name] = values[name] ?? null
    // The names come from the catalogue that RowView is made of.
    return view as RowView<E>
  }
}
