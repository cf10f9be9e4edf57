import { rowEntities, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import type { RowDraft } from '../../store/change/said.ts'
import { listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** What goes down whole. People, who travel both ways and belong to a unit, go with what names them (decisions.md 54). */
const roster = rowEntities.filter((entity) => {
  const { travels, scope } = rowNounOf(entity)
  return travels === 'down' || (travels === 'both' && scope === 'none')
})

/** The roster as it stands, to be restated in a channel log, so that no receipt has to carry headquarters' own log. */
export async function rosterDrafts(tx: ReadTx): Promise<readonly RowDraft[]> {
  const drafts: RowDraft[] = []
  for (const entity of roster) {
    for (const row of await listRows(tx, entity, {})) {
      drafts.push({ entity, id: row.id, set: {} })
    }
  }
  return drafts
}
