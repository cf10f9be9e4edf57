import { text, type None, type Problems } from '../problemText.ts'

/** Problems of records that are missing. */
export const recordProblems = {
  'record.notFound': (_: None) =>
    text('找不到这条记录。', '数据未动。', '它可能还没有到达本机，请刷新或等待下一个数据包。'),
} satisfies Problems<'record'>
