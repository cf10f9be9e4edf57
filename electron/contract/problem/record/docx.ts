import { text, type Problems } from '../problemText.ts'

/** Problems of .docx files. */
export const docxProblems = {
  'docx.unreadable': (d: { fault: string; because: string }) =>
    text(
      `这个文件不是可用的 .docx：${d.because}。`,
      '文件未作任何改动，也没有据它写入任何内容。',
      '请向出具人索取原文件，不要使用这一份。',
    ),
} satisfies Problems<'docx'>
