import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of papers. */
export const documentProblems = {
  'document.unknownKind': (d: { kind: string }) =>
    text(`这个版本的程序还不认识“${d.kind}”这种文书。`, '它和它的签名都保留着，也会照常交接。', '请升级程序后再打开。'),
  'document.incomplete': (d: { gaps: readonly { readonly name: string; readonly missing: readonly string[] }[] }) =>
    text(
      `文书还不能定稿：${d.gaps.map(({ name, missing }) => `${name}缺少${missing.join('、')}`).join('；')}。`,
      '没有定稿，已填内容都保留着。',
      '请补齐后再定稿；不列入的问题请写明原因。',
    ),
  'document.signersUnable': (d: { people: readonly { readonly name: string; readonly known: readonly string[] }[] }) =>
    text(
      `${d.people.map(unable).join('；')}。`,
      '没有定稿，已填内容都保留着。',
      '请先处理；确实要现在定稿的，请确认已经知道，等本人登记并与名单合并以后仍可签名。',
    ),
  'document.signed': (_: None) =>
    text(
      '这份文书已经有人签名，不能再定稿新的版本。',
      '已签名的版本未动。',
      '确需修改时，请先作废已签名的版本并写明原因。',
    ),
  'document.changedMeanwhile': (_: None) =>
    text('排版期间内容被修改过，这次没有定稿。', '新改的内容都保留着。', '请重新定稿。'),
  'document.waitsForUpgrade': (d: { changes: number }) =>
    text(
      `这份文书所在的检查里，有 ${d.changes} 条内容由更新版本的程序写入，本机的程序还读不懂。`,
      '没有定稿，也没有签名；已填的内容和那些内容都保留着，也会照常上报。',
      '请先升级程序，再定稿或签名。',
    ),
  'document.trustWaits': (d: { changes: number }) =>
    text(
      `总部发来的内容里，有 ${d.changes} 条由更新版本的程序写入，本机的程序还读不懂，其中可能有关于授权或停用的决定。`,
      '没有签名；已填的内容和那些内容都保留着，也会照常上报。',
      '请先升级程序，再签名。',
    ),
  'document.notSigner': (_: None) =>
    text(
      '这份文书现在没有等您签名：您不在签名人之列，或者已经签过，或者该版本已作废、已失效。',
      nothingWritten,
      '请核对文书的状态和签名人。',
    ),
  'document.otherName': (d: { commonName: string; printed: string }) =>
    text(
      `签名行上印的是“${d.printed}”，您的证书写的是“${d.commonName}”，两个名字不同，不能在这一行签名。`,
      nothingWritten,
      '请组长核对名单；姓名有误的，作废这一版，改正以后重新定稿。',
    ),
  'document.notHere': (_: None) =>
    text('这一版文书的文件还没有到达本机。', nothingWritten, '请先导入带有这份文件的数据包。'),
} satisfies Problems<'document'>

function unable({ name, known }: { readonly name: string; readonly known: readonly string[] }): string {
  return known.length === 0
    ? `${name} 还没有登记，现在不能签名：请本人先在自己的电脑上向总部登记`
    : `名单里的 ${name} 还不能签名：请合并到已登记的 ${known.join('、')}`
}
