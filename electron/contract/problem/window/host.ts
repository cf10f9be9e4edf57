import { text, type None, type Problems } from '../problemText.ts'

/** Problems of the host behind the window. */
export const hostProblems = {
  'host.unreachable': (_: None) =>
    text(
      '联系不上本机程序，它可能已经退出。',
      '已保存的内容都在，正在填写的内容还在本页上。',
      '请重新启动程序，再用新给出的地址打开。',
    ),
} satisfies Problems<'host'>
