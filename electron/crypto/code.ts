import { scrypt, type ScryptOptions } from 'node:crypto'
import { promisify } from 'node:util'
import type { ScryptCost } from './passwordBox.ts'

/**
 * What one code costs, about half a second: part of the format, so that both sides see the same digits. Twelve digits are
 * 40 bits; whoever wants another file with the same ones pays this for each of his tries.
 */
export const codeCost: ScryptCost = { n: 2 ** 17, r: 8, p: 1 }

/** Twelve digits that two people compare over the telephone: `1234 5678 9012`, from the scrypt of the text. */
export async function comparisonCode(text: string, { n, r, p }: ScryptCost = codeCost): Promise<string> {
  // Twice what scrypt takes: its own limit counts more than the 128 · n · r bytes.
  const key = await derive(text, formatSalt, 8, { N: n, r, p, maxmem: 256 * n * r })
  const digits = (key.readBigUInt64BE() % 10n ** 12n).toString().padStart(12, '0')
  return digits.replace(/(\d{4})(?=\d)/gu, '$1 ')
}

/** Whether two typed codes are the same, whatever the spaces and widths of the digits. */
export function sameCode(a: string, b: string): boolean {
  const digits = onlyDigits(a)
  return /^\d{12}$/u.test(digits) && digits === onlyDigits(b)
}

const formatSalt = 'mingcha-code/1'
const derive = promisify<string, string, number, ScryptOptions, Buffer>(scrypt)

/** NFKC turns ０-９ into 0-9; people group with spaces and hyphens of many kinds. */
function onlyDigits(code: string): string {
  return code.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '')
}
