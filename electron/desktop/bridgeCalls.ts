import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { pastedLimit, type DesktopNotice } from '../contract/desktop.ts'
import { channels, windowOrigin } from './channels.ts'
import type { Saving } from './saving.ts'
import type { Services } from './servicesProcess.ts'

/** The main process' side of the preload's bridge. Only the window's own main frame is heard; anyone else gets nothing. */
export function answerBridge(contents: WebContents, services: Services, saving: Saving): void {
  ipcMain.on(channels.connect, (event) => {
    const [port] = event.ports
    if (port === undefined) return
    if (isWindow(event, contents)) services.connect(port)
    else port.close()
  })
  ipcMain.handle(channels.hold, (event, path: unknown) => {
    expectWindow(event, contents)
    if (typeof path !== 'string' || path === '') return { noPath: true }
    return services.ask('hold', { path }).then(flat)
  })
  ipcMain.handle(channels.holdBytes, (event, name: unknown, bytes: unknown) => {
    expectWindow(event, contents)
    if (typeof name !== 'string' || !(bytes instanceof ArrayBuffer || ArrayBuffer.isView(bytes))) return refused
    if (bytes.byteLength > pastedLimit) return tooLarge
    const copy =
      bytes instanceof ArrayBuffer
        ? new Uint8Array(bytes)
        : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return services.ask('holdBytes', { name, bytes: copy }).then(flat)
  })
  ipcMain.handle(channels.save, (event, ticket: unknown, fileName: unknown) => {
    expectWindow(event, contents)
    return typeof ticket === 'string' && typeof fileName === 'string' ? saving.save(ticket, fileName) : refused
  })
  ipcMain.handle(channels.showSaved, (event) => {
    expectWindow(event, contents)
    saving.show()
  })
}

/** Tells the window, and waits until what was typed there is kept; not for ever, because a page may hang. */
export async function keepTyped(contents: WebContents, kind: 'keep' | 'lock'): Promise<void> {
  const kept = Promise.withResolvers<void>()
  const onKept = (event: IpcMainEvent): void => {
    if (isWindow(event, contents)) kept.resolve()
  }
  ipcMain.on(channels.kept, onKept)
  const limit = setTimeout(kept.resolve, keepingMilliseconds)
  tell(contents, { kind })
  await kept.promise
  clearTimeout(limit)
  ipcMain.off(channels.kept, onKept)
}

export function tell(contents: WebContents, notice: DesktopNotice): void {
  if (!contents.isDestroyed()) contents.send(channels.notice, notice)
}

const keepingMilliseconds = 3000

const refused = { problem: { kind: 'request.refused', details: {} } } as const
const tooLarge = { problem: { kind: 'upload.tooLarge', details: { limit: pastedLimit } } } as const

function isWindow({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent, contents: WebContents): boolean {
  // A frame inside the page has a parent.
  if (sender !== contents || senderFrame === null || senderFrame.parent !== null) return false
  return senderFrame.url.startsWith(`${windowOrigin}/`)
}

function expectWindow(event: IpcMainInvokeEvent, contents: WebContents): void {
  if (!isWindow(event, contents)) throw new Error('not from the window')
}

/** A handle or the Problem, as the window gets it. */
function flat<T extends object>(
  outcome: { readonly value: T } | { readonly problem: object },
): T | { problem: object } {
  return 'problem' in outcome ? { problem: outcome.problem } : outcome.value
}
