import type { DocumentState } from '../../domain/documentState.ts'
import type { Printed } from '../../domain/printed.ts'
import { notCounting } from '../../store/change/quarantine.ts'
import { findEvent } from '../../store/row/events.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { readPrint } from './print.ts'

/** What a paper printed, and whether that still counts. */

export async function printOf(
  tx: ReadTx,
  store: Pick<Store, 'blobs'>,
  { current }: Pick<DocumentState, 'current'>,
): Promise<Printed> {
  const version = current && (await findEvent(tx, 'documentFrozen', current.id))
  const print = version === undefined ? undefined : await readPrint(store, version)
  return print?.state === 'here' ? print.printed : { heads: [], sets: [] }
}

/** Words for what it rests on and does not count any more: whoever reads the list must know before he relies on the paper. */
export async function lostGrounds(tx: ReadTx, { heads }: Printed): Promise<readonly string[]> {
  const lost = await notCounting(tx, [...new Set(heads.map(({ change }) => change))])
  return (['refused', 'declined', 'withdrawn'] as const).flatMap((how) =>
    lost.has(how) ? [`所依据的记录已${lostWords[how]}`] : [],
  )
}

const lostWords = { refused: '被拒绝', declined: '不予采用', withdrawn: '撤销导入' } as const
