import { isDay } from '../contract/beijing.ts'

/** Calendar days are `YYYY-MM-DD` texts and order as texts; nothing here asks a clock (electron/README §2). */

export type DeadlineRule = {
  /** Whether 前 includes the day itself. 137号 does not say; the custom of offices is that it does. */
  readonly beforeIncludesDay: boolean
}
export const customary: DeadlineRule = { beforeIncludesDay: true }

export type Deadline = {
  /** The last day on which the deadline is kept. */
  readonly lastDay: string
  /** Days to the last day: 0 today, negative when overdue. */
  readonly daysLeft: number
  readonly overdue: boolean
  readonly text: string
}

/** A deadline of the form `…前` seen from `today`. */
export function deadlineOn(dueOn: string, today: string, rule: DeadlineRule = customary): Deadline {
  const lastDay = rule.beforeIncludesDay ? dueOn : addDays(dueOn, -1)
  const daysLeft = daysBetween(today, lastDay)
  return { lastDay, daysLeft, overdue: daysLeft < 0, text: deadlineText(daysLeft) }
}

/** What a milestone repeats by, as written in presets: 每周 or 每月n日. */
export type Recurrence =
  | { readonly every: 'week'; /** 1 is Monday … 7 is Sunday. */ readonly weekday: number }
  | { readonly every: 'month'; readonly day: number }

/**
 * Reads `FREQ=WEEKLY` (RFC 5545 §3.3.10) and `FREQ=MONTHLY;BYMONTHDAY=5`. 137号 names no weekday for the weekly report,
 * so the day is the reader's choice; Monday by default. undefined: no rule this program knows.
 */
export function parseRecurrence(rule: string, weekday = 1): Recurrence | undefined {
  if (rule === 'FREQ=WEEKLY') return { every: 'week', weekday }
  const day = Number(/^FREQ=MONTHLY;BYMONTHDAY=(\d{1,2})$/.exec(rule)?.[1])
  return day >= 1 && day <= 31 ? { every: 'month', day } : undefined
}

/** All days of a recurrence from `from` to `to`, both included; a month without the day (31) is left out. */
export function expandRecurrence(recurrence: Recurrence, from: string, to: string): readonly string[] {
  const days = recurrence.every === 'week' ? weeks(recurrence.weekday, from, to) : months(recurrence.day, from, to)
  return days.filter((day) => day >= from && day <= to)
}

/** Adds calendar days; negative goes back. */
export function addDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** 1 is Monday … 7 is Sunday (ISO 8601). */
export function weekdayOf(day: string): number {
  // Day 0 of the count, 1970-01-01, was a Thursday.
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1
}

function deadlineText(daysLeft: number): string {
  if (daysLeft === 0) return '今天到期'
  return daysLeft > 0 ? `还有${daysLeft}天` : `已超期${-daysLeft}天`
}

function weeks(weekday: number, from: string, to: string): readonly string[] {
  const first = addDays(from, (weekday - weekdayOf(from) + 7) % 7)
  const count = Math.max(0, Math.floor(daysBetween(first, to) / 7) + 1)
  return Array.from({ length: count }, (_, week) => addDays(first, week * 7))
}

function months(day: number, from: string, to: string): readonly string[] {
  const first = monthNumber(from)
  const count = Math.max(0, monthNumber(to) - first + 1)
  return Array.from({ length: count }, (_, month) => dayOfMonth(first + month, day)).filter(isDay)
}

function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

function dayOfMonth(month: number, day: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const dayLength = 86_400_000

function dayNumber(day: string): number {
  if (!isDay(day)) throw new Error('a day must be YYYY-MM-DD and exist')
  return Date.parse(`${day}T00:00:00Z`) / dayLength
}

function dayText(number: number): string {
  return new Date(number * dayLength).toISOString().slice(0, 10)
}
