import * as z from 'zod'
import type { EventDraft } from '../../store/change/said.ts'
import { findEvent } from '../../store/row/events.ts'
import { defineJob } from '../host/startJob.ts'
import { type JobContext, recordInJob } from '../host/procedure.ts'

/** A whole import undone, or let in again: one event, which the tables follow in its transaction. */

/** Names the event beforehand, so that taken up again it is not written twice. */
const decisionSchema = z.object({ id: z.uuid(), nonce: z.string(), parent: z.uuid(), reason: z.string() })

export const undoJob = defineJob('incoming.undo', decisionSchema, (context, order) =>
  decide(context, 'packageWithdrawn', order),
)
export const restoreJob = defineJob('incoming.restore', decisionSchema, (context, order) =>
  decide(context, 'packageRestored', order),
)

async function decide(
  context: JobContext,
  entity: 'packageWithdrawn' | 'packageRestored',
  { reason, ...made }: z.infer<typeof decisionSchema>,
): Promise<{ decision: string }> {
  await recordInJob(context, async (tx, record) => {
    if ((await findEvent(tx, entity, made.id)) !== undefined) return
    const draft: EventDraft = { entity, ...made, set: { reason } }
    await record([draft])
  })
  return { decision: made.id }
}

export const incomingJobs = { 'incoming.undo': undoJob, 'incoming.restore': restoreJob }
