import { memoFindings, type MemoRows } from '../../domain/memo.ts'
import { isMediaType } from '../../picture/mediaType.ts'
import { decodable } from '../../picture/openPicture.ts'
import { getRow, listRows, type Row } from '../../store/row/rows.ts'
import type { ReadTx, Store } from '../../store/store.ts'
import type { Host } from '../host/host.ts'
import type { JobReport } from '../job/jobRunner.ts'
import type { PrintedPhotos } from './memoDocument.ts'
import { gatherMemo } from './memoMaterial.ts'

/** What the pages of a memo are made of, frozen or not. */
export type MemoContent = {
  readonly rows: MemoRows
  readonly visitNumber: string
  /** Of the findings that are printed, in their order; voided pieces keep their place. */
  readonly evidence: readonly Row<'evidence'>[]
}

export async function gatherContent(tx: ReadTx, memo: string): Promise<MemoContent> {
  const rows = await gatherMemo(tx, memo)
  const { included } = memoFindings(rows)
  const evidence = await Promise.all(
    included.map((finding) => listRows(tx, 'evidence', { parent: finding.id, includeRemoved: true })),
  )
  const { number } = await getRow(tx, 'visit', rows.visit.id)
  return { rows, visitNumber: number, evidence: evidence.flat() }
}

export type PhotoOrder = {
  readonly host: Host
  readonly store: Store
  readonly evidence: MemoContent['evidence']
  /** Longer side of a copy in pixels. */
  readonly maxSidePx: number
}

/** Upright, re-encoded copies without metadata, by the SHA-256 of the original; they are not kept (decision 28). */
export async function printCopies(order: PhotoOrder, report: JobReport): Promise<PrintedPhotos> {
  const { host, store, evidence, maxSidePx } = order
  const pictures = evidence.filter(({ removed, mediaType }) => removed !== true && isPrintable(mediaType))
  const names = [...new Set(pictures.flatMap(({ content }) => content ?? []))]
  const copies = new Map<string, { jpeg: Uint8Array; width: number; height: number }>()
  const waiting = names.values()
  let done = 0
  async function copyWaiting(): Promise<void> {
    for (const sha256 of waiting) {
      report.signal.throwIfAborted()
      const original = await store.blobs.read(sha256)
      const { signal } = report
      const transfer = [original.buffer]
      copies.set(sha256, await host.workers.run('makePrintCopy', [original, { maxSidePx }], { signal, transfer }))
      done += 1
      report.progress(done, names.length + 1, '处理照片')
    }
  }
  report.progress(0, names.length + 1, '处理照片')
  // Two are scaled while a third is read and decrypted; more would only hold more originals in memory.
  await Promise.all([copyWaiting(), copyWaiting(), copyWaiting()])
  return copies
}

function isPrintable(mediaType: string | null): boolean {
  return isMediaType(mediaType) && decodable(mediaType)
}
