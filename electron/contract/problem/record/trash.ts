import { text, type Problems } from '../problemText.ts'

/** Problems of bringing back. */
export const trashProblems = {
  'trash.underRemoved': ({ record, above }: { record: string; above: string }) =>
    text(`${record}所属的${above}也已删除。`, '没有恢复任何内容。', `请先恢复${above}，或者选“一并恢复”。`),
} satisfies Problems<'trash'>
