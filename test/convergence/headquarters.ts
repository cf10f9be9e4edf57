import { type ActionKind, short } from './action.ts'
import type { Draw } from './draw.ts'
import { everyRow, saveEvent } from './honest.ts'
import { meetHeadquarters, type Replica, sayAgain } from './replica.ts'
import { headquartersLogs, logsOf, note, reach, replicasOf, type Scene } from './scene.ts'
import { idOfNoun, idToMake } from './values.ts'
import { roles } from '../../electron/contract/capability.ts'
import type { EventEntity } from '../../electron/contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import type { RowDraft } from '../../electron/store/change/said.ts'
import { conflictsOf, findRow } from '../../electron/store/row/rows.ts'

/** What headquarters decides, and how its decisions come to be known. */
export const headquartersActions: Readonly<Record<string, ActionKind>> = {
  enrol: { weight: 1, perform: enrol },
  grant: { weight: 3, perform: grant },
  letter: { weight: 3, perform: letter },
  revoke: { weight: 2, perform: revoke },
  decline: { weight: 2, perform: decline },
  withdraw: { weight: 3, perform: withdraw },
  meet: { weight: 2, perform: meet },
  restate: { weight: 4, perform: restate },
}

async function enrol(scene: Scene, draw: Draw): Promise<string | undefined> {
  const subject = draw.pick([...scene.teams, ...scene.hostile])
  if (subject === undefined) return undefined
  const { log, publicKey } = subject.birth
  return decide(scene, draw, 'logEnrolled', { log, publicKey, kind: '检查组', name: '甲', recipient: null })
}

async function grant(scene: Scene, draw: Draw): Promise<string | undefined> {
  const log = draw.pick(logsOf(scene)) ?? null
  const person = draw.pick(scene.people) ?? null
  const role = draw.chance(70) ? draw.choose(['组长', '组员']) : (draw.pick(roles) ?? null)
  return decide(scene, draw, 'grant', {
    person,
    log,
    role,
    unit: null,
    campaign: draw.chance(15) ? idOfNoun(scene, draw, 'campaign') : null,
  })
}

async function letter(scene: Scene, draw: Draw): Promise<string | undefined> {
  return decide(scene, draw, 'letter', { log: draw.pick(logsOf(scene)) ?? null, letter: draw.choose(['A', 'B', 'C']) })
}

async function revoke(scene: Scene, draw: Draw): Promise<string | undefined> {
  const kind = draw.choose(['人员', '日志'])
  const subject = draw.pick(kind === '人员' ? scene.people : logsOf(scene)) ?? null
  const since = new Date(scene.clock.now - draw.below(20) * 3000).toISOString()
  return decide(scene, draw, 'revocation', { kind, subject, since, reason: null })
}

async function decline(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(scene.headquarters)
  if (replica === undefined) return undefined
  const known = await replica.store.read((tx) => tx.db.selectFrom('change').select('hash').orderBy('hash').execute())
  const change = draw.pick(known)?.hash ?? null
  reach(scene, 'declined')
  return decide(scene, draw, 'changeDeclined', { change, reason: null })
}

async function withdraw(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(scene.headquarters)
  if (replica === undefined) return undefined
  const imports = await replica.store.read((tx) =>
    tx.db.selectFrom('local_import').select('accepted').orderBy('id').execute(),
  )
  const parent = draw.pick(imports.flatMap(({ accepted }) => accepted ?? []))
  if (parent === undefined) return undefined
  replica.isApart = true
  const id = draw.id(scene.clock.now)
  await saveEvent(scene, draw, replica, { entity: 'packageWithdrawn', id, parent, set: { reason: null } })
  reach(scene, 'withdrawn')
  return `${replica.name} withdraws import ${short(parent)}`
}

/** Somebody learns only now that a log, which may be here already, is headquarters'. */
async function meet(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(replicasOf(scene))
  const met = draw.pick(headquartersLogs(scene))
  if (replica === undefined || met === undefined) return undefined
  await meetHeadquarters(replica, met.birth)
  return `${replica.name} learns that ${short(met.birth.log)} is headquarters’`
}

/** Says a row again for whoever has not got the changes that made it: in place of those, so that the row stays what it is. */
async function restate(scene: Scene, draw: Draw): Promise<string | undefined> {
  const replica = draw.pick(scene.headquarters)
  const row = replica && draw.pick(await everyRow(replica))
  if (replica === undefined || row === undefined) return undefined
  const { entity, id } = row
  const look = () =>
    replica.store.read(async (tx) => JSON.stringify([await findRow(tx, entity, id), await conflictsOf(tx, entity, id)]))
  const before = await look()
  // The draft's type knows each noun's own fields; none is given.
  const written = await sayAgain(scene, replica, draw.id(scene.clock.now), [{ entity, id, set: {} } as RowDraft])
  if (before !== (await look())) throw new Error('a row that is said again is another row')
  if (written) reach(scene, 'restated')
  return `${replica.name} says ${entity} ${short(id)} again${written ? '' : ' in vain'}`
}

async function decide(scene: Scene, draw: Draw, entity: EventEntity, set: Record<string, PlainValue>): Promise<string> {
  const replica: Replica | undefined = draw.pick(scene.headquarters)
  if (replica === undefined) return 'nobody decides'
  const id = idToMake(scene, draw, entity, 10)
  const written = await saveEvent(scene, draw, replica, { entity, id, set })
  if (written) note(scene, entity, id)
  const about = set['log'] ?? set['subject'] ?? set['change']
  return `${replica.name} writes ${entity} ${short(id)} about ${short(String(about))}${written ? '' : ' in vain'}`
}
