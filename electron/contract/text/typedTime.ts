import { beijingDay, fromBeijing, isDay } from '../beijing.ts'
import { withoutInvisible } from './folding.ts'

/**
 * Days and times as people write and paste them, whatever the dashes, blanks, width and numerals: 2026 年 11 月 25 日, 11月25号,
 * 二〇二六年十一月二十五日, 26.11.25; 9点半, 下午3点, 09:30. All that the program itself shows is read back. What could be two
 * times is read as none.
 */

const parting = String.raw`(?:\s*[-/.~、年月\u2010-\u2015\u2212]\s*|\s+)`
const compactDay = /^(\d{4})(\d{2})(\d{2})$/
const wholeDay = new RegExp(String.raw`^(\d{4}|\d{2})${parting}(\d{1,2})${parting}(\d{1,2})\s*[日号]?$`)
const dayOfYear = /^(\d{1,2})(?:\s*月\s*|[-/.\u2010-\u2015\u2212])(\d{1,2})\s*[日号]?$/

/** The day in its one written form; undefined for what is no day of the calendar. Without a year it is the one nearest to `today`. */
export function readDay(text: string, today: string): string | undefined {
  const plain = withDigits(text).replace(/[\s(]*(?:星期|周|礼拜)[\d日天]\)?$/, '')
  const whole = compactDay.exec(plain) ?? wholeDay.exec(plain)
  if (whole !== null) {
    const [, year = '', month = '', day = ''] = whole
    return existing(year.length === 2 ? 2000 + Number(year) : Number(year), Number(month), Number(day))
  }
  const [, month, day] = dayOfYear.exec(plain) ?? []
  if (month === undefined || day === undefined) return undefined
  return nearest(today, (year) => existing(year, Number(month), Number(day)))
}

function nearest(today: string, inYear: (year: number) => string | undefined): string | undefined {
  const thisYear = Number(today.slice(0, 4))
  const away = (day: string): number => Math.abs(Date.parse(day) - Date.parse(today))
  return [thisYear, thisYear - 1, thisYear + 1]
    .flatMap((year) => inYear(year) ?? [])
    .toSorted((one, other) => away(one) - away(other))[0]
}

function existing(year: number, month: number, day: number): string | undefined {
  const written = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`
  return isDay(written) ? written : undefined
}

const compactMinute = /^(\d{1,2})(\d{2})$/
const morning = '上午|早上|早晨|清晨|凌晨'
const evening = '晚上|晚间|夜里|夜间|晚'
const partOfDay = `${morning}|中午|下午|傍晚|${evening}`
const spoken = new RegExp(
  String.raw`^(${partOfDay})?\s*(\d{1,2})\s*(?:[:.\u2236]\s*(\d{2})(?::\d{2})?|[时点]\s*(?:(\d{1,2})\s*分?|(半)|([13])刻|整|钟)?)$`,
)

/** Minutes since midnight. */
export function readMinute(text: string): number | undefined {
  const plain = withDigits(text)
  const [, part, hours, afterColon, afterWord, half, quarters] =
    spoken.exec(plain) ?? compactMinute.exec(plain)?.toSpliced(1, 0, '') ?? []
  const hour = hours === undefined ? undefined : hourOfDay(Number(hours), part ?? '')
  const minute = half === undefined ? Number(quarters ?? 0) * 15 + Number(afterColon ?? afterWord ?? 0) : 30
  return hour === undefined || hour > 23 || minute > 59 ? undefined : hour * 60 + minute
}

/** 晚上1点 and 晚上12点 belong to one day or the next: nobody can tell which was meant. */
function hourOfDay(hour: number, part: string): number | undefined {
  if (evening.split('|').includes(part)) return hour > 12 ? hour : hour >= 5 && hour < 12 ? hour + 12 : undefined
  if (part === '下午' || part === '傍晚') return hour === 0 ? undefined : hour < 12 ? hour + 12 : hour
  if (part === '中午') return hour > 0 && hour < 4 ? hour + 12 : hour
  if (part === '凌晨') return hour === 12 ? 0 : hour
  return hour
}

const between = new RegExp(String.raw`T|\s+|(?<=[日号)])|(?=${partOfDay})`, 'g')

/** A day and a time of it in Beijing, as an instant. */
export function readMoment(text: string, today: string): string | undefined {
  const plain = withDigits(text)
  const read = [...plain.matchAll(between)].flatMap(({ index, 0: { length } }) => {
    const day = readDay(plain.slice(0, index).trim(), today)
    const minute = readMinute(plain.slice(index + length).trim())
    return day === undefined || minute === undefined ? [] : fromBeijing(day, minute)
  })
  return new Set(read).size === 1 ? read[0] : undefined
}

/** The day in Beijing by the clock of this computer. */
export function todayInBeijing(): string {
  return beijingDay(new Date().toISOString())
}

const numerals = '〇一二三四五六七八九'

/** One width, nothing unseen, Chinese numerals as digits. */
function withDigits(text: string): string {
  const digit = (numeral: string | undefined): number => numerals.indexOf(numeral ?? '')
  return withoutInvisible(text.toWellFormed().normalize('NFKC'))
    .trim()
    .replaceAll(/元(?=\s*月)/g, '一')
    .replaceAll(/两(?=\s*[点时])/g, '二')
    .replaceAll(/[零○]/g, '〇')
    .replaceAll(/([一二三四五六七八九])?十([一二三四五六七八九])?/g, (_, tens?: string, ones?: string) =>
      String((tens === undefined ? 1 : digit(tens)) * 10 + (ones === undefined ? 0 : digit(ones))),
    )
    .replaceAll(/[〇一二三四五六七八九]/g, (numeral) => String(digit(numeral)))
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
