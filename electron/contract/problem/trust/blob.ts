import { text, type None, type Problems } from '../problemText.ts'

/** Problems of sealed files. */
export const blobProblems = {
  'blob.damaged': (_: None) =>
    text(
      '这份证据文件已损坏或被改动，没有通过校验。',
      '其余证据未动，也没有输出未经校验的内容。',
      '请从备份或留有原件的电脑取回这份证据。',
    ),
} satisfies Problems<'blob'>
