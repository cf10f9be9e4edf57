import { Footer, Header, PageNumber, Paragraph, Tab, TextRun } from 'docx'
import { TextWatermark } from 'docx/watermarks'
import { codeMark } from '../../domain/versionCode.ts'
import { fonts } from './fonts.ts'
import { size } from './layout.ts'
import { runs } from './text.ts'

/** What every page carries: 内部资料 and 演练 above, 草稿 behind the text, and the version code beside the page number. */
export type PageMarks = {
  readonly internal: boolean
  readonly drill: boolean
  readonly draft: boolean
  readonly code: string
}

export function pageHeaders(marks: PageMarks): { readonly default: Header; readonly even: Header } {
  return { default: header(marks), even: header(marks) }
}

/** Page numbers stand at the outer edge: right on odd pages, left on even ones (GB/T 9704 §7.5). */
export function pageFooters(marks: PageMarks): { readonly default: Footer; readonly even: Footer } {
  const version = new TextRun({ text: versionText(marks), size: size.小五 })
  const tab = new TextRun({ children: [new Tab()] })
  return {
    default: footer('FooterOdd', [version, tab, pageNumber()]),
    even: footer('FooterEven', [pageNumber(), tab, version]),
  }
}

function versionText({ draft, code }: PageMarks): string {
  return draft ? '草稿，尚未定稿' : codeMark(code)
}

function header({ internal, drill, draft }: PageMarks): Header {
  const watermark = draft
    ? [new TextWatermark({ text: '草稿', font: fonts.hei, color: 'C0C0C0', width: 360, height: 180 })]
    : []
  const warning = drill ? runs(['演练　仅供演练使用，不作为正式文书'], 'PageHeader') : []
  return new Header({
    children: [
      ...(internal
        ? [new Paragraph({ style: 'InternalMark', children: runs(['内部资料　注意保存'], 'InternalMark') })]
        : []),
      new Paragraph({ style: 'PageHeader', children: [...watermark, ...warning] }),
    ],
  })
}

function footer(style: 'FooterOdd' | 'FooterEven', children: readonly TextRun[]): Footer {
  return new Footer({ children: [new Paragraph({ style, children })] })
}

/** An em dash on both sides, half-width digits. */
function pageNumber(): TextRun {
  return new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })
}
