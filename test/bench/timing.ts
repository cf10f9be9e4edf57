/** Milliseconds of wall time that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** `share` from 0 to 1; of an even number of values the upper one of the two in the middle. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b)
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? Number.NaN
}

export type Sides = { readonly ours: number; readonly bare: number; readonly ratio: number }

/**
 * Runs both sides in turn, `rounds` times: a busy neighbour slows both. Milliseconds a round, medians; the ratio is the
 * median of the ratios of the rounds. The first round is not counted.
 */
export async function inTurn(
  rounds: number,
  side: {
    readonly ours: (round: number) => Promise<number>
    readonly bare: (round: number) => Promise<number>
  },
): Promise<Sides> {
  const pairs: { readonly ours: number; readonly bare: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await side.ours(round)
    const bare = await side.bare(round)
    if (round > 0) pairs.push({ ours, bare })
  }
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    bare: median(pairs.map((pair) => pair.bare)),
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
  }
}

/** The most memory this process has had, in MB of 1,000,000 bytes. */
export function peakMemory(): number {
  return (process.resourceUsage().maxRSS * 1024) / 1e6
}

export function milliseconds(value: number): string {
  return value < 10
    ? `${value.toFixed(2)} ms`
    : value < 1000
      ? `${Math.round(value)} ms`
      : `${(value / 1000).toFixed(2)} s`
}
