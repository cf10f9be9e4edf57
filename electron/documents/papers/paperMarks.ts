/** What every paper is told beside its content: how far it has come, and in what kind of workspace. */
export type PaperMarks = {
  /** 演练: marked on every page. */
  readonly drill: boolean
  /** Not frozen: 草稿 watermark, and the footer says 草稿 instead of the code. */
  readonly draft: boolean
  /** Version code, 10 base32 characters (decisions.md 28); not printed while `draft`. */
  readonly code: string
}
