/** A Problem in words: what happened, what was kept, what to do. */
export type ProblemText = { readonly happened: string; readonly kept: string; readonly todo: string }

/** The Problems of one prefix, in the file of that name: each kind begins with it. */
export type Problems<Prefix extends string> = Readonly<Record<`${Prefix}.${string}`, (details: never) => ProblemText>>

/** The details of a Problem that has none. */
export type None = Record<string, never>

export function text(happened: string, kept: string, todo: string): ProblemText {
  return { happened, kept, todo }
}

export const nothingWritten = '没有写入任何内容，原有数据未动。'

/** 1 KB = 1024 bytes, as file dialogs of Windows count. */
export function sizeText(bytes: number): string {
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KB`
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}
