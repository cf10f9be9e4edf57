import { roles } from '../../electron/contract/capability.ts'
import {
  type Entity,
  type EventEntity,
  eventEntities,
  fieldsOf,
  isEntity,
  nounOf,
  rowEntities,
  schemaVersion,
} from '../../electron/contract/catalogue/catalogue.ts'
import { leastVersion } from '../../electron/contract/catalogue/version.ts'
import type { ChangeBody, PlainValue } from '../../electron/contract/change.ts'
import { type ActionKind, short } from './action.ts'
import type { Draw } from './draw.ts'
import { type Pen, write } from './pen.ts'
import { logsOf, note, reach, replicasOf, type Scene } from './scene.ts'
import { claimFor, everyField, idOfNoun, idToMake, type Place, placeFor, rowNoun, someFields } from './values.ts'

/** What somebody writes who holds a log's key and keeps to the format, and to nothing else. */
export const hostileActions: Readonly<Record<string, ActionKind>> = {
  claim: { weight: 5, perform: claim },
  overwrite: { weight: 5, perform: overwrite },
  echo: { weight: 3, perform: echo },
  revive: { weight: 3, perform: revive },
  pretend: { weight: 3, perform: pretend },
  seize: { weight: 2, perform: seize },
  replay: { weight: 2, perform: replay },
  garble: { weight: 2, perform: garble },
  foresee: { weight: 2, perform: foresee },
  fork: { weight: 1, perform: fork },
  hide: { weight: 3, perform: hide },
}

/** Makes a row, mostly one that somebody else has made, under a parent of its choice. */
async function claim(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = rowNoun(draw, rowEntities)
  const set = everyField(scene, draw, entity)
  const id = idToMake(scene, draw, entity, 75)
  return forge(scene, draw, { entity, id, kind: 'row', ...liedPlace(scene, draw, entity), set, replaces: {} })
}

/** Edits a row, with true or made-up words about what it replaces and where the row belongs. */
async function overwrite(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = rowNoun(draw, rowEntities)
  const id = idOfNoun(scene, draw, entity)
  const set = someFields(scene, draw, entity)
  const replaces = await liedReplaces(scene, draw, id, Object.keys(set))
  const place = draw.chance(70) ? {} : liedPlace(scene, draw, entity)
  return forge(scene, draw, { entity, id, kind: 'row', ...place, set, replaces })
}

/** Claims to say again what others wrote, as headquarters does: with true or made-up clocks and logs, and words of its own. */
async function echo(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = rowNoun(draw, rowEntities)
  const id = idOfNoun(scene, draw, entity)
  const set = someFields(scene, draw, entity)
  const known = await hashesOf(scene, id)
  const restates = Object.fromEntries(
    Object.keys(set).map((field) => {
      const change = draw.pick(known) ?? Buffer.from(draw.bytes(32)).toString('base64url')
      const clock = draw.choose(['0000000000001-0000', '1416877200000-0000', '9999999999999-ffff'])
      return [field, { change, clock, log: draw.pick(logsOf(scene)) ?? id }]
    }),
  )
  const replaces = await liedReplaces(scene, draw, id, Object.keys(set))
  reach(scene, 'echoed')
  return forge(scene, draw, { entity, id, kind: 'row', set, replaces, restates })
}

/** Claims to put back what others wrote, as an undo does: in their words or its own, over whatever stands there or does not. */
async function revive(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = rowNoun(draw, rowEntities)
  const id = idOfNoun(scene, draw, entity)
  const known = new Map((await everyChange(scene)).map((change) => [change.hash, change]))
  const own = [...known.values()]
    .filter(({ entityId }) => entityId === id)
    .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
  const before = draw.pick(own)
  if (before?.body == null) return undefined
  const { set: said } = JSON.parse(before.body) as ChangeBody
  const set = draw.chance(75)
    ? Object.fromEntries(draw.shuffle(Object.entries(said)).slice(0, 3))
    : someFields(scene, draw, entity)
  const replaces = await liedReplaces(scene, draw, id, Object.keys(set))
  const fields = Object.keys(set).filter((field) => (replaces[field] ?? []).length > 0 || draw.chance(10))
  const standsFor = Object.fromEntries(
    fields.map((field) => [field, draw.chance(85) ? before.hash : Buffer.from(draw.bytes(32)).toString('base64url')]),
  )
  reach(scene, 'revived')
  return forge(scene, draw, { entity, id, kind: 'row', set, replaces, standsFor })
}

/** An event of any kind under an id that mostly is taken. */
async function pretend(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = draw.pick(eventEntities) ?? 'receipt'
  const id = idToMake(scene, draw, entity, 75)
  const set = everyField(scene, draw, entity)
  return forge(scene, draw, {
    ...{ entity, id, kind: 'event', ...liedPlace(scene, draw, entity), set, replaces: {} },
  })
}

