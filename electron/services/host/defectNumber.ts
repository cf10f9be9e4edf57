import { ORPCError } from '@orpc/server'

/** Notes a defect and gives the number under which it can be found. */
export type Report = (error: unknown) => string

/** For a host's RPC handler: what is no Problem is a defect, and the window learns its number and nothing else. */
export function tellNumberOnly(report: Report) {
  return async <T>({ next }: { readonly next: () => Promise<T> }): Promise<T> => {
    try {
      return await next()
    } catch (error) {
      if (error instanceof ORPCError && error.status < 500) throw error
      throw new ORPCError('INTERNAL_SERVER_ERROR', { message: 'incident', data: { incident: report(error) } })
    }
  }
}
