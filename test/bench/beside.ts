import { type Figure, type Measured, say } from './figure.ts'
import { median } from './timing.ts'
import type { BenchResult } from './table.ts'

/** One bench, run once, of this checkout or of another. */
export type RunBench = (name: string) => Promise<BenchResult>

/**
 * The same bench of two checkouts in turn, so that a busy machine slows both (decisions.md 76). A figure of this one with its
 * median of all rounds, beside the other's; worse is more than 1.1 times as bad and more than three times the spread.
 */
export async function inTurnBeside(
  name: string,
  rounds: number,
  { ours, theirs }: { readonly ours: RunBench; readonly theirs: RunBench },
): Promise<BenchResult> {
  const own: BenchResult[] = []
  const other: BenchResult[] = []
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`)
    other.push(await theirs(name))
    own.push(await ours(name))
  }
  const failure = [...own, ...other].find((result) => result.failure !== undefined)?.failure
  const first = own[0]?.figures ?? []
  const figures = first.map((figure) => beside(figure, valuesOf(own, figure), valuesOf(other, figure)))
  return failure === undefined ? { name, figures } : { name, figures, failure }
}

function valuesOf(results: readonly BenchResult[], { what }: Figure): readonly number[] {
  return results.flatMap(({ figures }) =>
    figures.flatMap((figure) => (figure.what === what && 'measured' in figure ? [figure.measured] : [])),
  )
}

function beside(figure: Figure, own: readonly number[], other: readonly number[]): Figure {
  if ('leftOut' in figure || own.length === 0) return figure
  const measured = median(own)
  if (other.length === 0) return { ...figure, measured, numbers: 'the other checkout does not measure it' }
  return {
    ...figure,
    measured,
    numbers: `${verdict(figure, own, other)}: ${round(median(other))} ${figure.unit} there, ${figure.numbers}`,
  }
}

function verdict({ limit, unit }: Measured, own: readonly number[], other: readonly number[]): string {
  const moreIsBetter = unit === 'per s' || (limit !== undefined && 'least' in limit)
  const [here, there] = [median(own), median(other)]
  const worse = moreIsBetter ? there / here : here / there
  const spread = Math.max(spreadOf(own), spreadOf(other))
  if (worse > 1.1 && Math.abs(here - there) > 3 * spread) return `WORSE, ${round(worse)} times`
  return `${round(worse)} times, not worse`
}

/** Half of what lies between the quartiles: one slow round does not widen it. */
function spreadOf(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b)
  const at = (share: number) => ordered[Math.floor((ordered.length - 1) * share)] ?? 0
  return (at(0.75) - at(0.25)) / 2
}

function round(value: number): string {
  return value.toPrecision(3)
}
