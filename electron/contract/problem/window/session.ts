import { text, type None, type Problems } from '../problemText.ts'

/** Problems of a window's session. */
export const sessionProblems = {
  'session.codeInvalid': (_: None) =>
    text(
      '这个打开地址已经用过，或者已超过十分钟。',
      '数据未动，已打开的页面不受影响。',
      '请在已打开的页面里选择“另开一页”，或者重新启动程序，用新给出的地址打开。',
    ),
  'session.missing': (_: None) =>
    text(
      '这个页面没有得到本机程序的许可，或者许可已经失效。',
      '数据未动，已保存的内容都在。',
      '请用程序启动时给出的地址重新打开；地址用过的，请重新启动程序。',
    ),
  'session.foreign': (_: None) =>
    text('这个请求来自别的网站或别的地址，已被拒绝。', '数据未动。', '请用程序启动时给出的地址打开本页。'),
} satisfies Problems<'session'>
