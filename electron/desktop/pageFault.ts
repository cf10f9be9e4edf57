import { dialog, type WebContents } from 'electron'

const shortMilliseconds = 60_000

/** A page whose process has died is loaded anew; one that dies again at once is left, with the number of the incident. */
export function reloadOnce(contents: WebContents, note: (error: unknown) => string): void {
  let diedAt = -Infinity
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    const incident = note(new PageDied(reason))
    const isRepeated = Date.now() - diedAt < shortMilliseconds
    diedAt = Date.now()
    if (!isRepeated) return contents.reload()
    return dialog.showErrorBox(
      '明察的窗口无法显示',
      `已经保存的内容都在（编号 ${incident}）。请退出后重新打开程序；仍然如此时，请把编号告诉技术支持人员。`,
    )
  })
}

class PageDied extends Error {
  override readonly name = 'PageDied'
}
