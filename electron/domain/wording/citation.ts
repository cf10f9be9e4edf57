import { chineseNumber } from './chineseNumber.ts'

/**
 * How papers cite a document (GB/T 15834 on marks, GB/T 9704 7.2.5 on numbers): its title in 《》 once, titles inside it in
 * 〈〉, its number behind in brackets and never inside them, then the place in full words. However it was typed:
 * 关于印发《办法》的通知 税总发[2014]第037号, 二（二） → 《关于印发〈办法〉的通知》（税总发〔2014〕37号）第二部分第（二）项.
 * Empty where nothing is known of it.
 */
export function citation(document: {
  readonly title: string | null
  readonly number?: string | null
  readonly article?: string | null
}): string {
  const { title, number } = numberApart(tidy(document.title))
  const known = documentNumber(document.number ?? null) || number
  const place = articlePlace(document.article ?? null)
  if (title === '') return known === '' ? '' : `${known}${place}`
  return `${inBookMarks(title)}${known === '' ? '' : `（${known}）`}${place}`
}

/**
 * What an inspection rests on: a campaign is no document, so its name has no 《》 unless it is the title of one; its number
 * stands behind.
 */
export function campaignGround(campaign: {
  readonly name: string | null
  readonly documentNumber: string | null
}): string {
  const { name, documentNumber: number } = campaign
  const text = tidy(name)
  if (text === '' || isTitle.test(text)) return citation({ title: text, number })
  const known = documentNumber(number)
  return known === '' ? text : `${text}（${known}）`
}

const isTitle = /^《|^关于.*的(?:通知|通报|决定|意见|公告|通告|报告|批复|函|方案)(?:（[^）]*）)?$/

/** 税总发[2014]第037号 → 税总发〔2014〕37号; what is no such number stays as it is. */
export function documentNumber(typed: string | null): string {
  const text = tidy(typed)
  const match = wholeNumber.exec(text)
  return match === null ? text : numberOf(match)
}

/** 第14条第(2)项, 十四条（二） → 第十四条第（二）项; 二（二）1 → 第二部分第（二）项第1点; other places stay as they are. */
export function articlePlace(typed: string | null): string {
  const text = fullBrackets(tidy(typed)).replace(/[。；，、,;]+$/, '')
  if (inShort.test(text)) return text.replace(shortPlace, (_, part, item, point) => wholePlace(part, item, point))
  return text
    .replace(/第(\d{1,3})[-—–~～至](\d{1,3})条/g, (_, first, last) => `第${hanzi(first)}条至第${hanzi(last)}条`)
    .replace(/^(\d{1,3}|[一二三四五六七八九十百零]+)(?=条)/, '第$1')
    .replace(/第(\d{1,3})(?=[条款章节编])/g, (_, digits) => `第${hanzi(digits)}`)
    .replace(/第（?(\d{1,3})）?(?=项)/g, (_, digits) => `第（${hanzi(digits)}）`)
    .replace(/（(\d{1,2})）(?=、|至|$)/g, (_, digits) => `（${hanzi(digits)}）`)
    .replace(/第([一二三四五六七八九十]+)(?=项)/g, '第（$1）')
    .replace(/(?<![第、至和）])（([一二三四五六七八九十]+)）/g, '第（$1）')
    .replace(/(?<=）[条款部分]?)(?<=第（[一二三四五六七八九十]+）)(?![项款目点、至和])/g, '项')
}

type Apart = { readonly title: string; readonly number: string }

/** A number typed before or behind a title, with brackets of its own or not, inside its marks or outside. */
function numberApart(text: string): Apart {
  const whole = wholeNumber.exec(withoutOuterMarks(text) ?? text)
  if (whole !== null) return { title: '', number: numberOf(whole) }
  const behind = numberBehind.exec(text)
  if (behind !== null) return { title: `${text.slice(0, behind.index)}${behind[7] ?? ''}`, number: numberOf(behind) }
  const before = numberBefore.exec(text)
  if (before !== null) return { title: text.slice(before[0].length), number: numberOf(before) }
  return { title: text, number: '' }
}

