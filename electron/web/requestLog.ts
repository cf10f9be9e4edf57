/** One line a request. The route is its pattern: no query, no name, no ticket, no token ever gets into a log. */
export type RequestLogEntry = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
}
