import { codeText } from '../contract/document/versionCode.ts'

/** The version's code, as the footer shows it: 50 bits of SHA-256(printed.json), base32 (RFC 4648 §6). */
export function versionCode(printedSha256: Uint8Array): string {
  if (printedSha256.length !== 32) throw new Error('a SHA-256 has 32 bytes')
  const bits = [...printedSha256.subarray(0, 7)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: 10 }, (_, at) => base32[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
}

/** The code as every footer shows it. */
export function codeMark(code: string): string {
  return `版本码 ${codeText(code)}`
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
