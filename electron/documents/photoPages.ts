import { ImageRun, Paragraph } from 'docx'
import { paragraph } from './elements.ts'
import type { Block } from './officialDocument.ts'
import type { NumberedPhoto } from './photoNumber.ts'
import { oneLine } from './text.ts'

/** Two photos to a page, each above its caption and never parted from it. */
export function photoPages(photos: readonly NumberedPhoto[]): readonly Block[] {
  return photos.flatMap((numbered, index) => [picture(numbered, index), caption(numbered)])
}

/** The attachment's first page has its label and title above; the pages after it are free. */
const heightMm = { first: 78, following: 93 } as const
const widthMm = 156
const pixelsPerMm = 96 / 25.4

function picture({ figure, photo }: NumberedPhoto, index: number): Block {
  const limit = index < 2 ? heightMm.first : heightMm.following
  const scale = Math.min(widthMm / photo.width, limit / photo.height)
  const image = new ImageRun({
    type: 'jpg',
    data: photo.jpeg,
    transformation: {
      width: Math.round(photo.width * scale * pixelsPerMm),
      height: Math.round(photo.height * scale * pixelsPerMm),
    },
    // Ids of drawings are counted for the whole process by default; the same memo must give the same bytes.
    altText: { id: String(figure), name: `图${figure}`, description: oneLine(photo.caption), title: `图${figure}` },
  })
  return new Paragraph({ style: 'Photo', children: [image] })
}

function caption({ figure, finding, photo }: NumberedPhoto): Block {
  return paragraph('Caption', `图${figure}　${oneLine(photo.caption)}（问题${finding}，证据${photo.number}）`)
}
