import { memoFindings } from '../domain/memo.ts'
import { missingFields } from '../domain/finding.ts'
import { fieldLabel } from '../domain/fieldLabel.ts'
import { uuidV5 } from '../crypto/uuid.ts'
import { memoFileName } from '../domain/fileName.ts'
import { findRow, getRow, listRows } from '../store/rows.ts'
import type { ReadTx } from '../store/store.ts'
import { reading, working, writing } from './door.ts'
import { startJob } from './job.ts'
import { freezeMemo } from './memoFreeze.ts'
import { gatherMemo, stateOfMemo } from './memoMaterial.ts'
import { assembleMemo, getVersion, signMemo } from './memoSign.ts'
import { viewRow } from './row.ts'

/** Memos: compiled from one visit, frozen, signed by several, voided but never deleted (E5, decision 28). */

const list = reading.memo.list.handler(async ({ context: { tx, session } }) => {
  const memos = await listRows(tx, 'memo', {})
  return Promise.all(
    memos.map(async ({ id, parent }) => ({
      id,
      visit: parent ?? '',
      unitName: await unitNameOf(tx, parent),
      state: (await stateOfMemo(tx, session.workspace.store, id)).state,
    })),
  )
})

const get = reading.memo.get.handler(async ({ input, context: { tx, session } }) => {
  const rows = await gatherMemo(tx, input.id)
  const { state, versions } = await stateOfMemo(tx, session.workspace.store, input.id)
  const { included, leftOut } = memoFindings(rows)
  const evidenceOf = (finding: string) =>
    rows.evidence.filter(({ parent, removed }) => parent === finding && removed !== true).length
  const choice = (finding: (typeof included)[number], isIncluded: boolean, reason: string | null) => ({
    finding: finding.id,
    number: finding.number,
    title: finding.title,
    included: isIncluded,
    reason,
    missing: missingFields(finding, { evidenceCount: evidenceOf(finding.id) }).map((field) =>
      fieldLabel('finding', field),
    ),
  })
  const frozenAt = new Map(
    await Promise.all(versions.map(async ({ id }) => [id, (await getVersion(tx, id)).at] as const)),
  )
  return {
    memo: viewRow('memo')(await getRow(tx, 'memo', input.id)),
    state,
    choices: [
      ...included.map((finding) => choice(finding, true, null)),
      ...leftOut.map(({ finding, reason }) => choice(finding, false, reason)),
    ],
    versions: versions.map(({ id, version, code, voidedReason, signers, changed }) => ({
      id,
      version,
      code,
      frozenAt: frozenAt.get(id) ?? '',
      voidedReason,
      signers: signers.map((signer) => ({ ...signer })),
      outdated: changed.map(({ entity, id: row, label }) => ({
        entity,
        number: rows.findings.find((finding) => finding.id === row)?.number ?? '',
        label,
      })),
    })),
  }
})

const compile = writing.memo.compile.handler(async ({ input, context }) => {
  const visit = await getRow(context.tx, 'visit', input.visit)
  // The id of the pair: two people who compile the same visit make one memo.
  const id = uuidV5(visit.id, 'memo')
  if ((await findRow(context.tx, 'memo', id)) === undefined) {
    await context.record([{ entity: 'memo', id, parent: visit.id, set: {} }])
  }
  return { id }
})

const save = writing.memo.save.handler(async ({ input, context }) => {
  await getRow(context.tx, 'memo', input.id)
  await context.record([{ entity: 'memo', id: input.id, set: input.set }])
  return { id: input.id }
})

const choose = writing.memo.choose.handler(async ({ input, context }) => {
  const { memo, finding, included, reason } = input
  await getRow(context.tx, 'memo', memo)
  const id = uuidV5(memo, finding)
  await context.record([{ entity: 'memoFinding', id, parent: memo, set: { finding, included, reason } }])
  return { id }
})

const freeze = working.memo.freeze.handler(async ({ input, context }) => ({
  job: await startJob(context, 'memo.freeze', input, (report) => freezeMemo(context, input.id, report)),
}))

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
      bytes: await assembleMemo(tx, store, version),
      fileName: memoFileName({
        unit: rows.unit?.shortName ?? rows.unit?.name ?? '未知单位',
        day: rows.visit.visitedOn ?? '',
        version: version.version ?? 1,
      }),
    }
  })
  return { ticket: await host.files.offerBytes(fileName, bytes), fileName }
})

export const memo = { list, get, compile, save, choose, freeze, sign, void: voidVersion, ticket }

async function unitNameOf(tx: ReadTx, visit: string | null): Promise<string> {
  const row = visit === null ? undefined : await findRow(tx, 'visit', visit)
  const unit = row?.unit == null ? undefined : await findRow(tx, 'unit', row.unit)
  return unit?.name ?? '单位未到达本机'
}
