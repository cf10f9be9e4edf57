import { nothingWritten, text, type None, type ProblemText } from './problemText.ts'

/** Problems of a workspace and of what is recorded in it. */
export const recordProblems = {
  // workspace
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
  'password.wrong': (_: None) => text('密码不正确。', '数据未动。', '请核对大小写和输入法后重试。'),
  'password.weak': (d: { minimum: number }) =>
    text(
      `密码太弱：至少 ${d.minimum} 个字符，并且不能是常见密码。`,
      nothingWritten,
      '请换一个较长的密码，例如几个互不相干的词。',
    ),
  'password.fileUnreadable': (_: None) =>
    text('读不出密码文件。', '没有打开工作区，数据未动。', '请核对 --password-file 给出的文件是否存在、能否读取。'),
  'permission.denied': (_: None) =>
    text('您在本工作区的角色不能做这一步。', nothingWritten, '请由有相应角色的人员办理。'),

  // input
  'input.invalid': (d: { fields: readonly { readonly path: string; readonly message: string }[] }) =>
    text(
      `填写的内容有 ${d.fields.length} 处不符合要求：${d.fields.map((field) => field.message).join('；')}。`,
      '已填内容都保留着，没有写入。',
      '请按提示修改后再保存。',
    ),
  'record.notFound': (_: None) =>
    text('找不到这条记录。', '数据未动。', '它可能还没有到达本机，请刷新或等待下一个数据包。'),
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
  'file.expired': (_: None) => text('这个文件的链接已失效。', nothingWritten, '请重新选择文件，或者重新点一次下载。'),
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
  'disk.full': (_: None) => text('磁盘空间不足，写不下去了。', '写了一半的内容已撤回。', '请腾出空间后重试。'),

  // crypto
  'key.unreadable': (_: None) =>
    text(
      '这份密钥的格式或参数不是本程序写出的，没有打开。',
      '数据未动。',
      '请用备份中的同一文件再试，或联系总部协助。',
    ),
  'key.unsupported': (_: None) =>
    text('这种密钥本程序不支持：只支持 RSA（2048 位以上）和 P-256。', nothingWritten, '请换用受支持的密钥。'),
  'blob.damaged': (_: None) =>
    text(
      '这份证据文件已损坏或被改动，没有通过校验。',
      '其余证据未动，也没有输出未经校验的内容。',
      '请从备份或留有原件的电脑取回这份证据。',
    ),
  'log.headInvalid': (_: None) =>
    text('变更日志的签名不成立。', nothingWritten, '请让发送方重新导出；仍然如此时，请联系总部核对该电脑的登记。'),
  'change.tooLarge': (d: { bytes: number; limit: number }) =>
    text(
      `这一次保存的内容过大（${Math.ceil(d.bytes / 1024)} KB，上限 ${d.limit / 1024} KB）。`,
      '已填内容都保留着，没有写入。',
      '请缩短文字，或者分成几条记录。',
    ),
  'signature.invalid': (_: None) =>
    text('签名不成立：内容在签名后被改动，或者签名不是本程序认可的格式。', nothingWritten, '请向发送方索取原始文件。'),
  'request.invalid': (_: None) =>
    text('这份证书申请不完整或自签名不成立。', nothingWritten, '请让申请方重新生成申请文件。'),
  'authority.unreadable': (_: None) =>
    text('这不是完好的发证机构文件（.mcca）。', '原文件未动。', '请核对文件，或改用发证机构文件的备份。'),
  'recipient.invalid': (_: None) =>
    text(
      '接收方的加密公钥格式不对，不能加密给它。',
      nothingWritten,
      '请让接收方重新生成申请文件，或重新导入总部的答复。',
    ),
  'package.notForYou': (_: None) =>
    text(
      '这个数据包不是发给本单位的，打不开。',
      nothingWritten,
      '请核对文件，或让发送方把接收方改为本单位后重新导出。',
    ),
  'package.damaged': (_: None) =>
    text('数据包已损坏、不完整，或者不是明察数据包。', nothingWritten, '请重新拷贝；仍然如此时，请让发送方重新导出。'),

  // picture
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

  // opc and signature
  'docx.unreadable': (d: { fault: string; because: string }) =>
    text(
      `这个文件不是可用的 .docx：${d.because}。`,
      '文件未作任何改动，也没有据它写入任何内容。',
      '请向出具人索取原文件，不要使用这一份。',
    ),

  // documents

  // store and change log
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
  'evidence.empty': (_: None) =>
    text('这个文件是空的（0 字节），不能作为证据。', nothingWritten, '请从相机或存储卡重新复制一次，再导入。'),
  'evidence.program': (_: None) =>
    text('这是一个程序文件，不能作为证据。', nothingWritten, '需要留存程序运行情况的，请改用截图或者录像。'),
  'evidence.unreadable': (_: None) =>
    text(
      '读不出这个文件：文件不在了、存储卡被拔出，或者没有读取权限。',
      '没有写入半个文件，原有证据未动。',
      '请插好存储卡，重新选择文件。',
    ),
  'evidence.absent': (_: None) =>
    text(
      '这份证据的文件不在本机。',
      '它的登记信息和其余证据都在。',
      '请导入含有这份证据的数据包，或从备份、留有原件的电脑取回。',
    ),

  // visit, finding, evidence, document
  'document.unknownKind': (d: { kind: string }) =>
    text(`这个版本的程序还不认识“${d.kind}”这种文书。`, '它和它的签名都保留着，也会照常交接。', '请升级程序后再打开。'),
  'document.incomplete': (d: { gaps: readonly { readonly name: string; readonly missing: readonly string[] }[] }) =>
    text(
      `文书还不能定稿：${d.gaps.map(({ name, missing }) => `${name}缺少${missing.join('、')}`).join('；')}。`,
      '没有定稿，已填内容都保留着。',
      '请补齐后再定稿；不列入的问题请写明原因。',
    ),
  'document.signed': (_: None) =>
    text(
      '这份文书已经有人签名，不能再定稿新的版本。',
      '已签名的版本未动。',
      '确需修改时，请先作废已签名的版本并写明原因。',
    ),
  'document.changedMeanwhile': (_: None) =>
    text('排版期间内容被修改过，这次没有定稿。', '新改的内容都保留着。', '请重新定稿。'),
  'document.notSigner': (_: None) =>
    text(
      '这份文书现在没有等您签名：您不在签名人之列，或者已经签过，或者该版本已作废、已失效。',
      nothingWritten,
      '请核对文书的状态和签名人。',
    ),
  'document.notHere': (_: None) =>
    text('这一版文书的文件还没有到达本机。', nothingWritten, '请先导入带有这份文件的数据包。'),
} satisfies Record<string, (details: never) => ProblemText>
