/** Dates, times, numbers and sizes as 公文 writes them (GB/T 9704 §7.3.5.4, GB/T 15835). */

/** `2026-11-05` → `2026年11月5日`, no leading zeros. */
export function chineseDate(day: string): string {
  const { year, month, date } = dayParts(day)
  return `${year}年${month}月${date}日`
}

/** `2026年11月20日`, `2026年11月20日至21日`, `2026年11月30日至12月1日`. */
export function chineseDateSpan(from: string, to: string): string {
  if (from === to) return chineseDate(from)
  const first = dayParts(from)
  const last = dayParts(to)
  if (first.year !== last.year) return `${chineseDate(from)}至${chineseDate(to)}`
  const month = first.month === last.month ? '' : `${last.month}月`
  return `${chineseDate(from)}至${month}${last.date}日`
}

/** Minutes of the day → `9时05分`. */
export function chineseTime(minutes: number): string {
  return `${Math.floor(minutes / 60)}时${String(minutes % 60).padStart(2, '0')}分`
}

/** ISO 8601 UTC → `2026年11月22日 15时20分`, Beijing time. */
export function beijingTime(instant: string): string {
  const beijing = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString()
  const minutes = Number(beijing.slice(11, 13)) * 60 + Number(beijing.slice(14, 16))
  return `${chineseDate(beijing.slice(0, 10))} ${chineseTime(minutes)}`
}

/** 1 → 一, 12 → 十二, 99 → 九十九; for the levels 一、 and （一）. */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 99) throw new Error('levels are numbered from 1 to 99')
  const tens = Math.floor(value / 10)
  const ones = value % 10
  const tensText = tens === 0 ? '' : tens === 1 ? '十' : `${digits[tens]}十`
  return `${tensText}${ones === 0 ? '' : digits[ones]}`
}

/** Bytes → `812 B`, `356 KB`, `2.4 MB` in steps of 1024. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** A name in 《》, not twice. */
export function bookTitle(name: string): string {
  return name.startsWith('《') ? name : `《${name}》`
}

/** A sentence with its full stop, if it has no end yet. */
export function sentence(text: string): string {
  return /[。！？…；：）)」”》.]$/.test(text) ? text : `${text}。`
}

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

function dayParts(day: string): { readonly year: number; readonly month: number; readonly date: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) throw new Error('a day must be YYYY-MM-DD')
  return { year: Number(match[1]), month: Number(match[2]), date: Number(match[3]) }
}
