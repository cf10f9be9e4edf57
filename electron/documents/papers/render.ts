import { renderOfficialDocument } from '../engine/officialDocument.ts'
import { paperOf, type PaperKind } from './kinds.ts'

/** The .docx of any kind of paper, unsigned; the same content gives the same bytes. Runs on a worker's thread. */
export function renderPaper(kind: PaperKind, content: unknown): Promise<Uint8Array> {
  return renderOfficialDocument(paperOf(kind).layout(content))
}
