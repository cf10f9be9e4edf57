import { entities, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { authorise } from '../../domain/rights/authorise.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import { append } from '../../store/change/changeLog.ts'
import type { Draft } from '../../store/change/said.ts'
import { trustOf } from '../../store/change/trust.ts'
import { listUnsaid, putDownwardNotes } from '../../store/local/localDownward.ts'
import { getLog } from '../../store/log/log.ts'
import { type KnownChange, loadChanges } from '../../store/log/storedChange.ts'
import type { WriteTx } from '../../store/store.ts'
import type { JobContext } from '../host/procedure.ts'
import { noteDownward } from './noteDownward.ts'
import { type SpokenRecord, spokenOf } from './spokenRecords.ts'

/**
 * Says in a channel what waits for its party: rows in the place of the changes that made them, decisions under their own ids
 * and in the order in which they were made, so that every party knows them in one order (decisions.md 80 and 95).
 */
export async function sayDown({ host, session }: JobContext, tx: WriteTx, channel: string): Promise<void> {
  // Of what this very transaction has written too.
  await noteDownward(tx)
  const unsaid = await listUnsaid(tx, channel)
  if (unsaid.length === 0) return
  const records = inOrder(await spokenOf(tx, unsaid))
  const { state } = await trustOf(tx)
  const { number } = await getLog(tx, channel)
  const operation = host.newId()
  const at = host.instant()
  const voice: Voice = { channel, number: number + 1, at, speaker: session.person, state }
  for (const part of await spokenParts(tx, records, voice)) {
    await append(tx, { log: channel, operation, at, restate: true, ...part })
  }
  const { number: reached } = await getLog(tx, channel)
  const tokens = new Map(records.map(({ entity, id, token }) => [`${entity} ${id}`, token]))
  await putDownwardNotes(
    tx,
    unsaid.map((one) => ({ ...one, said: tokens.get(`${one.entity} ${one.id}`) ?? one.said, number: reached, due: 1 })),
  )
}

/** Rows as a reader of the catalogue meets them, then what was decided, the first first. */
function inOrder(records: readonly SpokenRecord[]): readonly SpokenRecord[] {
  const rows = records.filter(({ entity }) => isRowEntity(entity))
  const events = records.filter(({ entity }) => !isRowEntity(entity))
  return [
    ...rows.toSorted((a, b) => entities.indexOf(a.entity) - entities.indexOf(b.entity)),
    ...events.toSorted((a, b) => compareText(a.clock, b.clock) || compareText(a.id, b.id)),
  ]
}

type Part = { readonly author: string; readonly drafts: readonly Draft[] }

/** Together as far as one person can say it. */
async function spokenParts(tx: WriteTx, records: readonly SpokenRecord[], voice: Voice): Promise<readonly Part[]> {
  const parts: { readonly author: string; readonly drafts: Draft[] }[] = []
  for (let from = 0; from < records.length; from += partSize) {
    const some = records.slice(from, from + partSize)
    const makings = await loadChanges(
      tx,
      some.flatMap(({ heads }) => heads.slice(0, 1)),
    )
    const made = new Map(makings.map((change) => [change.entityId, change]))
    for (const record of some) {
      const making = made.get(record.id)
      const author = speakerOf(record, making?.author, voice)
      const draft = draftOf(record, making)
      const last = parts.at(-1)
      if (last?.author === author && last.drafts.length < partSize) last.drafts.push(draft)
      else parts.push({ author, drafts: [draft] })
    }
  }
  return parts
}

const partSize = 200

function draftOf({ entity, id }: SpokenRecord, making: KnownChange | undefined): Draft {
  if (isRowEntity(entity)) return { entity, id, set: {} }
  if (making === undefined) throw new Error('an event is here with the change that made it')
  const { parent, parentEntity, set } = making
  const place = { ...(parent !== undefined && { parent }), ...(parentEntity !== undefined && { parentEntity }) }
  // What its making says is in the catalogue's terms.
  return { entity, id, ...place, set } as object as Draft
}

type Voice = {
  readonly channel: string
  readonly number: number
  readonly at: string
  readonly speaker: string
  readonly state: TrustState
}

/**
 * In whose name it is said again: of who said it, or, where that person may not any more, of whoever hands it over, or of
 * one at headquarters who may.
 */
function speakerOf({ entity }: SpokenRecord, author: string | undefined, voice: Voice): string {
  const { channel: log, number, at, speaker, state } = voice
  const place = { log, number, id: '', at, entity, isNew: !isRowEntity(entity), fields: [] }
  const others = state.grants.map(({ person }) => person)
  const candidates = [author, speaker, state.founder?.person, ...others].filter((person) => person !== undefined)
  return candidates.find((person) => authorise({ ...place, author: person }, state).ok) ?? speaker
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
