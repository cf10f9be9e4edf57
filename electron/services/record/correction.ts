import { Problem } from '../../contract/problem/problem.ts'
import { loadMakings } from '../../store/change/makings.ts'
import { loadPlaces, type Root, rootsOf } from '../../store/change/root.ts'
import { trustOf } from '../../store/change/trust.ts'
import { newRecord } from '../host/newRecord.ts'
import type { Draft, WritingContext } from '../host/procedure.ts'

type Edited = {
  /** The record that is edited, of a case. */
  readonly of: Root
  readonly drafts: readonly Draft[]
  readonly reason: string | undefined
}

/**
 * Writes an edit of a case. At headquarters an edit of what a team recorded is a correction: it says why, and the team hears of both
 * with the next package. Problem `record.correctionReason`.
 */
export async function recordEdit(context: WritingContext, { of, drafts, reason = '' }: Edited): Promise<void> {
  const { session, record } = context
  const visit = await correctedCase(context, of)
  if (visit !== undefined && reason === '') throw new Problem('record.correctionReason', {})
  const changes = await record(drafts)
  if (visit === undefined) return
  await record(
    changes.map((change) => {
      const made = newRecord(context, { entity: 'correction', parent: visit })
      return { entity: 'correction', ...made, parent: visit, set: { change, reason, person: session.person } }
    }),
  )
}

/** The visit at the top of the case, where headquarters edits what a team has made; a team's own save asks for no case. */
async function correctedCase({ tx, session }: WritingContext, of: Root): Promise<string | undefined> {
  const { headquartersLogs } = (await trustOf(tx)).state
  if (!headquartersLogs.has(session.workspace.log)) return undefined
  const visit = (await rootsOf(tx, await loadPlaces(tx, [of]))).get(of.id)?.id ?? of.id
  const makings = await loadMakings(tx, [visit])
  return makings.some(({ log }) => !headquartersLogs.has(log)) ? visit : undefined
}
