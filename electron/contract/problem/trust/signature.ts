import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of signatures. */
export const signatureProblems = {
  'signature.invalid': (_: None) =>
    text('签名不成立：内容在签名后被改动，或者签名不是本程序认可的格式。', nothingWritten, '请向发送方索取原始文件。'),
} satisfies Problems<'signature'>
