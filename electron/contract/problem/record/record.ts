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
  'record.printed': ({ record, papers }: { record: string; papers: readonly string[] }) =>
    text(
      `${record}已经印在${papers.join('、')}上，不能删除。`,
      '没有删除，数据未动。',
      '写错了就直接改，改后文书会标明“已过时”；确实不该列入的，先由组长把这份文书作废并写明原因，再删除。',
    ),
  'record.correctionReason': (_: None) =>
    text('这是检查组的记录，总部更正要写明原因。', '没有写入，已填内容都保留着。', '请写明更正原因后再保存。'),
} satisfies Problems<'record'>
