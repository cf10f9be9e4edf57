import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MemoContent } from '../../electron/documents/papers/memo/content.ts'
import { signatureLineMarker } from '../../electron/documents/engine/signatureTable.ts'
import { getPart, readPackage, type OpcPackage } from '../../electron/opc/package.ts'
import { parseXml } from '../../electron/opc/xml.ts'
import { printCopyBytes } from '../../electron/picture/copies.ts'
import { exampleMemo, examplePictures, renderMemo } from './exampleMemo.ts'

let memo: MemoContent
/** The same without findings, where they do not matter. */
let brief: MemoContent
let bytes: Uint8Array
let pkg: OpcPackage

beforeAll(async () => {
  memo = await exampleMemo()
  brief = { ...memo, findings: [], evidence: [] }
  bytes = await renderMemo(memo)
  pkg = await readPackage(bytes)
})

describe('the file of a memo', () => {
  it('is the same, byte for byte, for the same memo', async () => {
    const copy: MemoContent = structuredClone(memo)
    expect(Buffer.compare(await renderMemo(copy), bytes)).toBe(0)
    const [first, second] = await Promise.all([1, 2].map(() => renderMemo(marked({ draft: true, drill: true }))))
    expect(first).toEqual(second)
  })

  it('differs when one character of one finding differs', async () => {
    expect(
      Buffer.compare(await renderMemo({ ...memo, visit: { ...memo.visit, overview: '另外的话。' } }), bytes),
    ).not.toBe(0)
  })

  it('has well-formed parts with plain names, and no empty relationship part', () => {
    const parts = [...pkg.parts.values()]
    for (const { name } of parts) expect(name).toMatch(/^[A-Za-z0-9._/-]+$/)
    const xml = parts.filter(({ contentType }) => contentType.endsWith('xml'))
    for (const { bytes: content } of xml) expect(parseXml(content).documentElement).not.toBeNull()
    const relationships = parts.filter(({ name }) => name.endsWith('.rels'))
    for (const { bytes: content } of relationships) expect(textOf(content)).toContain('<Relationship ')
  })

  it('holds only parts that something refers to, so that few references are to be signed', () => {
    const names = [...pkg.parts.keys()].filter((name) => !name.startsWith('/word/media/') && !name.endsWith('.rels'))
    expect(names.toSorted()).toEqual([
      '/docProps/app.xml',
      '/docProps/core.xml',
      '/word/document.xml',
      '/word/fontTable.xml',
      '/word/footer1.xml',
      '/word/footer2.xml',
      '/word/header1.xml',
      '/word/header2.xml',
      '/word/settings.xml',
      '/word/styles.xml',
      '/word/theme/theme1.xml',
    ])
    expect(textOf(getPart(pkg, '/word/_rels/document.xml.rels').bytes)).not.toContain('TargetMode="External"')
  })

  it('stores photos without deflating them again', () => {
    const methods = centralDirectory(bytes).filter(({ name }) => name.endsWith('.jpg'))
    expect(methods.length).toBeGreaterThan(0)
    expect(methods.every(({ method }) => method === 0)).toBe(true)
    expect(centralDirectory(bytes).find(({ name }) => name === 'word/document.xml')?.method).toBe(8)
  })

  it('stays below 25 MB with 60 photos of the largest kind', async () => {
    const photos = await largestPhotos(60)
    const [piece] = memo.evidence
    if (!piece) throw new Error('the example has evidence')
    const evidence = photos.map((picture, index) => ({ ...piece, number: `137-1440100-B001-${index + 1}`, picture }))
    const large = await renderMemo({ ...memo, findings: memo.findings.slice(0, 1), evidence })
    expect(centralDirectory(large).filter(({ name }) => name.endsWith('.jpg'))).toHaveLength(60)
    expect(large.length).toBeLessThan(25 * 1024 * 1024)
  })

  it('carries the date of the memo, not of the clock', () => {
    const core = textOf(getPart(pkg, '/docProps/core.xml').bytes)
    expect(core.match(/2014-11-21T00:00:00Z/g)).toHaveLength(2)
  })

  it('opens in python-docx with the same headings', (context) => {
    const opened = pythonHeadings(bytes)
    if (opened === undefined) {
      process.stderr.write('memo.test.ts: not opened in python-docx, it is not installed\n')
      context.skip()
      return
    }
    expect(opened).toEqual(['一、检查基本情况', '二、检查发现的问题', '三、整改要求', '四、被检查单位意见'])
  })
})

