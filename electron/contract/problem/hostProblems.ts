import { nothingWritten, text, type None, type ProblemText } from './problemText.ts'

/** Problems of the hosts: the command line, the web host, the desktop. */
export const hostProblems = {
  // command line
  'verify.trustUnreadable': (d: { file: string }) =>
    text(
      `“${d.file}”读不出来，或者里面没有所要的证书或身份。`,
      '没有核验，文件未动。',
      '请核对 --ca 和 --identity 给出的文件。',
    ),
  'window.notBuilt': (_: None) =>
    text('窗口的页面还没有构建，打不开。', '数据未动。', '请用 npm start 打开，或者先运行 npm run build。'),
  'window.portTaken': (d: { port: number }) =>
    text(`端口 ${d.port} 已被别的程序占用。`, '数据未动。', '请换一个端口，或者不写 --port，由系统分配。'),

  // web host
  'session.codeInvalid': (_: None) =>
    text(
      '这个打开地址已经用过，或者已超过十分钟。',
      '数据未动，已打开的页面不受影响。',
      '请在已打开的页面里选择“另开一页”，或者重新启动程序，用新给出的地址打开。',
    ),
  'session.missing': (_: None) =>
    text(
      '这个页面没有得到本机程序的许可，或者许可已经失效。',
      '数据未动，已保存的内容都在。',
      '请用程序启动时给出的地址重新打开；地址用过的，请重新启动程序。',
    ),
  'session.foreign': (_: None) =>
    text('这个请求来自别的网站或别的地址，已被拒绝。', '数据未动。', '请用程序启动时给出的地址打开本页。'),
  'host.unreachable': (_: None) =>
    text(
      '联系不上本机程序，它可能已经退出。',
      '已保存的内容都在，正在填写的内容还在本页上。',
      '请重新启动程序，再用新给出的地址打开。',
    ),
  'page.notFound': (_: None) => text('没有这个页面。', '数据未动。', '请从左侧选择要去的页面。'),
  'page.defect': (_: None) =>
    text('这个页面显示时出错了。', '已保存的内容和草稿都在。', '请重试一次；仍然如此时，请回到工作台再进来。'),
  'request.refused': (_: None) => text('程序没有接受这个请求。', nothingWritten, '请刷新页面后重试。'),
  'upload.unnamed': (_: None) =>
    text('上传的文件没有名称，或者名称不能使用。', nothingWritten, '请给文件改一个普通的名称后再选择。'),
  'upload.tooLarge': (d: { limit: number }) =>
    text(
      `这个文件超过了上传的上限（${Math.floor(d.limit / 1024 ** 2)} MB）。`,
      '没有保存半个文件，原有证据未动。',
      '请分成几个文件，或者在装有桌面程序的电脑上导入。',
    ),
  'file.gone': (_: None) =>
    text('这个下载地址已经用过或已失效。', '文件还在工作区里，没有改动。', '请回到页面，重新点一次下载。'),
} satisfies Record<string, (details: never) => ProblemText>
