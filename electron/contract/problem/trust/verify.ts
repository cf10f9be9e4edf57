import { text, type Problems } from '../problemText.ts'

/** Problems of the command line's verifying. */
export const verifyProblems = {
  'verify.trustUnreadable': (d: { file: string }) =>
    text(
      `“${d.file}”读不出来，或者里面没有所要的证书或身份。`,
      '没有核验，文件未动。',
      '请核对 --ca 和 --identity 给出的文件。',
    ),
} satisfies Problems<'verify'>
