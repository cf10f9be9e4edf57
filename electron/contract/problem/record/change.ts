import { text, type Problems } from '../problemText.ts'

/** Problems of single changes. */
export const changeProblems = {
  'change.tooLarge': (d: { bytes: number; limit: number }) =>
    text(
      `这一次保存的内容过大（${Math.ceil(d.bytes / 1024)} KB，上限 ${d.limit / 1024} KB）。`,
      '已填内容都保留着，没有写入。',
      '请缩短文字，或者分成几条记录。',
    ),
} satisfies Problems<'change'>
