import { Problem } from '../../contract/problem/problem.ts'
import { findingsHolding, listAllEvidence } from '../../store/query/evidence.ts'
import { getRow, listRows, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { reading, working, writing } from '../host/procedure.ts'
import type { Session } from '../host/host.ts'
import { intakeJob, planIntake } from './intake.ts'
import { verifyEvidenceJob } from './evidenceCheck.ts'
import { startJob, type JobsOf } from '../host/startJob.ts'
import { positionBefore } from './ordinal.ts'
import { requirePresent } from './present.ts'
import { viewRow } from './row.ts'
import { thumbnailOf } from './thumbnail.ts'

/** Evidence: originals kept byte for byte, with what they say of themselves. */

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
  await context.session.workspace.store.read((tx) => requirePresent(tx, 'finding', input.finding))
  return startJob(context, intakeJob, planIntake(context, input))
})

const save = writing.evidence.save.handler(async ({ input, context }) => {
  await requirePresent(context.tx, 'evidence', input.id)
  await context.record([{ entity: 'evidence', id: input.id, set: input.set }])
  return { id: input.id }
})

const move = writing.evidence.move.handler(async ({ input, context: { tx, record } }) => {
  await requirePresent(tx, 'evidence', input.id)
  const { parent } = await getRow(tx, 'evidence', input.id)
  if (parent === null) throw new Problem('record.notFound', {})
  const siblings = await listRows(tx, 'evidence', { parent, includeRemoved: true })
  const others = siblings.filter(({ id }) => id !== input.id)
  await record([{ entity: 'evidence', id: input.id, set: { position: positionBefore(others, input.before) } }])
  return { id: input.id }
})

const remove = writing.evidence.remove.handler(async ({ input, context }) => {
  await requirePresent(context.tx, 'evidence', input.id)
  await context.record([{ entity: 'evidence', id: input.id, set: { removed: true, removedReason: input.reason } }])
  return { id: input.id }
})

const verifyAll = working.evidence.verifyAll.handler(({ context }) => startJob(context, verifyEvidenceJob, {}))

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

export const evidenceJobs = {
  'evidence.add': intakeJob,
  'evidence.verifyAll': verifyEvidenceJob,
} satisfies JobsOf<'evidence'>

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
