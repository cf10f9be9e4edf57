import { fieldsOf, joinedEntities, type RowEntity, type JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import { foldedName } from '../../domain/identity/foldedName.ts'
import { fieldLabel } from '../../domain/fieldLabel.ts'
import type { Difference, Printed } from '../../domain/printed.ts'
import { loadIdentities } from '../../store/query/identity.ts'
import { findRow, type Row } from '../../store/row/rows.ts'
import { spokenOf } from '../../store/row/spokenOf.ts'
import type { ReadTx } from '../../store/store.ts'

type Rows = ReadonlyMap<string, Row<RowEntity> | undefined>

/**
 * What the paper would print otherwise because units or people have been joined, or taken apart, since: their names alone count
 * (decisions.md 64), and no blank in them. `rows`: what was printed, as it is now.
 */
export async function joinedNames(tx: ReadTx, printed: Printed, rows: Rows): Promise<readonly Difference[]> {
  return (await Promise.all(joinedEntities.map((noun) => namesOf(tx, noun, printed, rows)))).flat()
}

async function namesOf(tx: ReadTx, noun: JoinedEntity, printed: Printed, rows: Rows): Promise<readonly Difference[]> {
  const heads = printed.heads.filter(({ entity, field }) => entity === noun && field === 'name')
  const named = namedBy(noun, printed, rows)
  if (heads.length === 0 || named === undefined) return []
  const { representativeOf } = await loadIdentities(tx, noun)
  const then = new Set(heads.map(({ id }) => id))
  const now = new Set(named.map(representativeOf))
  const come = [...now].filter((id) => !then.has(id))
  const left = [...then].filter((id) => !now.has(id))
  if (come.length + left.length === 0) return []
  const namesThen = new Map(
    await Promise.all(heads.map(async ({ id, change }) => [id, foldedName(await said(tx, noun, id, change))] as const)),
  )
  const namesNow = new Map(
    await Promise.all([...now].map(async (id) => [id, foldedName((await findRow(tx, noun, id))?.name)] as const)),
  )
  const differ = (ids: readonly string[], own: Names, others: Names) => {
    const known = new Set(others.values())
    return ids.filter((id) => !known.has(own.get(id) ?? ''))
  }
  const other = differ(come, namesNow, namesThen)
  const gone = differ(left, namesThen, namesNow)
  return (other.length > 0 ? other : gone).map((id) => ({
    ...{ what: '改', entity: noun, id, field: 'name' },
    label: noun === 'unit' ? fieldLabel('unit', 'name') : fieldLabel('person', 'name'),
  }))
}

type Names = ReadonlyMap<string, string>

/** Those that the printed rows name now; undefined where one of the rows is not here. */
function namedBy(noun: JoinedEntity, { heads }: Printed, rows: Rows): readonly string[] | undefined {
  const named: string[] = []
  for (const { entity, id, field } of heads) {
    const type = fieldsOf(entity)[field]
    if (type?.type !== 'reference' || type.to !== noun) continue
    const row: Readonly<Record<string, unknown>> | undefined = rows.get(id)
    if (row === undefined) return undefined
    const value = row[field]
    if (typeof value === 'string') named.push(value)
  }
  return named
}

async function said(tx: ReadTx, entity: JoinedEntity, id: string, change: string): Promise<string> {
  const value = (await spokenOf(tx, { entity, id })).get('name')?.find((one) => one.id === change)?.value
  return typeof value === 'string' ? value : ''
}
