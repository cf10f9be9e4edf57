import { Document, Packer, type ISectionOptions, type Paragraph, type Table } from 'docx'
import { finishDocument } from './finish.ts'
import { themeFonts } from './fonts.ts'
import { page } from './layout.ts'
import type { Pictures } from './pictures.ts'
import { pageFooters, pageHeaders, type PageMarks } from './pageMarks.ts'
import { oneLine } from './text.ts'

export type Block = Paragraph | Table

/** One official document: what stands on its pages and what is marked on every one of them. */
export type OfficialDocument = {
  readonly title: string
  readonly author: string
  /** `YYYY-MM-DD`; also the date in the file's properties, so that equal input gives equal bytes. */
  readonly date: string
  readonly marks: PageMarks
  readonly blocks: readonly Block[]
  /** Those that the blocks draw, by what stands for them there. */
  readonly pictures?: Pictures
}

/** A4 portrait .docx after GB/T 9704-2012; the same input gives the same bytes. */
export async function renderOfficialDocument(official: OfficialDocument): Promise<Uint8Array> {
  const document = new Document({
    title: oneLine(official.title),
    creator: oneLine(official.author),
    lastModifiedBy: oneLine(official.author),
    theme: { name: '公文', fonts: themeFonts },
    evenAndOddHeaderAndFooters: true,
    sections: [section(official)],
  })
  return finishDocument(await Packer.toBuffer(document), official.date, official.pictures ?? new Map())
}

function section({ marks, blocks }: OfficialDocument): ISectionOptions {
  return {
    properties: {
      page: {
        size: { width: page.width, height: page.height },
        margin: {
          top: page.top,
          bottom: page.bottom,
          left: page.left,
          right: page.right,
          header: page.header,
          footer: page.footer,
          gutter: 0,
        },
      },
    },
    headers: pageHeaders(marks),
    footers: pageFooters(marks),
    children: blocks,
  }
}
