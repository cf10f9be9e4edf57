import type { EventEntity } from '../../contract/catalogue/catalogue.ts'
import { changedSince, type FieldHeads } from '../../domain/printed.ts'
import { documentState, type DocumentState, type SincePrinted } from '../../domain/documentState.ts'
import { listEvents } from '../../store/row/events.ts'
import { headsOf, valuesSetBy } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { headsOfPrint, readPrint } from './print.ts'
import type { FrozenVersion } from './version.ts'

/** The versions of a document with who signed them, and what changed since each was printed (E5). */
export async function stateOfDocument(tx: ReadTx, store: Store, document: string): Promise<DocumentState> {
  const frozen = await listEvents(tx, 'documentFrozen', { parent: document })
  const of = async <E extends EventEntity>(entity: E) =>
    (await Promise.all(frozen.map(({ id }) => listEvents(tx, entity, { parent: id })))).flat()
  const changed = new Map<string, SincePrinted>()
  for (const version of frozen) changed.set(version.id, await changedSincePrinted(tx, store, version))
  const events = {
    frozen,
    signers: await of('documentSigner'),
    signed: await of('documentSigned'),
    voided: await of('documentVoided'),
  }
  return documentState(events, (version) => changed.get(version) ?? [])
}

async function changedSincePrinted(tx: ReadTx, store: Store, version: FrozenVersion): Promise<SincePrinted> {
  const print = await readPrint(store, version)
  if (print.state === 'unreadable') return 'unreadable'
  const printed = headsOfPrint(print)
  const heads = new Map<string, FieldHeads>()
  for (const { entity, id } of printed) {
    if (!heads.has(id)) heads.set(id, await headsOf(tx, entity, id))
  }
  const touched = changedSince(printed, ({ id }) => {
    const now = heads.get(id)
    return now === undefined || Object.keys(now).length === 0 ? undefined : now
  })
  const reads = await Promise.all(
    touched.map(async ({ id, field }) => {
      const then = printed.filter((head) => head.id === id && head.field === field).map(({ change }) => change)
      return saysTheSame(tx, field, then, heads.get(id)?.[field] ?? [])
    }),
  )
  return touched.filter((_, index) => reads[index] !== true)
}

/** Headquarters restates its roster for each team it enrols: another change, but nothing that would print differently. */
async function saysTheSame(tx: ReadTx, field: string, then: readonly string[], now: readonly string[]) {
  const set = await valuesSetBy(tx, [...then, ...now])
  const told = (changes: readonly string[]) => new Set(changes.map((change) => set.get(change)?.[field]))
  const [before, after] = [told(then), told(now)]
  return (
    !before.has(undefined) &&
    !after.has(undefined) &&
    before.size === after.size &&
    [...before].every((value) => after.has(value))
  )
}
