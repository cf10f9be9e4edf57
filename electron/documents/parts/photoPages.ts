import { ImageRun, Paragraph, TextRun, type ParagraphChild } from 'docx'
import { paragraph } from '../engine/elements.ts'
import type { Block } from '../engine/officialDocument.ts'
import { standInFor } from '../engine/pictures.ts'
import { oneLine } from '../engine/text.ts'
import { widthOf } from '../engine/words.ts'
import type { NumberedPhoto } from './photoNumber.ts'
import { fitted, pageMm, partsOf, shapeOf, type Drawn } from './photoSize.ts'

/** Two photos to a page, or one that is tall, each above its caption and never parted from it; a long one in parts. */
export function photoPages(photos: readonly NumberedPhoto[]): readonly Block[] {
  return pagesOf(photos).flatMap((onPage, index) => {
    const room = photoHeightMm(onPage, index === 0)
    return onPage.flatMap((photo) =>
      shapeOf(photo) === 'parts'
        ? inParts(photo, room)
        : whole(photo, fitted(photo, { width: pageMm.width, height: room })),
    )
  })
}

/** In the order of their numbers: pairs, and alone what needs a page of its own. */
function pagesOf(photos: readonly NumberedPhoto[]): readonly (readonly NumberedPhoto[])[] {
  const pages: NumberedPhoto[][] = []
  for (const photo of photos) {
    const last = pages.at(-1)
    const shares = last?.length === 1 && last.every((one) => shapeOf(one) === 'half') && shapeOf(photo) === 'half'
    if (shares) last.push(photo)
    else pages.push([photo])
  }
  return pages
}

/** 附件n, a blank line, the title and a blank line, at 10.2 mm each. */
const headMm = 41
const captionMm = { line: 360 / 56.7, around: 300 / 56.7 + 1 } as const
const pixelsPerMm = 96 / 25.4

/** What the photos of a page may measure so that they stand on it with their captions. */
function photoHeightMm(photos: readonly NumberedPhoto[], first: boolean): number {
  const captions = photos.reduce((sum, photo) => sum + captionLines(photo) * captionMm.line + captionMm.around, 0)
  const room = pageMm.height - (first ? headMm : 0) - captions
  const [only] = photos
  if (photos.length === 1 && only !== undefined && shapeOf(only) !== 'half') return Math.max(50, room - 2)
  const alone = photos.length === 1 ? captionMm.line * 2 + captionMm.around : 0
  return Math.max(50, (room - alone) / 2 - 0.5)
}

/** 小四 writes 36 characters on a line; a little fewer, because words in Latin letters break late. The number has its own. */
function captionLines(photo: NumberedPhoto): number {
  const more = shapeOf(photo) === 'parts' ? partWords : 0
  return Math.ceil((widthOf(captionText(photo)) + more) / 34) + 1
}

/** Room for （第1—2部分，共4部分） in a caption. */
const partWords = 14

function whole(photo: NumberedPhoto, size: Drawn): readonly Block[] {
  return [new Paragraph({ style: 'Photo', children: [drawing(photo, size, 0)] }), caption(photo)]
}

/** A row of parts to a page, and under each the caption that says which they are. */
function inParts(photo: NumberedPhoto, roomMm: number): readonly Block[] {
  const parts = partsOf(photo, roomMm)
  const isTall = photo.height >= photo.width
  const rows = Array.from({ length: Math.ceil(parts.length / perPage(isTall)) }, (_, index) => {
    const first = index * perPage(isTall)
    return { first, parts: parts.slice(first, first + perPage(isTall)) }
  })
  return rows.flatMap(({ first, parts: those }) => {
    const drawn = those.map((part, index) => drawing(photo, part, first + index))
    const last = first + those.length
    const which = those.length === 1 ? `第${last}部分` : `第${first + 1}—${last}部分`
    return [...(isTall ? [beside(drawn)] : below(drawn)), caption(photo, `（${which}，共${parts.length}部分）`)]
  })
}

function perPage(isTall: boolean): number {
  return isTall ? 2 : 4
}

function beside(drawn: readonly ImageRun[]): Paragraph {
  const children = drawn.flatMap<ParagraphChild>((one, index) => (index === 0 ? [one] : [new TextRun('　'), one]))
  return new Paragraph({ style: 'Photo', children })
}

function below(drawn: readonly ImageRun[]): readonly Paragraph[] {
  return drawn.map((one) => new Paragraph({ style: 'Photo', children: [one] }))
}

function drawing(photo: NumberedPhoto, { width, height, crop }: Drawn, part: number): ImageRun {
  const figure = `图${photo.figure}`
  return new ImageRun({
    type: 'jpg',
    data: standInFor(photo.jpeg),
    transformation: { width: Math.round(width * pixelsPerMm), height: Math.round(height * pixelsPerMm) },
    ...(crop === undefined ? {} : { crop }),
    // Ids of drawings are counted for the whole process by default; the same paper must give the same bytes.
    altText: {
      id: String(photo.figure + part * 100_000),
      name: figure,
      description: oneLine(photo.caption),
      title: figure,
    },
  })
}

function caption(photo: NumberedPhoto, part = ''): Block {
  return paragraph('Caption', `${captionText(photo)}${part}`, { text: `（证据${photo.number}）`, newLine: true })
}

function captionText({ figure, caption: words }: NumberedPhoto): string {
  return `图${figure}　${oneLine(words)}`
}
