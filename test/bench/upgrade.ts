import { rowEntities } from '../../electron/contract/catalogue/catalogue.ts'
import { openKeySlot } from '../../electron/crypto/keySlot.ts'
import { readWorkspaceFile } from '../../electron/store/folder/workspaceFolder.ts'
import { applyWaiting } from '../../electron/store/imports/waiting.ts'
import { openStore } from '../../electron/store/store.ts'
import { testPassword } from '../world.ts'
import { connectBare } from './machines.ts'
import { timed } from './timing.ts'

/**
 * Takes the changes of a log for such as an older program kept aside, without what they made, and lets this one apply
 * them. Milliseconds.
 */
export async function timeUpgrade(workspace: string, log: string): Promise<number> {
  await keepAside(workspace, log)
  const [slot] = (await readWorkspaceFile(workspace)).slots
  if (slot === undefined) throw new Error('a workspace without a key slot')
  const store = await openStore({ folder: workspace, workspaceKey: await openKeySlot(slot, testPassword) })
  try {
    const { signal } = new AbortController()
    return await timed(() => applyWaiting(store, { signal, progress: () => undefined }))
  } finally {
    await store.close()
  }
}

async function keepAside(workspace: string, log: string): Promise<void> {
  const { raw } = await connectBare(workspace)
  raw.exec('begin immediate')
  for (const noun of rowEntities) {
    raw.prepare(`delete from "${noun}" where change in (select hash from change where log = ?)`).run(log)
  }
  raw.exec('delete from local_searchText; delete from local_searchDocument')
  raw.prepare(`update change set verdict = 'future', included = 0 where log = ?`).run(log)
  raw.exec('commit')
  raw.close()
}
