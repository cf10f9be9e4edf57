/**
 * Problems: failures a person can meet. Each kind has a stable name, typed details and a Chinese text in three parts:
 * what happened, what was kept, what to do. Anything that is not a Problem is a defect and is logged with an incident
 * number only. `message` is the kind alone, so that a log never holds what a person wrote.
 */
export class Problem<K extends ProblemKind = ProblemKind> extends Error {
  override readonly name = 'Problem'
  readonly kind: K
  readonly details: ProblemDetails<K>

  constructor(kind: K, details: ProblemDetails<K>) {
    super(kind)
    this.kind = kind
    this.details = details
  }
}

export type ProblemText = { readonly happened: string; readonly kept: string; readonly todo: string }
export type ProblemKind = keyof typeof catalogue
export type ProblemDetails<K extends ProblemKind> = Parameters<(typeof catalogue)[K]>[0]

/** The three Chinese sentences of a Problem, in the order a person needs them. */
export function problemText<K extends ProblemKind>(kind: K, details: ProblemDetails<K>): ProblemText {
  const write = catalogue[kind] as (details: ProblemDetails<K>) => ProblemText
  return write(details)
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Problem
}

export function isProblemKind(value: unknown): value is ProblemKind {
  return typeof value === 'string' && Object.hasOwn(catalogue, value)
}

type None = Record<string, never>

function text(happened: string, kept: string, todo: string): ProblemText {
  return { happened, kept, todo }
}

const nothingWritten = '没有写入任何内容，原有数据未动。'

