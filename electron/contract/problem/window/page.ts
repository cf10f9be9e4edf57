import { text, type None, type Problems } from '../problemText.ts'

/** Problems of pages of the window. */
export const pageProblems = {
  'page.notFound': (_: None) => text('没有这个页面。', '数据未动。', '请从左侧选择要去的页面。'),
  'page.defect': (_: None) =>
    text('这个页面显示时出错了。', '已保存的内容和草稿都在。', '请重试一次；仍然如此时，请回到工作台再进来。'),
} satisfies Problems<'page'>
