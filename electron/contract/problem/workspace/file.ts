import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of files that were chosen or are offered. */
export const fileProblems = {
  'file.expired': (_: None) => text('这个文件的链接已失效。', nothingWritten, '请重新选择文件，或者重新点一次下载。'),
  'file.gone': (_: None) =>
    text('这个下载地址已经用过或已失效。', '文件还在工作区里，没有改动。', '请回到页面，重新点一次下载。'),
} satisfies Problems<'file'>
