import type {
  AnswerTold,
  EnrolmentRequest,
  PartyKind,
  RequestTold,
  SignedEnrolmentAnswer,
} from '../../contract/exchange/enrolment.ts'
import type { WorkspaceKind } from '../../contract/workspace.ts'
import { findRow } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { readSetting } from '../host/settingAccess.ts'

/** What the two sides of an enrolment tell each other beside what it needs: said where it is known, and kept whole. */

/** What a workspace asks to be enrolled as. */
export const kindTold = { team: '检查组', headquarters: '总部' } as const satisfies Record<WorkspaceKind, PartyKind>

/** All that a request says of the party, members that are not known here among it. */
export function toldByRequest(request: EnrolmentRequest): RequestTold {
  const { format: _f, workspaceName: _n, drill: _d, birth: _b, recipient: _r, people: _p, ...told } = request
  return told
}

/** All that an answer says beside certificates and letter, members that are not known here among it. */
export function toldByAnswer(answer: SignedEnrolmentAnswer): AnswerTold {
  const {
    format: _f,
    requestSha256: _r,
    authorityChain: _a,
    certificates: _c,
    letter: _l,
    channel: _p,
    ...told
  } = answer
  const { logs: _, ...headquarters } = told.headquarters
  return { ...told, headquarters }
}

/** The unit of whoever made the workspace: what it is asked for when it begins. */
async function foundersUnit(tx: ReadTx) {
  const founder = await readSetting(tx, 'founder')
  const person = founder && (await findRow(tx, 'person', founder.person))
  return person?.unit ? findRow(tx, 'unit', person.unit) : undefined
}

/** As typed here, with its code where one is known. */
export async function unitTold(tx: ReadTx) {
  const { name, code } = (await foundersUnit(tx)) ?? {}
  return name ? { unit: { name, ...(code && { code }) } } : {}
}

export async function levelTold(tx: ReadTx) {
  const { level } = (await foundersUnit(tx)) ?? {}
  return level ? { level } : {}
}