describe('the layout of GB/T 9704-2012', () => {
  it('sets page, margins and footer distance', () => {
    const document = documentXml(pkg)
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/)
    expect(document).toMatch(
      /<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="1134" w:footer="1440"/,
    )
    expect(document).not.toContain('docGrid')
  })

  it.each([
    ['OfficialTitle', '方正小标宋简体', 44, 579],
    ['OfficialBody', '仿宋_GB2312', 32, 579],
    ['OfficialLevel1', '黑体', 32, 579],
    ['OfficialLevel2', '楷体_GB2312', 32, 579],
    ['OfficialLevel3', '仿宋_GB2312', 32, 579],
    ['AttachmentLabel', '黑体', 32, 579],
    ['FooterOdd', '宋体', 28, 280],
  ])('sets %s in %s, %i half-points, exact lines of %i, never bold', (id, font, size, line) => {
    const style = styleXml(id)
    expect(style).toContain(`<w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:eastAsia="${font}" w:cs="${font}"/>`)
    expect(style).toContain(`<w:sz w:val="${size}"/>`)
    expect(style).toContain(`w:line="${line}" w:lineRule="exact"`)
    expect(style).not.toContain('<w:b/>')
  })

  it('tracks 三号 by −5 twips so that 28 characters fit, and indents a paragraph by two', () => {
    expect(styleXml('Normal')).toContain('<w:spacing w:val="-5"/>')
    expect(styleXml('OfficialBody')).toContain('w:firstLineChars="200"')
    expect(styleXml('OfficialBody')).toContain('<w:basedOn w:val="Normal"/>')
  })

  it('names the same faces in the theme', () => {
    const theme = textOf(getPart(pkg, '/word/theme/theme1.xml').bytes)
    expect(theme).toMatch(/<a:minorFont><a:latin typeface="仿宋_GB2312"[^>]*\/><a:ea typeface="仿宋_GB2312"/)
    expect(theme).toMatch(/<a:majorFont><a:latin typeface="黑体"[^>]*\/><a:ea typeface="黑体"/)
  })

  it('numbers odd and even pages at their outer edge', () => {
    expect(textOf(getPart(pkg, '/word/settings.xml').bytes)).toContain('<w:evenAndOddHeaders/>')
    const document = documentXml(pkg)
    expect(document).toMatch(/<w:footerReference w:type="default"/)
    expect(document).toMatch(/<w:footerReference w:type="even"/)
    for (const part of ['/word/footer1.xml', '/word/footer2.xml']) {
      const words = textOf(getPart(pkg, part).bytes)
      expect(words).toMatch(/— <\/w:t>.*PAGE.* —</)
      expect(words).toContain('版本码 K7Q2M-9XW4T')
    }
  })

  it('repeats the heads of its tables and never splits an ordinary row', () => {
    const tables = documentXml(pkg).split('<w:tbl>').slice(1)
    const heads = tables.map((table) => (table.match(/<w:tblHeader\/>/g) ?? []).length)
    expect(heads).toEqual([0, 1, 0, 0, 1])
    for (const table of tables) {
      expect(table.match(/<w:cantSplit\/>/g)?.length).toBe(table.match(/<w:tr>|<w:tr /g)?.length)
    }
  })

  it('keeps headings with their text and photos with their captions', () => {
    for (const id of ['OfficialLevel1', 'OfficialLevel2', 'OfficialLevel3', 'AttachmentTitle', 'Photo']) {
      expect(styleXml(id)).toContain('<w:keepNext/>')
    }
    expect(styleXml('Photo')).toContain('w:lineRule="auto"')
    const photos = documentXml(pkg).match(/<w:pStyle w:val="Photo"\/>/g) ?? []
    expect(documentXml(pkg).match(/<w:pStyle w:val="Caption"\/>/g)).toHaveLength(photos.length)
  })
})

