import { beijingDay } from '../../domain/chineseDate.ts'
import { memoFileName } from '../../domain/fileName.ts'
import type { WorkingContext } from '../host/procedure.ts'
import { gatherContent, printCopies } from './memoContent.ts'
import { memoDocument } from './memoDocument.ts'

/** Half of a print copy's side: enough for a screen, and a quarter of the work. The page keeps its measures. */
const previewSidePx = 640

export type MemoPreview = { readonly ticket: string; readonly fileName: string }

/** The memo as it stands, complete or not, as a draft .docx of the same engine that prints the frozen one. */
export async function previewMemo(
  { host, session }: WorkingContext,
  memo: string,
  signal: AbortSignal,
): Promise<MemoPreview> {
  const { store, drill } = session.workspace
  const content = await store.read((tx) => gatherContent(tx, memo))
  const here = await Promise.all(content.evidence.map(({ content: sha256 }) => store.blobs.has(sha256 ?? '')))
  // Photos may arrive after their findings (electron/README §3): until then the page shows what is here.
  const evidence = content.evidence.filter((_, index) => here[index])
  const order = { host, store, evidence, maxSidePx: previewSidePx }
  const photos = await printCopies(order, { signal, progress: () => undefined })
  const today = beijingDay(host.instant())
  const printing = memoDocument({ ...content, photos, drill, draft: true, code: '', today })
  const docx = await host.workers.run('renderMemo', [printing], { signal })
  const { unit, visit } = content.rows
  const fileName = memoFileName({
    unit: unit?.shortName ?? unit?.name ?? '未知单位',
    day: visit.visitedOn ?? today,
    version: '草稿',
  })
  return { ticket: await host.files.offerBytes(fileName, docx), fileName }
}