/** 1 KB = 1024 bytes, as file dialogs of Windows count. */
function sizeText(bytes: number): string {
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KB`
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

const catalogue = {
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
      '更早的内容都在；损坏的文件已原样留存在工作区文件夹里（store-damaged 开头）。',
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
  'job.interrupted': (_: None) =>
    text(
      '程序上次退出时，这项工作还没有做完。',
      '退出前已经完成的部分都在，没有留下半个文件。',
      '请重新开始，已有的不会重复写入。',
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
      '已保存的内容都在，正在填写的内容已留作草稿；正在导入的数据包解锁后接着导入。',
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

  // package
  'package.signatureInvalid': (_: None) =>
    text(
      '数据包的签名不成立：清单不是所写的发送方签的，或者签名后被改动。',
      nothingWritten,
      '请不要使用这个文件，并向发送方当面核实后重新索取。',
    ),
  'package.unsafe': (_: None) =>
    text(
      '数据包里有不该有的内容（越出文件夹的名称、链接或设备文件），可能是有人故意做的。',
      nothingWritten,
      '请不要再打开这个文件，保留原件并向发送方核实。',
    ),
  'package.newer': (d: { version: string }) =>
    text(
      `这个数据包由更新版本的明察写出（${d.version}），本机的版本读不了。`,
      nothingWritten,
      `请先把本机升级到 ${d.version} 或更新的版本，再导入这个文件。`,
    ),
  'package.tooLarge': (d: { bytes: number; limit: number }) =>
    text(
      `数据包里有一部分超过了允许的大小（${sizeText(d.bytes)}，上限 ${sizeText(d.limit)}）。`,
      nothingWritten,
      '请让发送方分成几个数据包；不是本单位约定的发送方，请不要使用这个文件。',
    ),
  'package.unreadable': (_: None) =>
    text(
      '读不出这个文件：文件不在了、存储介质被拔出，或者没有读取权限。',
      nothingWritten,
      '请插好介质，重新选择文件。',
    ),
  'package.evidenceChanged': (_: { sha256: string }) =>
    text(
      '有一份证据与登记时的指纹不一致，不能放进数据包。',
      '没有写出数据包，其余证据和记录未动。',
      '请在证据页核对这份证据，从备份或留有原件的电脑取回后再导出。',
    ),
  'package.evidenceMissing': (_: None) =>
    text(
      '数据包里的记录提到一份文件，但包里没有这份文件，本机也没有。',
      nothingWritten,
      '请让发送方重新导出；仍然如此请与总部联系。',
    ),
  'package.noSpace': (d: { needed: number; free: number }) =>
    text(
      `目标磁盘空间不够：需要 ${sizeText(d.needed)}（含一成余量），只剩 ${sizeText(d.free)}。`,
      '没有写出任何文件，目标磁盘未动。',
      '请腾出空间，或者换一个介质后再导出。',
    ),
  'package.mediumLimit': (_: None) =>
    text(
      '目标磁盘放不下这么大的单个文件（FAT32 格式的 U 盘只能放 4 GB 以内的文件）。',
      '写了一半的文件已删除。',
      '请换用 exFAT 或 NTFS 格式的介质后再导出。',
    ),
  'package.cannotWrite': (_: None) =>
    text(
      '写不进这个位置：介质可能有写保护、已被拔出，或者没有写入权限。',
      '没有留下写了一半的文件。',
      '请检查介质的写保护开关，或者换一个位置后再导出。',
    ),
  'package.notVerified': (_: None) =>
    text(
      '写出后回读核对，内容与写入的不一致，这个介质不可靠。',
      '核对不上的文件已删除，本机数据未动。',
      '请换一个介质后重新导出。',
    ),

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

  // visit, finding, evidence, memo
  'memo.incomplete': (d: { gaps: readonly { readonly name: string; readonly missing: readonly string[] }[] }) =>
    text(
      `备忘录还不能定稿：${d.gaps.map(({ name, missing }) => `${name}缺少${missing.join('、')}`).join('；')}。`,
      '没有定稿，已填内容都保留着。',
      '请补齐后再定稿；不列入备忘录的问题请写明原因。',
    ),
  'memo.signed': (_: None) =>
    text(
      '这份备忘录已经有人签名，不能再定稿新的版本。',
      '已签名的版本未动。',
      '确需修改时，请先作废已签名的版本并写明原因。',
    ),
  'memo.changedMeanwhile': (_: None) =>
    text('排版期间内容被修改过，这次没有定稿。', '新改的内容都保留着。', '请重新定稿。'),
  'memo.notSigner': (_: None) =>
    text(
      '这份备忘录现在没有等您签名：您不在签名人之列，或者已经签过，或者该版本已作废、已失效。',
      nothingWritten,
      '请核对备忘录的状态和签名人。',
    ),
  'memo.notHere': (_: None) =>
    text('这一版备忘录的文件还没有到达本机。', nothingWritten, '请先导入带有这份文件的数据包。'),

  // enrolment and trust
  'enrolment.codeWrong': (_: None) =>
    text(
      '校验码不一致，这份文件不能采用。',
      nothingWritten,
      '请与对方重新核对十二位校验码；仍不一致时，说明文件被换过或传错了，请重新取得。',
    ),
  'enrolment.drill': (_: None) =>
    text('演练工作区不能与正式工作区互相登记。', nothingWritten, '请用同一类工作区重新办理。'),
  'enrolment.notOurRequest': (_: None) =>
    text('这份答复不是答复本机最近一次登记申请的。', nothingWritten, '请取得对最近一次申请的答复，或者重新申请。'),
  'enrolment.keyMismatch': (_: None) =>
    text('答复里的证书与本机的密钥不符。', nothingWritten, '请重新申请登记，并请总部按新的申请答复。'),
  'enrolment.letterTaken': (d: { letter: string }) =>
    text(`字头 ${d.letter} 已经分给了别的检查组。`, nothingWritten, '请换一个字头。'),
  'enrolment.personTaken': (_: None) =>
    text(
      '申请里有一个人已经在另一台电脑上登记过，密钥与那一次不同。',
      nothingWritten,
      '请与该检查组核实是谁在申请；换了电脑的，请用原工作区的文件夹办理。',
    ),
  'enrolment.notHere': (_: None) =>
    text('本机对外提供网络访问时不能办理登记。', nothingWritten, '请在只供本机使用的窗口里办理。'),
  'authority.exists': (_: None) =>
    text('这个总部已经有证书机构。', '原有证书机构未动。', '无需再建；更换证书机构须另行办理。'),
  'authority.missing': (_: None) =>
    text('找不到本总部的证书机构文件。', nothingWritten, '请先建立证书机构，或者把 authority.mcca 放回工作区文件夹。'),
  'sync.notEnrolled': (_: None) =>
    text(
      '这台电脑上的工作区还没有登记，不能收发数据包。',
      nothingWritten,
      '请先向总部办理登记；换了电脑的，要重新登记。',
    ),
  'sync.peerUnknown': (_: None) => text('找不到这个接收方。', nothingWritten, '请在已登记的接收方里选择。'),
  'sync.nothingNew': (d: { peer: string }) =>
    text(`没有新的内容要报给${d.peer}。`, '没有写出数据包。', '有新的记录后再导出。'),
  'sync.alreadyReceived': (_: None) =>
    text('对方已经收到这个数据包，不能按未送达处理。', nothingWritten, '请照常导出下一个数据包。'),
  'package.drill': (d: { packageIsDrill: boolean }) =>
    text(
      d.packageIsDrill ? '这是演练的数据包，正式工作区不接收。' : '这是正式的数据包，演练工作区不接收。',
      nothingWritten,
      '请核对是不是拿错了文件。',
    ),
  'package.ownPackage': (_: None) => text('这是本机自己写出的数据包。', nothingWritten, '请交给接收方导入。'),
  'package.senderUnknown': (_: None) =>
    text(
      '发送方没有在本总部登记，或者冒用了别人的名义。',
      nothingWritten,
      '请与发送方核对；确属本单位的，请先办理登记。',
    ),
  'package.senderRevoked': (_: None) => text('发送方的电脑已被总部停用。', nothingWritten, '请与总部联系。'),
  'package.logUnproved': (_: None) =>
    text('数据包里转来的一份日志证明不了是谁的。', nothingWritten, '请让发送方重新导出；仍然如此请与总部联系。'),
  'certificate.notInForce': (d: { at: string; from: string; to: string }) =>
    text(
      `按本机现在的日期（${d.at.slice(0, 10)}），所用的证书不在有效期内（${d.from.slice(0, 10)}至${d.to.slice(0, 10)}）。`,
      nothingWritten,
      '请先核对本机的日期和时间，改正后重试；日期无误的，请持证书的一方重新办理登记。',
    ),
  'package.waiting': (d: { missing: readonly number[] }) =>
    text(
      d.missing.length > 0 ? `前面还缺第 ${d.missing.join('、')} 号数据包。` : '前面还缺数据包。',
      '这个数据包已经检查无误，留在本机等待。',
      '请先导入缺少的数据包，等待的会随后自动导入。',
    ),
  'enrolment.requestInvalid': (_: None) =>
    text(
      '这份申请文件不完整、被改动过，或者不是明察的申请文件。',
      nothingWritten,
      '请让检查组在电脑上重新保存申请文件，再拷贝过来。',
    ),
  'enrolment.answerInvalid': (_: None) =>
    text(
      '这份登记答复不完整、被改动过，或者不是明察的登记答复。',
      '没有登记，本机数据未动。',
      '请重新拷贝；仍然如此时，请让总部重新答复。',
    ),
  'enrolment.answerNotForYou': (_: None) =>
    text(
      '这份登记答复不是给本机的，打不开。',
      '没有登记，本机数据未动。',
      '请核对文件，或让总部对本机的申请文件作出答复。',
    ),
  'enrolment.newer': (_: None) =>
    text(
      '这份登记文件由更新版本的明察写出，本机的版本读不了。',
      nothingWritten,
      '请先升级本机的程序，再打开这个文件。',
    ),

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
