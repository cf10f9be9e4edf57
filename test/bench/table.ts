import type { Figure, Measured } from './figure.ts'

export type BenchResult = { readonly name: string; readonly figures: readonly Figure[]; readonly failure?: string }

/** The figures as a table for a terminal: limit, measured, how far from the limit, the numbers behind it. */
export function tableOf(results: readonly BenchResult[]): string {
  const lines = results.flatMap(({ name, figures, failure }) => [
    [name],
    ...figures.map(rowOf),
    ...(failure === undefined ? [] : [['', `failed: ${failure}`]]),
  ])
  const heads = ['', 'figure', 'limit', 'measured', 'distance', 'numbers']
  const rows = [heads, ...lines]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => (row.length > 2 ? width(row[column]) : 0)), 1))
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function rowOf(figure: Figure): readonly string[] {
  if ('leftOut' in figure) return ['', figure.what, '—', 'left out', '—', figure.leftOut]
  const { what, measured, unit, numbers } = figure
  return ['', what, limitText(figure), `${amount(measured)} ${unit}`, distance(figure), numbers]
}

function limitText({ limit, unit }: Measured): string {
  if (limit === undefined) return '—'
  return 'most' in limit ? `≤ ${amount(limit.most)} ${unit}` : `≥ ${amount(limit.least)} ${unit}`
}

/** How much of the limit is left, or by how much it is missed. */
function distance({ limit, measured }: Measured): string {
  if (limit === undefined) return '—'
  const used = 'most' in limit ? measured / limit.most : limit.least / measured
  return used <= 1 ? `within, ${Math.round(used * 100)} % of it` : `MISSED, ${used.toFixed(2)} times it`
}

function amount(value: number): string {
  return value >= 100
    ? String(Math.round(value))
    : value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3).replace(/\.?0+$/, '')
}

/** Chinese characters take two columns of a terminal. */
function width(text = ''): number {
  return [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}
