import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of putting out of use and letting in again. */
export const revocationProblems = {
  'revocation.standing': (_: None) =>
    text('这一项已经停用，不必再停用一次。', nothingWritten, '停用的截止位置和原因在“停用和恢复”的清单里看。'),
  'revocation.own': (_: None) =>
    text(
      '不能停用正在使用的这台电脑或者自己。',
      nothingWritten,
      '请由另一位系统管理员办理；换了电脑的，先在新电脑上登记。',
    ),
  'revocation.notLate': (_: None) =>
    text(
      '这条内容不是因为停用而被拒绝的，或者已经采用。',
      nothingWritten,
      '请在“未采纳的内容”里看它现在的状态和原因。',
    ),
} satisfies Problems<'revocation'>
