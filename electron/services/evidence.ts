import { rows as entities, type evidenceClasses, type RowValues } from '../contract/catalogue.ts'
import type { intakeResult, verifiedEvidence } from '../contract/evidence.ts'
import { isProblem, Problem, type ProblemKind } from '../contract/problem.ts'
import { maximumPhotoBytes, type PhotoFacts } from '../picture/photo.ts'
import { shortFileName } from '../domain/fileName.ts'
import { findingsHolding, listAllEvidence } from '../store/evidence.ts'
import { getRow, listRows, type Row } from '../store/rows.ts'
import type { ReadTx } from '../store/store.ts'
import type { z } from 'zod'
import { reading, recordInJob, working, writing, type WorkingContext } from './door.ts'
import type { ResolvedFile } from './fileHandle.ts'
import type { Session } from './host.ts'
import { startJob, startReadingJob, type JobReport } from './job.ts'
import { nextOrdinal, positionAfterLast, positionBefore } from './ordinal.ts'
import { viewRow } from './row.ts'
import { keepThumbnail, thumbnailOf } from './thumbnail.ts'

/** Evidence: originals kept byte for byte, with what they say of themselves (D1, D2, D9). */

export type IntakeResult = z.infer<typeof intakeResult>
export type EvidenceClass = (typeof evidenceClasses)[number]

const list = reading.evidence.list.handler(async ({ input, context }) => {
  const rows = await listRows(context.tx, 'evidence', { parent: input.finding, includeRemoved: true })
  return Promise.all(rows.map((row) => viewEvidence(context, row)))
})

const page = reading.evidence.page.handler(async ({ input, context }) => {
  const { rows, total, next = null } = await listAllEvidence(context.tx, input)
  const evidence = rows.map(async (row) => ({
    ...(await viewEvidence(context, row)),
    findingNumber: row.findingNumber,
    findingTitle: row.findingTitle,
    unitName: row.unitName ?? '单位未到达本机',
  }))
  return { evidence: await Promise.all(evidence), total, next }
})

const add = working.evidence.add.handler(async ({ input, context }) => {
  await context.session.workspace.store.read((tx) => getRow(tx, 'finding', input.finding))
  const job = await startJob(context, 'evidence.add', input, async (report) => ({
    results: await takeInAll(context, input, report),
  }))
  return { job }
})

const save = writing.evidence.save.handler(async ({ input, context }) => {
  await getRow(context.tx, 'evidence', input.id)
  await context.record([{ entity: 'evidence', id: input.id, set: input.set }])
  return { id: input.id }
})

const move = writing.evidence.move.handler(async ({ input, context: { tx, record } }) => {
  const { parent } = await getRow(tx, 'evidence', input.id)
  if (parent === null) throw new Problem('record.notFound', {})
  const siblings = await listRows(tx, 'evidence', { parent, includeRemoved: true })
  const others = siblings.filter(({ id }) => id !== input.id)
  await record([{ entity: 'evidence', id: input.id, set: { position: positionBefore(others, input.before) } }])
  return { id: input.id }
})

const remove = writing.evidence.remove.handler(async ({ input, context }) => {
  await getRow(context.tx, 'evidence', input.id)
  await context.record([{ entity: 'evidence', id: input.id, set: { removed: true, removedReason: input.reason } }])
  return { id: input.id }
})

const verifyAll = working.evidence.verifyAll.handler(async ({ context }) => ({
  job: await startReadingJob(context, 'evidence.verifyAll', {}, (report) => verifyEverything(context, report)),
}))

const thumbnails = working.evidence.thumbnails.handler(async ({ input, context }) => {
  const found = await Promise.all(input.ids.map(async (id) => ({ id, jpeg: await thumbnailOf(context, id) })))
  return found.flatMap(({ id, jpeg }) =>
    jpeg === undefined ? [] : [{ id, jpeg: Buffer.from(jpeg).toString('base64') }],
  )
})

const ticket = working.evidence.ticket.handler(async ({ input, context: { host, session } }) => {
  const { store } = session.workspace
  const row = await store.read((tx) => getRow(tx, 'evidence', input.id))
  const sha256 = row.content ?? ''
  if (input.form === 'original') {
    const { fileName, mediaType } = row
    const offered = host.files.offerBlob(
      fileName ?? '证据',
      mediaType ?? 'application/octet-stream',
      store.blobs,
      sha256,
    )
    return { ticket: await offered }
  }
  const jpeg = await thumbnailOf({ host, session }, input.id)
  if (jpeg === undefined) throw new Problem('record.notFound', {})
  return { ticket: await host.files.offerBytes('缩略图.jpg', jpeg) }
})

export const evidence = { list, page, add, save, move, remove, verifyAll, thumbnails, ticket }

async function viewEvidence({ tx, session }: { readonly tx: ReadTx; readonly session: Session }, row: Row<'evidence'>) {
  const { content, parent, number } = row
  return {
    ...viewRow('evidence')(row),
    number,
    present: content !== null && (await session.workspace.store.blobs.has(content)),
    alsoIn: content === null ? [] : [...(await findingsHolding(tx, content, parent ?? undefined))],
  }
}

