import {
  type Entity,
  fieldsOf,
  isOwned,
  isRowEntity,
  parentsOf,
  type RowEntity,
} from '../../electron/contract/catalogue/catalogue.ts'
import type { Field } from '../../electron/contract/catalogue/field.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import { makeId, type Ownership } from '../../electron/store/change/idProof.ts'
import type { Draw } from './draw.ts'
import { logsOf, type Scene } from './scene.ts'

/** Values for any noun of the catalogue: few different ones, so that they meet. */
export function valueFor(scene: Scene, draw: Draw, field: Field): PlainValue {
  if (draw.chance(15)) return null
  switch (field.type) {
    case 'text':
      return draw.choose(['甲', '乙丙', '为税不廉', '']).slice(0, field.max)
    case 'integer':
      return field.min + draw.below(Math.min(3, field.max - field.min + 1))
    case 'boolean':
      return draw.chance(50)
    case 'date':
      return draw.choose(['2014-11-25', '2015-03-31'])
    case 'instant':
      return draw.choose(['2014-11-25T01:00:00.000Z', '2015-03-31T08:30:00.000Z'])
    case 'choice':
      return draw.pick(field.of) ?? null
    case 'reference':
      return idOfNoun(scene, draw, field.to)
    case 'blob':
      return draw.choose(['a', 'b']).repeat(64)
  }
}

/** An id of that noun in most cases, now and then of any other, and one that nobody made. */
export function idOfNoun(scene: Scene, draw: Draw, noun: string | null): string {
  const own = scene.ids.filter(({ entity }) => entity === noun)
  const known = draw.pick(own.length > 0 && !draw.chance(10) ? own : scene.ids)
  return known === undefined || draw.chance(8) ? draw.id(scene.clock.now) : known.id
}

export type Place = { readonly parent?: string; readonly parentEntity?: Entity }

/** Under a row of one of the nouns that it can stand under; the first of them goes without saying. */
export function placeFor(scene: Scene, draw: Draw, entity: Entity): Place {
  const [first, ...others] = parentsOf(entity)
  const noun = others.length > 0 && draw.chance(40) ? draw.pick(others) : first
  if (noun === undefined) return {}
  const parent = idOfNoun(scene, draw, noun)
  return noun === first ? { parent } : { parent, parentEntity: noun }
}

/** A new id, or one that something else has already. */
export function idToMake(scene: Scene, draw: Draw, entity: Entity, colliding: number): string {
  if (!draw.chance(colliding)) return draw.id(scene.clock.now)
  const same = scene.ids.filter((known) => known.entity === entity)
  return (draw.chance(60) ? draw.pick(same) : draw.pick(scene.ids))?.id ?? draw.id(scene.clock.now)
}

/** In most cases an id that shows which log made it; else one of schema 1, or one that something else has already. */
export function claimFor(
  scene: Scene,
  draw: Draw,
  { log, entity, place, colliding }: { log: string; entity: Entity; place: Place; colliding: number },
): { readonly id: string; readonly nonce?: string } & Ownership {
  const owned = ownershipFor(scene, draw, entity)
  if (draw.chance(colliding)) return { id: idToMake(scene, draw, entity, 100), ...owned }
  if (draw.chance(35)) return { id: draw.id(scene.clock.now), ...owned }
  return makeId({ log, now: scene.clock.now, random: draw.bytes }, { entity, ...place, ...owned })
}

/** Of a root: a team and a campaign that are its own or others', or none. */
function ownershipFor(scene: Scene, draw: Draw, entity: Entity): Ownership {
  if (!isOwned(entity)) return {}
  return {
    ...(draw.chance(40) && { team: idOfNoun(scene, draw, 'team') }),
    ...(draw.chance(30) && { campaign: idOfNoun(scene, draw, 'campaign') }),
  }
}

/** Every field, as a creation sets them. */
export function everyField(scene: Scene, draw: Draw, entity: Entity): Record<string, PlainValue> {
  return valuesOf(scene, draw, entity, () => true)
}

/** One to three fields, as an edit does; the ones that others hang on most. */
export function someFields(scene: Scene, draw: Draw, entity: Entity): Record<string, PlainValue> {
  const names = Object.keys(fieldsOf(entity))
  const likely = names.filter((name) => hung.includes(name))
  const chosen = new Set(
    Array.from({ length: 1 + draw.below(3) }, () => draw.pick(likely.length > 0 && draw.chance(60) ? likely : names)),
  )
  return valuesOf(scene, draw, entity, (name) => chosen.has(name))
}
const hung = [
  'ordinal',
  'unit',
  'campaign',
  'code',
  'preset',
  'documentNumber',
  'title',
  'removed',
  'severity',
  'sameAs',
]

function valuesOf(scene: Scene, draw: Draw, entity: Entity, wanted: (name: string) => boolean) {
  const values: Record<string, PlainValue> = {}
  for (const [name, field] of Object.entries(fieldsOf(entity))) {
    if (wanted(name)) values[name] = special(scene, draw, name) ?? valueFor(scene, draw, field)
  }
  if (isRowEntity(entity) && values['removed'] === true && draw.chance(70)) values['removed'] = null
  return values
}

/** Texts that name something of the log itself. */
function special(scene: Scene, draw: Draw, name: string): string | undefined {
  if (name === 'log' || name === 'subject' || name === 'sender') return draw.pick(logsOf(scene))
  return undefined
}

/** Nouns whose rows hang on each other come up most often; every other one of the catalogue now and then. */
export function rowNoun(draw: Draw, all: readonly RowEntity[]): RowEntity {
  return draw.chance(85)
    ? draw.choose([
        'visit',
        'finding',
        'finding',
        'evidence',
        'evidence',
        'unit',
        'campaign',
        'visitInspector',
        'document',
      ])
    : (draw.pick(all) ?? 'visit')
}
