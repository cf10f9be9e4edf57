/** What the desktop's preload gives the window, as `window.desktop`. No path of the disk passes in either direction. */
export type DesktopBridge = {
  /** A handle for a file that a person chose or dropped; `noPath` for one that lies on no disk, such as a pasted picture. */
  readonly hold: (file: File) => Promise<Held | { readonly noPath: true }>
  /** The same for bytes without a file, up to `pastedLimit`. */
  readonly holdBytes: (name: string, bytes: ArrayBuffer) => Promise<Held>
  /** Asks where to, and writes the ticket's file there. A ticket that was not saved stays good. */
  readonly save: (ticket: string, fileName: string) => Promise<SaveOutcome>
  /** Shows the file saved last in the desktop's own file browser. */
  readonly showSaved: () => Promise<void>
  readonly listen: (listener: (notice: DesktopNotice) => void) => void
  /** Answers `keep` and `lock`: what was typed is kept. */
  readonly kept: () => void
}

export type Held = { readonly handle: string } | SentProblem
export type SaveOutcome = { readonly saved: boolean } | SentProblem
export type SentProblem = { readonly problem: { readonly kind: string; readonly details: object } }

export type DesktopNotice =
  /** The services' process has died: no answer comes until `servicesStarted`. */
  | { readonly kind: 'servicesEnded' }
  /** It is there again, with the number under which the log tells why it died. */
  | { readonly kind: 'servicesStarted'; readonly incident: string }
  /** The window is about to close. */
  | { readonly kind: 'keep' }
  /** The computer sleeps or its screen is locked. */
  | { readonly kind: 'lock' }

/** The window asks for its port by this message; the port goes with it. */
export const connectMessage = 'orpc:connect'

/** Pasted pictures and the like travel in memory, in bytes. */
export const pastedLimit = 64 * 1024 * 1024
