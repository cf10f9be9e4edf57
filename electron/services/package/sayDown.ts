import { entities, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import { goesDown } from '../../domain/downward/told.ts'
import { compareChanges } from '../../domain/log/spoken.ts'
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
  const waiting = inOrder(await spokenOf(tx, unsaid))
  const { state } = await trustOf(tx)
  const { number } = await getLog(tx, channel)
  const operation = host.newId()
  const at = host.instant()
  const voice: Voice = { channel, number: number + 1, at, speaker: session.person, state }
  const parts = await spokenParts(tx, waiting, voice)
  for (const { author, drafts } of parts)
    await append(tx, { log: channel, operation, at, restate: true, author, drafts })
  const records = parts.flatMap((part) => part.records)
  const { number: reached } = await getLog(tx, channel)
  const tokens = new Map(records.map(({ entity, id, token }) => [`${entity} ${id}`, token]))
  const notes = unsaid.flatMap((one) => {
    const said = tokens.get(`${one.entity} ${one.id}`)
    // Where nothing of it was left to say, nothing of it waits for a package.
    const due = reached < number + 1 ? 0 : 1
    return said === undefined ? [] : [{ ...one, said, number: reached, due }]
  })
  await putDownwardNotes(tx, notes)
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

type Part = { readonly author: string; readonly drafts: Draft[]; readonly records: SpokenRecord[] }

/** Together as far as one person can say it; what nobody here may say goes on waiting. */
async function spokenParts(tx: WriteTx, records: readonly SpokenRecord[], voice: Voice): Promise<readonly Part[]> {
  const parts: Part[] = []
  for (let from = 0; from < records.length; from += partSize) {
    const some = records.slice(from, from + partSize)
    const makings = await loadChanges(
      tx,
      some.flatMap(({ entity, heads }) => (goesDown(entity) ? heads.slice(0, 1) : heads)),
    )
    // A team's own record comes down as headquarters has corrected it: that is who speaks.
    const spoken = makings.filter(({ entity, log }) => goesDown(entity) || voice.state.headquartersLogs.has(log))
    const made = new Map(spoken.toSorted(compareChanges).map((change) => [change.entityId, change]))
    for (const record of some) {
      const making = made.get(record.id)
      const author = speakerOf(record, making?.author, voice)
      if (author === undefined) continue
      const last = parts.at(-1)
      const part = last?.author === author && last.drafts.length < partSize ? last : { author, drafts: [], records: [] }
      if (part !== last) parts.push(part)
      part.drafts.push(draftOf(record, making))
      part.records.push(record)
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
function speakerOf({ entity }: SpokenRecord, author: string | undefined, voice: Voice): string | undefined {
  const { channel: log, number, at, speaker, state } = voice
  const place = { log, number, id: '', at, entity, isNew: !isRowEntity(entity), fields: [] }
  const others = state.grants.map(({ person }) => person)
  const candidates = [author, speaker, state.founder?.person, ...others].filter((person) => person !== undefined)
  return candidates.find((person) => authorise({ ...place, author: person }, state).ok)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
