import { text, type None, type Problems } from '../problemText.ts'

/** Problems of the disk. */
export const diskProblems = {
  'disk.full': (_: None) => text('磁盘空间不足，写不下去了。', '写了一半的内容已撤回。', '请腾出空间后重试。'),
} satisfies Problems<'disk'>
