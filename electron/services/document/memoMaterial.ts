import type { EventEntity, RowEntity } from '../../contract/catalogue/catalogue.ts'
import { changedSince, type FieldHeads } from '../../domain/memoPrinted.ts'
import { memoState, type MemoState, type SincePrinted } from '../../domain/memoState.ts'
import type { MemoRows } from '../../domain/memo.ts'
import { listEvents, type EventRow } from '../../store/row/events.ts'
import { findRow, getRow, headsOf, listRows, valuesSetBy } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { headsOfPrint, readPrint } from './memoPrint.ts'

/** All rows one memo rests on, gathered before anything is computed (decision 28). */
export async function gatherMemo(tx: ReadTx, id: string): Promise<MemoRows> {
  const memo = await getRow(tx, 'memo', id)
  const visit = await getRow(tx, 'visit', memo.parent ?? '')
  const inspectors = await listRows(tx, 'visitInspector', { parent: visit.id })
  const findings = await listRows(tx, 'finding', { parent: visit.id })
  const evidence = await Promise.all(
    // Voided pieces stay: their numbers keep their place in the list as 已作废 (D11).
    findings.map((finding) => listRows(tx, 'evidence', { parent: finding.id, includeRemoved: true })),
  )
  return {
    memo,
    visit,
    unit: visit.unit === null ? undefined : await findRow(tx, 'unit', visit.unit),
    campaign: visit.campaign === null ? undefined : await findRow(tx, 'campaign', visit.campaign),
    inspectors,
    persons: (await Promise.all(inspectors.map(({ person }) => findPerson(tx, person)))).flatMap((one) => one ?? []),
    findings,
    evidence: evidence.flat(),
    choices: await listRows(tx, 'memoFinding', { parent: id }),
  }
}

export type FrozenVersion = EventRow<'memoFrozen'>

/** The versions of a memo with who signed them, and what changed since each was printed (E5). */
export async function stateOfMemo(tx: ReadTx, store: Store, memo: string): Promise<MemoState> {
  const frozen = await listEvents(tx, 'memoFrozen', { parent: memo })
  const of = async <E extends EventEntity>(entity: E) =>
    (await Promise.all(frozen.map(({ id }) => listEvents(tx, entity, { parent: id })))).flat()
  const changed = new Map<string, SincePrinted>()
  for (const version of frozen) changed.set(version.id, await changedSincePrinted(tx, store, version))
  const events = {
    frozen,
    signers: await of('memoSigner'),
    signed: await of('memoSigned'),
    voided: await of('memoVoided'),
  }
  return memoState(events, (version) => changed.get(version) ?? [])
}

async function changedSincePrinted(tx: ReadTx, store: Store, version: FrozenVersion): Promise<SincePrinted> {
  const print = await readPrint(store, version)
  if (print.state === 'unreadable') return 'unreadable'
  const printed = headsOfPrint(print)
  const heads = new Map<string, FieldHeads>()
  for (const { entity, id } of printed) {
    if (!heads.has(id)) heads.set(id, await headsOf(tx, entity satisfies RowEntity, id))
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

async function findPerson(tx: ReadTx, person: string | null) {
  return person === null ? undefined : findRow(tx, 'person', person)
}
