/** One line a request. The route is its pattern: no query, no name, no ticket, no token ever gets into a log. */
export type RequestLogEntry = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
}

/** A defect: not a Problem, so the person sees the incident number and the log says where it happened, not what was in it. */
export type IncidentLogEntry = { readonly incident: string; readonly name: string; readonly frames: readonly string[] }

export type WebLog = {
  request(entry: RequestLogEntry): void
  incident(entry: IncidentLogEntry): void
}

/** Error messages of libraries may quote values, so only the class and the places in the code are kept. */
export function incidentOf(incident: string, error: unknown): IncidentLogEntry {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return { incident, name: typeof cause, frames: [] }
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { incident, name: cause.name, frames: frames.slice(0, 12).map((line) => line.trim()) }
}
