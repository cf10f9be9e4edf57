import type { PageMessage, Sent } from './messages.ts'

/**
 * Runs in the page before anything else: what the sandboxed preload may `require`, the built preload itself, and the
 * page's half of the ports. It is handed over as text, so it names nothing outside itself.
 */
export function preloadScript(preload: string): string {
  return `(${installPreload.toString()})((require, module, exports) => {${preload}\n})`
}

type RunPreload = (require: (name: string) => object, module: object, exports: object) => void

declare global {
  /** What the screen calls in the page, and what the page calls in the screen. */
  interface Window {
    readonly standInToScreen: (message: string) => Promise<unknown>
    readonly standInNotice: (channel: string, args: readonly unknown[]) => void
    readonly standInPort: (port: string, data: Sent) => void
    readonly standInPortClosed: (port: string) => void
    standInFiles: Map<number, File>
  }
}

function installPreload(run: RunPreload): void {
  const toScreen = window.standInToScreen
  const ports = new Map<string, MessagePort>()
  const listeners = new Map<string, ((event: object, ...args: readonly unknown[]) => void)[]>()
  const files = new Map<number, File>()
  const page = crypto.randomUUID()

  function base64(bytes: Uint8Array): string {
    let text = ''
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
    return btoa(text)
  }
  function packed(value: unknown): Sent {
    if (ArrayBuffer.isView(value))
      return { bytes: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
    return value instanceof ArrayBuffer ? { bytes: base64(new Uint8Array(value)) } : { json: value }
  }
  function call(message: PageMessage): Promise<unknown> {
    return toScreen(JSON.stringify({ page, message }))
  }
  const ipcRenderer = {
    postMessage: (channel: string, message: unknown, transfer: readonly MessagePort[] = []) => {
      const ids = transfer.map((port) => {
        const id = crypto.randomUUID()
        ports.set(id, port)
        port.onmessage = (event) => void call({ kind: 'port', port: id, data: packed(event.data) })
        port.addEventListener('close', () => void call({ kind: 'portClosed', port: id }))
        return id
      })
      void call({ kind: 'send', channel, args: [packed(message)], ports: ids })
    },
    send: (channel: string, ...args: readonly unknown[]) =>
      void call({ kind: 'send', channel, args: args.map(packed), ports: [] }),
    invoke: (channel: string, ...args: readonly unknown[]) =>
      call({ kind: 'invoke', channel, args: args.map(packed), ports: [] }),
    on: (channel: string, listener: (event: object, ...args: readonly unknown[]) => void) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    },
  }
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (name: string, api: object) => Object.assign(window, { [name]: api }) },
    // The path is no business of the page here either: the screen looks the file up by its number.
    webUtils: {
      getPathForFile: (file: File) => {
        files.set(files.size + 1, file)
        return `stand-in-file:${files.size}`
      },
    },
  }
  Object.assign(window, {
    standInFiles: files,
    standInNotice: (channel: string, args: readonly unknown[]) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    },
    standInPort: (port: string, data: Sent) =>
      ports
        .get(port)
        ?.postMessage('bytes' in data ? Uint8Array.from(atob(data.bytes), (sign) => sign.charCodeAt(0)) : data.json),
    standInPortClosed: (port: string) => ports.get(port)?.close(),
  })
  window.open = (url) => {
    void call({ kind: 'openWindow', url: String(url ?? '') })
    return null
  }
  void call({ kind: 'page' })
  run(
    (name) => {
      if (name !== 'electron') throw new Error(`a sandboxed preload cannot require ${name}`)
      return electron
    },
    { exports: {} },
    {},
  )
}
