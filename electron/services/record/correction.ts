import { Problem } from '../../contract/problem/problem.ts'
import { loadMakings } from '../../store/change/makings.ts'
import { readTrust } from '../../store/change/trust.ts'
import { newRecord } from '../host/newRecord.ts'
import type { Draft, WritingContext } from '../host/procedure.ts'

type Edited = {
  /** The visit at the top of the case. */
  readonly visit: string
  readonly drafts: readonly Draft[]
  readonly reason: string | undefined
}

/**
 * Writes an edit of a case. At headquarters an edit of what a team recorded is a correction: it says why, and the team hears of both
 * with the next package. Problem `record.correctionReason`.
 */
export async function recordEdit(context: WritingContext, { visit, drafts, reason = '' }: Edited): Promise<void> {
  const { tx, session, record } = context
  const { headquartersLogs } = await readTrust(tx)
  const makings = await loadMakings(tx, [visit])
  const isCorrection =
    headquartersLogs.has(session.workspace.log) && makings.some(({ log }) => !headquartersLogs.has(log))
  if (isCorrection && reason === '') throw new Problem('record.correctionReason', {})
  const changes = await record(drafts)
  if (!isCorrection) return
  await record(
    changes.map((change) => {
      const made = newRecord(context, { entity: 'correction', parent: visit })
      return { entity: 'correction', ...made, parent: visit, set: { change, reason, person: session.person } }
    }),
  )
}
