import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of photos. */
export const photoProblems = {
  'photo.empty': (_: None) =>
    text('这个文件是空的（0 字节）。', nothingWritten, '请从相机或存储卡重新复制一次，再导入。'),
  'photo.notAPicture': (_: None) =>
    text(
      '这个文件不是照片，或者内容不完整，读不出来。',
      nothingWritten,
      '请核对文件；复制时中断的，请从原件重新复制。',
    ),
  'photo.unsupported': (d: { mediaType: string }) =>
    text(
      `本程序不能显示这种格式的照片（${d.mediaType.replace('image/', '').toUpperCase()}）。`,
      '原件可以照常作为证据保存，只是不能印进备忘录。',
      '请在手机上把照片格式改为“兼容性最佳”（JPEG）后重拍，或者另附一份 JPEG。',
    ),
  'photo.tooLarge': (_: None) =>
    text(
      '这张照片太大（超过 128 MB 或 2.1 亿像素），没有打开。',
      nothingWritten,
      '请核对文件来源；确属照片的，请用较低的分辨率另存一份。',
    ),
} satisfies Problems<'photo'>
