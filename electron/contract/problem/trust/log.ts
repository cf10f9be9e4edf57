import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of logs. */
export const logProblems = {
  'log.headInvalid': (_: None) =>
    text('变更日志的签名不成立。', nothingWritten, '请让发送方重新导出；仍然如此时，请联系总部核对该电脑的登记。'),
} satisfies Problems<'log'>
