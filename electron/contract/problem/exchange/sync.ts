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
  'sync.alreadyReceived': (_: None) =>
    text('对方已经收到这个数据包，不能按未送达处理。', nothingWritten, '请照常导出下一个数据包。'),
} satisfies Problems<'sync'>
