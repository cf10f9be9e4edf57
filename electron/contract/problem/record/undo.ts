import { text, type None, type Problems } from '../problemText.ts'

/** Problems of taking back. */
export const undoProblems = {
  'undo.nothing': (_: None) =>
    text(
      '没有可以撤销或恢复的操作。',
      '数据未动。',
      '撤销只管您自己在本机做的最近操作；定稿、签名、导出和导入之前的不能撤销。',
    ),
} satisfies Problems<'undo'>
