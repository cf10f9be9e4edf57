import { chineseDate } from '../../domain/wording/chineseDate.ts'

/** What a draft shows where something is still to be written; what is frozen has no gaps. */
export const gap = '（待填）'

export function orGap(text: string | null | undefined): string {
  return isBlank(text) ? gap : text
}

export function dayOrGap(day: string | null): string {
  return day === null ? gap : chineseDate(day)
}

export function isBlank(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text.trim() === ''
}
