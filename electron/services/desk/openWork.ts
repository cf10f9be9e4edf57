import { isOnItsWay } from '../../contract/exchange/sync.ts'
import { manifestSchema } from '../../contract/syncPackage.ts'
import { fieldLabel } from '../../domain/fieldLabel.ts'
import { missingFields } from '../../domain/finding.ts'
import { visitProblems } from '../../domain/visit.ts'
import type { StagedImports } from '../../store/imports/stagedImports.ts'
import { listPackages } from '../../store/local/localPackage.ts'
import { listFindings } from '../../store/query/finding.ts'
import { listVisits } from '../../store/query/visit.ts'
import { listEvents } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'
import { inspectorsOf } from '../record/visit.ts'
import { peersOf } from '../trust/peer.ts'

/** What is still open, as 工作台 lists it and as the next step is chosen from. */

/** The newest visits, with what each still lacks. */
export async function viewRecentVisits(tx: ReadTx, { today, limit }: { today: string; limit: number }) {
  const { rows } = await listVisits(tx, { limit })
  return Promise.all(
    rows.map(async (row) => {
      const inspectors = await inspectorsOf(tx, row.id)
      return {
        id: row.id,
        number: row.number,
        unitName: row.unitName ?? (row.unit === null ? '单位未填' : '单位未到达本机'),
        mode: row.mode,
        visitedOn: row.visitedOn,
        today: row.visitedOn === today,
        findings: row.findings,
        problems: visitProblems(row, inspectors.length).map(({ message }) => message),
      }
    }),
  )
}

export type VisitView = Awaited<ReturnType<typeof viewRecentVisits>>[number]

/** Findings that lack something, and how many there are. */
export async function incompleteFindings(tx: ReadTx, limit: number) {
  const { rows, total } = await listFindings(tx, { state: '缺项', limit })
  const findings = rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    unitName: row.unitName ?? '单位未到达本机',
    missing: missingFields(row, { evidenceCount: row.evidence }).map((field) => ({
      field,
      label: fieldLabel('finding', field),
    })),
  }))
  return { total, findings }
}

/** Read and checked, not imported yet: they wait for a decision or for a package before them. */
export async function arrivedPackages(staged: StagedImports) {
  return (await staged.list()).map(({ id, manifest, serial, createdAt }) => ({
    id,
    peerName: manifestSchema.parse(JSON.parse(manifest)).sender.name,
    serial,
    direction: 'in' as const,
    state: '待导入',
    madeAt: createdAt,
  }))
}

/** Only headquarters answers with receipts. */
export async function sentPackages(tx: ReadTx) {
  const receipts = new Set((await listEvents(tx, 'receipt', {})).map((receipt) => receipt.package))
  const above = new Map(
    (await peersOf(tx)).flatMap(({ log, kind, name }) => (kind === '总部' ? [[log, name] as const] : [])),
  )
  const open = (await listPackages(tx)).filter(
    ({ direction, state, manifest, peer }) =>
      direction === 'out' && isOnItsWay(state) && above.has(peer) && !receipts.has(manifest),
  )
  return open.map(({ id, peer, serial, direction, state, madeAt }) => ({
    id,
    peerName: above.get(peer) ?? '',
    serial,
    direction,
    state,
    madeAt,
  }))
}
