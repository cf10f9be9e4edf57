import { type Entity, fieldsOf, isEntity, isRowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../contract/change.ts'
import { entityLabel, fieldText, type FieldOf } from '../../domain/fieldLabel.ts'
import { loadMakings } from '../../store/change/makings.ts'
import { parentOf, type Root } from '../../store/change/root.ts'
import { findRow } from '../../store/row/rows.ts'
import { findEvent } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * Names records to a person by the fields that the catalogue says, references by what they name: the unit of a visit and its day.
 * What does not count is called by what its making says; `staged`: also where this package brings it.
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

  /** Of one whose values are at hand. What has no name of its own is called by what it stands under. */
  async function nameOf(entity: Entity, values: Values): Promise<string> {
    const named = isRowEntity(entity) ? rowNounOf(entity).named : []
    const parts = [...(typeof values['number'] === 'string' ? [values['number']] : [])]
    for (const field of named) {
      parts.push(field === 'parent' ? await nameAbove(entity, values) : await valueText(entity, field, values[field]))
    }
    const own = parts.filter((part) => part !== '').join('　')
    return own === '' ? nameAbove(entity, values) : own
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
      return nameOfRecord({ entity: described.to, id: value })
    }
    // The name comes from the catalogue, the value from a row or a change that was held to it.
    return fieldText(entity, field as FieldOf<Entity>, value as PlainValue)
  }

  /** Of who wrote something. */
  async function authorOf(author: string | null | undefined): Promise<string> {
    return author == null ? '姓名已密封' : nameOfRecord({ entity: 'person', id: author })
  }

  return { nameOf, nameOfRecord, valueText, authorOf }
}

export type Names = ReturnType<typeof namesIn>

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
