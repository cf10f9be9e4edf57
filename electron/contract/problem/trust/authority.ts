import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of the authority and its file. */
export const authorityProblems = {
  'authority.unreadable': (_: None) =>
    text('这不是完好的发证机构文件（.mcca）。', '原文件未动。', '请核对文件，或改用发证机构文件的备份。'),
  'authority.exists': (_: None) =>
    text('这个总部已经有证书机构。', '原有证书机构未动。', '无需再建；更换证书机构须另行办理。'),
  'authority.missing': (_: None) =>
    text('找不到本总部的证书机构文件。', nothingWritten, '请先建立证书机构，或者把 authority.mcca 放回工作区文件夹。'),
} satisfies Problems<'authority'>
