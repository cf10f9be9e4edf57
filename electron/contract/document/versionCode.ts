/** The code as it is read out and typed: K7Q2M-9XW4T. */
export function codeText(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`
}
