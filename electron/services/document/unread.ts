import { Problem } from '../../contract/problem/problem.ts'
import { rootsOf } from '../../store/change/root.ts'
import { type UnreadChange, waitingFromHeadquarters, waitingUnder } from '../../store/imports/unreadCase.ts'
import { getRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'

/** Nobody freezes or signs what he cannot read whole. Problem `document.waitsForUpgrade`. */
export async function refuseUnread(tx: ReadTx, document: string): Promise<void> {
  const changes = (await unreadUnder(tx, document)).length
  if (changes > 0) throw new Problem('document.waitsForUpgrade', { changes })
}

/** What a paper waits for, as its case knows it. */
export async function unreadUnder(tx: ReadTx, document: string): Promise<readonly UnreadChange[]> {
  const { parent, parentEntity } = await getRow(tx, 'document', document)
  const above = { parent: parent ?? undefined, parentEntity: parentEntity ?? undefined }
  const root = (await rootsOf(tx, [{ entity: 'document', id: document, ...above }])).get(document)
  return root === undefined ? [] : waitingUnder(tx, root, document)
}

/** Nor does he sign while headquarters may have ended his right to. Problem `document.trustWaits`. */
export async function refuseUnreadTrust(tx: ReadTx): Promise<void> {
  const changes = await waitingFromHeadquarters(tx)
  if (changes > 0) throw new Problem('document.trustWaits', { changes })
}