/** Numbers of the pieces whose bytes are absent or no longer what their hash says (D1). */
async function verifyEverything(
  { session }: WorkingContext,
  report: JobReport,
): Promise<z.infer<typeof verifiedEvidence>> {
  const { store } = session.workspace
  const rows = await store.read((tx) => listRows(tx, 'evidence', { includeRemoved: true }))
  const damaged: string[] = []
  for (const [index, { content, number }] of rows.entries()) {
    report.signal.throwIfAborted()
    report.progress(index, rows.length, '校验证据')
    if (content === null || !(await store.blobs.verify(content))) damaged.push(number)
  }
  report.progress(rows.length, rows.length, '完成')
  return { checked: rows.length, damaged }
}

type Intake = {
  readonly finding: string
  readonly class: EvidenceClass
  readonly files: readonly { readonly handle: string; readonly caption?: string | undefined }[]
}

/** Each file stands alone: one that is no photo is named and refused, the others are kept. */
async function takeInAll(context: WorkingContext, intake: Intake, report: JobReport): Promise<IntakeResult[]> {
  const results: IntakeResult[] = []
  for (const [index, { handle, caption }] of intake.files.entries()) {
    report.signal.throwIfAborted()
    report.progress(index, intake.files.length, `第 ${index + 1} 个，共 ${intake.files.length} 个`)
    results.push(await takeInOne(context, { finding: intake.finding, class: intake.class, caption }, handle))
    await context.host.files.release(handle)
  }
  report.progress(intake.files.length, intake.files.length, '完成')
  return results
}

/** What is no fault of one file: the next one would meet it too. */
const stopsIntake: ReadonlySet<ProblemKind> = new Set(['disk.full', 'workspace.damaged', 'workspace.locked'])

async function takeInOne(
  context: WorkingContext,
  intake: { readonly finding: string; readonly class: EvidenceClass; readonly caption?: string | undefined },
  handle: string,
): Promise<IntakeResult> {
  let fileName = ''
  try {
    const file = context.host.files.resolve(handle)
    fileName = file.name
    const taken = await takeIn(context, intake, file)
    return { fileName, evidence: taken.id, alsoIn: [...taken.alsoIn], problem: null }
  } catch (error) {
    if (!isProblem(error) || stopsIntake.has(error.kind)) throw error
    return { fileName, evidence: null, alsoIn: [], problem: { kind: error.kind, details: error.details } }
  }
}

/** The blob is written and synced before the change that names it: a crash between leaves a blob nobody names. */
async function takeIn(
  context: WorkingContext,
  intake: { readonly finding: string; readonly class: EvidenceClass; readonly caption?: string | undefined },
  file: ResolvedFile,
): Promise<{ readonly id: string; readonly alsoIn: readonly string[] }> {
  const { store } = context.session.workspace
  if (file.size === 0) throw new Problem('evidence.empty', {})
  if (programEnding.test(file.name)) throw new Problem('evidence.program', {})
  const photo = await photoFacts(context, file)
  const blob = await store.blobs.put(await file.open())
  if (photo !== undefined) await keepThumbnail(context, blob.sha256)
  return recordInJob(context, async (tx, record) => {
    const id = context.host.newId()
    const siblings = await listRows(tx, 'evidence', { parent: intake.finding, includeRemoved: true })
    const set: Partial<RowValues<'evidence'>> = {
      ordinal: await nextOrdinal(tx, 'evidence', context.session.workspace.log, intake.finding),
      content: blob.sha256,
      size: blob.size,
      mediaType: photo?.mediaType ?? file.mediaType,
      fileName: shortFileName(file.name.toWellFormed(), entities.evidence.fields.fileName.max),
      caption: intake.caption ?? null,
      class: intake.class,
      takenAt: photo?.takenAt ?? null,
      device: photo?.device ?? null,
      latitude: photo?.latitude ?? null,
      longitude: photo?.longitude ?? null,
      width: photo?.width ?? null,
      height: photo?.height ?? null,
      fileModifiedAt: file.modifiedAt ?? null,
      addedAt: context.host.instant(),
      position: positionAfterLast(siblings),
    }
    await record([{ entity: 'evidence', id, parent: intake.finding, set }])
    return { id, alsoIn: await findingsHolding(tx, blob.sha256, intake.finding) }
  })
}

/** What a double click would run: headquarters, which opens what teams send, gets none of it. */
const programEnding = /\.(?:exe|com|scr|dll|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|jar|lnk|reg|hta|apk|sh|desktop)$/i

/** Facts of a picture; undefined for what is none by name and content. A photo in name only is refused. */
const pictureEnding = /\.(?:jpe?g|png|webp|gif|tiff?|bmp|hei[cf])$/i

function looksLikePicture({ name, mediaType }: ResolvedFile): boolean {
  return pictureEnding.test(name) || mediaType.startsWith('image/')
}

async function photoFacts(context: WorkingContext, file: ResolvedFile): Promise<PhotoFacts | undefined> {
  if (!looksLikePicture(file) || file.size > maximumPhotoBytes) return undefined
  try {
    return await context.host.workers.run('readPhoto', [await file.read()])
  } catch (error) {
    // An HEIC photo is evidence too: kept whole, without what this program cannot read from it.
    if (isProblem(error) && error.kind === 'photo.unsupported') return undefined
    throw error
  }
}
