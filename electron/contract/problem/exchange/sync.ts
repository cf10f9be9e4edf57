import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of sending and receiving. */
export const syncProblems = {
  'sync.notEnrolled': (_: None) =>
    text(
      '这台电脑上的工作区还没有登记，不能收发数据包。',
      nothingWritten,
      '请先向总部办理登记；换了电脑的，要重新登记。',
    ),
  'sync.peerUnknown': (_: None) => text('找不到这个接收方。', nothingWritten, '请在已登记的接收方里选择。'),
  'sync.nothingNew': (d: { peer: string }) =>
    text(`没有新的内容要报给${d.peer}。`, '没有写出数据包。', '有新的记录后再导出。'),
  'sync.signedPapers': (d: { papers: readonly string[] }) =>
    text(
      `已签名的文书依据这个数据包里的内容：${d.papers.join('、')}。`,
      '没有撤销，导入的内容都照原样。',
      '请先看清这些文书，再决定是否撤销；撤销后它们会注明所依据的记录已撤销导入。',
    ),
  'sync.notUndone': (_: None) =>
    text('这个数据包没有被撤销，或者已经恢复。', nothingWritten, '请在数据包清单里看它现在的状态。'),
  'sync.alreadyUndone': (_: None) =>
    text('这个数据包的导入已经撤销。', nothingWritten, '要重新采用它的内容，请选“恢复导入”。'),
  'sync.notMissing': (d: { serial: number }) =>
    text(`第 ${d.serial} 号数据包不在缺号之列，可能刚刚收到。`, nothingWritten, '请在数据包清单里核对。'),
  'sync.alreadyReceived': (_: None) =>
    text('对方已经收到这个数据包，不能按未送达处理。', nothingWritten, '请照常导出下一个数据包。'),
} satisfies Problems<'sync'>
