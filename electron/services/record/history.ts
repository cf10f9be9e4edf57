import type * as z from 'zod'
import { can } from '../../contract/capability.ts'
import {
  fieldsOf,
  isRowEntity,
  nounOf,
  parentsOf,
  rowEntities,
  type RowEntity,
} from '../../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../contract/change.ts'
import type { historyEntry } from '../../contract/history.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { isMember } from '../../domain/log/operation.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import { textDifference, type Piece } from '../../domain/textDifference.ts'
import { broughtBy } from '../../store/query/broughtBy.ts'
import { correctionsOf } from '../../store/query/corrections.ts'
import { readTrust } from '../../store/change/trust.ts'
import { getRow, type HistoryEntry, historyOf, listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Session } from '../host/host.ts'
import { type Draft, reading, writing } from '../host/procedure.ts'
import { logNames } from '../trust/cuts.ts'
import { requirePresent } from './present.ts'
import { type Names, namesIn } from './recordName.ts'

/** 修改记录 of every noun: what each save changed, by whom and where, and the way back to an earlier value. */

const mostTold = 200

const of = reading.history.of.handler(async ({ input: { entity, id }, context: { tx, session } }) => {
  if (!isRowEntity(entity)) throw new Problem('record.notFound', {})
  const names = namesIn(tx)
  const words = await names.callOf({ entity, id })
  const all = await savesOf(tx, { entity, id })
  const told = all.slice(0, mostTold)
  const place = await placeWords(tx, session, told)
  const entries: Entry[] = []
  for (const save of told) entries.push(await viewSave(names, save, place))
  return { words, entries, total: all.length }
})

const restore = writing.history.restore.handler(async ({ input, context: { tx, record } }) => {
  const { entity, id, change, fields } = input
  if (!isRowEntity(entity)) throw new Problem('record.notFound', {})
  await requirePresent(tx, entity, id)
  const { set = {} } = (await historyOf(tx, entity, id)).find((entry) => entry.change === change) ?? {}
  const wanted = fields.filter((field) => Object.hasOwn(set, field) && isRestorable(entity, field))
  if (wanted.length === 0) throw new Problem('record.notFound', {})
  const values = Object.fromEntries(wanted.map((field) => [field, set[field] ?? null]))
  // The names are the catalogue's, the values of a change that was held to it.
  await record([{ entity, id, set: values } as object as Draft])
  return { words: await namesIn(tx).callOf({ entity, id }) }
})

export const history = { of, restore }

type Entry = z.infer<typeof historyEntry>
type Place = { readonly entity: RowEntity; readonly id: string }
type Save = Place & {
  readonly entry: HistoryEntry
  /** What the fields were before, as far as that is known here. */
  readonly before: Readonly<Record<string, PlainValue>>
  /** What is shown now. */
  readonly now: Readonly<Record<string, unknown>>
  readonly isMember: boolean
  /** Whose the record is: the log that made it. */
  readonly madeIn: string | undefined
}

/** Of the record and of the members of its sets, the last first. Problem `record.notFound`. */
async function savesOf(tx: ReadTx, record: Place): Promise<readonly Save[]> {
  const own = await savesOfRow(tx, record, await getRow(tx, record.entity, record.id))
  const members: Save[] = []
  for (const entity of rowEntities.filter((noun) => isMember(noun) && parentsOf(noun).includes(record.entity))) {
    for (const row of await listRows(tx, entity, { parent: record.id, includeRemoved: true })) {
      const saves = await savesOfRow(tx, { entity, id: row.id }, row)
      members.push(...saves.map((save) => ({ ...save, isMember: true })))
    }
  }
  return [...own, ...members].toSorted((a, b) => compareTexts(b.entry.clock, a.entry.clock))
}

async function savesOfRow(tx: ReadTx, place: Place, now: object): Promise<readonly Save[]> {
  const entries = await historyOf(tx, place.entity, place.id)
  const madeIn = entries[0]?.log
  const saves = entries.map((entry) => {
    const before: Record<string, PlainValue> = {}
    for (const field of Object.keys(entry.set)) {
      const replaced = new Set(entry.replaces[field])
      before[field] =
        entries.findLast(({ change, set }) => replaced.has(change) && Object.hasOwn(set, field))?.set[field] ?? null
    }
    return { ...place, entry, before, now: { ...now }, isMember: false, madeIn }
  })
  return saves.toReversed()
}

