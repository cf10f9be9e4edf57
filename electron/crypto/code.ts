import { sha256 } from './hash.ts'

/** Twelve digits that two people compare over the telephone: `1234 5678 9012`, from the SHA-256 of the text. */
export function comparisonCode(text: string): string {
  const digits = (sha256(text).readBigUInt64BE() % 10n ** 12n).toString().padStart(12, '0')
  return digits.replace(/(\d{4})(?=\d)/gu, '$1 ')
}

/** Whether two typed codes are the same, whatever the spaces and widths of the digits. */
export function sameCode(a: string, b: string): boolean {
  const digits = onlyDigits(a)
  return /^\d{12}$/u.test(digits) && digits === onlyDigits(b)
}

/** NFKC turns ０-９ into 0-9; people group with spaces and hyphens of many kinds. */
function onlyDigits(code: string): string {
  return code.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '')
}
