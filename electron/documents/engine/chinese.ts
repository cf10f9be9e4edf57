/** Numbers, sizes and marks as 公文 writes them (GB/T 15834, GB/T 15835); days and times are the domain's (chineseDate.ts). */

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
