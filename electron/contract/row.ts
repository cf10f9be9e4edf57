import * as z from 'zod'
import { fieldsOf, type RowEntity, type RowValues } from './catalogue/catalogue.ts'
import { hashSchema } from './change.ts'
import { fieldSchema } from './catalogue/field.ts'
import { reasonSchema } from './text/reason.ts'

/** What a form may set: not the number, which the log gives, and not the removal, which has its own procedure and reason. */
export type FormValues<E extends RowEntity> = Omit<RowValues<E>, (typeof notInForms)[number]>
const notInForms = ['ordinal', 'removed', 'removedReason'] as const

/** What a form sends: any of its fields, or of those named; null where emptied. Unknown names are refused. */
export function valuesSchema<E extends RowEntity, N extends string & keyof FormValues<E>>(
  entity: E,
  names?: readonly N[],
): z.ZodType<Partial<Pick<FormValues<E>, N>>, Partial<Pick<FormValues<E>, N>>> {
  const offered: readonly string[] = names ?? Object.keys(fieldsOf(entity))
  const refused: readonly string[] = notInForms
  const shape = Object.fromEntries(
    Object.entries(fieldsOf(entity))
      .filter(([name]) => offered.includes(name) && !refused.includes(name))
      .map(([name, field]) => [name, fieldSchema(field).nullable().optional()]),
  )
  // The shape is built from the same catalogue as RowValues; TypeScript cannot follow Object.fromEntries.
  return z.strictObject(shape) as unknown as z.ZodType<Partial<Pick<FormValues<E>, N>>, Partial<Pick<FormValues<E>, N>>>
}

/** A row as the window sees it: its values, its id and parent, and what was derived for it. */
export type RowView<E extends RowEntity> = RowValues<E> & { readonly id: string; readonly parent: string | null }

export function rowSchema<E extends RowEntity>(entity: E): z.ZodType<RowView<E>, RowView<E>> {
  const shape = Object.fromEntries(
    Object.entries(fieldsOf(entity)).map(([name, field]) => [name, fieldSchema(field).nullable()]),
  )
  const schema = z.object({ ...shape, id: z.uuid(), parent: z.uuid().nullable() })
  // As above: one catalogue, two views of it.
  return schema as unknown as z.ZodType<RowView<E>, RowView<E>>
}

/**
 * Per field, the changes a form saw when it was opened; a save replaces just these (decisions.md 14). However many there are:
 * a row whose values stand against each other by thousands must open, and be resolved.
 */
export const seenSchema = z.record(z.string().max(60), z.array(hashSchema))

/** Why headquarters changes what a team recorded. */
export const correctionReason = reasonSchema(500, '请写明更正原因')
/** What headquarters adds to an edit of what a team recorded. */
export const correcting = { reason: correctionReason.optional() }
