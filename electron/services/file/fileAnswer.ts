import type { Readable } from 'node:stream'
import { fileContentSecurityPolicy } from './answerHeaders.ts'
import { byteRange } from './byteRange.ts'
import { contentDisposition } from './contentDisposition.ts'
import type { OfferedFile } from './downloadTicket.ts'

/** What `GET /file/‹ticket›` is answered with, on every host (decisions.md 30). No body where there are no bytes to send. */
export type FileAnswer = {
  readonly status: 200 | 206 | 416
  readonly headers: Readonly<Record<string, string>>
  readonly open?: () => Promise<Readable>
}

/** Shown in the page; everything else is saved. */
const shownTypes = /^(image\/(jpeg|png|webp|gif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

/** The whole file or the one range that was asked for (RFC 9110 §14). */
export function answerFile(file: OfferedFile, range: string | undefined): FileAnswer {
  const { name, mediaType, size } = file
  const always = {
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'content-disposition': contentDisposition(shownTypes.test(mediaType) ? 'inline' : 'attachment', name),
    'content-security-policy': fileContentSecurityPolicy,
  }
  const asked = byteRange(range, size)
  if (asked === 'unsatisfiable') return { status: 416, headers: { ...always, 'content-range': `bytes */${size}` } }
  const typed = { ...always, 'content-type': mediaType }
  if (size === 0) return { status: 200, headers: typed }
  const { start, end } = asked === 'whole' ? { start: 0, end: size - 1 } : asked
  const headers = { ...typed, 'content-length': String(end - start + 1) }
  const open = () => file.open(start, end)
  if (asked === 'whole') return { status: 200, headers, open }
  return { status: 206, headers: { ...headers, 'content-range': `bytes ${start}-${end}/${size}` }, open }
}
