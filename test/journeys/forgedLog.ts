import { isEntity, isRowEntity, parentsOf } from '../../electron/contract/catalogue/catalogue.ts'
import { bornFields } from '../../electron/contract/catalogue/version.ts'
import { type ChangeBody, sha256Schema } from '../../electron/contract/change.ts'
import type { JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { getLog } from '../../electron/store/log/log.ts'
import { blobsIn } from '../../electron/store/database/values.ts'
import { toChangeRow } from '../../electron/store/log/storedChange.ts'

export type ForgedBody = Partial<ChangeBody> & Pick<ChangeBody, 'entity' | 'id' | 'kind' | 'set'>

/**
 * What a hostile program would do: it appends to the log of its own enrolled machine, whose key it holds, without its own
 * tables or rules taking part. The next package of that machine carries it. `clocks`: instead of the true ones; `schemaVersion`: what the headers claim.
 */
export async function forge(
  machine: Machine,
  bodies: readonly ForgedBody[],
  clocks: readonly string[] = [],
  schemaVersion = 2,
): Promise<readonly string[]> {
  const { store, log } = workspaceOf(machine)
  const { host, person } = machine
  return store.write(async (tx) => {
    let { number, head } = await getLog(tx, log)
    const hashes: string[] = []
    for (const [place, given] of bodies.entries()) {
      const body = spoken({ author: person, at: host.instant(), replaces: {}, ...given })
      const salt = tx.random(16)
      number += 1
      const header = {
        body: hashBody(salt, body as JsonValue),
        clock: clocks[place] ?? `${host.now() + place}-0001`,
        log,
        number,
        operation: host.newId(),
        previous: head,
        schemaVersion,
      }
      head = hashHeader(header)
      hashes.push(head)
      const line = { state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body } as const
      await tx.db
        .insertInto('change')
        .values(toChangeRow({ hash: head, line, importId: null, ahead: false }, false))
        .execute()
    }
    await tx.db.updateTable('log').set({ number, head }).where('id', '=', log).execute()
    return hashes
  })
}

/** What schema 2 wants of a body: its root, the files it names, and of a making every field the noun was born with. */
function spoken(body: ChangeBody): ChangeBody {
  const { entity, id, parent, set, replaces } = body
  if (!isEntity(entity)) return body
  const [above = entity] = parentsOf(entity)
  const root = parent === undefined ? { entity, id } : { entity: above, id: parent }
  const files = blobsIn(entity, set).filter((name) => sha256Schema.safeParse(name).success)
  const makesRow = isRowEntity(entity) && Object.keys(replaces).length === 0 && Object.keys(set).length > 0
  const empty = Object.fromEntries([...bornFields(entity)].map((field) => [field, null]))
  return { root, ...(files.length > 0 && { blobs: files }), ...body, set: makesRow ? { ...empty, ...set } : set }
}
