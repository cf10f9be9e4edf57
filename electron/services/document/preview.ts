import { beijingDay } from '../../contract/beijing.ts'
import { paperFileName } from '../../domain/fileName.ts'
import type { WorkingContext } from '../host/procedure.ts'
import { printCopies } from './printCopies.ts'
import { gatherDocument } from './reader.ts'

/** Half of a print copy's side: enough for a screen, and a quarter of the work. The page keeps its measures. */
const previewSidePx = 640

export type Preview = { readonly ticket: string; readonly fileName: string }

/** The document as it stands, complete or not, as a draft .docx of the same engine that prints the frozen one. */
export async function previewDocument(
  { host, session }: WorkingContext,
  id: string,
  signal: AbortSignal,
): Promise<Preview> {
  const { store, drill } = session.workspace
  const { kind, paper, gathered } = await store.read((tx) => gatherDocument(tx, id))
  const here = await Promise.all(gathered.evidence.map(({ content }) => store.blobs.has(content ?? '')))
  // Photos may arrive after their findings (electron/README §3): until then the page shows what is here.
  const evidence = gathered.evidence.filter((_, index) => here[index])
  const order = { host, store, evidence, maxSidePx: previewSidePx }
  const pictures = await printCopies(order, { signal, progress: () => undefined })
  const today = beijingDay(host.instant())
  const content = gathered.content({ marks: { drill, draft: true, code: '' }, today, pictures })
  const docx = await host.workers.run('renderPaper', [kind, content], { signal })
  const fileName = paperFileName({ word: paper.word, unit: gathered.unit, day: gathered.visit.visitedOn ?? today })
  return { ticket: await host.files.offerBytes(fileName, docx), fileName }
}
