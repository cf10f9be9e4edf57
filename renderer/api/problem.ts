import { ORPCError } from '@orpc/client'
import { isProblem, Problem, problemIn } from '../../electron/contract/problem/problem.ts'

/** Whatever went wrong, as the one thing a screen can show. */
export function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error
  if (!(error instanceof ORPCError)) return new Problem('host.unreachable', {})
  const data: unknown = error.data
  const problem = error.code === 'PROBLEM' ? problemIn(data) : undefined
  if (problem !== undefined) return problem
  if (error.code === 'BAD_REQUEST' && hasIssues(data)) {
    const fields = data.issues.map(({ path = [], message }) => ({ path: path.join('.'), message }))
    return new Problem('input.invalid', { fields })
  }
  return new Problem('program.defect', { incident: hasIncident(data) ? data.incident : '未编号' })
}

/** One that came in the view of a job or from the desktop; of a kind that this window does not know, its name as a number. */
export function sentProblem(sent: { readonly kind: string; readonly details: object }): Problem {
  return problemIn(sent) ?? new Problem('program.defect', { incident: sent.kind })
}

export function isKind(error: unknown, kind: Problem['kind']): boolean {
  return problemOf(error).kind === kind
}

type Issue = { readonly path?: readonly PropertyKey[]; readonly message: string }

function hasIssues(data: unknown): data is { issues: readonly Issue[] } {
  return typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues)
}

function hasIncident(data: unknown): data is { incident: string } {
  return typeof data === 'object' && data !== null && 'incident' in data && typeof data.incident === 'string'
}
