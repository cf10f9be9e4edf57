import { sql } from 'kysely'
import {
  type EventEntity,
  eventEntities,
  type RowEntity,
  rowEntities,
} from '../../electron/contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import type { Ownership } from '../../electron/store/change/idProof.ts'
import type { EventDraft, RowDraft } from '../../electron/store/change/said.ts'
import { isTrustEntity } from '../../electron/store/change/trust.ts'
import { conflictsOf, headsOf } from '../../electron/store/row/rows.ts'
import { type ActionKind, short } from './action.ts'
import type { Draw } from './draw.ts'
import { copyReplica, ownLogs, type Replica, reopen, save } from './replica.ts'
import { acceptReady, packRange, stageParcel } from './parcel.ts'
import { note, reach, replicasOf, type Scene } from './scene.ts'
import { claimFor, everyField, idOfNoun, type Place, placeFor, rowNoun, someFields } from './values.ts'

/** What people do with the program. */
export const honestActions: Readonly<Record<string, ActionKind>> = {
  begin: { weight: 3, perform: begin },
  make: { weight: 7, perform: make },
  edit: { weight: 6, perform: edit },
  look: { weight: 2, perform: look },
  resolve: { weight: 6, perform: resolve },
  happen: { weight: 3, perform: happen },
  send: { weight: 5, perform: send },
  jump: { weight: 1, perform: jump },
  copy: { weight: 1, perform: copy },
  restart: { weight: 1, perform: restart },
}

/** A visit with a finding and its evidence, at a unit and for a campaign that may be made by others or never. */
async function begin(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(scene.teams)
  if (replica === undefined) return undefined
  const unit = idOfNoun(scene, draw, 'unit')
  const campaign = idOfNoun(scene, draw, 'campaign')
  const made = (entity: RowEntity, place: Place) =>
    claimFor(scene, draw, { log: replica.birth.log, entity, place, colliding: 0 })
  const top = made('visit', {})
  const middle = made('finding', { parent: top.id })
  const bottom = made('evidence', { parent: middle.id })
  const [visit, finding, evidence] = [top.id, middle.id, bottom.id]
  const drafts: readonly RowDraft[] = [
    { entity: 'visit', ...top, set: { ordinal: 1, unit, campaign } },
    { entity: 'finding', ...middle, parent: visit, set: { ordinal: 1, title: '为税不廉' } },
    { entity: 'evidence', ...bottom, parent: finding, set: { ordinal: 1 } },
  ]
  const written = await save(scene, replica, draw.id(scene.clock.now), drafts)
  if (written) {
    // What these point to can be made later, under the ids that they name.
    if (draw.chance(50)) note(scene, 'unit', unit)
    if (draw.chance(50)) note(scene, 'campaign', campaign)
    note(scene, 'visit', visit)
    note(scene, 'finding', finding)
    note(scene, 'evidence', evidence)
  }
  return `${replica.name} begins visit ${short(visit)}, finding ${short(finding)}, evidence ${short(evidence)}${written ? '' : ' in vain'}`
}

async function make(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(draw.chance(70) ? scene.teams : replicasOf(scene))
  if (replica === undefined) return undefined
  const entity = rowNoun(draw, rowEntities)
  const place = placeFor(scene, draw, entity)
  const claim = claimFor(scene, draw, { log: replica.birth.log, entity, place, colliding: 12 })
  const { id } = claim
  const set = everyField(scene, draw, entity)
  if (Object.hasOwn(set, 'ordinal')) set['ordinal'] = 1 + draw.below(3)
  const written = await saveRow(scene, draw, replica, { entity, ...claim, set, ...place })
  if (written) note(scene, entity, id)
  return `${replica.name} makes ${entity} ${short(id)} under ${short(place.parent)}${written ? '' : ' in vain'}`
}

async function edit(scene: Scene, draw: Draw): Promise<string | undefined> {
  return editOf(scene, draw, { stale: 20 })
}

/** `stale`: how often in a hundred the form was opened before anything was there. */
async function editOf(scene: Scene, draw: Draw, often: { readonly stale: number }): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  const row = replica && draw.pick(await everyRow(replica))
  if (replica === undefined || row === undefined) return undefined
  const { entity, id } = row
  const set = someFields(scene, draw, entity)
  // Such a form saw nothing: what it says stands beside what is there.
  const blank = Object.fromEntries(Object.keys(set).map((name): [string, readonly string[]] => [name, []]))
  const stale = draw.chance(often.stale) ? blank : draw.chance(30) ? replica.seen.get(id) : undefined
  const written = await saveRow(scene, draw, replica, { entity, id, set, ...(stale && { replaces: stale }) })
  const how = `${stale ? ' over what was seen' : ''}${written ? '' : ' in vain'}`
  return `${replica.name} edits ${entity} ${short(id)}: ${Object.keys(set).join(' ')}${how}`
}

async function look(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  if (replica === undefined) return undefined
  for (const { entity, id } of await everyRow(replica)) {
    replica.seen.set(id, await replica.store.read((tx) => headsOf(tx, entity, id)))
  }
  return `${replica.name} looks`
}

