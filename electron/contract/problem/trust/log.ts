import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of logs. */
export const logProblems = {
  'log.headInvalid': (_: None) =>
    text('变更日志的签名不成立。', nothingWritten, '请让发送方重新导出；仍然如此时，请联系总部核对该电脑的登记。'),
  'log.idForged': (_: None) =>
    text(
      '文件里有一份日志的编号与它的密钥不符，可能有人冒用了别的电脑的编号。',
      nothingWritten,
      '请不要使用这个文件，保留原件并向发送方当面核实。',
    ),
} satisfies Problems<'log'>
