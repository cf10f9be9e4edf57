import type { EventEntity } from '../../electron/contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import { makeId } from '../../electron/store/change/idProof.ts'
import { type ActionKind, short } from './action.ts'
import type { Draw } from './draw.ts'
import { saveEvent, saveRow } from './honest.ts'
import type { Replica } from './replica.ts'
import { logsOf, note, reach, replicasOf, type Scene } from './scene.ts'
import { idOfNoun } from './values.ts'

/** Who works with whom, and where rights end: decided by headquarters, of logs that it may have seen, or not, or otherwise. */
export const teamActions: Readonly<Record<string, ActionKind>> = {
  form: { weight: 2, perform: form },
  join: { weight: 4, perform: join },
  leave: { weight: 2, perform: (scene, draw) => end(scene, draw, 'teamMember', 'teamLeft') },
  unseat: { weight: 1, perform: (scene, draw) => end(scene, draw, 'grant', 'grantEnded') },
  revokeAt: { weight: 2, perform: revokeAt },
  handOver: { weight: 2, perform: handOver },
  cut: { weight: 2, perform: cutAgain },
  raise: { weight: 2, perform: raise },
  lift: { weight: 1, perform: lift },
  restore: { weight: 1, perform: restore },
  readmit: { weight: 2, perform: readmit },
}

async function form(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(scene.headquarters)
  if (replica === undefined) return undefined
  const parent = idOfNoun(scene, draw, 'campaign')
  const making = { entity: 'team', parent } as const
  const made = makeId({ log: replica.birth.log, now: scene.clock.now, random: draw.bytes }, making)
  const written = await saveRow(scene, draw, replica, { ...making, ...made, set: { name: '甲组' } })
  if (written) note(scene, 'team', made.id)
  return `${replica.name} forms team ${short(made.id)}`
}

async function join(scene: Scene, draw: Draw): Promise<string | undefined> {
  const subject = draw.pick(draw.chance(85) ? [...scene.teams, ...scene.hostile] : replicasOf(scene))
  if (subject === undefined) return undefined
  // Without a person it lets stand what was written before, and makes nothing the team's.
  const set = { log: subject.birth.log, person: draw.chance(85) ? subject.person : null }
  return decide(scene, draw, 'teamMember', idOfNoun(scene, draw, 'team'), set)
}

async function end(scene: Scene, draw: Draw, begun: EventEntity, ending: EventEntity): Promise<string | undefined> {
  const known = scene.ids.filter(({ entity }) => entity === begun)
  const right = draw.pick(known)
  return right && decide(scene, draw, ending, right.id, { reason: null })
}

async function revokeAt(scene: Scene, draw: Draw): Promise<string | undefined> {
  const kind = draw.choose(['人员', '日志'])
  const subject = draw.pick(kind === '人员' ? scene.people : logsOf(scene)) ?? null
  return decide(scene, draw, 'revocation', undefined, { kind, subject, since: null, reason: null })
}

async function handOver(scene: Scene, draw: Draw): Promise<string | undefined> {
  const to = idOfNoun(scene, draw, 'team')
  return decide(scene, draw, 'rootHandedOver', idOfNoun(scene, draw, 'visit'), { to, reason: null })
}

const endings: readonly string[] = ['teamLeft', 'grantEnded', 'revocation', 'rootHandedOver']

async function cutAgain(scene: Scene, draw: Draw): Promise<string | undefined> {
  const ended = draw.pick(scene.ids.filter(({ entity }) => endings.includes(entity)))
  return ended && cut(scene, draw, ended.entity as EventEntity, ended.id)
}

async function raise(scene: Scene, draw: Draw): Promise<string | undefined> {
  const low = draw.pick(scene.ids.filter(({ entity }) => entity === 'cut'))
  const place = await placeSeen(scene, draw, draw.pick(logsOf(scene)))
  if (low === undefined || place === undefined) return undefined
  return decide(scene, draw, 'cutRaised', low.id, { number: place.number, hash: place.hash, reason: null })
}