async function resolve(scene: Scene, draw: Draw): Promise<string | undefined> {
  const open: { readonly replica: Replica; readonly row: Found }[] = []
  for (const replica of replicasOf(scene)) {
    for (const row of await everyRow(replica)) if (row.conflicted === 1) open.push({ replica, row })
  }
  const chosen = draw.pick(open)
  // Nothing to resolve yet: somebody writes over what he has not seen, for a later turn.
  if (chosen === undefined) return editOf(scene, draw, { stale: 100 })
  const { replica, row } = chosen
  const { entity, id } = row
  const conflict = draw.pick(await replica.store.read((tx) => conflictsOf(tx, entity, id)))
  if (conflict === undefined) throw new Error('a conflicted row without a conflict')
  const heads = await replica.store.read((tx) => headsOf(tx, entity, id))
  const set = { [conflict.field]: draw.pick(conflict.values)?.value ?? null }
  const replaces = { [conflict.field]: heads[conflict.field] ?? [] }
  const written = await saveRow(scene, draw, replica, { entity, id, set, replaces })
  if (written) reach(scene, 'resolved')
  return `${replica.name} resolves ${entity} ${short(id)}: ${conflict.field}${written ? '' : ' in vain'}`
}

/** Any event but those of trust and of imports. */
async function happen(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  const entity = draw.pick(eventEntities.filter((known) => !isTrustEntity(known) && !aboutImports.includes(known)))
  if (replica === undefined || entity === undefined) return undefined
  const place = placeFor(scene, draw, entity)
  const claim = claimFor(scene, draw, { log: replica.birth.log, entity, place, colliding: 15 })
  const { id } = claim
  const set = everyField(scene, draw, entity)
  const written = await saveEvent(scene, draw, replica, { entity, ...claim, set, ...place })
  if (written) note(scene, entity, id)
  return `${replica.name} writes ${entity} ${short(id)} under ${short(place.parent)}${written ? '' : ' in vain'}`
}
const aboutImports: readonly EventEntity[] = ['packageAccepted', 'packageWithdrawn', 'changeDeclined']

async function send(scene: Scene, draw: Draw): Promise<string | undefined> {
  const [sender, receiver] = draw.shuffle(replicasOf(scene))
  if (sender === undefined || receiver === undefined) return undefined
  const all = replicasOf(scene).flatMap(ownLogs)
  const others = draw.shuffle(all.map(({ birth }) => birth.log))
  const own = draw.shuffle(ownLogs(sender)).map(({ birth }) => birth.log)
  const logs = new Set([...own.slice(0, 1), ...(draw.chance(30) ? others.slice(0, 1) : [])])
  const ranges = []
  for (const log of logs) {
    const here = await sender.store.read((tx) =>
      tx.db.selectFrom('log').select('number').where('id', '=', log).executeTakeFirst(),
    )
    if (here === undefined || here.number === 0) continue
    const range = await packRange(sender, { log, from: 1 + draw.below(here.number), most: 1 + draw.below(12) })
    if (range !== undefined) ranges.push(range)
  }
  if (ranges.length === 0) return undefined
  const parcel = { ranges }
  const waiting = await stageParcel(scene, receiver, parcel, `${draw.below(1_000_000)}`)
  const left = await acceptReady(scene, receiver, [waiting])
  const told = ranges.map(({ birth, from, to }) => `${short(birth.log)} ${from}-${to}`).join(', ')
  return `${sender.name} sends ${told} to ${receiver.name}${left.length > 0 ? ', which has to wait' : ''}`
}

/** A machine's clock goes to 1960, to 2300, more than a day ahead, or back to what it should be. */
async function jump(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  if (replica === undefined) return undefined
  const year = draw.choose([1960, 2300, 2013, 2016, 2014])
  replica.skew = year === 2014 ? 0 : Date.UTC(year, 0, 1) - scene.clock.now
  return `the clock of ${replica.name} jumps to ${year}`
}

async function copy(scene: Scene, draw: Draw): Promise<string | undefined> {
  const original = draw.pick(replicasOf(scene))
  if (original === undefined || replicasOf(scene).length >= mostReplicas) return undefined
  const name = `${original.name}'`
  if (replicasOf(scene).some((replica) => replica.name === name)) return undefined
  const made = await copyReplica(scene, original, name)
  if (original.isHeadquarters) scene.headquarters.push(made)
  else scene.teams.push(made)
  reach(scene, 'copied')
  return `${original.name} is copied to ${name}`
}
export const mostReplicas = 5

async function restart(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  if (replica === undefined) return undefined
  await reopen(scene, replica)
  return `${replica.name} is opened again`
}

export type Found = { readonly entity: RowEntity; readonly id: string; readonly conflicted: number }

export async function everyRow({ store }: Replica): Promise<readonly Found[]> {
  const tables = rowEntities.map(
    (entity) => sql<Found>`select ${sql.lit(entity)} as entity, id, conflicted from ${sql.table(entity)}`,
  )
  const { rows: found } = await store.read((tx) =>
    sql<Found>`${sql.join(tables, sql` union all `)} order by entity, id`.execute(tx.db),
  )
  return found
}

type Given = Place &
  Ownership & { readonly id: string; readonly nonce?: string; readonly set: Record<string, PlainValue> }
type GivenRow = Given & { readonly entity: RowEntity; readonly replaces?: Readonly<Record<string, readonly string[]>> }

export async function saveRow(scene: Scene, draw: Draw, replica: Replica, given: GivenRow): Promise<boolean> {
  // The draft's type knows each noun's own fields; these come from the catalogue by name.
  return save(scene, replica, draw.id(scene.clock.now), [given as object as RowDraft])
}

/** An event is written once: an id that is an event here already is left alone. */
export async function saveEvent(
  scene: Scene,
  draw: Draw,
  replica: Replica,
  given: Given & { readonly entity: EventEntity },
): Promise<boolean> {
  const { entity, id } = given
  const known = await replica.store.read((tx) =>
    tx.catalogue.selectFrom<EventEntity>(entity).select('id').where('id', '=', id).executeTakeFirst(),
  )
  if (known !== undefined) return false
  return save(scene, replica, draw.id(scene.clock.now), [given as object as EventDraft])
}
