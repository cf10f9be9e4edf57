import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of those a package is sealed to. */
export const recipientProblems = {
  'recipient.invalid': (_: None) =>
    text(
      '接收方的加密公钥格式不对，不能加密给它。',
      nothingWritten,
      '请让接收方重新生成申请文件，或重新导入总部的答复。',
    ),
} satisfies Problems<'recipient'>
