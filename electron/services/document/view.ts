import { inspectionModes } from '../../contract/catalogue/inspection.ts'
import { documentStates } from '../../contract/document/document.ts'
import type { Difference } from '../../domain/printed.ts'
import { entityLabel } from '../../domain/fieldLabel.ts'
import { mayFreeze, openLine, type DocumentState, type VersionState } from '../../domain/documentState.ts'
import { branchOf } from '../../domain/riskPoint.ts'
import { findStanding } from '../../store/query/identity.ts'
import { findRow, headsOf, type Row } from '../../store/row/rows.ts'
import type { ListedDocument } from '../../store/query/document.ts'
import type { ReadTx } from '../../store/store.ts'
import type { Session } from '../host/host.ts'
import { viewRow } from '../record/row.ts'
import type { Paper, PaperItem } from '../../documents/papers/paper.ts'
import { visitOf } from '../record/documentVisit.ts'
import type { People } from '../../domain/identity/lineSignatures.ts'
import { peopleOf } from './people.ts'
import { lostGrounds, printOf } from './grounds.ts'
import { gatherDocument } from './reader.ts'
import { stateOfDocument } from './state.ts'
import { getVersion } from './version.ts'

/** A document as its page shows it: what it prints and leaves out, its versions, who signed them and who has not. */
export async function viewDocument(tx: ReadTx, session: Session, id: string) {
  const { document, paper, gathered } = await gatherDocument(tx, id)
  const state = await stateOfDocument(tx, session.workspace.store, id)
  return {
    document: viewRow('document')(document),
    seen: await headsOf(tx, 'document', id),
    choosing: paper.choosing,
    fields: [...(paper.prints.document?.says ?? [])],
    ...(await headingOf(tx, document, state)),
    current: state.current?.id ?? null,
    mayFreeze: mayFreeze(state),
    parallel: state.parallel,
    grounds: [...(await lostGrounds(tx, await printOf(tx, session.workspace.store, state)))],
    choices: gathered.items.map(viewItem),
    versions: await Promise.all(state.versions.map((version) => viewVersion(tx, session, paper, version))),
  }
}

/** As a list shows it: a document may arrive before its visit, and a visit before its unit (electron/README §3). */
export function viewListed(
  { waitsFor, unit: _, grounds: __, ...row }: ListedDocument,
  person: string,
  { isSame }: People,
) {
  return {
    ...row,
    kind: row.kind ?? '',
    visit: row.visit ?? '',
    visitNumber: row.visitNumber ?? '',
    mode: inspectionModes.find((mode) => mode === row.mode) ?? null,
    unitName: row.unitName ?? notHere,
    state: documentStates.find((state) => state === row.state) ?? '草稿',
    waitsForMe: waitsFor.some((named) => isSame(named, person)),
  }
}

const notHere = '单位未到达本机'

async function headingOf(tx: ReadTx, document: Row<'document'>, { state }: DocumentState) {
  const visit = await visitOf(tx, document)
  const unit = await findStanding(tx, 'unit', visit?.unit ?? null)
  return {
    kind: document.kind ?? '',
    visit: visit?.id ?? document.parent ?? '',
    visitNumber: visit?.number ?? '',
    visitedOn: visit?.visitedOn ?? null,
    mode: visit?.mode ?? null,
    unitName: unit?.name ?? notHere,
    state,
  }
}

function viewItem({ finding, included, reason, missing }: PaperItem) {
  const { id, number, title, clue, riskPoint } = finding
  const branch = branchOf(riskPoint ?? '')
  return { finding: id, number, branch, clue: clue === true, title, included, reason, missing: [...missing] }
}

async function viewVersion(tx: ReadTx, session: Session, paper: Paper, version: VersionState) {
  const { id, differences, incomparable, unreadable, signers, needed: _, signed: __, ...shown } = version
  return {
    ...shown,
    id,
    waitsForMe: openLine(version, session.person, await peopleOf(tx)) !== undefined,
    frozenAt: (await getVersion(tx, id)).at,
    signers: signers.map(({ signedBy: ___, ...signer }) => signer),
    outdated: unreadable
      ? [unreadablePrint]
      : await Promise.all(differences.map((one) => viewDifference(tx, paper, one))),
    incomparable: incomparable.length,
  }
}

const unreadablePrint = { what: '改', entity: 'document', name: '定稿时的打印记录', label: '无法读取' } as const

/** 问题 B-012, the paper as it is called, or just what kind of record it is. */
async function viewDifference(tx: ReadTx, { word }: Paper, difference: Difference) {
  const { what, entity, id } = difference
  const row = await findRow(tx, entity, id)
  const number = row !== undefined && 'number' in row ? row.number : ''
  const noun = entity === 'document' ? word : entityLabel(entity)
  return {
    what,
    entity,
    name: [noun, number].filter((part) => part !== '').join(' '),
    label: what === '改' ? difference.label : '',
  }
}
