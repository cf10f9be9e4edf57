import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of files that were chosen or are offered. */
export const fileProblems = {
  'file.expired': (_: None) => text('这个文件的链接已失效。', nothingWritten, '请重新选择文件，或者重新点一次下载。'),
  'file.gone': (_: None) =>
    text('这个下载地址已经用过或已失效。', '文件还在工作区里，没有改动。', '请回到页面，重新点一次下载。'),
  'file.tooDemanding': (d: { file: string }) =>
    text(
      `读取“${d.file}”要用的内存或者时间超出了限额，正常的文件不会这样，已停止读取。`,
      '程序和已保存的内容未受影响，也没有据它写入任何内容。',
      '请不要再打开这个文件，并向给出它的人索取原件。',
    ),
} satisfies Problems<'file'>
