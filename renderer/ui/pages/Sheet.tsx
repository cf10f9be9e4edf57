import type { Ref } from 'react'
import type { DocxDocument, SheetMeasures } from './docxDocument.ts'
import { BlockView } from './BlockView.tsx'

/** Between two columns of the text; wide enough that nothing of the next page is ever seen. */
export const columnGap = 60

export type SheetProps = {
  readonly docx: DocxDocument
  /** From 1. */
  readonly number: number
  readonly total: number
  /** A sheet out of sight keeps its place and is not drawn. */
  readonly drawn: boolean
  readonly flow?: Ref<HTMLDivElement>
}

/**
 * One sheet of A4. The browser itself breaks the text into columns of one page each, with the document's own rules (keep
 * with next, rows whole, heads repeated); each sheet shows its column. The first holds the text for a screen reader, so
 * that nobody hears it once per page.
 */
export function Sheet({ docx, number, total, drawn, flow }: SheetProps) {
  const { sheet, headers, footers, watermark, blocks } = docx
  const side = number % 2 === 1 ? 'odd' : 'even'
  return (
    <section
      className="docx-sheet"
      aria-label={`第 ${number} 页，共 ${total} 页`}
      style={{ width: sheet.width, height: sheet.height }}
    >
      {drawn && (
        <>
          {watermark !== undefined && <div className="docx-watermark">{watermark}</div>}
          <div className="docx-mark" style={{ ...across(sheet), top: sheet.header }}>
            <BlockView blocks={headers[side]} pageNumber={number} />
          </div>
          <div className="docx-window" style={{ ...across(sheet), top: sheet.top, height: sheet.textHeight }}>
            <div ref={flow} className="docx-flow" aria-hidden={number > 1} style={flowStyle(sheet, number)}>
              <BlockView blocks={blocks} />
            </div>
          </div>
          <div className="docx-mark" style={{ ...across(sheet), bottom: sheet.footer }}>
            <BlockView blocks={footers[side]} pageNumber={number} />
          </div>
        </>
      )}
    </section>
  )
}

/** How many columns of the text the flow has. */
export function pageCount(flow: HTMLElement, { textWidth }: SheetMeasures): number {
  return Math.max(1, Math.round((flow.scrollWidth + columnGap) / (textWidth + columnGap)))
}

function across({ left, textWidth }: SheetMeasures) {
  return { left, width: textWidth }
}

function flowStyle({ textWidth, textHeight }: SheetMeasures, number: number) {
  return {
    width: textWidth,
    height: textHeight,
    columnWidth: textWidth,
    columnGap,
    transform: number === 1 ? undefined : `translateX(${-(number - 1) * (textWidth + columnGap)}px)`,
  }
}
