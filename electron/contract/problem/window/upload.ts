import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of files that a browser sends. */
export const uploadProblems = {
  'upload.unnamed': (_: None) =>
    text('上传的文件没有名称，或者名称不能使用。', nothingWritten, '请给文件改一个普通的名称后再选择。'),
  'upload.tooLarge': (d: { limit: number }) =>
    text(
      `这个文件超过了上传的上限（${Math.floor(d.limit / 1024 ** 2)} MB）。`,
      '没有保存半个文件，原有证据未动。',
      '请分成几个文件，或者在装有桌面程序的电脑上导入。',
    ),
  'upload.tooMuch': (d: { limit: number }) =>
    text(
      `这个窗口送来而还没有用上的文件合计超过了上限（${Math.floor(d.limit / 1024 ** 3)} GB）。`,
      '已送来的都在，没有保存半个文件，原有证据未动。',
      '请先把已选择的文件导入，或者锁定后重新解锁，再选择其余的文件。',
    ),
} satisfies Problems<'upload'>
