import { inBeijing } from '../../contract/beijing.ts'

/** Days and times as 公文 writes them (GB/T 9704 7.3.5.4): full year, no leading zero of month and day. A day that is not `YYYY-MM-DD` is a defect. */

/** `2014-11-25` → `2014年11月25日`. */
export function chineseDate(day: string): string {
  const { year, month, date } = dayParts(day)
  return `${year}年${month}月${date}日`
}

/** Minutes of the day → `9时30分`, `14时05分`. */
export function chineseTime(minute: number): string {
  return `${Math.floor(minute / 60)}时${String(minute % 60).padStart(2, '0')}分`
}

/** ISO 8601 UTC → `2014年11月25日15时20分`, Beijing time. */
export function beijingTime(instant: string): string {
  const local = inBeijing(instant)
  return `${chineseDate(local.slice(0, 10))}${chineseTime(Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16)))}`
}

function dayParts(day: string): { readonly year: number; readonly month: number; readonly date: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) throw new Error('a day must be YYYY-MM-DD')
  return { year: Number(match[1]), month: Number(match[2]), date: Number(match[3]) }
}
