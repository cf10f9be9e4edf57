import {
  type Entity,
  fieldsOf,
  isEntity,
  isRowEntity,
  type JoinedEntity,
  joinedEntities,
  rowNounOf,
} from '../../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../contract/change.ts'
import { entityLabel, fieldText, type FieldOf } from '../../domain/fieldLabel.ts'
import { loadMakings } from '../../store/change/makings.ts'
import { parentOf, type Root } from '../../store/change/root.ts'
import { findStanding } from '../../store/query/identity.ts'
import { findRow } from '../../store/row/rows.ts'
import { findEvent } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The one way to name a record to a person: by the fields that the catalogue says, references by what they name, and units and
 * people by whoever stands for them. What does not count is called by what its making says; `staged`: also where this package
 * brings it.
 */
export function namesIn(tx: ReadTx, staged?: string) {
  const known = new Map<string, Promise<string>>()

  function nameOfRecord({ entity, id }: Root): Promise<string> {
    const found = known.get(id) ?? lookUp(entity, id)
    known.set(id, found)
    return found
  }

  async function lookUp(entity: Entity, id: string): Promise<string> {
    const values = await valuesOf(entity, id)
    return values === undefined ? `${entityLabel(entity)}未到达本机` : nameOf(entity, values)
  }

  async function valuesOf(entity: Entity, id: string): Promise<(Values & { parent?: unknown }) | undefined> {
    const here = isRowEntity(entity) ? await findRow(tx, entity, id) : await findEvent(tx, entity, id)
    if (here !== undefined) return here
    const making = (await loadMakings(tx, [id], staged)).find((change) => change.entity === entity)
    return making && { ...making.set, parent: making.parent, parentEntity: making.parentEntity }
  }

  /** With its noun, as a sentence speaks of it: 问题 A-002, 单位 秀山县国家税务局. */
  async function callOf({ entity, id }: Root): Promise<string> {
    const label = entityLabel(entity)
    const values = await valuesOf(entity, id)
    const name = values && (numberOf(values) ?? (await nameOf(entity, values)))
    return name === undefined || name === '' ? label : `${label} ${name}`
  }

  /** What a numbered record is called beside its number; null where that is its name already, or nothing is written. */
  async function titleOf({ entity, id }: Root): Promise<string | null> {
    const values = await valuesOf(entity, id)
    if (values === undefined || numberOf(values) === undefined) return null
    const title = (await namedParts(entity, values)).join('　')
    return title === '' ? null : title
  }

  /** Of one whose values are at hand. What has no name of its own is called by what it stands under. */
  async function nameOf(entity: Entity, values: Values): Promise<string> {
    const own = [numberOf(values) ?? '', ...(await namedParts(entity, values))].filter((part) => part !== '')
    return own.length === 0 ? nameAbove(entity, values) : own.join('　')
  }

  async function namedParts(entity: Entity, values: Values): Promise<readonly string[]> {
    const parts: string[] = []
    for (const field of isRowEntity(entity) ? rowNounOf(entity).named : []) {
      parts.push(field === 'parent' ? await nameAbove(entity, values) : await valueText(entity, field, values[field]))
    }
    return parts.filter((part) => part !== '')
  }

  async function nameAbove(entity: Entity, { parent, parentEntity }: Values): Promise<string> {
    const above = parentOf({ entity, parent: textOr(parent), parentEntity: textOr(parentEntity) })
    return above === undefined ? '' : nameOfRecord(above)
  }

  /** '' where it is empty. */
  async function valueText(entity: Entity, field: string, value: unknown): Promise<string> {
    if (value === null || value === undefined || value === '') return ''
    const described = fieldsOf(entity)[field]
    if (described?.type === 'reference' && isEntity(described.to) && typeof value === 'string') {
      return nameOfReferred({ entity: described.to, id: value })
    }
    // The name comes from the catalogue, the value from a row or a change that was held to it.
    return fieldText(entity, field as FieldOf<Entity>, value as PlainValue)
  }

  async function nameOfReferred({ entity, id }: Root): Promise<string> {
    const standing = isJoined(entity) ? await findStanding(tx, entity, id) : undefined
    return standing === undefined ? nameOfRecord({ entity, id }) : nameOfRecord({ entity, id: standing.id })
  }

  /** Of who wrote something. */
  async function authorOf(author: string | null | undefined): Promise<string> {
    return author == null ? '姓名已密封' : nameOfReferred({ entity: 'person', id: author })
  }

  return { nameOf, nameOfRecord, callOf, titleOf, valueText, authorOf }
}

export type Names = ReturnType<typeof namesIn>

function numberOf(values: Values): string | undefined {
  const number = values['number']
  return typeof number === 'string' && number !== '' ? number : undefined
}

function isJoined(entity: Entity): entity is JoinedEntity {
  return joinedEntities.some((noun) => noun === entity)
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
