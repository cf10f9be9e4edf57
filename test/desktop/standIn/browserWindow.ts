import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type * as Electron from 'electron'
import { app } from './application.ts'
import { onScreen, toScreen } from './channel.ts'
import { strict } from './strict.ts'

/** The page of the one window: `windows` holds it, so that the other parts of the runtime can ask it. */
export const windows: { readonly contents: Contents }[] = []

type Contents = ReturnType<typeof createContents>
type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

function createContents() {
  let zoom = 1
  let handler: OpenHandler | undefined
  const events = new EventEmitter()
  const members = {
    setWindowOpenHandler: (wanted: OpenHandler) => {
      handler = wanted
    },
    setZoomFactor: (factor: number) => {
      zoom = factor
    },
    getZoomFactor: () => zoom,
    reload: () => toScreen({ kind: 'reload' }),
    isDestroyed: () => false,
    send: (channel: string, ...args: readonly unknown[]) => toScreen({ kind: 'notice', channel, args }),
    sendInputEvent: (event: Electron.KeyboardInputEvent) => {
      if (event.type === 'keyDown')
        toScreen({ kind: 'input', keyCode: event.keyCode, modifiers: [...(event.modifiers ?? [])] })
    },
  } satisfies { readonly [K in keyof Electron.WebContents]?: unknown }
  const contents = strict('webContents', Object.assign(events, members))
  app.emit('web-contents-created', {}, contents)
  onScreen('pageDied', () => events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
  return { contents, opens: (url: string) => handler?.({ url } as Electron.HandlerDetails).action ?? 'allow' }
}

/** Asks the program's own listeners whether the page may go somewhere. */
export function mayNavigate({ contents }: Contents, url: string): boolean {
  let prevented = false
  contents.emit('will-navigate', { url, preventDefault: () => (prevented = true) })
  return !prevented
}

export class BrowserWindow {
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    return openWindow(options)
  }
}

function openWindow(options: Electron.BrowserWindowConstructorOptions) {
  const { webPreferences, ...own } = options
  const page = createContents()
  windows.push({ contents: page })
  const { preload = '', ...preferences } = webPreferences ?? {}
  toScreen({ kind: 'window', options: { ...own, ...preferences }, preload: readFileSync(preload, 'utf8') })
  if (preferences.zoomFactor !== undefined) page.contents.setZoomFactor(preferences.zoomFactor)
  const events = new EventEmitter()
  let { x = 0, y = 0, width = 800, height = 600 } = own
  let maximized = false
  let destroyed = false
  let minimized = false
  const members = {
    webContents: page.contents,
    loadURL: async (url: string) => toScreen({ kind: 'load', url }),
    isDestroyed: () => destroyed,
    show: () => toScreen({ kind: 'window state', state: 'shown' }),
    focus: () => toScreen({ kind: 'window state', state: 'focused' }),
    isMinimized: () => minimized,
    restore: () => {
      minimized = false
      toScreen({ kind: 'window state', state: 'restored' })
    },
    maximize: () => {
      maximized = true
      toScreen({ kind: 'window state', state: 'maximized' })
      events.emit('maximize')
    },
    isMaximized: () => maximized,
    getNormalBounds: () => ({ x, y, width, height }),
    close: () => {
      let prevented = false
      events.emit('close', { preventDefault: () => (prevented = true) })
      if (!prevented) members.destroy()
    },
    destroy: () => {
      destroyed = true
      toScreen({ kind: 'closeWindow' })
      events.emit('closed')
    },
  } satisfies { readonly [K in keyof Electron.BrowserWindow]?: unknown }
  onScreen('resize', ({ bounds }) => {
    ;({ x, y, width, height } = bounds)
    events.emit('resized')
  })
  onScreen('readyToShow', () => events.emit('ready-to-show'))
  onScreen('closeWindow', () => members.close())
  onScreen('minimize', () => (minimized = true))
  return strict('BrowserWindow', Object.assign(events, members))
}
