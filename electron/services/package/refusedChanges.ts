import { isEventEntity, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { refusalText } from '../../domain/authorise.ts'
import { entityLabel } from '../../domain/fieldLabel.ts'
import { listRefused } from '../../store/change/quarantine.ts'
import type { ReadTx } from '../../store/store.ts'
import { nameOf } from '../record/finding.ts'

/** What waits in quarantine, in words: what it is, whose it is, and why it was refused. */
export async function refusedChanges(tx: ReadTx) {
  const refused = await listRefused(tx)
  return Promise.all(
    refused.map(async ({ entity, id, author, reason }) => ({
      entity: isRowEntity(entity) || isEventEntity(entity) ? entityLabel(entity) : entity,
      id,
      author: await nameOf(tx, author ?? null),
      reason: refusalText(reason),
    })),
  )
}
