import * as z from 'zod'
import { textTooLong } from '../text/textRule.ts'

/**
 * One field of an entity, as data: from it derive the zod schema of forms and packages, the TypeScript type, the SQL
 * column and the check of imported changes. Nothing is a float and nothing is an array (electron/README §3, decisions.md 15).
 */
export type FieldType =
  | { readonly type: 'text'; readonly max: number }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'date' }
  | { readonly type: 'instant' }
  | { readonly type: 'choice'; readonly of: readonly string[] }
  | { readonly type: 'reference'; readonly to: string }
  | { readonly type: 'blob' }

/** What the catalogue says of a field besides its type. Left out means no, or since the first schema. */
export type FieldTraits = {
  /** The schema version in which the field came, where that is later than its noun. */
  readonly since?: number
  /** Choices that came later than the field: choice → schema version. */
  readonly choicesSince?: Readonly<Record<string, number>>
  /** The limit that held before it was widened: the most characters, or the highest number. */
  readonly before?: { readonly since: number; readonly max: number }
  /** Set at the making of its row and never again, since this schema version. */
  readonly fixedSince?: number
  /** The search looks in it. */
  readonly searched?: true
  /** How a person reads the number. */
  readonly shown?: 'timeOfDay' | 'degrees' | 'bytes' | 'pixels' | 'severity'
  /** What a person reads for each choice, where the choices are words of the program's own. */
  readonly words?: Readonly<Record<string, string>>
  /** It is for the program alone, and told to nobody: an order among others. */
  readonly untold?: true
}
export type Field = FieldType & FieldTraits & { readonly label: string }

/** A field of a noun: its Chinese label, its type, and what else the catalogue says of it. */
export function field<const T extends FieldType, const O extends FieldTraits = Record<never, never>>(
  label: string,
  type: T,
  traits?: O,
): T & O & { readonly label: string } {
  return { ...type, ...(traits as O), label }
}

export type FieldValue<F extends FieldType> = F extends { type: 'integer' }
  ? number
  : F extends { type: 'boolean' }
    ? boolean
    : F extends { type: 'choice'; of: readonly (infer C)[] }
      ? C
      : string

/** Text of at most `max` UTF-16 code units; well formed, without U+0000. */
export function text<const M extends number>(max: M) {
  return { type: 'text', max } as const
}
export function integer<const A extends number, const B extends number>(min: A, max: B) {
  return { type: 'integer', min, max } as const
}
export const boolean = { type: 'boolean' } as const
/** A calendar day, `YYYY-MM-DD`. */
export const date = { type: 'date' } as const
/** A point in time, ISO 8601 UTC with milliseconds. */
export const instant = { type: 'instant' } as const
export function choice<const C extends readonly string[]>(...of: C) {
  return { type: 'choice', of } as const
}
export function reference<const E extends string>(to: E) {
  return { type: 'reference', to } as const
}
/** The SHA-256 of an evidence blob, 64 lowercase hex digits. */
export const blob = { type: 'blob' } as const

const wellFormed = z.string().refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
  error: '含有无法保存的字符（U+0000 或不完整的字符）',
})

/** The zod schema of one value; null is allowed beside it where a field is empty. */
export function fieldSchema(field: FieldType): z.ZodType<string | number | boolean> {
  switch (field.type) {
    case 'text':
      // Not zod's own maximum, which counts code points: every replica must count alike, whatever its zod does.
      return wellFormed.superRefine((value, context) => {
        const message = textTooLong(value, field.max)
        if (message !== undefined) context.addIssue({ code: 'custom', message })
      })
    case 'integer':
      return z.int().min(field.min).max(field.max)
    case 'boolean':
      return z.boolean()
    case 'date':
      return z.iso.date({ error: '日期应为 2026-11-25 这样的形式' })
    case 'instant':
      return z.iso.datetime({ precision: 3 })
    case 'choice':
      return z.enum(field.of)
    case 'reference':
      return z.uuid()
    case 'blob':
      return z.string().regex(/^[0-9a-f]{64}$/)
  }
}
