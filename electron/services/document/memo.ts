import { uuidV5 } from '../../crypto/uuid.ts'
import { memoFileName } from '../../domain/fileName.ts'
import { findingPosition, freezeObstacles, memoBeginning, memoFindings } from '../../domain/memo.ts'
import { placeFinding } from '../../domain/memoOrder.ts'
import { branchOf } from '../../domain/riskPoint.ts'
import { findRow, getRow, listRows } from '../../store/row/rows.ts'
import { reading, working, writing } from '../host/procedure.ts'
import { freezeJob } from './memoFreeze.ts'
import { startJob } from '../host/startJob.ts'
import { assembleMemo } from './memoAssembly.ts'
import { gatherMemo } from './memoMaterial.ts'
import { previewMemo } from './memoPreview.ts'
import { getVersion, signMemo } from './memoSign.ts'
import { viewListed, viewMemo } from './memoView.ts'

/** Memos: compiled from one visit, frozen, signed by several, voided but never deleted (E5, decision 28). */

const list = reading.memo.list.handler(async ({ context: { tx, session } }) =>
  Promise.all((await listRows(tx, 'memo', {})).map((memo) => viewListed(tx, session, memo))),
)

const get = reading.memo.get.handler(({ input, context: { tx, session } }) => viewMemo(tx, session, input.id))

const obstacles = reading.memo.obstacles.handler(async ({ input, context: { tx } }) =>
  freezeObstacles(await gatherMemo(tx, input.id)).map((obstacle) => ({ ...obstacle, missing: [...obstacle.missing] })),
)

const compile = writing.memo.compile.handler(async ({ input, context }) => {
  const visit = await getRow(context.tx, 'visit', input.visit)
  // The id of the pair: two people who compile the same visit make one memo.
  const id = uuidV5(visit.id, 'memo')
  if ((await findRow(context.tx, 'memo', id)) === undefined) {
    const set = memoBeginning(visit, await listRows(context.tx, 'memo'))
    await context.record([{ entity: 'memo', id, parent: visit.id, set }])
  }
  return { id }
})

const save = writing.memo.save.handler(async ({ input, context }) => {
  await getRow(context.tx, 'memo', input.id)
  const { id, set, seen } = input
  await context.record([{ entity: 'memo', id, set, ...(seen && { replaces: seen }) }])
  return { id }
})

const choose = writing.memo.choose.handler(async ({ input, context }) => {
  const { memo, finding, included, reason } = input
  await getRow(context.tx, 'memo', memo)
  const id = uuidV5(memo, finding)
  await context.record([{ entity: 'memoFinding', id, parent: memo, set: { finding, included, reason } }])
  return { id }
})

const place = writing.memo.place.handler(async ({ input, context }) => {
  const { memo, finding, after } = input
  const rows = await gatherMemo(context.tx, memo)
  const { included } = memoFindings(rows)
  const branch = included.find(({ id }) => id === finding)?.riskPoint ?? ''
  const neighbours = included
    .filter(({ riskPoint }) => branchOf(riskPoint ?? '') === branchOf(branch))
    .map((one) => ({ id: one.id, position: findingPosition(one, rows.choices) }))
  await context.record(
    placeFinding(neighbours, finding, after).map(({ id, position }) => ({
      entity: 'memoFinding' as const,
      id: uuidV5(memo, id),
      parent: memo,
      set: { finding: id, position },
    })),
  )
  return { id: memo }
})

const preview = working.memo.preview.handler(({ input, context, signal }) =>
  previewMemo(context, input.id, signal ?? new AbortController().signal),
)

const freeze = working.memo.freeze.handler(({ input, context }) =>
  startJob(context, freezeJob, { id: input.id, version: context.host.newId() }),
)

const sign = working.memo.sign.handler(({ input, context }) => signMemo(context, input))

const voidVersion = writing.memo.void.handler(async ({ input, context }) => {
  await getVersion(context.tx, input.version)
  const id = context.host.newId()
  await context.record([{ entity: 'memoVoided', id, parent: input.version, set: { reason: input.reason } }])
  return { id }
})

const ticket = working.memo.ticket.handler(async ({ input, context }) => {
  const { host, session } = context
  const { store } = session.workspace
  const { bytes, fileName } = await store.read(async (tx) => {
    const version = await getVersion(tx, input.version)
    const rows = await gatherMemo(tx, version.parent ?? '')
    return {
      bytes: (await assembleMemo(tx, store, version)).docx,
      fileName: memoFileName({
        unit: rows.unit?.shortName ?? rows.unit?.name ?? '未知单位',
        day: rows.visit.visitedOn ?? '',
        version: version.version ?? 1,
      }),
    }
  })
  return { ticket: await host.files.offerBytes(fileName, bytes), fileName }
})

export const memo = {
  list,
  get,
  obstacles,
  compile,
  save,
  choose,
  place,
  preview,
  freeze,
  sign,
  void: voidVersion,
  ticket,
}
