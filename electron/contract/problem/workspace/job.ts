import { text, type None, type Problems } from '../problemText.ts'

/** Problems of long work. */
export const jobProblems = {
  'job.cancelled': (_: None) => text('操作已取消。', '取消前未完成的部分没有写入。', '需要时可以重新开始。'),
  'job.stopped': (_: None) =>
    text('程序正在退出，这项工作停下了。', '已经完成的部分都在，没有留下半个文件。', '下次打开工作区时接着做。'),
  'job.interrupted': (_: None) =>
    text(
      '程序上次退出时，这项工作还没有做完，现在不能接着做。',
      '退出前已经完成的部分都在，没有留下半个文件。',
      '请先看看已有的内容，再重新开始。',
    ),
  'job.deadly': (d: { times: number }) =>
    text(
      `这项工作进行时程序意外退出了 ${d.times} 次，不再自动接着做。`,
      '已经完成的部分都在，没有留下半个文件。',
      '可以再试一次；仍然如此时，请换一个文件试试，或者告诉技术支持人员。',
    ),
} satisfies Problems<'job'>
