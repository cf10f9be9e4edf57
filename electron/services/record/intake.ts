import { newRecord } from '../host/newRecord.ts'
import * as z from 'zod'
import { rows as entities, type RowValues } from '../../contract/catalogue/catalogue.ts'
import { evidenceClasses } from '../../contract/catalogue/inspection.ts'
import type { JobResult } from '../../contract/job/jobKind.ts'
import { isProblem, Problem, type ProblemKind } from '../../contract/problem/problem.ts'
import { shortFileName } from '../../domain/fileName.ts'
import { isProgramContent, isProgramName } from '../../domain/program.ts'
import { maximumPhotoBytes, type PhotoFacts } from '../../picture/photo.ts'
import { findingsHolding } from '../../store/query/evidence.ts'
import { findRow } from '../../store/row/rows.ts'
import { highestPositions } from '../../store/query/ordinal.ts'
import { recordInJob, type JobContext } from '../host/procedure.ts'
import { defineJob } from '../host/startJob.ts'
import { givenFile, givenFileSchema, openGiven, type ResolvedFile } from '../file/fileHandle.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { nextOrdinal, positionAfterLast } from './ordinal.ts'
import { keepThumbnail } from './thumbnail.ts'

/** Taking files in as evidence: originals kept byte for byte, each file by itself, and on after a stop. */

export type IntakeResult = JobResult<'evidence.add'>['results'][number]

/**
 * What the job is asked to do, enough for another process to go on with it. Each piece has its id beforehand, so that none
 * is taken in twice; a file that a browser sent has no path, for it is gone with the process.
 */
const intakeSchema = z.object({
  finding: z.uuid(),
  class: z.enum(evidenceClasses),
  /** Whatever is taken in at once is undone at once; an order of an earlier program has none. */
  operation: z.uuid().optional(),
  files: z.array(
    givenFileSchema.extend({
      id: z.uuid(),
      nonce: z.string().optional(),
      name: z.string(),
      caption: z.string().nullable(),
    }),
  ),
})
type Intake = z.infer<typeof intakeSchema>
type IntakeFile = Intake['files'][number]

type Wish = {
  readonly finding: string
  readonly class: Intake['class']
  readonly files: readonly { readonly handle: string; readonly caption?: string | undefined }[]
}

export function planIntake(context: JobContext, wish: Wish): Intake {
  const { host } = context
  const making = { entity: 'evidence', parent: wish.finding } as const
  const files = wish.files.map(({ handle, caption = null }) => {
    const name = host.files.find(handle)?.name ?? ''
    return { ...givenFile(host.files, handle), ...newRecord(context, making), caption, name }
  })
  return { finding: wish.finding, class: wish.class, operation: host.newId(), files }
}

export const intakeJob = defineJob('evidence.add', intakeSchema, takeInAll)

/** Each file stands alone: one that cannot be evidence is named and refused, the others are kept. */
async function takeInAll(context: JobContext, intake: Intake, report: JobReport): Promise<JobResult<'evidence.add'>> {
  const results: IntakeResult[] = []
  for (const [index, file] of intake.files.entries()) {
    report.signal.throwIfAborted()
    report.progress(index, intake.files.length, `第 ${index + 1} 个，共 ${intake.files.length} 个`)
    results.push(await takeInOne(context, intake, file))
    await context.host.files.release(file.handle)
  }
  report.progress(intake.files.length, intake.files.length, '完成')
  return { results }
}

/** What is no fault of one file: the next one would meet it too. */
const stopsIntake: ReadonlySet<ProblemKind> = new Set(['disk.full', 'workspace.damaged', 'workspace.locked'])

async function takeInOne(context: JobContext, intake: Intake, file: IntakeFile): Promise<IntakeResult> {
  const { id, name: fileName } = file
  try {
    const isHere = await context.session.workspace.store.read((tx) => findRow(tx, 'evidence', id))
    const alsoIn = isHere === undefined ? await takeIn(context, intake, file) : []
    return { fileName, evidence: id, alsoIn: [...alsoIn], problem: null }
  } catch (error) {
    if (!isProblem(error) || stopsIntake.has(error.kind)) throw error
    return { fileName, evidence: null, alsoIn: [], problem: { kind: error.kind, details: error.details } }
  }
}

/**
 * Gives the numbers of other findings that hold the same bytes. The blob is written and synced before the change that
 * names it: a crash between leaves a blob nobody names.
 */
async function takeIn(context: JobContext, intake: Intake, wanted: IntakeFile): Promise<readonly string[]> {
  const { store } = context.session.workspace
  const file = await openGiven(context.host.files, wanted)
  if (file.size === 0) throw new Problem('evidence.empty', {})
  if (isProgramName(file.name) || isProgramContent(await beginning(file))) throw new Problem('evidence.program', {})
  const photo = await photoFacts(context, file)
  const blob = await store.blobs.put(await file.open())
  if (photo !== undefined) await keepThumbnail(context, blob.sha256)
  return recordInJob(
    context,
    async (tx, record) => {
      const set: Partial<RowValues<'evidence'>> = {
        ordinal: await nextOrdinal(tx, 'evidence', context.session.workspace.log, intake.finding),
        content: blob.sha256,
        size: blob.size,
        mediaType: photo?.mediaType ?? mediaTypeOf(file),
        fileName: shortFileName(file.name.toWellFormed(), entities.evidence.fields.fileName.max),
        caption: wanted.caption,
        class: intake.class,
        takenAt: photo?.takenAt ?? null,
        device: photo?.device ?? null,
        latitude: photo?.latitude ?? null,
        longitude: photo?.longitude ?? null,
        width: photo?.width ?? null,
        height: photo?.height ?? null,
        fileModifiedAt: file.modifiedAt ?? null,
        addedAt: context.host.instant(),
        position: positionAfterLast(await highestPositions(tx, 'evidence', intake.finding)),
      }
      const { id, nonce } = wanted
      await record([{ entity: 'evidence', id, nonce, parent: intake.finding, set }])
      return findingsHolding(tx, blob.sha256, intake.finding)
    },
    intake.operation,
  )
}

/** As many first bytes as `isProgramContent` looks at, however small the pieces are in which they come. */
async function beginning(file: ResolvedFile): Promise<Uint8Array> {
  let first = Buffer.alloc(0)
  for await (const bytes of await file.open()) {
    first = Buffer.concat([first, bytes as Uint8Array])
    if (first.length >= 64) break
  }
  return first
}

/** A recording in the container of a film: phones name it so, and its first bytes often say no more. */
function mediaTypeOf({ name, mediaType }: ResolvedFile): string {
  return mediaType === 'video/mp4' && /\.m4[ab]$/i.test(name) ? 'audio/mp4' : mediaType
}

/** Facts of a picture; undefined for what is none by name and content. A photo in name only is refused. */
const pictureEnding = /\.(?:jpe?g|png|webp|gif|tiff?|bmp|hei[cf])$/i

function looksLikePicture({ name, mediaType }: ResolvedFile): boolean {
  return pictureEnding.test(name) || mediaType.startsWith('image/')
}

async function photoFacts(context: JobContext, file: ResolvedFile): Promise<PhotoFacts | undefined> {
  if (!looksLikePicture(file) || file.size > maximumPhotoBytes) return undefined
  try {
    return await context.host.workers.run('readPhoto', [await file.read()])
  } catch (error) {
    // An HEIC photo is evidence too: kept whole, without what this program cannot read from it.
    if (isProblem(error) && error.kind === 'photo.unsupported') return undefined
    throw error
  }
}
