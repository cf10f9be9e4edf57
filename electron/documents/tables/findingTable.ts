import writeXlsxFile, { type Cell, type Row } from 'write-excel-file/node'
import { readPackage, writePackage } from '../../opc/package.ts'
import { withTidyRelationships } from '../../opc/relationship.ts'
import { beijingTime } from '../../domain/wording/chineseDate.ts'
import { paragraphsOf } from '../engine/text.ts'

/** One line of the 问题清单; texts as shown on the screen, dates `YYYY-MM-DD`, `receivedAt` ISO 8601 UTC. */
export type FindingTableRow = {
  readonly number: string
  readonly unit: string
  readonly visitedOn: string
  readonly mode: string
  readonly branch: string
  readonly riskPoint: string
  readonly fact: string
  readonly rule: string
  readonly opinion: string
  readonly severity: string
  readonly rectificationType: string
  readonly rectifyBy: string | undefined
  readonly evidenceCount: number
  readonly memo: string | undefined
  readonly signatures: string
  readonly receivedAt: string | undefined
}

/** The 问题清单 as .xlsx, one sheet 问题 with a frozen head; the same rows give the same bytes. */
export async function renderFindingTable(rows: readonly FindingTableRow[]): Promise<Uint8Array> {
  const head = columns.map(({ label }) => headCell(label))
  const body = rows.map((row): Row => columns.map(({ value, centred }) => bodyCell(value(row), centred ?? false)))
  const bytes = await writeXlsxFile(
    [head, ...body],
    {
      sheet: '问题',
      orientation: 'landscape',
      stickyRowsCount: 1,
      stickyColumnsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
    },
    { fontFamily: '宋体', fontSize: 10.5 },
  ).toBuffer()
  return writePackage(withTidyRelationships(await readPackage(bytes)))
}

type Column = {
  readonly label: string
  /** Characters. */
  readonly width: number
  readonly value: (row: FindingTableRow) => string | number
  readonly centred?: boolean
}

const columns: readonly Column[] = [
  { label: '编号', width: 11, value: (row) => row.number, centred: true },
  { label: '单位', width: 26, value: (row) => row.unit },
  { label: '检查日期', width: 12, value: (row) => row.visitedOn, centred: true },
  { label: '方式', width: 7, value: (row) => row.mode, centred: true },
  { label: '风险分支', width: 11, value: (row) => row.branch, centred: true },
  { label: '风险点', width: 22, value: (row) => row.riskPoint },
  { label: '事实', width: 60, value: (row) => row.fact },
  { label: '依据', width: 36, value: (row) => row.rule },
  { label: '意见', width: 36, value: (row) => row.opinion },
  { label: '程度', width: 9, value: (row) => row.severity, centred: true },
  { label: '整改类别', width: 11, value: (row) => row.rectificationType, centred: true },
  { label: '时限', width: 12, value: (row) => row.rectifyBy ?? '', centred: true },
  { label: '证据数', width: 8, value: (row) => row.evidenceCount, centred: true },
  { label: '备忘录', width: 26, value: (row) => row.memo ?? '' },
  { label: '签名情况', width: 16, value: (row) => row.signatures },
  {
    label: '总部收到时间',
    width: 26,
    value: (row) => (row.receivedAt === undefined ? '' : beijingTime(row.receivedAt)),
    centred: true,
  },
]

const ruled = { borderStyle: 'thin', borderColor: '#808080', alignVertical: 'center', wrap: true } as const

function headCell(label: string): Cell {
  return {
    ...ruled,
    value: label,
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#E4E7EA',
    align: 'center',
    height: 28,
  }
}

/**
 * Text stays text: a string cell in the format `@` is no formula, not even after someone edits it, whatever it begins with.
 */
function bodyCell(value: string | number, centred: boolean): Cell {
  const place = { ...ruled, align: centred ? 'center' : 'left' } as const
  return typeof value === 'number'
    ? { ...place, value, type: Number }
    : { ...place, value: paragraphsOf(value).join('\n'), type: String, format: '@' }
}
