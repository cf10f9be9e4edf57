import { beforeAll, describe, expect, it } from 'vitest'
import { paragraph } from '../../electron/documents/elements.ts'
import { renderMemo } from '../../electron/documents/memo.ts'
import type { MemoDocument } from '../../electron/documents/memoDocument.ts'
import { renderOfficialDocument } from '../../electron/documents/officialDocument.ts'
import { exampleMemo } from './exampleMemo.ts'
import { layOut, missingTools, type Pages, type Word } from './libreOffice.ts'

const missing = await missingTools()
if (missing.length > 0) {
  process.stderr.write(`pages.test.ts: pages were not laid out, this machine has no ${missing.join(', ')}\n`)
}

describe.skipIf(missing.length > 0)('pages as LibreOffice lays them out', () => {
  let pages: Readonly<Record<'plain' | 'memo' | 'draft' | 'long', Pages>>

  beforeAll(async () => {
    const memo = await exampleMemo()
    pages = await layOut({
      plain: await plainText('国'.repeat(28 * 22 * 2)),
      memo: await renderMemo(memo),
      draft: await renderMemo({ ...memo, draft: true, drill: true }),
      long: await renderMemo(withLongRequirement(memo)),
    })
  })

  it('hold 22 lines of 28 characters in 156 × 225 mm (GB/T 9704 §5.2)', () => {
    const { text, words } = pages.plain
    const lines = (text[1] ?? '').split('\n').map((line) => line.trim())
    expect(lines.filter((line) => line.startsWith('国')).map((line) => line.length)).toEqual(
      Array.from({ length: 22 }, () => 28),
    )
    const hanzi = (words[1] ?? []).filter((word) => word.text.startsWith('国'))
    expect(Math.min(...hanzi.map((word) => word.left)) / pointsPerMm).toBeCloseTo(28, 0)
    expect(Math.max(...hanzi.map((word) => word.right)) / pointsPerMm).toBeCloseTo(184, 0)
    expect(Math.max(...hanzi.map((word) => word.bottom)) / pointsPerMm).toBeLessThanOrEqual(263)
  })

  it('carry their number one character from the outer edge, 7 mm below the text (§7.5), and the code inside', () => {
    const [odd, even] = [pages.plain.words[0] ?? [], pages.plain.words[1] ?? []].map(footer)
    const dash = (page: readonly Word[] | undefined, which: number) =>
      page?.filter(({ text }) => text === '—').at(which)
    expect((210 * pointsPerMm - (dash(odd, -1)?.right ?? 0)) / pointsPerMm).toBeCloseTo(26 + 280 / 56.7, 0)
    expect((dash(even, 0)?.left ?? 0) / pointsPerMm).toBeCloseTo(28 + 280 / 56.7, 0)
    expect(odd?.map(({ text }) => text)).toEqual(['版本码', 'K7Q2M-9XW4T', '—', '1', '—'])
    expect(even?.map(({ text }) => text)).toEqual(['—', '2', '—', '版本码', 'K7Q2M-9XW4T'])
    const middle = ((odd?.at(-1)?.top ?? 0) + (odd?.at(-1)?.bottom ?? 0)) / 2 / pointsPerMm
    expect(middle - 262).toBeGreaterThan(6)
    expect(middle - 262).toBeLessThan(9)
  })

  it('print names with rare characters, text that looks like markup, and nothing of what stays out', () => {
    const whole = dense(pages.memo.text.join(''))
    for (const name of ['瞿赟', '顔頔', '李䶮', '𠮷田喆', '陈堃', '王玥珺']) expect(whole).toContain(name)
    expect(whole).toContain('<script>alert("x")</script>')
    expect(whole).toContain('依据待核')
    expect(whole).not.toContain('不应印出的条文')
  })

  it('place two photos on each page of the attachment, each with its caption', () => {
    const captions = pages.memo.text.map((page) => [...page.matchAll(/^ *图 *\d+/gm)].length)
    expect(captions.filter((count) => count > 0)).toEqual(Array.from({ length: 7 }, () => 2))
    expect(pages.memo.text.length).toBeLessThan(25)
  })

  it('never end with a heading', () => {
    for (const page of [...pages.memo.words, ...pages.draft.words]) {
      expect(lastBodyLine(page)).not.toMatch(/^[一二三四]、|^（[一二三四]）|^\d+．.*（问题/)
    }
  })

  it('are all marked in a draft of an exercise, and carry no code', () => {
    for (const page of pages.draft.text) {
      expect(dense(page)).toContain('演练')
      expect(dense(page)).toContain('草稿，尚未定稿')
      expect(dense(page)).not.toContain('K7Q2M')
    }
  })

  it('let a requirement longer than a page break instead of losing it', () => {
    const whole = dense(pages.long.text.join(''))
    expect(whole.split('逐').length - 1).toBe(200)
    expect(whole).toContain('结尾')
  })
})

function withLongRequirement(memo: MemoDocument): MemoDocument {
  const [branch] = memo.branches
  const [finding] = branch?.findings ?? []
  if (!branch || !finding) throw new Error('the example has findings')
  const requirement = `${'逐项核实，对账销号。'.repeat(200)}结尾`
  const long = { ...finding, photos: [], rectification: { ...finding.rectification, requirement } }
  return { ...memo, evidence: [], branches: [{ ...branch, findings: [long] }] }
}

function dense(text: string): string {
  return text.replaceAll(/\s/g, '')
}

const pointsPerMm = 72 / 25.4

async function plainText(text: string): Promise<Uint8Array> {
  return renderOfficialDocument({
    title: '版面',
    author: '检查组',
    date: '2014-11-21',
    marks: { drill: false, draft: false, code: 'K7Q2M9XW4T' },
    blocks: [paragraph('OfficialBody', text)],
  })
}

function footer(page: readonly Word[]): readonly Word[] {
  return page.filter(({ top }) => top > 262 * pointsPerMm).toSorted((a, b) => a.left - b.left)
}

function lastBodyLine(page: readonly Word[]): string {
  const body = page.filter(({ bottom }) => bottom < 264 * pointsPerMm)
  const last = Math.max(...body.map(({ top }) => top))
  return body
    .filter(({ top }) => Math.abs(top - last) < 3)
    .map(({ text }) => text)
    .join('')
}
