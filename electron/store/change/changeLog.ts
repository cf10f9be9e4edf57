import { leastVersion } from '../../contract/catalogue/version.ts'
import type { ChangeHeader } from '../../contract/change.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.ts'
import { bodySaltSize, hashBodyText, hashHeader } from '../../crypto/change.ts'
import { refusalText, type RefusalReason } from '../../domain/rights/authorise.ts'
import { applyChanges } from './apply.ts'
import { firstClock, nextClock } from '../log/clock.ts'
import { findEvent } from '../row/events.ts'
import { loadRows } from '../row/projectRows.ts'
import { query } from '../database/query.ts'
import { noteOperation } from '../log/operations.ts'
import { labelOf } from '../../domain/log/operation.ts'
import type { ArrivingChange } from '../log/storedChange.ts'
import type { GenericRow } from '../database/tables.ts'
import { breathe, type WriteTx } from '../database/transaction.ts'
import { fieldNames, findFaults } from '../database/values.ts'
import { loadRepeatable, type Repeatable, restatements } from './restating.ts'
import { type Root, rootsOf } from './root.ts'
import {
  creations,
  type Draft,
  edits,
  givenOf,
  isRowDraft,
  placeOf,
  type RowDraft,
  type Said,
  toBody,
  withFilled,
} from './said.ts'

export type Append = {
  /** An own or channel log of this installation. */
  readonly log: string
  /** One user action; all its changes share it (decisions.md 13). */
  readonly operation: string
  readonly author: string
  /** Wall time, ISO 8601 UTC with milliseconds. */
  readonly at: string
  readonly drafts: readonly Draft[]
  /**
   * Says existing rows and events again, although nothing differs: in a channel log of headquarters, whose reader has not got
   * the changes that made them. What is said again stands in the place of those (decisions.md 95); of a row it is what this log
   * has not said yet.
   */
  readonly restate?: boolean
  /**
   * Keeps them also where they are refused: a computer that headquarters has put out of use must be able to take in the
   * package that lets it in again.
   */
  readonly evenRefused?: boolean
  /** What a workspace begins with: no step that undo takes back. */
  readonly lasting?: true
  /** The operation that this one takes back. */
  readonly undoes?: string
}

/**
 * Writes facts: the only way to. Returns the ids of the changes; a draft that changes nothing makes none. Problems
 * `input.invalid` (with the fields), `permission.denied` (judged like an imported change), `change.tooLarge`.
 */
export async function append(tx: WriteTx, operation: Append): Promise<readonly string[]> {
  const hashes: string[] = []
  for (const drafts of inPieces(operation.drafts)) {
    // Many rows at once hold the thread no longer than an import does.
    if (hashes.length > 0) await breathe()
    hashes.push(...(await appendSome(tx, operation, drafts)))
  }
  return hashes
}

/** How many drafts are written in one piece. */
export const pieceSize = 8

/** A draft for a row that an earlier one of the same operation has just changed must see it. */
function* inPieces(drafts: readonly Draft[]): Generator<readonly Draft[]> {
  let part: Draft[] = []
  let seen = new Set<string>()
  for (const draft of drafts) {
    if (seen.has(draft.id) || part.length === pieceSize) {
      yield part
      part = []
      seen = new Set()
    }
    part.push(draft)
    seen.add(draft.id)
  }
  yield part
}

async function appendSome(tx: WriteTx, operation: Append, drafts: readonly Draft[]): Promise<readonly string[]> {
  checkValues(drafts)
  const existing = await loadExisting(tx, drafts)
  const repeatable = operation.restate === true ? await loadRepeatable(tx, operation.log, drafts) : undefined
  const changed = drafts.flatMap((draft): readonly Said[] => {
    const row = isRowDraft(draft) ? existing.get(`${draft.entity} ${draft.id}`) : undefined
    if (!isRowDraft(draft) || row === undefined) return creations(draft)
    const edited = edits(draft, row)
    const again = repeatable?.get(draft.id)
    return again === undefined ? edited : [...edited, ...repetitions(draft, row, again, edited)]
  })
  if (changed.length === 0) return []
  if (operation.restate !== true) await checkEventsAreNew(tx, drafts)
  return appendSaid(tx, operation, changed)
}

/** What an operation is, without what it says. */
export type Operation = Omit<Append, 'drafts' | 'restate'>

