import type { PrintedPicture } from '../../documents/parts/evidence.ts'
import { isMediaType } from '../../picture/mediaType.ts'
import { decodable } from '../../picture/openPicture.ts'
import type { NumberedRow } from '../../domain/document.ts'
import type { Store } from '../../store/store.ts'
import type { Host } from '../host/host.ts'
import type { JobReport } from '../job/jobRunner.ts'

export type PhotoOrder = {
  readonly host: Host
  readonly store: Store
  readonly evidence: readonly NumberedRow<'evidence'>[]
  /** Longer side of a copy in pixels. */
  readonly maxSidePx: number
}

/** Upright, re-encoded copies without metadata, by the SHA-256 of the original; they are not kept (decisions.md 28). */
export async function printCopies(order: PhotoOrder, report: JobReport): Promise<ReadonlyMap<string, PrintedPicture>> {
  const { host, store, evidence, maxSidePx } = order
  const pictures = evidence.filter(({ removed, mediaType }) => removed !== true && isPrintable(mediaType))
  const names = [...new Set(pictures.flatMap(({ content }) => content ?? []))]
  const copies = new Map<string, PrintedPicture>()
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
