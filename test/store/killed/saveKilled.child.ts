import { append } from '../../../electron/store/change/changeLog.ts'
import { openStore } from '../../../electron/store/store.ts'

/** Saves finding after finding until it is killed, and tells the id of each one that is saved. */
const { folder, key, log, person, visit, ids } = JSON.parse(process.argv[2] ?? '') as {
  readonly folder: string
  readonly key: string
  readonly log: string
  readonly person: string
  readonly visit: string
  readonly ids: readonly string[]
}
const store = await openStore({ folder, workspaceKey: Buffer.from(key, 'hex') })
for (const [place, id] of ids.entries()) {
  const set = { ordinal: place + 1, title: '为税不廉', fact: '个别人员收受礼品。'.repeat(500) }
  const drafts = [{ entity: 'finding', id, parent: visit, set }] as const
  const at = '2014-11-25T02:00:00.000Z'
  await store.write((tx) => append(tx, { log, operation: id, author: person, at, drafts }))
  process.stdout.write(`${id}\n`)
}