/** The same for what is already said as changes say it. */
export async function appendSaid(tx: WriteTx, operation: Operation, said: readonly Said[]): Promise<readonly string[]> {
  const roots = await rootsOf(tx, said)
  const changes = await chain(tx, operation, said, roots)
  const { verdicts } = await applyChanges(tx, changes)
  const refused = changes.find(({ hash }) => verdicts.get(hash) !== null)
  if (refused !== undefined && operation.evenRefused !== true) throw denied(verdicts.get(refused.hash))
  const label = operation.lasting === true ? undefined : labelOf(said)
  await noteOperation(tx, operation, { label, number: changes[0]?.line.header.number ?? 0 })
  return changes.map((change) => change.hash)
}

/** A role can be given; whose a record is, and what has been put out of use, a person must be told. */
function denied(reason: RefusalReason | null | undefined): Problem {
  const because = reason == null || reason === 'roleMissing' ? {} : { because: refusalText(reason) }
  return new Problem('permission.denied', because)
}

/** Every field of the row that the draft does not change. */
function repetitions(draft: RowDraft, row: GenericRow, again: Repeatable, edited: readonly Said[]): readonly Said[] {
  const fields = fieldNames(draft.entity).filter((field) => !edited.some(({ set }) => Object.hasOwn(set, field)))
  return restatements(placeOf(draft, row), fields, again)
}

function checkValues(drafts: readonly Draft[]): void {
  const fields = drafts.flatMap((draft) => findFaults(draft.entity, givenOf(draft)))
  if (fields.length > 0) throw new Problem('input.invalid', { fields })
}

async function loadExisting(tx: WriteTx, drafts: readonly Draft[]): Promise<ReadonlyMap<string, GenericRow>> {
  const existing = new Map<string, GenericRow>()
  for (const [entity, some] of Map.groupBy(drafts.filter(isRowDraft), (draft) => draft.entity)) {
    const ids = some.map((draft) => draft.id)
    for (const [id, row] of await loadRows(tx, entity, ids)) existing.set(`${entity} ${id}`, row)
  }
  return existing
}

async function checkEventsAreNew(tx: WriteTx, drafts: readonly Draft[]): Promise<void> {
  for (const draft of drafts) {
    if (isRowDraft(draft)) continue
    if ((await findEvent(tx, draft.entity, draft.id)) !== undefined) throw new Error('an event is written once')
  }
}

/** Gives what is said its headers at the end of the log. */
async function chain(
  tx: WriteTx,
  operation: Operation,
  changed: readonly Said[],
  roots: ReadonlyMap<string, Root>,
): Promise<readonly ArrivingChange[]> {
  const [log] = await tx.run(selectLog, { id: operation.log })
  if (log?.kind !== 'own' && log?.kind !== 'channel') throw new Error('only a log of this installation can be written')
  let { number, head } = log
  let clock = await highestClock(tx)
  const changes: ArrivingChange[] = []
  const makers = new Map<string, string>()
  for (const said of changed) {
    const body = toBody(operation, withFilled(said, makers.get(said.id)), { roots, previous: head })
    const bodyText = canonicalJson(body as JsonValue)
    clock = nextClock(clock, tx.now())
    number += 1
    const salt = tx.random(bodySaltSize)
    const header: ChangeHeader = {
      body: hashBodyText(salt, bodyText),
      clock,
      log: operation.log,
      number,
      operation: operation.operation,
      previous: head,
      schemaVersion: leastVersion(body),
    }
    head = hashHeader(header)
    if (!makers.has(said.id)) makers.set(said.id, head)
    const line = { state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body } as const
    changes.push({ hash: head, line, bodyText, importId: null, ahead: false })
  }
  await tx.run(updateLog, { id: operation.log, number, head, clock })
  return changes
}

const selectLog = query(({ db }, at: { readonly id: string }) =>
  db.selectFrom('log').select(['kind', 'number', 'head']).where('id', '=', at.id).compile(),
)
type LogEnd = { readonly id: string; readonly number: number; readonly head: string; readonly clock: string }
const updateLog = query(({ db }, { id, number, head, clock }: LogEnd) =>
  db.updateTable('log').set({ number, head, clock }).where('id', '=', id).compile(),
)

async function highestClock(tx: WriteTx): Promise<string> {
  const [highest] = await tx.run(selectHighestClock, {})
  return highest?.clock ?? firstClock
}

const selectHighestClock = query(({ db }) =>
  db
    .selectFrom('log')
    .select((eb) => eb.fn.max('clock').as('clock'))
    .compile(),
)
