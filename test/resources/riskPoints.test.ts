import { isDeepStrictEqual } from 'node:util'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { riskPointResourceSchema, riskPointsOf } from '../../electron/contract/resource.ts'
import { fieldSchema } from '../../electron/contract/catalogue/field.ts'
import { rows } from '../../electron/contract/catalogue/catalogue.ts'
import { branches, branchOf, domainOf, domains } from '../../electron/domain/riskPoint.ts'

const text = read('riskPoints/riskPoints.json')
const resource = riskPointResourceSchema.parse(JSON.parse(text))
const points = riskPointsOf(resource)
const citations = points.flatMap(({ code, basis }) => basis.map((entry) => ({ code, ...entry })))
const notice = read('campaigns/137.txt')

describe('the risk tree', () => {
  test('has 108 points in seven domains under four branches, codes in order and unique', () => {
    const counts = { XZ: 16, GB: 14, DN: 13, ZF: 15, NF: 18, ZJ: 16, ZG: 16 }
    const expected = Object.entries(counts).flatMap(([domain, count]) =>
      Array.from({ length: count }, (_, at) => `${domain}-${String(at + 1).padStart(2, '0')}`),
    )
    expect(points.map(({ code }) => code)).toEqual(expected)
    expect(new Set(points.map(({ name }) => name)).size).toBe(108)
  })

  test('is the tree of the domain room', () => {
    expect(resource.branches.map(({ name }) => name)).toEqual(branches)
    const inTree = resource.branches.flatMap((branch) => branch.domains.map((domain) => ({ branch, domain })))
    expect(inTree.map(({ domain }) => domain.code).toSorted()).toEqual(Object.keys(domains).toSorted())
    for (const { branch, domain } of inTree) {
      for (const { code } of domain.points) {
        expect([branchOf(code), domainOf(code), code.slice(0, 2)]).toEqual([branch.name, domain.name, domain.code])
      }
    }
  })

  test('marks the eleven clues, and gives these and no other the fourth severity', () => {
    const clues = points.filter(({ clue }) => clue).map(({ code }) => code)
    const ofDiscipline = ['ZJ-03', 'ZJ-04', 'ZJ-05', 'ZJ-11', 'ZJ-15', 'ZJ-16']
    expect(clues).toEqual(['XZ-06', 'XZ-11', 'GB-05', 'ZF-15', 'NF-13', ...ofDiscipline])
    expect(points.filter(({ severity }) => severity === 4).map(({ code }) => code)).toEqual(clues)
  })

  test('sends a reader on to points that are there', () => {
    const named = points.flatMap(({ remark }) => remark?.match(/[A-Z]{2}-\d{2}/g) ?? [])
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((code) => !points.some((point) => point.code === code))).toEqual([])
  })

  test('is written in the punctuation of 公文', () => {
    for (const { name, check, evidence, remark } of points) {
      for (const words of [name, ...check, ...evidence, remark ?? '']) {
        expect(words).not.toMatch(/[(),;:!?]|→|≠|\/|\s{2}|。\s/)
      }
    }
  })
})

describe('the bases', () => {
  test('each says whether its validity is known, and only three documents are', () => {
    expect(citations).toHaveLength(193)
    const known = citations.filter(({ validity }) => validity === 'known')
    const documents = new Map(known.map((entry) => [entry.document, 'validFrom' in entry ? entry.validFrom : '']))
    expect(Object.fromEntries(documents)).toEqual({
      '税务系统作风建设“巩固深化拓展”主题活动方案': '2014-11-17',
      中华人民共和国行政处罚法: '2021-07-15',
      党政机关公文格式: '2012-07-01',
    })
    expect(known).toHaveLength(54)
  })

  test('nothing that rests on general knowledge alone is called known or read', () => {
    const general = citations.filter(({ standing }) => standing === '通识')
    expect(citations.filter(({ source }) => source === null)).toEqual(general)
    expect(new Set(general.map(({ validity, article }) => `${validity} ${article}`))).toEqual(new Set(['unknown null']))
  })

  test('every source is in the list, and none is there for nothing', () => {
    const used = points.flatMap(({ basis, references }) =>
      [...basis, ...references].flatMap(({ source }) => source ?? []),
    )
    expect(new Set(used)).toEqual(new Set(Object.keys(resource.sources)))
  })

  test('every quotation from 137号 stands there word for word', () => {
    const quoted = citations.filter(({ verbatim }) => verbatim)
    expect(quoted.length).toBe(citations.filter(({ source }) => source === 'SEED').length)
    expect(quoted.filter(({ text: quotation }) => !notice.includes(quotation ?? 'nothing'))).toEqual([])
  })

  test('documents are named without their marks, and fit the fields of a finding', () => {
    for (const { document, article, text: words } of citations) {
      expect(document).not.toMatch(/[《》]/)
      expect(fieldSchema(rows.finding.fields.ruleDocument).safeParse(document).success).toBe(true)
      expect(fieldSchema(rows.finding.fields.ruleArticle).safeParse(article ?? '').success).toBe(true)
      expect(fieldSchema(rows.finding.fields.ruleText).safeParse(words ?? '').success).toBe(true)
    }
  })

  test('a point without a document to cite says so', () => {
    const without = points.filter(({ basis }) => basis.length === 0)
    expect(without.map(({ code }) => code)).toEqual(['XZ-12', 'XZ-15', 'NF-16', 'NF-18', 'ZJ-07'])
    for (const { remark } of without) expect(remark).toContain('没有核到')
  })
})

