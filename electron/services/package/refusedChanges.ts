import { isEntity } from '../../contract/catalogue/catalogue.ts'
import { refusalText } from '../../domain/rights/authorise.ts'
import { entityLabel } from '../../domain/fieldLabel.ts'
import { listRefused, type QuarantinedChange } from '../../store/change/quarantine.ts'
import type { Displaced } from '../../store/imports/displaced.ts'
import type { ReadTx } from '../../store/store.ts'
import { namesIn } from '../record/recordName.ts'

/** What waits in quarantine, in words. */
export async function refusedChanges(tx: ReadTx) {
  return viewRefused(tx, await listRefused(tx))
}

/** What it is, whose it is, and why it was refused. */
export function viewRefused(tx: ReadTx, refused: readonly QuarantinedChange[]) {
  const names = namesIn(tx)
  return Promise.all(
    refused.map(async ({ entity, id, author, reason }) => ({
      entity: labelOf(entity),
      id,
      author: await names.authorOf(author),
      reason: refusalText(reason),
    })),
  )
}

/** What it is, who made it, and what would become of it by another's hand. */
export function viewDisplaced(tx: ReadTx, displaced: readonly Displaced[]) {
  const names = namesIn(tx)
  return Promise.all(
    displaced.map(async ({ entity, id, author, how }) => ({
      entity: labelOf(entity),
      id,
      author: await names.authorOf(author),
      reason: displacedTexts[how],
    })),
  )
}

export const displacedTexts: Readonly<Record<Displaced['how'], string>> = {
  gone: '不再显示，或者显示为已删除。',
  moved: '改放到别的记录之下。',
  overruled: '改为显示别人写的值。',
}

function labelOf(entity: string): string {
  return isEntity(entity) ? entityLabel(entity) : entity
}
