import { text, type None, type Problems } from '../problemText.ts'

/** Problems of records that are missing. */
export const recordProblems = {
  'record.notFound': (_: None) =>
    text('找不到这条记录。', '数据未动。', '它可能还没有到达本机，请刷新或等待下一个数据包。'),
  'record.removed': ({ record }: { record: string }) =>
    text(
      `${record}已经删除，不能再改。`,
      '已填内容都保留着，没有写入。',
      '要接着用它，请先在“设置 · 回收站”里恢复；超过 30 天的，在它的页面上恢复。',
    ),
} satisfies Problems<'record'>
