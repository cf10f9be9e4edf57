import { sha256, randomBytes } from '../../electron/crypto/hash.ts'

/**
 * How far the tests of faults go: `MINGCHA_LONG=1` runs them to their full numbers (about a quarter of an hour), otherwise a part
 * that fits into `npm test`. `MINGCHA_SEED` repeats the draws of an earlier run; which moment of the work a kill hits is
 * then still the machine's affair.
 */
export const isLong = process.env['MINGCHA_LONG'] === '1'

export function extent(short: number, long: number): number {
  return isLong ? long : short
}

export type Draw = {
  readonly seed: string
  /** A whole number from 0 up to, not including, `most`; each call gives the next one. */
  readonly below: (most: number) => number
}

/** Draws that the printed seed repeats. */
export function drawing(what: string): Draw {
  const seed = process.env['MINGCHA_SEED'] ?? randomBytes(6).toString('hex')
  process.stderr.write(`${what}: seed ${seed}\n`)
  let calls = 0
  return {
    seed,
    below: (most) => {
      calls += 1
      return sha256(`${seed} ${what} ${calls}`).readUIntBE(0, 6) % most
    },
  }
}

/** What a run counted, told beside the test's result. */
export function tell(what: string, counts: Readonly<Record<string, number | string>>): void {
  const told = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  process.stderr.write(`${what}: ${told.join(', ')}\n`)
}
