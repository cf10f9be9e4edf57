import { text, type Problems } from '../problemText.ts'

/** Problems of the program itself. */
export const programProblems = {
  'program.defect': (d: { incident: string }) =>
    text(
      `程序出错，这一步没有完成（编号 ${d.incident}）。`,
      '此前保存的内容都在，未完成的部分没有写入。',
      '请重试一次；仍然如此时，请把编号告诉技术支持人员。',
    ),
  'program.restarted': (d: { incident: string }) =>
    text(
      `后台程序刚才意外退出，已经重新启动（编号 ${d.incident}）。`,
      '已保存的内容都在，正在填写的内容已留作草稿；没有做完的工作，解锁后接着做。',
      '请输入密码重新打开工作区；屡次出现时，请把编号告诉技术支持人员。',
    ),
} satisfies Problems<'program'>