describe('rule of conduct or consequence', () => {
  const articlesOf = (article: string | null) => article?.split('、') ?? []
  const ofRole = (role: string) => citations.filter((entry) => entry.role === role)

  test('what only says how conduct is punished is a consequence, article by article', () => {
    const punishing = new Set([
      '中华人民共和国公职人员政务处分法',
      '行政机关公务员处分条例',
      '税收违法违纪行为处分规定',
      '税务人员违法违纪行政处分暂行规定',
      '中国共产党纪律处分条例',
    ])
    // 征管法 第五章 法律责任, of what officials do.
    const liability = ['第八十', '第八十一', '第八十二', '第八十三', '第八十四', '第八十五', '第八十七'].map(
      (at) => `${at}条`,
    )
    const isLiability = (document: string, article: string) =>
      document === '中华人民共和国税收征收管理法' && liability.includes(article)
    expect(ofRole('conduct').filter(({ document }) => punishing.has(document))).toEqual([])
    for (const { document, article } of ofRole('conduct')) {
      expect(articlesOf(article).filter((one) => isLiability(document, one))).toEqual([])
    }
    for (const { document, article } of ofRole('consequence')) {
      expect([
        document,
        punishing.has(document) || articlesOf(article).every((one) => isLiability(document, one)),
      ]).toEqual([document, true])
    }
    expect(ofRole('consequence')).toHaveLength(45)
  })
})

describe('the review of 2026-11', () => {
  const review = JSON.parse(read('../test/resources/riskPointReview.json')) as readonly Reviewed[]

  test.each(review)('$code $field', ({ code, field, was, is }) => {
    const point = points.find((one) => one.code === code)
    const held: unknown = point?.[field]
    const values =
      field === 'basis' ? (held as Draft[]).map(({ document, article }) => ({ document, article })) : [held]
    const holds = (wanted: unknown) => values.some((value) => isDeepStrictEqual(value, wanted))
    // Of an addition nothing was before, of a removal nothing is now.
    expect({ is: is === undefined || holds(is), was: was !== undefined && holds(was) }).toEqual({
      is: true,
      was: false,
    })
  })
})

describe('the shape', () => {
  test.each([
    ['a basis without validity', (point: Draft) => delete point.basis[0]!['validity']],
    ['a known basis without its first day', (point: Draft) => (point.basis[0]!['validity'] = 'known')],
    ['an unknown basis with a day', (point: Draft) => (point.basis[0]!['validFrom'] = '2014-01-01')],
    ['a basis that is neither conduct nor consequence', (point: Draft) => delete point.basis[0]!['role']],
    ['a fifth severity', (point: Draft) => (point['severity'] = 5)],
    ['a field that nobody declared', (point: Draft) => (point['note'] = 'x')],
  ])('refuses %s', (_, spoil) => {
    const copy = JSON.parse(text) as { branches: { domains: { points: Draft[] }[] }[] }
    spoil(copy.branches[0]!.domains[0]!.points[0]!)
    expect(riskPointResourceSchema.safeParse(copy).success).toBe(false)
  })
})

/** `was`: what a point said before it was read again; `is`: what it says since. */
type Reviewed = {
  readonly code: string
  readonly field: 'name' | 'check' | 'basis' | 'limits' | 'remark' | 'modes' | 'severity' | 'clue'
  readonly was?: unknown
  readonly is?: unknown
}

type Draft = Record<string, unknown> & { readonly basis: Record<string, unknown>[] }

function read(path: string): string {
  return readFileSync(new URL(`../../resources/${path}`, import.meta.url), 'utf8')
}
