import type { JobView } from '../../contract/job/job.ts'
import { opening, working } from '../host/procedure.ts'
import type { Host } from '../host/host.ts'
import { watchCommits, type LiveUpdate } from './liveUpdate.ts'

/** Watching long work and what others commit; watching changes nothing (electron/README §5). */

const list = working.job.list.handler(async ({ context: { host, session } }) =>
  (await host.jobs.list(session.workspace)).map((view) => ({
    ...view,
    resumed: host.jobs.wasResumed(view.id),
    fetchable: isFetchable(host, view),
  })),
)

function isFetchable({ files }: Host, { result }: JobView): boolean {
  if (typeof result !== 'object' || result === null || !('ticket' in result)) return false
  return typeof result.ticket === 'string' && files.look(result.ticket) !== undefined
}

const watch = opening.job.watch.handler(async ({ input, context: { host, connection } }) =>
  host.jobs.watch(input.id, connection.session?.workspace),
)

const cancel = opening.job.cancel.handler(async ({ input, context: { host, connection } }) => {
  await host.jobs.cancel(input.id, connection.session?.workspace)
  return {}
})

export const job = { list, watch, cancel }

const watchLive = working.live.watch.handler(async ({ context: { session }, signal }) =>
  copied(watchCommits(session.workspace.store, signal)),
)

export const live = { watch: watchLive }

/** The contract's arrays are mutable; what is shared inside is not. */
async function* copied(updates: AsyncIterable<LiveUpdate>) {
  for await (const { nouns, ids } of updates) yield { nouns: [...nouns], ids: [...ids] }
}
