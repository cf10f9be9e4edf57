import { listFindings } from '../../store/query/finding.ts'
import { findStanding, loadIdentities } from '../../store/query/identity.ts'
import { listRows, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { listVisits } from '../../store/query/visit.ts'
import { reading } from '../host/procedure.ts'
import { pinyinInitials } from '../record/pinyin.ts'

/** What the command palette finds: visits, findings and documents, by text, number, or the initials of their unit. */

const find = reading.palette.find.handler(async ({ input: { text }, context: { tx } }) => {
  const visits = await visitsBy(tx, text)
  const { rows } = await listFindings(tx, { text, limit: shownEach })
  return [
    ...visits.map(viewVisit),
    ...rows.map((row) => ({
      noun: 'finding' as const,
      id: row.id,
      label: `问题 ${row.number}　${row.title ?? '未填标题'}`,
      note: row.unitName ?? '单位未到达本机',
    })),
    ...(await documentsOf(tx, visits)),
  ]
})

const initials = reading.palette.initials.handler(({ input: { texts } }) => texts.map(pinyinInitials))

export const palette = { find, initials }

const shownEach = 6
type FoundVisit = { readonly visit: Row<'visit'>; readonly unit: string }

/** Text that is all Latin letters may be initials of a unit's name. */
async function visitsBy(tx: ReadTx, text: string): Promise<readonly FoundVisit[]> {
  const { rows } = await listVisits(tx, { text, limit: shownEach })
  const byInitials = /^[a-z]{2,}$/i.test(text) ? await visitsOfUnits(tx, text.toLowerCase()) : []
  const found = new Map([...rows, ...byInitials].map((visit) => [visit.id, visit]))
  return Promise.all(
    [...found.values()].slice(0, shownEach).map(async (visit) => {
      const unit = await findStanding(tx, 'unit', visit.unit)
      return { visit, unit: unit?.name ?? '单位未填' }
    }),
  )
}

const recentVisits = 200

async function visitsOfUnits(tx: ReadTx, typed: string): Promise<readonly Row<'visit'>[]> {
  const units = (await listRows(tx, 'unit')).filter(({ name, shortName }) =>
    [name, shortName].some((one) => pinyinInitials(one ?? '').includes(typed)),
  )
  const { membersOf } = await loadIdentities(tx, 'unit')
  const wanted = new Set(units.flatMap(({ id }) => membersOf(id)))
  const { rows } = await listVisits(tx, { limit: recentVisits })
  return rows.filter(({ unit }) => unit !== null && wanted.has(unit))
}

async function documentsOf(tx: ReadTx, visits: readonly FoundVisit[]) {
  const documents = await Promise.all(
    visits.map(async ({ visit, unit }) =>
      (await listRows(tx, 'document', { parent: visit.id })).map(({ id }) => ({
        noun: 'document' as const,
        id,
        label: `备忘录　${unit}`,
        note: visit.visitedOn ?? '日期未填',
      })),
    ),
  )
  return documents.flat()
}

function viewVisit({ visit, unit }: FoundVisit) {
  return {
    noun: 'visit' as const,
    id: visit.id,
    label: `检查 ${visit.number}　${unit}`,
    note: [visit.mode, visit.visitedOn].filter((one) => one !== null).join('　'),
  }
}
