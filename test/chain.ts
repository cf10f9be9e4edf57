import type { BirthRecord, ChangeHeader } from '../electron/contract/change.ts'
import { canonicalJson } from '../electron/crypto/canonicalJson.ts'
import { sha256 } from '../electron/crypto/hash.ts'
import { rebuildTables } from '../electron/store/change/rebuild.ts'
import type { Store } from '../electron/store/store.ts'
import { dump } from './store/world.ts'

/**
 * What is wrong with the logs of a store, worked out anew from the change table: each body under its header's hash, each
 * header under the next one's, from the birth record to the head that the log table names. Empty when all holds.
 */
export async function chainFaults(store: Store): Promise<readonly string[]> {
  return store.read(async (tx) => {
    const faults: string[] = []
    for (const log of await tx.db.selectFrom('log').selectAll().execute()) {
      const predecessor =
        log.predecessorLog === null ? null : { log: log.predecessorLog, head: log.predecessorHead ?? '' }
      const { id, publicKey, salt } = log
      const birth: BirthRecord = { log: id, publicKey, predecessor, ...(salt !== null && { salt }) }
      let previous = hashOf(birth)
      let number = 0
      const changes = await tx.db.selectFrom('change').selectAll().where('log', '=', log.id).orderBy('number').execute()
      for (const { hash, bodyHash, body, salt, clock, operation, schemaVersion, ...rest } of changes) {
        number += 1
        const told: ChangeHeader = {
          body: bodyHash,
          clock,
          log: log.id,
          number: rest.number,
          operation,
          previous: rest.previous,
          schemaVersion,
        }
        if (rest.number !== number) faults.push(`a gap before ${rest.number}`)
        if (rest.previous !== previous) faults.push(`${rest.number} names another change before it`)
        if (hashOf(told) !== hash) faults.push(`the header of ${rest.number} is not what its hash says`)
        if (body !== null && saltedHash(salt ?? '', body) !== bodyHash)
          faults.push(`the body of ${rest.number} differs`)
        previous = hash
      }
      if (log.number !== number || log.head !== previous) faults.push(`the head of a log is not its last change`)
    }
    return faults
  })
}

/** Whether the tables are what their change log says: made anew from it, they must come out the same. */
export async function tablesAndRebuilt(store: Store): Promise<{ readonly tables: object; readonly rebuilt: object }> {
  const tables = await dump(store)
  await rebuildTables(store)
  return { tables, rebuilt: await dump(store) }
}

function hashOf(value: BirthRecord | ChangeHeader): string {
  return Buffer.from(sha256(canonicalJson(value))).toString('base64url')
}

function saltedHash(salt: string, canonicalBody: string): string {
  return Buffer.from(sha256(Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from(canonicalBody)]))).toString(
    'base64url',
  )
}
