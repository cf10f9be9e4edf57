/** Content-Disposition with a name in any script: RFC 6266 with the encoding of RFC 8187, and a plain fallback before it. */
export function contentDisposition(kind: 'inline' | 'attachment', fileName: string): string {
  const name = fileName.toWellFormed().replace(/\p{Cc}/gu, '_')
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  return `${kind}; filename="${plain}"; filename*=UTF-8''${percentEncoded(name)}`
}

/** encodeURIComponent leaves ' ( ) * as they are; RFC 8187 §3.2.1 does not allow them. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