/** What only headquarters may decide. */
async function seize(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = draw.choose<EventEntity>([
    ...(['grant', 'letter', 'revocation', 'logEnrolled', 'changeDeclined', 'changeReadmitted'] as const),
    ...(['teamMember', 'cut', 'cutRaised', 'rootHandedOver'] as const),
  ])
  const set = everyField(scene, draw, entity)
  if (entity === 'grant')
    Object.assign(set, { person: draw.pick(scene.people) ?? null, role: draw.pick(roles) ?? null })
  if (entity === 'changeDeclined') set['change'] = draw.pick(await everyHash(scene)) ?? null
  const id = idToMake(scene, draw, entity, 40)
  return forge(scene, draw, { entity, id, kind: 'event', set, replaces: {} })
}

/** Somebody else's body, word for word, in the own log. */
async function replay(scene: Scene, draw: Draw): Promise<string | undefined> {
  const bodies = await everyBody(scene)
  const body = draw.pick(bodies)
  const pen = draw.pick(scene.hostile)
  if (body === undefined || pen === undefined) return undefined
  return put(scene, draw, pen, draw.chance(50) ? body : { ...body, author: pen.person })
}

/** Known nouns with fields nobody knows, values out of bounds, the wrong kind. */
async function garble(scene: Scene, draw: Draw): Promise<string | undefined> {
  const entity = rowNoun(draw, rowEntities)
  const wrong = draw.choose<Record<string, PlainValue>>([{ nothing: 1 }, { ordinal: -7 }, { removed: 'x' }, {}])
  const kind = draw.chance(20) ? 'event' : 'row'
  const id = idToMake(scene, draw, entity, 70)
  return forge(scene, draw, { entity, id, kind, ...liedPlace(scene, draw, entity), set: wrong, replaces: {} })
}

/** A program of a later version writes: a field, a choice or a noun that this one cannot know. */
async function foresee(scene: Scene, draw: Draw): Promise<string | undefined> {
  const known = rowNoun(draw, rowEntities)
  const entity: string = draw.chance(30) ? 'interview' : known
  const set = { ...someFields(scene, draw, known), ...(draw.chance(50) ? { mood: '甲' } : { mode: '云察' }) }
  const id = idToMake(scene, draw, known, 60)
  const version = schemaVersion + 1 + draw.below(2)
  reach(scene, 'newer')
  const unknown = draw.chance(40) ? { mood: { of: [1, 'a'] } } : {}
  return forge(scene, draw, { entity, id, kind: 'row', set, replaces: {}, ...unknown }, version)
}

/** Goes on from an earlier change of the own log, as a copied folder would. */
async function fork(scene: Scene, draw: Draw): Promise<string | undefined> {
  const pen = draw.pick(scene.hostile.filter(({ written }) => written.length > 1))
  if (pen === undefined) return undefined
  pen.tip = draw.pick(pen.written.slice(0, -1))
  reach(scene, 'forked')
  return `${short(pen.birth.log)} goes on from ${pen.tip?.line.header.number}`
}

/** The bodies of some changes come later than their headers. */
async function hide(scene: Scene, draw: Draw): Promise<string | undefined> {
  const some = draw.shuffle(await everyHash(scene)).slice(0, 3)
  for (const hash of some) scene.withheld.add(hash)
  return some.length === 0 ? undefined : `the bodies of ${some.map(short).join(' ')} are held back`
}

type Forged = Place & {
  readonly entity: string
  readonly id: string
  readonly kind: 'row' | 'event'
  readonly set: Record<string, PlainValue>
  readonly replaces: Record<string, string[]>
  readonly restates?: ChangeBody['restates']
  readonly standsFor?: ChangeBody['standsFor']
}

/** In the words of schema 1 or of today; with a version that the words ask for, or now and then another. */
async function forge(scene: Scene, draw: Draw, forged: Forged, version?: number): Promise<string | undefined> {
  const pen = draw.pick(scene.hostile)
  if (pen === undefined) return undefined
  const { entity, parent, parentEntity } = forged
  const isProof = isEntity(entity) && Object.keys(forged.replaces).length === 0 && draw.chance(25)
  const place = { ...(parent !== undefined && { parent }), ...(parentEntity !== undefined && { parentEntity }) }
  const claim = isProof ? claimFor(scene, draw, { log: pen.birth.log, entity, place, colliding: 30 }) : {}
  const author = draw.chance(80) ? pen.person : (draw.pick(scene.people) ?? pen.person)
  const at = new Date(scene.clock.now - draw.below(40) * 3000).toISOString()
  const body = { author, at, ...forged, ...claim }
  if (version !== undefined || !isEntity(body.entity)) return put(scene, draw, pen, body, version)
  const said = draw.chance(forged.restates === undefined && forged.standsFor === undefined ? 50 : 5)
    ? inFirstWords({ ...body, entity: body.entity })
    : inTodaysWords(scene, draw, { ...body, entity: body.entity })
  return put(scene, draw, pen, said, draw.chance(95) ? leastOf(said) : 1 + draw.below(2))
}

