import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { printedFieldsOf } from '../../domain/printed.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { memoPaper } from './memo/paper.ts'
import { noticePaper } from './rectificationNotice/paper.ts'
import type { Paper } from './paper.ts'

/** The kinds of paper; a further one is its folder here, and a line in this table. */
const papers = {
  检查备忘录: memoPaper,
  单问题整改通知书: noticePaper,
} as const satisfies Readonly<Record<string, Paper>>

export type PaperKind = keyof typeof papers

export const paperKinds = Object.keys(papers).filter(isPaperKind)

export function isPaperKind(kind: string): kind is PaperKind {
  return Object.hasOwn(papers, kind)
}

/** Problem `document.unknownKind`: a newer program made it. */
export function knownKind(kind: string | null): PaperKind {
  if (kind === null || !isPaperKind(kind)) throw new Problem('document.unknownKind', { kind: kind ?? '' })
  return kind
}

export function paperOf(kind: PaperKind): Paper {
  return papers[kind]
}

/** Whether some kind of paper prints that field. */
export function isEverPrinted(entity: RowEntity, field: string): boolean {
  return Object.values(papers).some(({ prints }) => printedFieldsOf(prints, entity).includes(field))
}
