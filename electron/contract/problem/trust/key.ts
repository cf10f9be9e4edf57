import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of keys. */
export const keyProblems = {
  'key.unreadable': (_: None) =>
    text(
      '这份密钥的格式或参数不是本程序写出的，没有打开。',
      '数据未动。',
      '请用备份中的同一文件再试，或联系总部协助。',
    ),
  'key.unsupported': (_: None) =>
    text('这种密钥本程序不支持：只支持 RSA（2048 位以上）和 P-256。', nothingWritten, '请换用受支持的密钥。'),
} satisfies Problems<'key'>