describe('what a memo says', () => {
  it('has a signature marker in a run of its own for everyone who signs electronically, and a rule for paper', () => {
    const runs = [...documentXml(pkg).matchAll(/<w:r><w:t[^>]*>(⟦signature-line:\d+:192⟧)<\/w:t><\/w:r>/g)].map(
      ([, text]) => text,
    )
    expect(runs).toEqual([1, 2, 3].map((n) => signatureLineMarker(n, 192)))
    expect(plainText(pkg)).toContain('\n年　　月　　日\n（单位盖章）\n被检查单位负责人　陈堃\n')
  })

  it('has rules to sign on but no markers in a draft, a watermark, and no code', async () => {
    const draft = await readPackage(await renderMemo(marked({ draft: true })))
    expect(documentXml(draft)).not.toContain('⟦')
    expect(textOf(getPart(draft, '/word/header1.xml').bytes)).toMatch(/v:textpath[^>]*string="草稿"/)
    expect(textOf(getPart(draft, '/word/footer1.xml').bytes)).not.toContain('K7Q2M')
    expect(textOf(getPart(pkg, '/word/header1.xml').bytes)).not.toContain('草稿')
  })

  it('says 演练 above every page of an exercise', async () => {
    const drill = await readPackage(await renderMemo(marked({ drill: true })))
    for (const part of ['/word/header1.xml', '/word/header2.xml']) {
      expect(textOf(getPart(drill, part).bytes)).toContain('演练')
    }
  })

  it('keeps fact, rule and opinion apart, and names a rule of unknown validity without quoting it', () => {
    const text = plainText(pkg)
    expect(text).toContain('\n事实：2014年11月20日10时15分')
    expect(text).toContain('\n依据：《全国县级税务机关纳税服务规范》1.2.3：办税服务厅在工作时间内应当有人值守')
    expect(text).toContain('\n意见：违反了首问责任')
    expect(text).toContain('\n依据：《党政机关公务用车配备使用管理办法》（依据待核）。\n')
    expect(text).not.toContain('第九条')
    expect(text).not.toContain('不应印出的条文')
  })

  it('counts what it lists, by branch, and says nothing of what was left out', () => {
    expect(plainText(pkg)).toContain('\n本备忘录列问题12个，其中：行政管理5个、干部管理3个、税收执法3个、其他1个。\n')
    expect(plainText(pkg)).not.toContain('未列入')
  })

  it('prints text that looks like markup as text, and drops control characters', () => {
    expect(plainText(pkg)).toContain(
      '派车单登记与加油记录不一致 <script>alert("x")</script> & 另有 A < B 的情况；控制字符已被过滤。',
    )
  })

  it('says 未提供 where nobody recorded a value, and shows a voided number as a gap', () => {
    const text = plainText(pkg)
    expect(text).toContain('时间未提供\n设备未提供')
    expect(text).toContain('137-1440100-B005-09\n（已作废）\n—\n—')
    expect(text).toContain('9f86d081884c7d65\n9a2feaa0c55ad015\na3bf4f1b2b0b822c\nd15d6c15b0f00a08')
  })

  it('gives each photo its 图n with caption and evidence number', () => {
    const text = plainText(pkg)
    for (const figure of [1, 14]) expect(text).toMatch(new RegExp(`\n图${figure}　[^\n]+\n（证据137-1440100-B0`))
    expect(text).toContain('\n证据：137-1440100-B001-01（图1）；\n137-1440100-B001-09。\n')
  })

  const statements: readonly (readonly [Statement, string])[] = [
    [{ statementKind: '无意见' }, '四、被检查单位意见\n无意见。'],
    [{ statementKind: '有意见', statement: '请复核。\n另附材料。' }, '四、被检查单位意见\n请复核。\n另附材料。'],
    [
      { statementKind: '拒绝签署', statement: '理由：对事实有异议。见证人：甲、乙。' },
      '四、被检查单位意见\n被检查单位拒绝在本备忘录上签署意见。\n理由：对事实有异议。见证人：甲、乙。',
    ],
    [{ statementKind: '暗访未出示' }, '四、被检查单位意见\n本次检查为暗访，本备忘录未向被检查单位出示。'],
    [{ statementKind: '待填' }, '填写“无意见”。）'],
  ]
  it.each(statements)('always prints the unit’s opinion: %j', async (statement, expected) => {
    const rendered = await renderMemo({ ...brief, document: { ...brief.document, statement: null, ...statement } })
    expect(plainText(await readPackage(rendered))).toContain(expected)
  })

  it('says so when nothing was found, and then has no attachments', async () => {
    const empty = await readPackage(await renderMemo(brief))
    const text = plainText(empty)
    expect(text).toContain('本次检查未发现需要列入本备忘录的问题。')
    expect(text).not.toContain('附件')
  })

  it('names the one attachment without a number', async () => {
    const evidence = memo.evidence.map((piece) => ({ ...piece, picture: undefined }))
    const text = plainText(await readPackage(await renderMemo({ ...memo, evidence })))
    expect(text).toContain('\n附件：证据清单\n')
    expect(text).toMatch(/\n附件\n+证据清单\n/)
  })

  it.each([
    ['明察', ['陪同人员', '检查通知'], ['公开身份']],
    ['暗访', ['公开身份'], ['陪同人员', '检查通知']],
  ] as const)('tells of a %s visit what belongs to it', async (mode, there, absent) => {
    const text = plainText(await readPackage(await renderMemo({ ...brief, visit: { ...brief.visit, mode } })))
    for (const label of there) expect(text).toContain(`\n${label}\n`)
    for (const label of absent) expect(text).not.toContain(`\n${label}\n`)
    expect(text).toContain(`的${mode}检查备忘录`)
  })

  it('begins no line of the title with a bracket or 的', async () => {
    const unit = { name: '临江县国家税务局（××市演练）' }
    const text = plainText(await readPackage(await renderMemo({ ...brief, unit })))
    expect(text).toContain('关于对临江县国家税务局（××市演练）的\n明察检查备忘录\n')
  })

  it('names the leader first', async () => {
    const inspectors = memo.inspectors.toReversed()
    const text = plainText(await readPackage(await renderMemo({ ...brief, inspectors })))
    expect(text).toContain('\n瞿赟（组长）、𠮷田喆（组员）、李䶮（组员）、顔頔（组员）\n')
  })

  it('says that it is no statutory seal', () => expect(plainText(pkg)).toContain('不是法定电子印章'))
})

