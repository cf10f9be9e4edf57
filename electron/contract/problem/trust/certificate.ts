import { nothingWritten, text, type Problems } from '../problemText.ts'

/** Problems of certificates. */
export const certificateProblems = {
  'certificate.notInForce': (d: { at: string; from: string; to: string }) =>
    text(
      `按本机现在的日期（${d.at.slice(0, 10)}），所用的证书不在有效期内（${d.from.slice(0, 10)}至${d.to.slice(0, 10)}）。`,
      nothingWritten,
      '请先核对本机的日期和时间，改正后重试；日期无误的，请持证书的一方重新办理登记。',
    ),
} satisfies Problems<'certificate'>
