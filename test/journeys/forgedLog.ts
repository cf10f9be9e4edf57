import type { ChangeBody } from '../../electron/contract/change.ts'
import type { JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { getLog } from '../../electron/store/log/log.ts'
import { toChangeRow } from '../../electron/store/log/storedChange.ts'

export type ForgedBody = Partial<ChangeBody> & Pick<ChangeBody, 'entity' | 'id' | 'kind' | 'set'>

/**
 * What a hostile program would do: it appends to the log of its own enrolled machine, whose key it holds, without its own
 * tables or rules taking part. The next package of that machine carries it. `clocks`: instead of the true ones.
 */
export async function forge(
  machine: Machine,
  bodies: readonly ForgedBody[],
  clocks: readonly string[] = [],
): Promise<readonly string[]> {
  const { store, log } = workspaceOf(machine)
  const { host, person } = machine
  return store.write(async (tx) => {
    let { number, head } = await getLog(tx, log)
    const hashes: string[] = []
    for (const [place, given] of bodies.entries()) {
      const body: ChangeBody = { author: person, at: host.instant(), replaces: {}, ...given }
      const salt = tx.random(16)
      number += 1
      const header = {
        body: hashBody(salt, body as JsonValue),
        clock: clocks[place] ?? `${host.now() + place}-0001`,
        log,
        number,
        operation: host.newId(),
        previous: head,
        schemaVersion: 1,
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
