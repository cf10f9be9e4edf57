import { rowNounOf, type JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import type { KnownOne } from '../../contract/problem/record/roster.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { foldedName } from '../../domain/identity/foldedName.ts'
import { findStanding, listNamed, loadIdentities } from '../../store/query/identity.ts'
import { type Row, rowsOf } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

export type Naming = { readonly name?: string | null | undefined; readonly code?: string | null | undefined }
type Asking = { readonly id?: string | undefined; readonly besides?: readonly string[] | undefined }

/**
 * A name or code that another has, as far as anybody can see, is a question. `besides`: those of whom the answer is that they
 * are others. Problem `roster.known`.
 */
export async function askIfKnown(
  tx: ReadTx,
  noun: JoinedEntity,
  { name, code }: Naming,
  { id, besides = [] }: Asking,
): Promise<void> {
  const { membersOf, representativeOf } = await loadIdentities(tx, noun)
  const others = new Set([...besides, ...(id === undefined ? [] : [id])].flatMap(membersOf))
  const rows = (await listNamed(tx, noun)).filter((row) => !others.has(row.id))
  const having = (which: 'name' | 'code', wanted: string | null | undefined) => {
    const folded = foldedName(wanted)
    return folded === '' ? [] : rows.filter((row) => foldedName(row[which]) === folded)
  }
  const [sameCode, sameName] = [having('code', code), having('name', name)]
  const found = sameName.length > 0 ? sameName : sameCode
  if (found.length === 0) return
  const ids = [...new Set(found.map((row) => representativeOf(row.id)))].slice(0, mostNamed)
  const known = await (noun === 'unit' ? toldUnits(tx, ids) : toldPeople(tx, ids))
  throw new Problem('roster.known', { label: rowNounOf(noun).label, by: sameName.length > 0 ? '名称' : '代码', known })
}

/** What a question has room for. */
const mostNamed = 5

async function toldUnits(tx: ReadTx, ids: readonly string[]): Promise<readonly KnownOne[]> {
  return (await rowsOf(tx, 'unit', ids)).map(({ id, name, code, level }) => ({
    id,
    name: name ?? '（未填名称）',
    about: [code === null ? null : `代码 ${code}`, level].filter((part) => part !== null).join('，'),
  }))
}

async function toldPeople(tx: ReadTx, ids: readonly string[]): Promise<readonly KnownOne[]> {
  return Promise.all((await rowsOf(tx, 'person', ids)).map((person) => toldPerson(tx, person)))
}

/** 王敏（第一检查组，科员): what tells two people of one name apart. */
export async function toldPerson(tx: ReadTx, { id, name, unit, post }: Row<'person'>): Promise<KnownOne> {
  const unitName = (await findStanding(tx, 'unit', unit))?.name ?? null
  const about = [unitName, post].filter((part) => part !== null && part !== '').join('，')
  return { id, name: name ?? '（未填姓名）', about }
}
