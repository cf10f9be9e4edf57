/**
 * How a text is taken in, said once for forms, host and papers (decisions.md, Growth: text). Its length is counted in UTF-16
 * code units: the first schema counts so, and a replica of it would refuse what another count lets through.
 */
export function textTooLong(text: string, max: number): string | undefined {
  const over = text.length - max
  return over > 0 ? `不能超过 ${max} 个字符，现在超出 ${over} 个` : undefined
}

/** Shift+Enter of Word (U+000B), a new page, NEL, the separators of Unicode, CR and CRLF are line breaks like LF: words never join. */
export function withLineBreaks(text: string): string {
  return text.replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
}

/** For a field of one line: a blank stands where a line, or a cell of a table, ended. */
export function onOneLine(text: string): string {
  return withLineBreaks(text)
    .replaceAll(/[ \t]*[\t\n][ \t\n]*/g, ' ')
    .trim()
}
