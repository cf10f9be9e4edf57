import { dialog, type BrowserWindow } from 'electron'
import { keepTyped } from './bridgeCalls.ts'
import type { Services } from './servicesProcess.ts'

/**
 * Closing the window ends the program: first a person decides about work under way, then what was typed is kept, then the
 * workspaces are closed.
 */
export function closeWithCare(window: BrowserWindow, services: Services, quit: () => void): void {
  let asking = false

  async function leave(): Promise<void> {
    if (!(await mayEnd(window, services))) return
    await keepTyped(window.webContents, 'keep')
    await services.stop()
    window.destroy()
    quit()
  }
  window.on('close', (event) => {
    event.preventDefault()
    if (asking) return
    asking = true
    void leave().finally(() => {
      asking = false
    })
  })
}

async function mayEnd(window: BrowserWindow, services: Services): Promise<boolean> {
  const working = await services.ask('working', {})
  const notes = 'problem' in working ? [] : working.value.notes
  if (notes.length === 0) return true
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: '明察',
    message: `还有 ${notes.length} 项工作没有做完`,
    detail: [
      ...notes.filter((note) => note !== ''),
      '现在关闭，没有做完的工作会停下，不会留下写了一半的文件；已经保存的内容都在。',
      '没有做完的工作，下次打开工作区时接着做。',
    ].join('\n'),
    buttons: ['继续等待', '仍然关闭'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1
}
