import { isProblem, problemText, type Problem, type ProblemKind } from '../electron/contract/problem/problem.ts'

/**
 * The Problem that some work ends in. Fails where it ends well or as a defect, and where the Chinese text has not got its
 * three parts: what happened, what was kept, what to do.
 */
export async function problemOf(work: Promise<unknown> | (() => Promise<unknown>)): Promise<Problem> {
  const failed = await (typeof work === 'function' ? work() : work).then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  if (failed === undefined) throw new Error('a Problem was expected, but the work ended well')
  if (!isProblem(failed.error)) throw failed.error
  const { kind, details } = failed.error
  for (const part of Object.values(problemText(kind, details))) {
    if (!/^[\p{sc=Han}“].*[。]$/su.test(part)) throw new Error(`the text of ${kind} is no Chinese sentence: ${part}`)
  }
  return failed.error
}

export async function kindOf(work: Promise<unknown> | (() => Promise<unknown>)): Promise<ProblemKind> {
  return (await problemOf(work)).kind
}
