/** One measured figure of a bench, or why it was left out. */
export type Figure = Measured | LeftOut

export type Measured = {
  readonly what: string
  readonly measured: number
  /** `×` for a ratio, otherwise a unit. */
  readonly unit: '×' | 'MB' | 'ms' | 's' | 'per s' | 'KB'
  /** At most, or at least, this much; without a limit it is told for information. */
  readonly limit?: { readonly most: number } | { readonly least: number }
  /** The absolute numbers behind it, in words. */
  readonly numbers: string
}

/** `leftOut`: what was missing on this machine. Nothing is told as measured that this run did not measure. */
export type LeftOut = { readonly what: string; readonly leftOut: string }

/** Hands a figure to `npm run bench`, which prints the table; a bench that runs alone prints it itself. */
export function tell(figure: Figure): void {
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(figure)}\n`)
  else process.send(figure)
}

/** What the bench is doing, for whoever waits. */
export function say(words: string): void {
  process.stderr.write(`  ${words}\n`)
}

export function isFigure(message: unknown): message is Figure {
  return typeof message === 'object' && message !== null && 'what' in message
}
