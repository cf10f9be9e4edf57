import { ORPCError } from '@orpc/client'
import { isProblem, isProblemKind, Problem, type ProblemDetails } from '../../electron/contract/problem/problem.ts'

/** Whatever went wrong, as the one thing a screen can show. */
export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error
  if (!(error instanceof ORPCError)) return new Problem('host.unreachable', {})
  const data: unknown = error.data
  if (error.code === 'PROBLEM' && hasKind(data)) return sentProblem(data.kind, data.details)
  if (error.code === 'BAD_REQUEST' && hasIssues(data)) {
    const fields = data.issues.map(({ path = [], message }) => ({ path: path.join('.'), message }))
    return new Problem('input.invalid', { fields })
  }
  return new Problem('program.defect', { incident: hasIncident(data) ? data.incident : '未编号' })
}

/** A problem as it travels: in an error, or in the view of a job. */
export function sentProblem(kind: string, details: object): Problem {
  if (!isProblemKind(kind)) return new Problem('program.defect', { incident: kind })
  // The host wrote the details of this kind; both sides share one catalogue.
  return new Problem(kind, details as ProblemDetails<typeof kind>)
}

export function isKind(error: unknown, kind: Problem['kind']): boolean {
  return problemOf(error).kind === kind
}

type Issue = { readonly path?: readonly PropertyKey[]; readonly message: string }

function hasKind(data: unknown): data is { kind: string; details: object } {
  return typeof data === 'object' && data !== null && 'kind' in data && 'details' in data
}

function hasIssues(data: unknown): data is { issues: readonly Issue[] } {
  return typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues)
}

function hasIncident(data: unknown): data is { incident: string } {
  return typeof data === 'object' && data !== null && 'incident' in data && typeof data.incident === 'string'
}
