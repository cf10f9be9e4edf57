import { type Entity, isEventEntity, isRowEntity } from '../../contract/catalogue/catalogue.ts'
import type { Named } from '../../domain/downward/told.ts'
import { type DownwardNote, downwardNotesOf } from '../../store/local/localDownward.ts'
import { logsOfChanges, sayingsOf } from '../../store/query/downward.ts'
import type { WriteTx } from '../../store/store.ts'
import type { ChannelParty } from './channelParty.ts'
import type { SpokenRecord } from './spokenRecords.ts'

/** Of each party what it is to be told of, here or not. */
export class Wanted {
  readonly #byParty: ReadonlyMap<ChannelParty, Map<string, Named>>
  readonly records = new Map<string, SpokenRecord>()

  constructor(parties: readonly ChannelParty[]) {
    this.#byParty = new Map(parties.map((party) => [party, new Map<string, Named>()]))
  }

  has(party: ChannelParty, one: Named): boolean {
    return this.#byParty.get(party)?.has(keyOf(one)) === true
  }

  /** Whether that is news. */
  add(party: ChannelParty, { entity, id }: Named): boolean {
    const own = this.#byParty.get(party)
    const key = keyOf({ entity, id })
    if (own === undefined || own.has(key)) return false
    own.set(key, { entity, id })
    return true
  }

  keep(records: readonly SpokenRecord[]): void {
    for (const record of records) this.records.set(keyOf(record), record)
  }

  *all(): Generator<{ readonly party: ChannelParty; readonly one: Named; readonly record: SpokenRecord | undefined }> {
    for (const [party, own] of this.#byParty) {
      for (const [key, one] of own) yield { party, one, record: this.records.get(key) }
    }
  }
}

/** What was noted before, by channel and record. */
export class Notes {
  readonly #loaded = new Set<string>()
  readonly #found = new Map<string, DownwardNote>()

  async load(tx: WriteTx, records: readonly Named[]): Promise<void> {
    const missing = records.map(({ id }) => id).filter((id) => !this.#loaded.has(id))
    for (const one of await downwardNotesOf(tx, missing)) this.#found.set(`${one.log} ${keyOf(one)}`, one)
    for (const id of missing) this.#loaded.add(id)
  }

  of(channel: string, one: Named): DownwardNote | undefined {
    return this.#found.get(`${channel} ${keyOf(one)}`)
  }
}

/** What is to be written of them: where something else stands now, or where they were not noted yet. */
export async function notesFor(
  tx: WriteTx,
  { wanted, notes }: { readonly wanted: Wanted; readonly notes: Notes },
): Promise<readonly DownwardNote[]> {
  const all = [...wanted.all()]
  await notes.load(
    tx,
    all.map(({ one }) => one),
  )
  const fresh = all.filter(({ party, one }) => notes.of(party.channel, one) === undefined)
  const events = fresh.flatMap(({ one }) => (isEventEntity(one.entity) ? [one.id] : []))
  const sayings = new Map(
    (await sayingsOf(tx, [...new Set(events)])).map((one) => [`${one.log} ${one.id}`, one.number]),
  )
  const heads = all.flatMap(({ record }) => (record !== undefined && isRowEntity(record.entity) ? record.heads : []))
  const logs = await logsOfChanges(tx, [...new Set(heads)])
  return all.flatMap(({ party, one, record }): DownwardNote[] => {
    const before = notes.of(party.channel, one)
    const saidAt = sayings.get(`${party.channel} ${one.id}`)
    const old = before ?? { said: saidAt === undefined ? null : 'made', number: saidAt ?? 0, due: 1 }
    const due = dueOf(record, old, (head) => logs.get(head) === party.log)
    if (before !== undefined && before.due === due) return []
    return [{ log: party.channel, entity: one.entity, id: one.id, said: old.said, number: old.number, due }]
  })
}

/** What the party has by its own word need not be said to it. */
function dueOf(
  record: SpokenRecord | undefined,
  { said, due }: Pick<DownwardNote, 'said' | 'due'>,
  isItsOwn: (head: string) => boolean,
): number {
  if (record === undefined) return 0
  if (record.token === said) return due === 2 ? 1 : due
  return isRowEntity(record.entity) && record.heads.every(isItsOwn) ? 0 : 2
}

export function keyOf({ entity, id }: { readonly entity: Entity; readonly id: string }): string {
  return `${entity} ${id}`
}
