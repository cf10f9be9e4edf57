import type { EventEntity, RowEntity } from '../../contract/catalogue/catalogue.ts'
import { sincePrinted, type FieldHeads, type Printed, type PrintedSet, type RowName } from '../../domain/printed.ts'
import { documentState, type DocumentState, type SincePrinted } from '../../domain/documentState.ts'
import { listEvents } from '../../store/row/events.ts'
import { findRow, headsOf, listRows, type Row } from '../../store/row/rows.ts'
import { spokenOf } from '../../store/row/spokenOf.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import { joinedNames } from './joinedNames.ts'
import { peopleOf } from './people.ts'
import { readPrint } from './print.ts'
import type { FrozenVersion } from './version.ts'

/** The versions of a document with who signed them, and what changed since each was printed. */
export async function stateOfDocument(
  tx: ReadTx,
  store: Pick<Store, 'blobs'>,
  document: string,
): Promise<DocumentState> {
  const frozen = await listEvents(tx, 'documentFrozen', { parent: document })
  const of = async <E extends EventEntity>(entity: E) =>
    (await Promise.all(frozen.map(({ id }) => listEvents(tx, entity, { parent: id })))).flat()
  const events = {
    frozen,
    signers: await of('documentSigner'),
    signed: await of('documentSigned'),
    voided: await of('documentVoided'),
  }
  const since = new Map<string, SincePrinted>()
  for (const version of frozen) {
    const isVoided = events.voided.some(({ parent }) => parent === version.id)
    // Nobody asks any more whether a voided one still says what the records say.
    since.set(version.id, isVoided ? { differences: [], incomparable: [] } : await sinceItsPrint(tx, store, version))
  }
  const people = await peopleOf(tx, events.signed)
  return documentState(events, (version) => since.get(version) ?? 'unreadable', people)
}

async function sinceItsPrint(tx: ReadTx, store: Pick<Store, 'blobs'>, version: FrozenVersion): Promise<SincePrinted> {
  const print = await readPrint(store, version)
  if (print.state === 'unreadable') return 'unreadable'
  const printed = print.state === 'here' ? print.printed : { heads: [], sets: [] }
  const rows = new Map<string, Row<RowEntity> | undefined>()
  const heads = new Map<string, FieldHeads>()
  for (const { entity, id } of rowsOf(printed)) {
    if (rows.has(id)) continue
    rows.set(id, await findRow(tx, entity, id))
    heads.set(id, await headsOf(tx, entity, id))
  }
  const members = new Map<PrintedSet, readonly string[]>()
  for (const set of printed.sets) members.set(set, await membersOf(tx, set))
  const { differences, incomparable } = sincePrinted(printed, {
    headsOf: ({ id }) => (rows.get(id) === undefined ? undefined : heads.get(id)),
    membersOf: (set) => members.get(set) ?? [],
    isRemoved: ({ id }) => rows.get(id)?.removed === true,
  })
  const same = await Promise.all(
    differences.map(async (one) => {
      if (one.what !== '改') return false
      const { id, field } = one
      const then = printed.heads.filter((head) => head.id === id && head.field === field).map(({ change }) => change)
      return saysTheSame(tx, one, then, heads.get(id)?.[field] ?? [])
    }),
  )
  const joined = await joinedNames(tx, printed, rows)
  return { differences: [...differences.filter((_, index) => same[index] !== true), ...joined], incomparable }
}

function rowsOf({ heads, sets }: Printed): readonly RowName[] {
  return [...heads, ...sets.flatMap(({ entity, ids }) => ids.map((id) => ({ entity, id })))]
}

/** A clue stays out of papers unless the lead puts it in (decisions.md 18), so that one more changes none. */
async function membersOf(tx: ReadTx, { entity, parent }: PrintedSet): Promise<readonly string[]> {
  const rows = await listRows(tx, entity, { parent })
  return rows.filter((row) => !('clue' in row) || row.clue !== true).map(({ id }) => id)
}

/**
 * Another change, but nothing that would print differently: a preset has the same ids everywhere, so that a team and headquarters
 * may both have made it (decisions.md 17).
 */
async function saysTheSame(tx: ReadTx, { entity, id, field }: Field, then: readonly string[], now: readonly string[]) {
  const spoken = (await spokenOf(tx, { entity, id })).get(field) ?? []
  const values = new Map(spoken.map((one) => [one.id, one.value]))
  const told = (changes: readonly string[]) => new Set(changes.map((change) => values.get(change)))
  const [before, after] = [told(then), told(now)]
  return (
    !before.has(undefined) &&
    !after.has(undefined) &&
    before.size === after.size &&
    [...before].every((value) => after.has(value))
  )
}

type Field = RowName & { readonly field: string }
