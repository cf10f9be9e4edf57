import type { DesktopBridge, DesktopNotice } from '../../electron/contract/desktop.ts'
import { channel } from './channel.ts'

declare global {
  interface Window {
    /** Given by the desktop's preload; a browser has none. */
    readonly desktop?: DesktopBridge
  }
}

/** The preload's object says that this is the desktop (stack: never `location.protocol`). */
export const bridge = window.desktop
export const onDesktop = bridge !== undefined

/** What the main process tells the window; in a browser nothing ever comes. */
export const notices = channel<DesktopNotice>('notice')

bridge?.listen(notices.tell)
