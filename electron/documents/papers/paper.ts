import type { RowEntity, RowValues } from '../../contract/catalogue/catalogue.ts'
import type { paperSubjects } from '../../contract/document/document.ts'
import type { OfficialDocument } from '../engine/officialDocument.ts'
import type { PaperMarks } from './paperMarks.ts'
import type { PrintedPicture } from '../parts/evidence.ts'
import type { Obstacle, ReadRow, RequiredSigner } from '../../domain/document.ts'
import type { PrintedFields, PrintedSet, RowName } from '../../domain/printed.ts'

/**
 * One kind of paper: all that freezing, previewing, signing, checking and the rest must be told of it. It reads through
 * the reader that it is given: the threads that lay it out load no database.
 */
export type Paper = {
  /** What it prints of which rows. */
  readonly prints: PrintedFields
  /** The noun that one paper of this kind is about: its parent. */
  readonly about: (typeof paperSubjects)[number]
  /** Its findings can be chosen and ordered. */
  readonly choosing: boolean
  /** What it is called in a file's name. */
  readonly word: string
  /** What the button says that begins one, at the record that it is about. */
  readonly begins: string
  /** What a new one begins with; `earlier`: those of its kind that are here. */
  readonly begin: (read: PaperReader, about: string, earlier: readonly ReadRow<'document'>[]) => Promise<Beginning>
  /** Everything a paper rests on, read at once, before anything is computed. */
  readonly gather: (read: PaperReader, document: ReadRow<'document'>) => Promise<GatheredPaper>
  /** The content comes from `gather` of the same kind, perhaps through a message to a thread. */
  readonly layout: (content: unknown) => OfficialDocument
}

export type Beginning = Partial<Omit<RowValues<'document'>, 'kind'>>

/** Units and people that are the same are one to it: what it gives names the one that stands for them. */
export type PaperReader = {
  /** Problem `record.notFound`. */
  readonly get: <E extends RowEntity>(entity: E, id: string) => Promise<ReadRow<E>>
  /** undefined where it is not named, or has not arrived here. */
  readonly find: <E extends RowEntity>(entity: E, id: string | null) => Promise<ReadRow<E> | undefined>
  /** Those under a parent; removed ones only if asked. */
  readonly list: <E extends RowEntity>(entity: E, under: Under) => Promise<readonly ReadRow<E>[]>
}
export type Under = { readonly parent: string; readonly includeRemoved?: boolean }

export type GatheredPaper<Content = unknown> = {
  /** Why it cannot be frozen yet; empty: it can. */
  readonly obstacles: readonly Obstacle[]
  readonly signers: readonly RequiredSigner[]
  /** The rows it prints; a voided piece of evidence keeps its line. */
  readonly rows: readonly RowName[]
  /** The sets whose members it prints, so that one more is noticed, and one less. */
  readonly sets: readonly PrintedSet[]
  /** The findings it could print, in printed order, then those left out. */
  readonly items: readonly PaperItem[]
  /** Whose pictures it may draw. */
  readonly evidence: readonly ReadRow<'evidence'>[]
  readonly unit: ReadRow<'unit'> | undefined
  readonly visit: ReadRow<'visit'>
  readonly content: (printing: Printing) => Content
}

export type PaperItem = {
  readonly finding: ReadRow<'finding'>
  readonly included: boolean
  readonly reason: string | null
  readonly position: string | null
  /** Names of what it lacks. */
  readonly missing: readonly string[]
}

export type Printing = {
  readonly marks: PaperMarks
  /** The day in Beijing, for a draft that has no day of its own yet. */
  readonly today: string
  /** Print copies by the SHA-256 of the original. */
  readonly pictures: ReadonlyMap<string, PrintedPicture>
}

/** A kind whose layout takes what its `gather` gives. */
export function definePaper<Content>(
  paper: Omit<Paper, 'gather' | 'layout'> & {
    readonly gather: (read: PaperReader, document: ReadRow<'document'>) => Promise<GatheredPaper<Content>>
    readonly layout: (content: Content) => OfficialDocument
  },
): Paper {
  // Only `content` of the same kind's `gather` comes here, as it was: a message to a thread copies plain data whole.
  return { ...paper, layout: (content) => paper.layout(content as Content) }
}
