import { beforeAll, describe, expect, it } from 'vitest'
import type { MemoContent } from '../../electron/documents/papers/memo/content.ts'
import { renderMemo } from './exampleMemo.ts'
import { layOut, missingTools, type Pages, type Word } from './libreOffice.ts'
import { randomMemo } from './randomMemo.ts'

const missing = await missingTools()
if (missing.length > 0) {
  process.stderr.write(`randomMemos.test.ts: pages were not laid out, this machine has no ${missing.join(', ')}\n`)
}

const isLong = process.env['MINGCHA_LONG'] === '1'
/** In memo 102 the page ends between the list of attachments and the signature lines. */
const seeds = isLong ? Array.from({ length: 200 }, (_, seed) => seed) : [0, 1, 2, 3, 4, 5, 6, 102]

describe.skipIf(missing.length > 0)(
  `${seeds.length} memos as LibreOffice lays them out`,
  { timeout: 1_200_000 },
  () => {
    let memos: readonly { readonly seed: number; readonly memo: MemoContent; readonly pages: Pages }[]

    beforeAll(async () => {
      const made = await Promise.all(seeds.map(async (seed) => ({ seed, memo: await randomMemo(seed) })))
      const files = await Promise.all(
        made.map(async ({ seed, memo }) => [`memo${seed}`, await renderMemo(memo)] as const),
      )
      const pages = await layOut(Object.fromEntries(files))
      memos = made.map((one) => ({ ...one, pages: pages[`memo${one.seed}`]! }))
    }, 1_200_000)

    /** What is wrong, with the seed of the memo; nothing where all is right. */
    function faults(of: (memo: MemoContent, pages: Pages) => readonly string[]): readonly string[] {
      return memos.flatMap(({ seed, memo, pages }) => of(memo, pages).map((fault) => `${seed}: ${fault}`))
    }

    it('hold everything inside the page', () => expect(faults((_, pages) => outside(pages))).toEqual([]))

    it('have every name under its line', () => expect(faults(partedNames)).toEqual([]))

    it('carry no signature without the last words of the text', () => expect(faults(lonelySignatures)).toEqual([]))

    it('show every value that the content holds', () => expect(faults(lostValues)).toEqual([]))

    it('break no name', () => expect(faults(brokenNames)).toEqual([]))
  },
)

const mm = 72 / 25.4

/** Between 28 and 184 mm, where a mark may hang over the edge as Word lets it; from the header down to the footer, and on neither's edge. */
function outside({ words }: Pages): readonly string[] {
  return words.flatMap((page, index) =>
    page
      .filter(({ text }) => text !== '草稿')
      .filter(({ text, left, right, top, bottom }) => {
        const edge = /[、，。；：！？）》」”.]\d?$/.test(text) ? 190.5 : 185
        const acrossFooter = bottom > 264 * mm && top < 264 * mm
        return left < 27 * mm || right > edge * mm || top < 12 * mm || bottom > 276 * mm || acrossFooter
      })
      .map(({ text }) => `${text} on page ${index + 1}`),
  )
}

/** In a draft each line has its day; the name stands right below it. */
function partedNames({ signers }: MemoContent, { words }: Pages): readonly string[] {
  const last = signers.map(({ name, role }) => (name === '' ? role : name.slice(-2)))
  return last.filter((name) => {
    const places = words.flatMap((page) =>
      page.filter((word) => word.text.endsWith(name)).map((word) => ({ word, page })),
    )
    return !places.some(({ word, page }) => page.some((day) => isDayAbove(day, word)))
  })
}

function isDayAbove(day: Word, name: Word): boolean {
  const gap = name.top - day.bottom
  return /[年日]$/.test(day.text) && gap > -2 && gap < 22 * mm && Math.abs(day.left - name.left) < 60 * mm
}

function lonelySignatures({ signers, document, marks }: MemoContent, { raw }: Pages): readonly string[] {
  const endings: Readonly<Record<string, string>> = { 无意见: '无意见。', 暗访未出示: '未向被检查单位出示。' }
  const kind = document.statementKind ?? ''
  const last =
    endings[kind] ?? (kind === '待填' ? /填写“无意见”。）|签名确认如下/ : dense(document.statement ?? '').slice(-4))
  const signed = raw.map(dense).filter((page) => page.includes('2014年11月21日') && !page.includes('证据清单说明'))
  const page = signed.find((each) => signers.some(({ role }) => each.includes(role))) ?? ''
  const text = typeof last === 'string' ? page.includes(last) : last.test(page)
  const whole = signers.every(({ name }) => page.includes(dense(name)))
  return [
    ...(text
      ? []
      : [`no text with the signatures: ${kind} ${document.statement?.length ?? 0}, ${signers.length} signers`]),
    ...(whole ? [] : [`signatures on several pages: ${signers.length} signers`]),
    ...(marks.draft ? [] : ['no draft']),
  ]
}

function lostValues(memo: MemoContent, { raw }: Pages): readonly string[] {
  // The head of the table stands again where one of its rows goes on.
  const whole = dense(raw.map(withoutMarks).join('')).replaceAll('问题编号和名称整改类别和时限要求', '')
  const { document, unit, visit, findings, evidence, inspectors } = memo
  const values = [
    document.title ?? unit.name,
    document.issuer,
    document.statement,
    visit.place,
    visit.overview,
    visit.singleInspectorReason,
    ...(visit.mode === '明察' ? [visit.accompanying, visit.noticeNumber] : []),
    ...inspectors.map(({ name }) => name),
    ...findings.flatMap((one) => [
      one.title,
      one.riskPointName,
      one.fact,
      one.place,
      one.involved,
      one.opinion,
      one.requirement,
    ]),
    ...findings.flatMap((one) => (one.ruleValidity === 'known' ? [one.ruleText, one.ruleArticle] : [])),
    ...evidence
      .filter(({ voided }) => !voided)
      .flatMap((one) => [one.fileName, one.device, one.content, one.picture && one.caption]),
    ...evidence.map(({ number }) => number),
  ]
  return values
    .filter((value) => typeof value === 'string' && !isShown(dense(value), whole))
    .map((value) => `lost ${value?.slice(0, 40)}`)
}

/** Where a row goes on on the next page, a clause may be torn by what its other cells say there. */
function isShown(value: string, whole: string): boolean {
  return (
    whole.includes(value) ||
    value.split(/(?<=[，。；])/).filter((clause) => !whole.includes(clause)).length <= value.length / 250
  )
}

/** No line ends inside a name, but behind the dot between its parts. */
function brokenNames({ inspectors, signers }: MemoContent, { raw }: Pages): readonly string[] {
  const lines = raw.flatMap((page) => page.split('\n').map(dense))
  return [...inspectors, ...signers]
    .flatMap(({ name }) => (name ?? '').split(/(?<=·)/))
    .filter((part) => part !== '' && !lines.some((line) => line.includes(dense(part))))
}

function withoutMarks(page: string): string {
  return page
    .split('\n')
    .filter((line) => !/草稿，尚未定稿|^草稿$|^内部资料|^演练　?|^— *\d+ *—$/.test(line.trim()))
    .join('\n')
}

function dense(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '')
}
