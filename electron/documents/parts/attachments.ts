import { attachmentHead } from '../engine/elements.ts'
import type { Block } from '../engine/officialDocument.ts'
import type { PrintedEvidence } from './evidence.ts'
import { evidenceTable } from './evidenceTable.ts'
import type { NumberedPhoto } from './photoNumber.ts'
import { photoPages } from './photoPages.ts'

export type Attachment = { readonly name: string; readonly blocks: readonly Block[] }

/** 证据清单 and 现场照片, where there is something to put into them. */
export function evidenceAttachments(
  evidence: readonly PrintedEvidence[],
  photos: readonly NumberedPhoto[],
): readonly Attachment[] {
  return [
    ...(evidence.length > 0 ? [{ name: '证据清单', blocks: evidenceTable(evidence) }] : []),
    ...(photos.length > 0 ? [{ name: '现场照片', blocks: photoPages(photos) }] : []),
  ]
}

/** Each on a new page under its head; the only one has no number (GB/T 9704 §7.3.7). */
export function attachmentPages(attachments: readonly Attachment[]): readonly Block[] {
  return attachments.flatMap(({ name, blocks }, index) => [
    ...attachmentHead(attachments.length === 1 ? '附件' : `附件${index + 1}`, name),
    ...blocks,
  ])
}
