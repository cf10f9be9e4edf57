import type { SentProblem } from '../contract/desktop.ts'

/** What the main process asks of the services' process, and what it gets for it. */
export type Questions = {
  /** A handle for a file that a person chose. */
  readonly hold: { readonly input: { readonly path: string }; readonly answer: { readonly handle: string } }
  readonly holdBytes: {
    readonly input: { readonly name: string; readonly bytes: Uint8Array }
    readonly answer: { readonly handle: string }
  }
  /** The name a ticket's file is offered under; the ticket stays good. */
  readonly nameOf: { readonly input: { readonly ticket: string }; readonly answer: { readonly name: string } }
  /** Writes a ticket's file to a path that a person chose; only then is the ticket spent. */
  readonly save: { readonly input: { readonly ticket: string; readonly path: string }; readonly answer: object }
  /** Begins an answer to `GET /file/‹ticket›`; its bytes are asked for part by part, as fast as the window takes them. */
  readonly openFile: {
    readonly input: { readonly ticket: string; readonly range: string | null }
    readonly answer: OpenedFile
  }
  readonly readPart: {
    readonly input: { readonly body: number }
    readonly answer: { readonly bytes: Uint8Array | null }
  }
  readonly dropBody: { readonly input: { readonly body: number }; readonly answer: object }
  /** What the jobs under way say of themselves. */
  readonly working: { readonly input: object; readonly answer: { readonly notes: readonly string[] } }
  /** Locks every workspace; jobs go on. */
  readonly lock: { readonly input: object; readonly answer: object }
  /** Stops the jobs, which count as unfinished at the next unlock, and closes everything. */
  readonly close: { readonly input: object; readonly answer: object }
}

export type QuestionName = keyof Questions
export type Input<N extends QuestionName> = Questions[N]['input']
export type Answer<N extends QuestionName> = Questions[N]['answer']

export type OpenedFile = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** By which its parts are asked for; null where there are no bytes. */
  readonly body: number | null
}

/** One port of the window comes with `connect`; it replaces the one before. */
export type ToServices =
  | { readonly kind: 'connect' }
  | { readonly kind: 'question'; readonly id: number; readonly name: QuestionName; readonly input: object }

export type FromServices = { readonly id: number; readonly outcome: Outcome<object> }

export type Outcome<T> = { readonly value: T } | SentProblem
