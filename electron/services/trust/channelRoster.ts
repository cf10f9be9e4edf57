import { fieldsOf, type RowEntity } from '../../contract/catalogue/catalogue.ts'
import type { RowDraft } from '../../store/change/changeLog.ts'
import { listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** What a team needs of headquarters' roster before it goes out: campaigns with their milestones, tasks, units. */
const roster = ['unit', 'campaign', 'milestone', 'task'] as const satisfies readonly RowEntity[]

/** The roster as it stands, to be restated in a channel log, so that no receipt has to carry headquarters' own log. */
export async function rosterDrafts(tx: ReadTx): Promise<readonly RowDraft[]> {
  const drafts: RowDraft[] = []
  for (const entity of roster) {
    for (const row of await listRows(tx, entity, {})) {
      const values = new Map<string, unknown>(Object.entries(row))
      const set = Object.fromEntries(Object.keys(fieldsOf(entity)).map((name) => [name, values.get(name) ?? null]))
      drafts.push({ entity, id: row.id, ...(row.parent !== null && { parent: row.parent }), set })
    }
  }
  return drafts
}
