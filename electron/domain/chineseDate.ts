/** Days and times as 公文 writes them (GB/T 9704 7.3.5.4): full year, no leading zero of month and day. */

/** `2014-11-25` → `2014年11月25日`. */
export function chineseDate(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
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

/** The day in Beijing at a moment, `YYYY-MM-DD`. */
export function beijingDay(instant: string): string {
  return inBeijing(instant).slice(0, 10)
}

function inBeijing(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 60 * 60 * 1000).toISOString()
}
