import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of files as evidence. */
export const evidenceProblems = {
  'evidence.empty': (_: None) =>
    text('这个文件是空的（0 字节），不能作为证据。', nothingWritten, '请从相机或存储卡重新复制一次，再导入。'),
  'evidence.program': (_: None) =>
    text('这是一个程序文件，不能作为证据。', nothingWritten, '需要留存程序运行情况的，请改用截图或者录像。'),
  'evidence.unreadable': (_: None) =>
    text(
      '读不出这个文件：文件不在了、存储卡被拔出，或者没有读取权限。',
      '没有写入半个文件，原有证据未动。',
      '请插好存储卡，重新选择文件。',
    ),
  'evidence.absent': (_: None) =>
    text(
      '这份证据的文件不在本机。',
      '它的登记信息和其余证据都在。',
      '请导入含有这份证据的数据包，或从备份、留有原件的电脑取回。',
    ),
} satisfies Problems<'evidence'>