type PlaceWords = {
  readonly computerOf: (log: string) => string
  readonly throughOf: (change: string) => string
  /** Why headquarters corrected it; '' where it has not said so. */
  readonly reasonOf: (change: string) => string
  readonly isHeadquarters: (log: string) => boolean
  readonly mayWrite: (entity: RowEntity) => boolean
}

async function placeWords(tx: ReadTx, session: Session, saves: readonly Save[]): Promise<PlaceWords> {
  const own = session.workspace.log
  const trust = await readTrust(tx)
  const logs = await logNames(tx)
  const corrections = await correctionsOf(
    tx,
    saves.map(({ entry }) => entry.change),
  )
  const brought = await broughtBy(
    tx,
    saves.map(({ entry }) => entry.said),
  )
  const roles = rolesOf(session.person, own, trust)
  const computerOf = (log: string) =>
    log === own ? '本机' : (logs.get(log) ?? (trust.headquartersLogs.has(log) ? '总部' : '未登记的电脑'))
  return {
    computerOf,
    throughOf(change) {
      const from = brought.get(change)
      return from === undefined ? '' : `${computerOf(from.sender)}第 ${from.serial} 号数据包`
    },
    reasonOf: (change) => corrections.get(change) ?? '',
    isHeadquarters: (log) => trust.headquartersLogs.has(log),
    mayWrite(entity) {
      const { writtenBy, madeLocallyBy } = nounOf(entity)
      return [writtenBy, madeLocallyBy].some((one) => one !== undefined && one !== 'anyone' && can(roles, one))
    },
  }
}

async function viewSave(names: Names, save: Save, place: PlaceWords): Promise<Entry> {
  const { entity, id, entry, madeIn, now } = save
  const mayPutBack = place.mayWrite(entity) && now['removed'] !== true
  const fields: Entry['fields'] = []
  for (const [field, value] of Object.entries(entry.set)) {
    const label = fieldsOf(entity)[field]?.label
    const pieces = label === undefined || isUntold(entity, field) ? [] : await piecesOf(names, save, field)
    if (label === undefined || (pieces.length === 0 && entry.isNew) || isUntold(entity, field)) continue
    const restorable = mayPutBack && isRestorable(entity, field) && (now[field] ?? null) !== value
    fields.push({ field, label, pieces: [...pieces], restorable })
  }
  return {
    ...{ change: entry.change, entity, id, at: entry.at },
    about: save.isMember ? await names.callOf({ entity, id }) : '',
    author: await names.authorOf(entry.author),
    computer: place.computerOf(entry.log),
    through: place.throughOf(entry.said),
    verb: verbOf(entry),
    correction: madeIn !== undefined && !place.isHeadquarters(madeIn) && place.isHeadquarters(entry.log),
    reason: place.reasonOf(entry.change),
    fields,
  }
}

async function piecesOf(names: Names, { entity, entry, before }: Save, field: string): Promise<readonly Piece[]> {
  const from = await names.valueText(entity, field, before[field])
  const to = await names.valueText(entity, field, entry.set[field])
  if (fieldsOf(entity)[field]?.type === 'text') return textDifference(from, to)
  const pieces: readonly Piece[] = [
    { what: 'removed', text: from },
    { what: 'added', text: to },
  ]
  return pieces.filter(({ text }) => text !== '')
}

function verbOf({ set, isNew, isUndo }: HistoryEntry): Entry['verb'] {
  if (isNew) return '新建'
  if (isUndo) return '撤销'
  if (set['removed'] === true) return '删除'
  return Object.hasOwn(set, 'removed') ? '恢复' : '修改'
}

/** What is for the program alone, and a file's fingerprint, which is the file's own name. */
function isUntold(entity: RowEntity, field: string): boolean {
  const described = fieldsOf(entity)[field]
  return field === 'removed' || described?.untold === true || described?.type === 'blob'
}

/** What has a procedure of its own, with its reason or its questions, is put back there; what is fixed, nowhere. */
function isRestorable(entity: RowEntity, field: string): boolean {
  const described = fieldsOf(entity)[field]
  if (described === undefined || isUntold(entity, field) || described.fixedSince !== undefined) return false
  return field !== 'removedReason' && field !== 'sameAs'
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
