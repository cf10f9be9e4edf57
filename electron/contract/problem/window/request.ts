import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of requests: of a window, and for a certificate. */
export const requestProblems = {
  'request.unknown': (_: None) =>
    text('程序里没有这个地址。', nothingWritten, '请刷新页面后重试；仍然如此时，请重新启动程序，用新给出的地址打开。'),
  'request.invalid': (_: None) =>
    text('这份证书申请不完整或自签名不成立。', nothingWritten, '请让申请方重新生成申请文件。'),
  'request.refused': (_: None) => text('程序没有接受这个请求。', nothingWritten, '请刷新页面后重试。'),
} satisfies Problems<'request'>
