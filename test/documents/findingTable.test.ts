import { describe, expect, it } from 'vitest'
import { renderFindingTable, type FindingTableRow } from '../../electron/documents/tables/findingTable.ts'
import { getPart, readPackage } from '../../electron/opc/package.ts'

const row: FindingTableRow = {
  number: 'B-001',
  unit: '××县国家税务局',
  visitedOn: '2014-11-20',
  mode: '明察',
  branch: '行政管理',
  riskPoint: 'XZ-01 窗口无人值守',
  fact: '第一段\r\n第二段 <script> & "引号"',
  rule: '《全国县级税务机关纳税服务规范》1.2.3',
  opinion: '提醒谈话',
  severity: '一般',
  rectificationType: '立行立改',
  rectifyBy: undefined,
  evidenceCount: 3,
  memo: undefined,
  signatures: '已签2人，共3人',
  receivedAt: '2014-11-22T07:20:00.000Z',
}

describe('renderFindingTable', () => {
  it('has one sheet 问题 with the sixteen columns of the list, its head frozen', async () => {
    const { sheet, workbook, cells } = await open([row])
    expect(workbook).toMatch(/<sheet [^>]*name="问题"/)
    expect(workbook.match(/<sheet /g)).toHaveLength(1)
    expect(cells[0]).toEqual([
      '编号',
      '单位',
      '检查日期',
      '方式',
      '风险分支',
      '风险点',
      '事实',
      '依据',
      '意见',
      '程度',
      '整改类别',
      '时限',
      '证据数',
      '备忘录',
      '签名情况',
      '总部收到时间',
    ])
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/)
    expect(sheet).toMatch(/orientation="landscape"/)
  })

  it('writes a row as shown, times in Beijing, what is missing as nothing', async () => {
    const { cells } = await open([row])
    expect(cells[1]).toEqual([
      'B-001',
      '××县国家税务局',
      '2014-11-20',
      '明察',
      '行政管理',
      'XZ-01 窗口无人值守',
      '第一段\n第二段 <script> & "引号"',
      '《全国县级税务机关纳税服务规范》1.2.3',
      '提醒谈话',
      '一般',
      '立行立改',
      '',
      '3',
      '',
      '已签2人，共3人',
      '2014年11月22日15时20分',
    ])
  })

  it.each(['=HYPERLINK("http://x","点")', '+1+1', '-2+3', '@SUM(A1)', '\t=1+1', '＝1'])(
    'keeps %j as text, now and after someone edits the cell',
    async (text) => {
      const { sheet, styles, cells } = await open([{ ...row, fact: text }])
      expect(sheet).not.toContain('<f')
      expect(cells[1]?.[6]).toBe(text.trim())
      const style = Number(/<c r="G2" s="(\d+)" t="s">/.exec(sheet)?.[1])
      const format = /numFmtId="(\d+)"/.exec(styles.split('<cellXfs')[1]?.split('<xf ')[style + 1] ?? '')?.[1]
      expect(styles).toContain(`<numFmt numFmtId="${format}" formatCode="@"/>`)
    },
  )

  it('drops control characters, which a spreadsheet would refuse to open', async () => {
    const { cells } = await open([{ ...row, opinion: '警\u0000告\u0007' }])
    expect(cells[1]?.[8]).toBe('警告')
  })

  it('makes the same bytes of the same rows', async () => {
    expect(await renderFindingTable([row])).toEqual(await renderFindingTable([structuredClone(row)]))
  })

  it('writes the head alone where nothing was found, and a thousand rows', async () => {
    expect((await open([])).cells).toHaveLength(1)
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...row, number: `B-${index}` }))
    const { cells } = await open(many)
    expect(cells).toHaveLength(1001)
    expect(cells[1000]?.[0]).toBe('B-999')
  })
})

async function open(rows: readonly FindingTableRow[]) {
  const pkg = await readPackage(await renderFindingTable(rows))
  const part = (name: string) => new TextDecoder().decode(getPart(pkg, name).bytes)
  const sheet = part('/xl/worksheets/sheet1.xml')
  const strings = [...part('/xl/sharedStrings.xml').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map(([, text]) =>
    unescaped(text ?? ''),
  )
  const cells = [...sheet.matchAll(/<row .*?<\/row>/g)].map(([xml]) =>
    [...xml.matchAll(/<c r="[A-Z]+\d+"([^>]*?)(?:\/>|>(?:<v>([^<]*)<\/v>)?<\/c>)/g)].map(([, look = '', value = '']) =>
      look.includes('t="s"') ? (strings[Number(value)] ?? '') : value,
    ),
  )
  return { sheet, workbook: part('/xl/workbook.xml'), styles: part('/xl/styles.xml'), cells }
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
