import { makeId } from '../../electron/store/change/idProof.ts'
import { loadIdentities } from '../../electron/store/query/identity.ts'
import { type ActionKind, short } from './action.ts'
import type { Draw } from './draw.ts'
import { saveEvent, saveRow } from './honest.ts'
import { acceptReady, packRange, stageParcel } from './parcel.ts'
import type { Replica } from './replica.ts'
import { note, reach, replicasOf, type Scene } from './scene.ts'
import { idOfNoun } from './values.ts'

/** Two rows that are one unit or one person: listed by hand, enrolled, said to be the same by teams and by headquarters, and not. */
export const joiningActions: Readonly<Record<string, ActionKind>> = {
  same: { weight: 4, perform: same },
  quarrel: { weight: 3, perform: quarrel },
  enrolListed: { weight: 2, perform: enrolListed },
}

const nouns = ['person', 'person', 'unit'] as const
type Noun = (typeof nouns)[number]

/** Says of some row that it is the same as another, or as none; where there are none yet, of two that are listed for it. */
async function same(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  return replica && sayOf(scene, draw, replica, draw.choose([...nouns]))
}

/** A team says it of its own, headquarters hears of it and has a word of its own, and the team goes on. */
async function quarrel(scene: Scene, draw: Draw): Promise<string | undefined> {
  const [team, office] = [draw.pick(scene.teams), draw.pick(scene.headquarters)]
  if (team === undefined || office === undefined) return undefined
  const entity = draw.choose([...nouns])
  const told = [await sayOf(scene, draw, team, entity)]
  const { log } = team.birth
  const range = await packRange(team, { log, from: 1, most: 1000 })
  if (range === undefined) return told.join('; ')
  await acceptReady(scene, office, [await stageParcel(scene, office, { ranges: [range] }, `${draw.below(1_000_000)}`)])
  const order = draw.shuffle([office, team])
  for (const replica of order) told.push(await sayOf(scene, draw, replica, entity))
  return told.join('; ')
}

async function sayOf(scene: Scene, draw: Draw, replica: Replica, entity: Noun): Promise<string> {
  const here = (await idsAt(replica, entity)).length < 2 ? await listTwo(scene, draw, replica, entity) : undefined
  const [id = '', other = ''] = here ?? draw.shuffle(await idsAt(replica, entity))
  const target = draw.chance(20) ? null : draw.chance(10) ? idOfNoun(scene, draw, entity) : other
  const written = await saveRow(scene, draw, replica, { entity, id, set: { sameAs: target } })
  const { all, representativeOf } = await replica.store.read((tx) => loadIdentities(tx, entity))
  if (all.some((one) => representativeOf(one) !== one)) reach(scene, 'joined')
  return `${replica.name} says ${entity} ${short(id)} is ${short(target ?? undefined)}${written ? '' : ' in vain'}`
}

async function idsAt({ store }: Replica, entity: Noun): Promise<readonly string[]> {
  const rows = await store.read((tx) => tx.db.selectFrom(entity).select('id').orderBy('id').execute())
  return rows.map(({ id }) => id)
}

async function listTwo(scene: Scene, draw: Draw, replica: Replica, entity: Noun): Promise<readonly string[]> {
  const ids: string[] = []
  for (const name of ['王敏', draw.choose(['王敏', '王 敏', '李强'])]) {
    const made = makeId({ log: replica.birth.log, now: scene.clock.now, random: draw.bytes }, { entity })
    if (await saveRow(scene, draw, replica, { entity, ...made, set: { name } })) note(scene, entity, made.id)
    ids.push(made.id)
  }
  return ids
}

async function enrolListed(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(scene.headquarters)
  const log = draw.pick(scene.teams)?.birth.log
  if (replica === undefined || log === undefined) return undefined
  const [id, person] = [draw.id(scene.clock.now), idOfNoun(scene, draw, 'person')]
  const set = { person, log, role: '组员', unit: null }
  const written = await saveEvent(scene, draw, replica, { entity: 'grant', id, set })
  if (written) note(scene, 'grant', id)
  return `${replica.name} enrols ${short(person)}${written ? '' : ' in vain'}`
}
