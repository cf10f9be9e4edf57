import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of passwords. */
export const passwordProblems = {
  'password.wrong': (_: None) => text('密码不正确。', '数据未动。', '请核对大小写和输入法后重试。'),
  'password.weak': (d: { minimum: number }) =>
    text(
      `密码太弱：至少 ${d.minimum} 个字符，并且不能是常见密码。`,
      nothingWritten,
      '请换一个较长的密码，例如几个互不相干的词。',
    ),
  'password.fileUnreadable': (_: None) =>
    text('读不出密码文件。', '没有打开工作区，数据未动。', '请核对 --password-file 给出的文件是否存在、能否读取。'),
} satisfies Problems<'password'>
