import { entityLabel, fieldLabel } from '../../domain/fieldLabel.ts'
import { missingFields } from '../../domain/finding.ts'
import { memoFindings, type MemoRows, type NumberedFinding } from '../../domain/memo.ts'
import { mayFreeze, openLine, type MemoState, type VersionState } from '../../domain/memoState.ts'
import { branchOf } from '../../domain/riskPoint.ts'
import { findRow, getRow, headsOf, type Row } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Session } from '../host/host.ts'
import { gatherMemo, stateOfMemo } from './memoMaterial.ts'
import { getVersion } from './memoSign.ts'
import { viewRow } from '../record/row.ts'

/** A memo as its page shows it: what it prints and leaves out, its versions, who signed them and who has not. */
export async function viewMemo(tx: ReadTx, session: Session, id: string) {
  const rows = await gatherMemo(tx, id)
  const state = await stateOfMemo(tx, session.workspace.store, id)
  const { included, leftOut } = memoFindings(rows)
  return {
    memo: viewRow('memo')(await getRow(tx, 'memo', id)),
    seen: await headsOf(tx, 'memo', id),
    ...(await headingOf(tx, rows.visit.id, state)),
    current: state.current?.id ?? null,
    mayFreeze: mayFreeze(state),
    parallel: state.parallel,
    choices: [
      ...included.map((finding) => choiceOf(rows, finding, true, null)),
      ...leftOut.map(({ finding, reason }) => choiceOf(rows, finding, false, reason)),
    ],
    versions: await Promise.all(state.versions.map((version) => viewVersion(tx, session, rows, version))),
  }
}

export async function viewListed(tx: ReadTx, session: Session, memo: Row<'memo'>) {
  const state = await stateOfMemo(tx, session.workspace.store, memo.id)
  return {
    id: memo.id,
    ...(await headingOf(tx, memo.parent ?? '', state)),
    waitsForMe: state.current !== undefined && openLine(state.current, session.person) !== undefined,
  }
}

/** A memo may arrive before its visit, and a visit before its unit (electron/README §3). */
async function headingOf(tx: ReadTx, visit: string, { state }: MemoState) {
  const row = await findRow(tx, 'visit', visit)
  const unit = row?.unit == null ? undefined : await findRow(tx, 'unit', row.unit)
  return {
    visit,
    visitNumber: row?.number ?? '',
    visitedOn: row?.visitedOn ?? null,
    mode: row?.mode ?? null,
    unitName: unit?.name ?? '单位未到达本机',
    state,
  }
}

function choiceOf(rows: MemoRows, finding: NumberedFinding, included: boolean, reason: string | null) {
  const { id, number, title, clue, riskPoint } = finding
  const evidenceCount = rows.evidence.filter(({ parent, removed }) => parent === id && removed !== true).length
  return {
    finding: id,
    number,
    branch: branchOf(riskPoint ?? ''),
    clue: clue === true,
    title,
    included,
    reason,
    missing: missingFields(finding, { evidenceCount }).map((field) => fieldLabel('finding', field)),
  }
}

async function viewVersion(tx: ReadTx, session: Session, rows: MemoRows, version: VersionState) {
  const { id, changed, unreadable, signers, ...shown } = version
  return {
    ...shown,
    id,
    waitsForMe: openLine(version, session.person) !== undefined,
    frozenAt: (await getVersion(tx, id)).at,
    signers: signers.map((signer) => ({ ...signer })),
    outdated: unreadable
      ? [{ entity: 'memo', name: '定稿时的打印记录', label: '无法读取' }]
      : changed.map(({ entity, id: row, label }) => ({ entity, name: rowName(rows, entity, row), label })),
  }
}

/** 问题 B-012, or just what kind of record it is. */
function rowName({ findings }: MemoRows, entity: VersionState['changed'][number]['entity'], id: string): string {
  const number = findings.find((finding) => finding.id === id)?.number ?? ''
  return [entityLabel(entity), number].filter((part) => part !== '').join(' ')
}
