import { nothingWritten, sizeText, text, type None, type Problems } from '../problemText.ts'

/** Problems of sync packages. */
export const packageProblems = {
  'package.otherFile': (d: { mediaType: string }) =>
    text(
      `这不是明察的数据包，而是${kindOfFile(d.mediaType)}。`,
      nothingWritten,
      '请选择名字以 .mcsync 结尾的文件；名字没有错的，请让发送方重新导出。',
    ),
  'package.notForYou': (_: None) =>
    text(
      '这个数据包不是发给本单位的，打不开。',
      nothingWritten,
      '请核对文件，或让发送方把接收方改为本单位后重新导出。',
    ),
  'package.damaged': (_: None) =>
    text('数据包已损坏、不完整，或者不是明察数据包。', nothingWritten, '请重新拷贝；仍然如此时，请让发送方重新导出。'),
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
  'package.waiting': (d: { missing: readonly number[] }) =>
    text(
      d.missing.length > 0 ? `前面还缺第 ${d.missing.join('、')} 号数据包。` : '前面还缺数据包。',
      '这个数据包已经检查无误，留在本机等待。',
      '请先导入缺少的数据包，等待的会随后自动导入。',
    ),
} satisfies Problems<'package'>

function kindOfFile(mediaType: string): string {
  if (mediaType === 'application/pdf') return ' PDF 文件'
  if (mediaType.endsWith('wordprocessingml.document')) return ' Word 文档'
  if (mediaType.endsWith('spreadsheetml.sheet')) return ' Excel 表格'
  if (mediaType === 'application/zip') return '压缩文件'
  if (mediaType.startsWith('image/')) return '图片'
  if (mediaType.startsWith('audio/')) return '录音'
  return mediaType.startsWith('video/') ? '视频' : '别的文件'
}