function textOf(part: Uint8Array): string {
  return new TextDecoder().decode(part)
}

function documentXml(from: OpcPackage): string {
  return textOf(getPart(from, '/word/document.xml').bytes)
}

/** The paragraphs' text, one to a line. */
function plainText(from: OpcPackage): string {
  return documentXml(from)
    .replaceAll(/<w:br\/>|<\/w:p>/g, '\n')
    .replaceAll(/<w:p\/>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

function styleXml(id: string): string {
  const styles = textOf(getPart(pkg, '/word/styles.xml').bytes)
  const style = styles.split('<w:style ').find((candidate) => candidate.includes(`w:styleId="${id}"`))
  if (style === undefined) throw new Error(`no style ${id}`)
  return style
}

/** Names and methods from the zip's own directory (APPNOTE 4.3.12), not from our reader. */
function centralDirectory(zip: Uint8Array): readonly { readonly name: string; readonly method: number }[] {
  const view = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)
  const entries: { name: string; method: number }[] = []
  let offset = view.readUInt32LE(view.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16)
  while (view.readUInt32LE(offset) === 0x02014b50) {
    const nameLength = view.readUInt16LE(offset + 28)
    entries.push({
      name: view.toString('utf8', offset + 46, offset + 46 + nameLength),
      method: view.readUInt16LE(offset + 10),
    })
    offset += 46 + nameLength + view.readUInt16LE(offset + 30) + view.readUInt16LE(offset + 32)
  }
  return entries
}

type Statement = Partial<Pick<MemoContent['document'], 'statementKind' | 'statement'>>

function marked(marks: Partial<MemoContent['marks']>): MemoContent {
  return { ...brief, marks: { ...brief.marks, ...marks } }
}

/** Sixty different files: equal ones would be stored once. */
async function largestPhotos(count: number) {
  const photos = await examplePictures()
  const [largest] = photos.toSorted((a, b) => b.jpeg.length - a.jpeg.length)
  if (!largest) throw new Error('no example photo')
  return Array.from({ length: count }, (_, index) => ({
    ...largest,
    jpeg: Buffer.concat([largest.jpeg, Buffer.alloc(printCopyBytes - largest.jpeg.length, index + 1)]),
  }))
}

function pythonHeadings(docx: Uint8Array): readonly string[] | undefined {
  const script = `import sys, docx
print('\\n'.join(p.text for p in docx.Document(sys.argv[1]).paragraphs if p.style.name == '公文一级标题'))`
  const python = ['python3', '/usr/bin/python3'].find(canImportDocx)
  if (python === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'memo-'))
  try {
    writeFileSync(join(folder, 'memo.docx'), docx)
    return execFileSync(python, ['-c', script, join(folder, 'memo.docx')], { encoding: 'utf8' })
      .trim()
      .split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function canImportDocx(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import docx'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
