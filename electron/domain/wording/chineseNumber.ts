/** 1 → 一, 12 → 十二, 103 → 一百零三, up to 999: levels 一、 and （一）, and the articles of a law. */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 999) throw new Error('levels are numbered from 1 to 999')
  const hundreds = Math.floor(value / 100)
  const rest = value % 100
  if (hundreds === 0) return belowHundred(rest)
  if (rest === 0) return `${digits[hundreds]}百`
  return `${digits[hundreds]}百${rest < 10 ? '零' : rest < 20 ? '一' : ''}${belowHundred(rest)}`
}

function belowHundred(value: number): string {
  const tens = Math.floor(value / 10)
  const tensText = tens === 0 ? '' : tens === 1 ? '十' : `${digits[tens]}十`
  return `${tensText}${digits[value % 10]}`
}

const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const
