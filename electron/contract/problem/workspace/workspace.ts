import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of a workspace as a whole: its folder, its database. */
export const workspaceProblems = {
  'workspace.notFound': (_: None) =>
    text('这个文件夹里没有工作区。', nothingWritten, '请核对文件夹，或者新建一个工作区。'),
  'workspace.exists': (_: None) => text('这个文件夹里已经有工作区。', '原有工作区未动。', '请换一个空文件夹。'),
  'workspace.inUse': (_: None) => text('这个工作区正被另一个程序打开。', '数据未动。', '请先关闭另一个窗口，再打开。'),
  'workspace.fromFuture': (d: { found: number; supported: number }) =>
    text(
      `这个工作区由更新版本的程序写成（数据版本 ${d.found}，本程序支持到 ${d.supported}）。`,
      '数据未动，也没有改写。',
      '请安装新版本后再打开。',
    ),
  'workspace.damaged': (_: None) =>
    text(
      '工作区的数据库已损坏，有页面无法通过校验。',
      '没有继续写入，以免扩大损失。',
      '请用最近的备份恢复，或联系总部协助。',
    ),
  'workspace.partlyDamaged': (_: None) =>
    text(
      '核对数据库时发现有页面已损坏：用到这些页面的内容会打不开。',
      '没有改写任何内容，其余内容照常可以查看。',
      '请尽快把能打开的内容导出，并联系总部协助；这块磁盘可能要更换。',
    ),
  'workspace.tailLost': (_: None) =>
    text(
      '最后保存的一部分内容所在的文件已损坏，这一部分读不出来。',
      '更早的内容都在；损坏的文件已原样留存在工作区文件夹里。',
      '请核对最近的记录，把缺少的重新填写，并请技术支持人员检查磁盘和留存的文件。',
    ),
  'workspace.locked': (_: None) => text('工作区已锁定。', '数据都在，未保存的修改已留作草稿。', '请输入密码解锁。'),
  'workspace.folderNotEmpty': (_: None) =>
    text(
      '这个文件夹里已有别的文件，不能用来建立工作区。',
      '文件夹里的内容未动，也没有写入。',
      '请新建一个空文件夹再试。',
    ),
  'workspace.unreadable': (_: None) =>
    text(
      '工作区的说明文件 workspace.json 读不出来，可能已损坏或被改动。',
      '数据库和证据都未动。',
      '请用备份中的 workspace.json 替换后再打开，或联系总部协助。',
    ),
} satisfies Problems<'workspace'>
