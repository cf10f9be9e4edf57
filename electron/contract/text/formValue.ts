import * as z from 'zod'
import { beijingDateTime } from '../beijing.ts'
import { isBlank } from './folding.ts'
import { textTooLong, withLineBreaks } from './textRule.ts'
import { readDay, readMinute, readMoment, todayInBeijing } from './typedTime.ts'

/**
 * What a person types into a form, as the value that is stored (decisions.md 8: the form derives from the catalogue). Every
 * form value is a text; an empty one is null, and anything the catalogue would refuse is said in the form first.
 */
export type TypedValue<V> = z.ZodType<V | null, string>

export function typedText({ max }: { readonly max: number }): TypedValue<string> {
  return z
    .string()
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'), '含有无法保存的字符，请删去后重新输入')
    .transform(withLineBreaks)
    .superRefine((text, context) => {
      const message = textTooLong(text, max)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
    .transform((text) => (isBlank(text) ? null : text))
}

/** 20141125, 2014-11-25, 2014 年 11 月 25 日 and 11月25号 may be one day (text/typedTime.ts). */
export function typedDay(): TypedValue<string> {
  return typed((text) => readDay(text, todayInBeijing()), '请填确有的日期，如 20261125')
}

/** 0930, 9：30, 9点半 and 上午9点30分 are minute 570 of the day. */
export function typedMinute(): TypedValue<number> {
  return typed(readMinute, '时刻应为 09:30 或 0930')
}

/** A day and a time of it in Beijing, `2014-11-25 09:30`, as an instant. */
export function typedMoment(): TypedValue<string> {
  return typed((text) => readMoment(text, todayInBeijing()), '请填确有的日期和时刻，如 20261125 0930')
}

export function typedChoice<const C extends string>({ of }: { readonly of: readonly C[] }): TypedValue<C> {
  return typed((text) => of.find((choice) => choice === text), '请在所列各项中选择')
}

/** A grade of a list, counted from 1. */
export function typedGrade({ max }: { readonly max: number }): TypedValue<number> {
  return typed(
    (text) => (/^[1-9]\d*$/.test(text) && Number(text) <= max ? Number(text) : undefined),
    '请在所列各项中选择',
  )
}

/** A whole number, typed with or without commas between its thousands. */
export function typedInteger({ min, max }: { readonly min: number; readonly max: number }): TypedValue<number> {
  return typed((text) => {
    const digits = text.replaceAll(',', '')
    const number = /^-?\d{1,16}$/.test(digits) ? Number(digits) : Number.NaN
    return number >= min && number <= max ? number : undefined
  }, `请填 ${min} 到 ${max} 之间的整数`)
}

/** A stored value as the form shows it. */
export function minuteText(minute: number | null): string {
  if (minute === null) return ''
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
}

/** An instant as the form shows it, in Beijing time. */
export function momentText(instant: string | null): string {
  if (instant === null) return ''
  return beijingDateTime(instant)
}

function typed<V>(parse: (text: string) => V | undefined, message: string): TypedValue<V> {
  return z.string().transform((text, context) => {
    if (isBlank(text)) return null
    const value = parse(text.normalize('NFKC').trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
