import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { app, applicationFacts } from './application.ts'
import { BrowserWindow, mayNavigate, windows } from './browserWindow.ts'
import { askPerson, onScreen, toScreen } from './channel.ts'
import type { FromFrame, MenuItem, Question, RequestAnswer } from './messages.ts'
import { strict } from './strict.ts'
import { openPort, portFacts, utilityProcess } from './utility.ts'

/**
 * In the place of the module `electron`, for the built main process in plain Node: the same names, the same meaning, and
 * an error for every member that it has not. What it cannot stand for is said in the README.
 */
export { app, BrowserWindow, utilityProcess }

const scheme = { privileged: false, handler: undefined as ((request: Request) => Promise<Response>) | undefined }

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: readonly Electron.CustomScheme[]) => {
    scheme.privileged = schemes.some(({ scheme: name, privileges }) => name === 'app' && privileges?.secure === true)
  },
  handle: (name: string, handler: (request: Request) => Promise<Response>) => {
    if (name !== 'app' || !scheme.privileged) throw new Error('app:// was not declared before the start')
    scheme.handler = handler
  },
} satisfies { readonly [K in keyof Electron.Protocol]?: unknown })

type RequestFilter = (details: { readonly url: string }, decide: (response: Electron.CallbackResponse) => void) => void
const guards: {
  request?: Parameters<Electron.Session['setPermissionRequestHandler']>[0]
  check?: Parameters<Electron.Session['setPermissionCheckHandler']>[0]
  filter?: RequestFilter
} = {}

export const session = strict('session', {
  defaultSession: strict(
    'session.defaultSession',
    Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: (handler: typeof guards.request) => void (guards.request = handler ?? null),
      setPermissionCheckHandler: (handler: typeof guards.check) => void (guards.check = handler ?? null),
      setDevicePermissionHandler: () => undefined,
      webRequest: { onBeforeRequest: (filter: RequestFilter) => void (guards.filter = filter) },
    } satisfies { readonly [K in keyof Electron.Session]?: unknown }),
  ),
})

const invoked = new Map<string, (event: object, ...args: readonly unknown[]) => unknown>()
const called: string[] = []
const heard = new EventEmitter()
export const ipcMain = strict(
  'ipcMain',
  Object.assign(heard, {
    handle: (channel: string, handler: (event: object, ...args: readonly unknown[]) => unknown) =>
      void invoked.set(channel, handler),
  } satisfies { readonly [K in keyof Electron.IpcMain]?: unknown }),
)

function eventOf({ frame, embedded, ports: sent = [] }: FromFrame) {
  return {
    sender: windows[0]?.contents.contents,
    senderFrame: { url: frame, parent: embedded === true ? {} : null },
    ports: sent.map(openPort),
  }
}

onScreen('send', ({ message }) => heard.emit(message.channel, eventOf(message), ...message.args))

export const dialog = strict('dialog', {
  showMessageBox: async (_window: unknown, options: Electron.MessageBoxOptions) => {
    const { message, detail = '', buttons = [] } = options
    const chosen = String(await askPerson({ type: 'message', message, detail, buttons: [...buttons] }))
    return { response: buttons.indexOf(chosen), checkboxChecked: false }
  },
  showSaveDialog: async (_window: unknown, { defaultPath = '' }: Electron.SaveDialogOptions) => {
    const path = await askPerson({ type: 'save', defaultPath })
    return typeof path === 'string' ? { canceled: false, filePath: path } : { canceled: true, filePath: '' }
  },
  showErrorBox: (title: string, content: string) => toScreen({ kind: 'errorBox', title, content }),
} satisfies { readonly [K in keyof Electron.Dialog]?: unknown })

export const shell = strict('shell', {
  showItemInFolder: (path: string) => toScreen({ kind: 'shownInFolder', path }),
} satisfies { readonly [K in keyof Electron.Shell]?: unknown })

export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
} satisfies { readonly [K in keyof Electron.Screen]?: unknown })

export const powerMonitor = strict('powerMonitor', new EventEmitter())
onScreen('power', ({ event }) => powerMonitor.emit(event))

type Template = readonly Electron.MenuItemConstructorOptions[]
export const Menu = strict('Menu', {
  buildFromTemplate: (template: Template) => template,
  setApplicationMenu: (template: Template) => {
    toScreen({ kind: 'menu', items: template.map(menuItem) })
    onScreen('click', ({ label }) => clickIn(template, label))
  },
} satisfies { readonly [K in keyof typeof Electron.Menu]?: unknown })

function menuItem({
  label = '',
  accelerator,
  registerAccelerator,
  role,
  submenu,
}: Electron.MenuItemConstructorOptions) {
  const item: MenuItem = {
    label,
    registered: registerAccelerator !== false,
    items: Array.isArray(submenu) ? submenu.map(menuItem) : [],
    ...(typeof accelerator === 'string' && { accelerator }),
    ...(role !== undefined && { role }),
  }
  return item
}

function clickIn(template: Template, wanted: string): void {
  for (const { label, click, submenu } of template) {
    if (Array.isArray(submenu)) clickIn(submenu, wanted)
    // No item of ours looks at what it is given.
    if (label === wanted) (click as (() => void) | undefined)?.()
  }
}

onScreen('question', ({ id, question }) => {
  void answerTo(question).then(
    (answer) => toScreen({ kind: 'answer', id, answer }),
    (error: unknown) => toScreen({ kind: 'answer', id, answer: { failed: String(error) } }),
  )
})

async function answerTo(question: Question): Promise<unknown> {
  const [page] = windows
  if (page === undefined) throw new Error('no window is open')
  switch (question.type) {
    case 'request':
      return answerRequest(question)
    case 'invoke':
      called.push(question.message.channel)
      return invoked.get(question.message.channel)?.(eventOf(question.message), ...question.message.args)
    case 'navigate':
      return mayNavigate(page.contents, question.url)
    case 'openWindow':
      return page.contents.opens(question.url)
    case 'permission':
      return isPermitted(question.permission)
    case 'download':
      return mayDownload()
    case 'facts':
      return { ...applicationFacts(), ...portFacts(), called: [...called] }
  }
}

async function answerRequest({ url, method, headers }: Extract<Question, { type: 'request' }>): Promise<RequestAnswer> {
  const none = { status: 0, headers: {}, body: new Uint8Array() }
  let cancelled = false
  guards.filter?.({ url }, ({ cancel = false }) => (cancelled = cancel))
  if (cancelled || !url.startsWith('app:')) return { ...none, cancelled }
  const response = await scheme.handler?.(new Request(url, { method, headers }))
  if (response === undefined) return { ...none, cancelled: true }
  const body = new Uint8Array(await response.arrayBuffer())
  return { cancelled, status: response.status, headers: Object.fromEntries(response.headers), body }
}

function isPermitted(permission: 'geolocation' | 'media' | 'notifications'): { request: boolean; check: boolean } {
  let request = true
  const contents = windows[0]?.contents.contents as never
  guards.request?.(contents, permission, (granted) => (request = granted), { requestingUrl: '', isMainFrame: true })
  const check = guards.check?.(contents, permission, '', { requestingUrl: '', isMainFrame: true }) ?? true
  return { request, check }
}

function mayDownload(): boolean {
  let prevented = false
  session.defaultSession.emit('will-download', { preventDefault: () => (prevented = true) })
  return !prevented
}