async function lift(scene: Scene, draw: Draw): Promise<string | undefined> {
  const revoked = draw.pick(scene.ids.filter(({ entity }) => entity === 'revocation'))
  return revoked && decide(scene, draw, 'revocationLifted', revoked.id, { reason: null })
}

/** Headquarters lets in again what it declined. */
async function readmit(scene: Scene, draw: Draw): Promise<string | undefined> {
  const declined = draw.pick(scene.ids.filter(({ entity }) => entity === 'changeDeclined'))
  return declined && decide(scene, draw, 'changeReadmitted', declined.id, { reason: null })
}

async function restore(scene: Scene, draw: Draw): Promise<string | undefined> {
  for (const replica of draw.shuffle(scene.headquarters)) {
    const withdrawn = await replica.store.read((tx) =>
      tx.db.selectFrom('packageWithdrawn').select('id').orderBy('id').execute(),
    )
    const parent = draw.pick(withdrawn)?.id
    if (parent === undefined) continue
    replica.isApart = true
    return decide(scene, draw, 'packageRestored', parent, { reason: null }, replica)
  }
  return undefined
}

/** An end of a right comes with its cuts, most often; some come later, or never. */
async function decide(
  scene: Scene,
  draw: Draw,
  entity: EventEntity,
  parent: string | undefined,
  set: Record<string, PlainValue>,
  replica: Replica | undefined = draw.pick(scene.headquarters),
): Promise<string | undefined> {
  if (replica === undefined) return undefined
  const making = { entity, ...(parent !== undefined && { parent }) }
  const made = makeId({ log: replica.birth.log, now: scene.clock.now, random: draw.bytes }, making)
  const written = await saveEvent(scene, draw, replica, { ...making, ...made, set })
  const how = written ? '' : ' in vain'
  if (written) note(scene, entity, made.id)
  const told = `${replica.name} writes ${entity} ${short(made.id)} under ${short(parent)}${how}`
  const cuts: string[] = []
  for (let more = draw.below(4); written && endings.includes(entity) && more > 0; more -= 1) {
    cuts.push((await cut(scene, draw, entity, made.id, replica)) ?? '')
  }
  return [told, ...cuts].join('; ')
}

async function cut(
  scene: Scene,
  draw: Draw,
  parentEntity: EventEntity,
  parent: string,
  replica: Replica | undefined = draw.pick(scene.headquarters),
): Promise<string | undefined> {
  const log = draw.pick(logsOf(scene))
  const place = await placeSeen(scene, draw, log)
  if (place === undefined || replica === undefined || log === undefined) return undefined
  const making = { entity: 'cut', parent, ...(parentEntity !== 'revocation' && { parentEntity }) } as const
  const made = makeId({ log: replica.birth.log, now: scene.clock.now, random: draw.bytes }, making)
  const set = { log, number: place.number, hash: place.hash }
  if (!(await saveEvent(scene, draw, replica, { ...making, ...made, set }))) return undefined
  note(scene, 'cut', made.id)
  reach(scene, 'cut')
  return `cuts ${short(log)} at ${place.number} (${short(place.hash)})`
}

type Seen = { readonly number: number; readonly hash: string }

/** Somewhere in a log, as it is known anywhere: headquarters can be told of it before it has it. */
async function placeSeen(scene: Scene, draw: Draw, log: string | undefined): Promise<Seen | undefined> {
  const places = new Map<string, Seen>()
  for (const { store } of replicasOf(scene)) {
    const rows = await store.read((tx) =>
      tx.db
        .selectFrom('change')
        .select(['number', 'hash'])
        .where('log', '=', log ?? '')
        .execute(),
    )
    for (const row of rows) places.set(row.hash, row)
  }
  for (const { birth, written } of scene.hostile) {
    if (birth.log !== log) continue
    for (const { hash, line } of written) places.set(hash, { hash, number: line.header.number })
  }
  return draw.pick([...places.values()].toSorted((a, b) => (a.hash < b.hash ? -1 : 1)))
}
