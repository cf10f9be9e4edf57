import type { WorkingContext } from './procedure.ts'

/** Does what must not meet a writing job of the session's workspace. Never call it inside a transaction or a job. */
export async function inWriterTurn<T>({ host, session }: WorkingContext, work: () => Promise<T>): Promise<T> {
  try {
    return await host.jobs.takeTurn(session.workspace, work)
  } finally {
    // The window may have been locked meanwhile.
    await host.closeUnused()
  }
}
