import type { Problem, ProblemDetails } from '../../electron/contract/problem/problem.ts'
import { problemText } from '../../electron/contract/problem/problem.ts'
import { problemOf } from './problem.ts'

type Saving = {
  readonly error: Error | null
  readonly variables: { readonly besides?: string[] | undefined } | undefined
}

/** What saving a unit or a person came to: the question whether it is one that is there already, or another Problem. */
export function knownIn({ error, variables }: Saving) {
  const problem = error === null ? undefined : problemOf(error)
  if (problem === undefined || !isKnown(problem)) return { problem, asked: undefined }
  const { known } = problem.details
  const besides = [...(variables?.besides ?? []), ...known.map(({ id }) => id)]
  return {
    problem: undefined,
    asked: { question: problemText(problem.kind, problem.details).happened, known, besides },
  }
}

function isKnown(
  problem: Problem,
): problem is Problem<'roster.known'> & { readonly details: ProblemDetails<'roster.known'> } {
  return problem.kind === 'roster.known'
}
