import { exchangeProblems } from './exchangeProblems.ts'
import { hostProblems } from './hostProblems.ts'
import type { ProblemText } from './problemText.ts'
import { recordProblems } from './recordProblems.ts'

/**
 * Problems: failures a person can meet. Each kind has a stable name, typed details and a Chinese text in three parts:
 * what happened, what was kept, what to do. Anything that is not a Problem is a defect and is logged with an incident
 * number only. `message` is the kind alone, so that a log never holds what a person wrote.
 */
export class Problem<K extends ProblemKind = ProblemKind> extends Error {
  override readonly name = 'Problem'
  readonly kind: K
  readonly details: ProblemDetails<K>

  constructor(kind: K, details: ProblemDetails<K>) {
    super(kind)
    this.kind = kind
    this.details = details
  }
}

export type ProblemKind = keyof typeof catalogue
export type ProblemDetails<K extends ProblemKind> = Parameters<(typeof catalogue)[K]>[0]

const catalogue = { ...recordProblems, ...exchangeProblems, ...hostProblems }

/** The three Chinese sentences of a Problem, in the order a person needs them. */
export function problemText<K extends ProblemKind>(kind: K, details: ProblemDetails<K>): ProblemText {
  const write = catalogue[kind] as (details: ProblemDetails<K>) => ProblemText
  return write(details)
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

export function isProblemKind(value: unknown): value is ProblemKind {
  return typeof value === 'string' && Object.hasOwn(catalogue, value)
}