const numbered =
  '([\\u4e00-\\u9fff×]{1,16}?)\\s*[〔\\[［【（(﹝]\\s*(\\d{4})\\s*年?[〕\\]］】）)﹞]\\s*(?:第\\s*)?0*(\\d+)\\s*号'
const wholeNumber = new RegExp(`^[（(]?${numbered}[）)]?$`)
const numberBehind = new RegExp(`(?:[（(]\\s*${numbered}\\s*[）)]|(?<=[》〉\\s])${numbered})\\s*([》〉]?)$`)
const numberBefore = new RegExp(`^${numbered}[，,：:\\s]*(?=《)`)

function numberOf(match: RegExpExecArray): string {
  const [letters, year, number] = match.slice(1).filter((part) => part !== undefined)
  return `${letters}〔${year}〕${number}号`
}

/** One title gets its marks; a list of titles that have theirs keeps them. */
function inBookMarks(title: string): string {
  const text = matched(title)
  const inner = withoutOuterMarks(text)
  if (inner !== undefined) return marked(inner, 1)
  return listOfTitles.test(marked(text, 0)) ? marked(text, 0) : marked(text, 1)
}

const listOfTitles = /^《[^》]*》(?:（[^）]*）)?(?:[、，,和及与\s]*(?:以及)?《[^》]*》(?:（[^）]*）)?)*$/

/** Layers alternate between 《》 and 〈〉; `depth` 1 puts a pair around it all. */
function marked(text: string, depth: 0 | 1): string {
  let layer: number = depth
  const inside = Array.from(text, (sign) => {
    if (isOpening(sign)) return layer++ % 2 === 0 ? '《' : '〈'
    return isClosing(sign) ? (--layer % 2 === 0 ? '》' : '〉') : sign
  }).join('')
  return depth === 0 ? inside : `《${inside}》`
}

/** What stands inside the one pair around a whole title; undefined where there is none. */
function withoutOuterMarks(text: string): string | undefined {
  const signs = Array.from(text)
  if (!isOpening(signs[0] ?? '')) return undefined
  let depth = 0
  const end = signs.findIndex((sign) => {
    depth += isOpening(sign) ? 1 : isClosing(sign) ? -1 : 0
    return depth === 0
  })
  return end === signs.length - 1 ? signs.slice(1, -1).join('') : undefined
}

/** Without marks that have no other half. */
function matched(text: string): string {
  const signs = Array.from(text)
  const open: number[] = []
  const lone = new Set<number>()
  signs.forEach((sign, index) => {
    if (isOpening(sign)) open.push(index)
    else if (isClosing(sign) && open.pop() === undefined) lone.add(index)
  })
  for (const index of open) lone.add(index)
  return signs.filter((_, index) => !lone.has(index)).join('')
}

function isOpening(sign: string): boolean {
  return sign === '《' || sign === '〈'
}

function isClosing(sign: string): boolean {
  return sign === '》' || sign === '〉'
}

const shortPlace = /([一二三四五六七八九十]+)、?（([一二三四五六七八九十]+|\d{1,2})）(?:(\d{1,2})[.．、点]?)?/g
const inShort =
  /^[一二三四五六七八九十]+、?（(?:[一二三四五六七八九十]+|\d{1,2})）(?:\d{1,2}[.．点]?)?(?:[、；和及][一二三四五六七八九十]+、?（(?:[一二三四五六七八九十]+|\d{1,2})）(?:\d{1,2}[.．点]?)?)*$/

function wholePlace(part: string, item: string, point: string | undefined): string {
  const number = /^\d/.test(item) ? hanzi(item) : item
  return `第${part}部分第（${number}）项${point === undefined ? '' : `第${Number(point)}点`}`
}

function hanzi(digits: string): string {
  const value = Number(digits)
  return value === 0 ? digits : chineseNumber(value)
}

function fullBrackets(text: string): string {
  return text.replaceAll('(', '（').replaceAll(')', '）')
}

/** On one line, digits of half width, no blanks at the ends nor between hanzi. */
function tidy(text: string | null): string {
  return (text ?? '')
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, '')
    .trim()
}
