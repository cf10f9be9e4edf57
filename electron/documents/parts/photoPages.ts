import { ImageRun, Paragraph } from 'docx'
import { paragraph } from '../engine/elements.ts'
import type { Block } from '../engine/officialDocument.ts'
import type { NumberedPhoto } from './photoNumber.ts'
import { oneLine } from '../engine/text.ts'

/** Two photos to a page, each above its caption and never parted from it. */
export function photoPages(photos: readonly NumberedPhoto[]): readonly Block[] {
  const pairs = Array.from({ length: Math.ceil(photos.length / 2) }, (_, index) =>
    photos.slice(2 * index, 2 * index + 2),
  )
  return pairs.flatMap((pair, index) => {
    const limit = photoHeightMm(pair, index === 0)
    return pair.flatMap((numbered) => [picture(numbered, limit), caption(numbered)])
  })
}

const pageMm = { width: 156, height: 225 } as const
/** 附件n, a blank line, the title and a blank line, at 10.2 mm each. */
const headMm = 41
const captionMm = { line: 360 / 56.7, around: 300 / 56.7 + 1 } as const
const pixelsPerMm = 96 / 25.4

/** What two photos may measure so that both stand on the page with their captions. */
function photoHeightMm(pair: readonly NumberedPhoto[], first: boolean): number {
  const captions = pair.reduce((sum, numbered) => sum + captionLines(numbered) * captionMm.line + captionMm.around, 0)
  const alone = pair.length === 1 ? captionMm.line * 2 + captionMm.around : 0
  return Math.max(50, (pageMm.height - (first ? headMm : 0) - captions - alone) / 2 - 0.5)
}

/** 小四 writes 36 characters on a line; a little fewer, because words in Latin letters break late. The number has its own. */
function captionLines(photo: NumberedPhoto): number {
  const text = captionText(photo)
  const width = Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x80 ? 0.5 : 1), 0)
  return Math.ceil(width / 34) + 1
}

function picture(photo: NumberedPhoto, limitMm: number): Block {
  const figure = `图${photo.figure}`
  const scale = Math.min(pageMm.width / photo.width, limitMm / photo.height)
  const image = new ImageRun({
    type: 'jpg',
    data: photo.jpeg,
    transformation: {
      width: Math.round(photo.width * scale * pixelsPerMm),
      height: Math.round(photo.height * scale * pixelsPerMm),
    },
    // Ids of drawings are counted for the whole process by default; the same paper must give the same bytes.
    altText: { id: String(photo.figure), name: figure, description: oneLine(photo.caption), title: figure },
  })
  return new Paragraph({ style: 'Photo', children: [image] })
}

function caption(photo: NumberedPhoto): Block {
  return paragraph('Caption', captionText(photo), { text: `（证据${photo.number}）`, newLine: true })
}

function captionText({ figure, caption: words }: NumberedPhoto): string {
  return `图${figure}　${oneLine(words)}`
}
