import type { DesktopBridge, DesktopNotice } from '../../electron/contract/desktop.ts'

declare global {
  interface Window {
    /** Given by the desktop's preload; a browser has none. */
    readonly desktop?: DesktopBridge
  }
}

/** The preload's object says that this is the desktop (stack: never `location.protocol`). */
export const bridge = window.desktop
export const onDesktop = bridge !== undefined

bridge?.listen((notice) => window.dispatchEvent(new NoticeEvent(notice)))

/** What the main process tells the window; in a browser nothing ever comes. */
export function onNotice(listener: (notice: DesktopNotice) => void): () => void {
  const listen = (event: Event): void => {
    if (event instanceof NoticeEvent) listener(event.notice)
  }
  window.addEventListener(noticed, listen)
  return () => window.removeEventListener(noticed, listen)
}

const noticed = 'mingcha:notice'

class NoticeEvent extends Event {
  readonly notice: DesktopNotice

  constructor(notice: DesktopNotice) {
    super(noticed)
    this.notice = notice
  }
}