type KnownBody = ChangeBody & { readonly entity: Entity }

/** Schema 1 named some nouns otherwise, and its creations could name fields that they replace nothing of. */
function inFirstWords(body: KnownBody): ChangeBody {
  const { formerly } = nounOf(body.entity)
  if (formerly === undefined) return body
  const made = Object.keys(formerly.made ?? {})
  const set = Object.fromEntries(Object.entries(body.set).filter(([name]) => !made.includes(name)))
  return { ...body, entity: formerly.name, set }
}

/** Since schema 2 a change names its root and its files, and an edit what it replaces of each field. */
function inTodaysWords(scene: Scene, draw: Draw, body: KnownBody): ChangeBody {
  const isEdit = Object.keys(body.replaces).length > 0
  const replaces = Object.fromEntries(Object.keys(body.set).map((name) => [name, body.replaces[name] ?? []]))
  const blobs = Object.entries(body.set).flatMap(([name, value]) => {
    const isBlob = fieldsOf(body.entity)[name]?.type === 'blob'
    return isBlob && typeof value === 'string' ? [value] : []
  })
  const root = { entity: 'visit', id: draw.chance(70) ? idOfNoun(scene, draw, 'visit') : body.id }
  return {
    ...body,
    root,
    ...(isEdit && { replaces }),
    ...(blobs.length > 0 && { blobs: [...new Set(blobs)].toSorted() }),
  }
}

function leastOf({ entity, ...said }: ChangeBody): number {
  return isEntity(entity) ? leastVersion({ ...said, entity }) : 1
}

function put(scene: Scene, draw: Draw, pen: Pen, body: ChangeBody, version = leastOf(body)): string {
  scene.clock.now += 1000
  // Backdated, honest, or ahead by a day or by ages: whoever holds the key chooses.
  const time = draw.choose([1, scene.clock.now - 3_600_000, scene.clock.now, scene.clock.now, Date.UTC(2280, 0, 1)])
  const operation = draw.id(scene.clock.now)
  const written = write(pen, { body, time, operation, salt: draw.bytes(16), schemaVersion: version })
  if (isEntity(body.entity)) note(scene, body.entity, body.id)
  const { number } = written.line.header
  const replaced = Object.values(body.replaces).flat().map(short).join(' ')
  const over = replaced === '' ? '' : ` over ${replaced}`
  return `${short(pen.birth.log)} ${number} (${short(written.hash)}) claims ${body.entity} ${short(body.id)} under ${short(body.parent)}${over}`
}

function liedPlace(scene: Scene, draw: Draw, entity: Entity): Place {
  const place = placeFor(scene, draw, entity)
  if (draw.chance(10)) return {}
  return place.parent === undefined && draw.chance(10) ? { parent: idOfNoun(scene, draw, 'visit') } : place
}

async function liedReplaces(scene: Scene, draw: Draw, id: string, fields: readonly string[]) {
  const all = await everyHash(scene)
  const own = await hashesOf(scene, id)
  const replaces: Record<string, string[]> = {}
  for (const field of fields) {
    const from = draw.chance(80) ? own : all
    replaces[field] = draw.shuffle(from).slice(0, draw.below(3))
  }
  return replaces
}

async function everyHash(scene: Scene): Promise<readonly string[]> {
  const rows = await everyChange(scene)
  return [
    ...new Set([
      ...rows.map(({ hash }) => hash),
      ...scene.hostile.flatMap(({ written }) => written.map(({ hash }) => hash)),
    ]),
  ].toSorted()
}

async function hashesOf(scene: Scene, id: string): Promise<readonly string[]> {
  const rows = (await everyChange(scene)).filter(({ entityId }) => entityId === id)
  const forged = scene.hostile.flatMap(({ written }) => written.filter(({ line }) => line.body.id === id))
  return [...new Set([...rows, ...forged].map(({ hash }) => hash))].toSorted()
}

async function everyBody(scene: Scene): Promise<readonly ChangeBody[]> {
  const rows = await everyChange(scene)
  const texts = new Set(rows.flatMap(({ body }) => body ?? []))
  return [...texts].toSorted().map((text) => JSON.parse(text) as ChangeBody)
}

async function everyChange(scene: Scene) {
  const found = []
  for (const { store } of replicasOf(scene)) {
    found.push(
      ...(await store.read((tx) =>
        tx.db.selectFrom('change').select(['hash', 'entityId', 'body']).where('body', 'is not', null).execute(),
      )),
    )
  }
  return found
}
