import { beforeAll, describe, expect, it } from 'vitest'
import { fieldsOf, isRowEntity, type RowEntity } from '../../electron/contract/catalogue/catalogue.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import { renderOfficialDocument } from '../../electron/documents/engine/officialDocument.ts'
import type { PrintedFields } from '../../electron/domain/printed.ts'
import { getPart, readPackage } from '../../electron/opc/package.ts'
import { paperKinds, paperOf, type PaperKind } from '../../electron/documents/papers/kinds.ts'
import { exampleMemo } from './exampleMemo.ts'
import { exampleNotice } from './exampleNotice.ts'

/**
 * What is collected and listed as printed must stand on the paper: each field that a kind `says` is given another value, and the
 * pages must differ in one of these contents at least. That nothing else is on the paper, the content's type sees to.
 */
const examples: Readonly<Record<PaperKind, () => Promise<readonly object[]>>> = {
  检查备忘录: memoContents,
  单问题整改通知书: noticeContents,
}

describe.each(paperKinds)('%s says what it lists as printed', (kind) => {
  const { prints, layout } = paperOf(kind)
  let contents: readonly object[]
  let before: readonly string[]
  beforeAll(async () => {
    contents = await examples[kind]()
    before = await Promise.all(contents.map(pagesOf))
  })

  async function pagesOf(content: object): Promise<string> {
    const { parts } = await readPackage(await renderOfficialDocument(layout(content)))
    const pages = ['/word/document.xml', '/word/header1.xml'].map((name) => getPart({ parts }, name).bytes)
    return pages.map((bytes) => new TextDecoder().decode(bytes)).join('')
  }

  it.each(saidFields(prints))('%s %s', async (entity, field) => {
    for (const [index, content] of contents.entries()) {
      if ((await pagesOf(altered(content, prints, entity, field))) !== before[index]) return
    }
    expect.fail('no page shows it')
  })
})

/** One finding with one piece, as each case needs it that prints some field. */
async function memoContents(): Promise<readonly object[]> {
  const memo = await exampleMemo()
  const picture = { jpeg: new Uint8Array(1), width: 4, height: 3 }
  const evidence = memo.evidence.slice(0, 1).map((piece) => ({ ...piece, picture }))
  const brief = { ...memo, findings: memo.findings.slice(0, 1), evidence }
  const covert = { ...brief, visit: { ...brief.visit, mode: '暗访' } }
  return [brief, covert, { ...brief, inspectors: brief.inspectors.slice(0, 1) }]
}

/** With a title of its own, and with the risk point's name in its place. */
function noticeContents(): Promise<readonly object[]> {
  const notice = exampleNotice()
  const [first] = notice.evidence
  const evidence = first === undefined ? [] : [{ ...first, caption: null }]
  const untitled = { ...notice, evidence, finding: { ...notice.finding, title: null } }
  return Promise.resolve([notice, untitled])
}

function saidFields(prints: PrintedFields): readonly (readonly [RowEntity, string])[] {
  return Object.entries(prints).flatMap(([entity, { says }]) =>
    isRowEntity(entity) ? says.map((field) => [entity, field] as const) : [],
  )
}

/** A copy in which that field of every row of that noun holds another value. Rows are known by the fields that they hold. */
function altered(content: object, prints: PrintedFields, entity: RowEntity, field: string): object {
  const says: readonly string[] = prints[entity]?.says ?? []
  const isRow = (value: object) => says.every((name) => Object.hasOwn(value, name))
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    const copied = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner)]))
    return isRow(value) ? { ...copied, [field]: another(entity, field, copied[field] as PlainValue) } : copied
  }
  return Object(copy(content))
}

function another(entity: RowEntity, field: string, value: PlainValue): PlainValue {
  const type = fieldsOf(entity)[field]
  switch (type?.type) {
    case 'date':
      return value === '2015-02-03' ? '2015-02-04' : '2015-02-03'
    case 'instant':
      return '2015-02-03T04:05:00.000Z'
    case 'integer':
      return value === type.min + 1 ? type.min : type.min + 1
    case 'choice':
      return type.of.find((one) => one !== value) ?? null
    case 'blob':
      return 'ab'.repeat(32)
    case 'boolean':
      return value !== true
    case 'text':
    case 'reference':
    case undefined:
      return `${value ?? ''}另`
  }
}
