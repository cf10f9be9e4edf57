import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import type { Browser, BrowserContext, CDPSession, Page, Route } from 'playwright-core'
import type {
  AskedDialog,
  FromFrame,
  MenuItem,
  PageMessage,
  Question,
  RequestAnswer,
  Sent,
  ToRuntime,
  ToScreen,
} from './messages.ts'
import { preloadScript } from './page.ts'

/** In the place of a person who meets a dialog. A save dialog is cancelled unless the test says where to. */
export type Person = {
  saves: (dialog: Extract<AskedDialog, { type: 'save' }>) => Promise<string | undefined>
  answers: (dialog: Extract<AskedDialog, { type: 'message' }>) => Promise<string>
}

/** What happened outside the page, in order. */
export type Seen = {
  readonly dialogs: AskedDialog[]
  readonly errorBoxes: { readonly title: string; readonly content: string }[]
  readonly windowStates: string[]
  readonly shownInFolder: string[]
  readonly servicesPids: number[]
  menu: readonly MenuItem[]
}

/** Every answer of app://, and every request for anywhere else with whether the program cancelled it. */
export type RecordedRequest = {
  readonly url: string
  readonly cancelled: boolean
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** Chromium knows no app://, so its page lives under a name of this machine and is told of as app://app. */
const pageOrigin = 'http://app.localhost'
const windowOrigin = 'app://app'

/** The test's half of the stand-in: the window is a page, and what the page asks goes to the program. */
export class Screen {
  readonly person: Person = { saves: async () => undefined, answers: async ({ buttons }) => buttons[0] ?? '' }
  readonly seen: Seen = {
    dialogs: [],
    errorBoxes: [],
    windowStates: [],
    shownInFolder: [],
    servicesPids: [],
    menu: [],
  }
  readonly faults: string[] = []
  readonly requests: RecordedRequest[] = []
  options: Readonly<Record<string, unknown>> = {}
  private readonly show = Promise.withResolvers<Page>()
  readonly shown = this.show.promise
  private readonly program: ChildProcess
  private readonly browser: Browser
  private readonly answers = new EventEmitter()
  private context: BrowserContext | undefined
  private page: Page | undefined
  private cdp: CDPSession | undefined
  private turn = Promise.resolve()
  private asked = 0
  private document = ''
  private readonly ports = new Set<string>()

  constructor(program: ChildProcess, browser: Browser) {
    this.program = program
    this.browser = browser
    this.answers.setMaxListeners(0)
    program.on('message', (message: ToScreen) => {
      if (message.kind === 'answer') return void this.answers.emit(String(message.id), message.answer)
      // One after the other: a page that is being opened must be there before it is told anything.
      this.turn = this.turn.then(() => this.hear(message)).catch(this.note)
      return undefined
    })
  }

  tell(message: ToRuntime): void {
    // What reaches a program that has just ended is lost, as it would be in Electron.
    if (this.program.connected) this.program.send(message, () => undefined)
  }

  async ask(question: Question): Promise<unknown> {
    this.asked += 1
    const answered = once(this.answers, String(this.asked))
    this.tell({ kind: 'question', id: this.asked, question })
    const [answer]: unknown[] = await answered
    if (typeof answer === 'object' && answer !== null && 'failed' in answer) throw new Error(String(answer.failed))
    return answer
  }

  async end(): Promise<void> {
    await this.context?.close().catch(() => undefined)
  }

  private readonly note = (error: unknown): void => {
    const text = String(error)
    // The page may close while it is told something.
    if (!/has been closed|Target closed|Execution context was destroyed/.test(text))
      this.faults.push(`stand-in: ${text}`)
  }

  private async hear(message: Exclude<ToScreen, { kind: 'answer' }>): Promise<void> {
    const { page, seen } = this
    switch (message.kind) {
      case 'window':
        return this.openWindow(message.options, message.preload)
      case 'load':
        // The program answers its requests, so its messages must be heard meanwhile.
        void page
          ?.goto(message.url.replace(windowOrigin, pageOrigin))
          .then(() => this.tell({ kind: 'readyToShow' }), this.note)
        return undefined
      case 'reload':
        void page?.reload().catch(this.note)
        return undefined
      case 'closeWindow':
        return this.end()
      case 'window state':
        seen.windowStates.push(message.state)
        if (message.state === 'shown' && page !== undefined) this.show.resolve(page)
        return undefined
      case 'notice':
        return page?.evaluate(([channel, args]) => window.standInNotice(channel, args), [
          message.channel,
          message.args,
        ] as const)
      case 'port':
        return page?.evaluate(([port, data]) => window.standInPort(port, data), [
          message.port,
          packed(message.data),
        ] as const)
      case 'portClosed':
        this.ports.delete(message.port)
        return page?.evaluate((port) => window.standInPortClosed(port), message.port)
      case 'input':
        return page?.keyboard.press([...message.modifiers.map(modifierName), message.keyCode].join('+'))
      case 'dialog':
        seen.dialogs.push(message.dialog)
        void this.meet(message.dialog).then(
          (answer) => this.tell({ kind: 'dialogAnswer', id: message.id, answer }),
          this.note,
        )
        return undefined
      case 'errorBox':
        return void seen.errorBoxes.push({ title: message.title, content: message.content })
      case 'shownInFolder':
        return void seen.shownInFolder.push(message.path)
      case 'menu':
        seen.menu = message.items
        return undefined
      case 'forked':
        return void seen.servicesPids.push(message.pid)
      case 'second':
        return undefined
    }
  }

  private meet(dialog: AskedDialog): Promise<string | undefined> {
    return dialog.type === 'save' ? this.person.saves(dialog) : this.person.answers(dialog)
  }

  private async openWindow(options: object, preload: string): Promise<void> {
    this.options = { ...options }
    const { width, height } = this.options
    this.context = await this.browser.newContext({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: Number(width), height: Number(height) },
    })
    await this.context.route('**', (route) => this.answer(route))
    const page = await this.context.newPage()
    this.page = page
    this.cdp = await this.context.newCDPSession(page)
    await page.exposeBinding('standInToScreen', (_source, text: string) => {
      const { page: from, message } = JSON.parse(text) as { page: string; message: PageMessage }
      return this.hearPage(from, message)
    })
    await page.addInitScript(preloadScript(preload))
    page.on('pageerror', (error) => this.faults.push(`page error: ${error.message}`))
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') this.faults.push(`console: ${line.text()}`)
    })
    page.on('crash', () => this.tell({ kind: 'pageDied' }))
  }

  private async answer(route: Route): Promise<void> {
    const request = route.request()
    const url = request.url().replace(pageOrigin, windowOrigin)
    // What the page itself wants to be: another page, or itself again, is for the program to allow.
    const navigates = request.isNavigationRequest() && request.url() !== `${pageOrigin}/index.html`
    // Aborted, not failed: the page stays what it is.
    if (navigates && (await this.ask({ type: 'navigate', url })) !== true) return route.abort('aborted')
    const { cancelled, status, headers, body } = (await this.ask({
      type: 'request',
      url,
      method: request.method(),
      headers: await request.allHeaders(),
    })) as RequestAnswer
    this.requests.push({ url, cancelled, status, headers })
    if (cancelled || status === 0) return route.abort()
    return route.fulfill({ status, headers, body: Buffer.from(body) })
  }

  private async hearPage(from: string, message: PageMessage): Promise<unknown> {
    switch (message.kind) {
      case 'page':
        this.document = from
        // The ports of the document before are closed with it.
        for (const port of this.ports) this.tell({ kind: 'portClosed', port })
        this.ports.clear()
        return undefined
      case 'port':
        return this.tell({ kind: 'port', port: message.port, data: unpacked(message.data) })
      case 'portClosed':
        return this.tell({ kind: 'portClosed', port: message.port })
      case 'openWindow':
        return this.ask({ type: 'openWindow', url: message.url })
      case 'send':
        if (from !== this.document) return undefined
        for (const port of message.ports) this.ports.add(port)
        return this.tell({ kind: 'send', message: await this.fromFrame(message) })
      case 'invoke':
        return this.ask({ type: 'invoke', message: await this.fromFrame(message) })
    }
  }

  private async fromFrame({ channel, args, ports }: Extract<PageMessage, { args: unknown }>): Promise<FromFrame> {
    const frame = (this.page?.url() ?? '').replace(pageOrigin, windowOrigin)
    return { frame, channel, args: await Promise.all(args.map((arg) => this.withPath(unpacked(arg)))), ports }
  }

  /** The real path of a file that the page holds, which Chromium tells the debugger and never the page. */
  private async withPath(value: unknown): Promise<unknown> {
    const file = typeof value === 'string' ? /^stand-in-file:(\d+)$/.exec(value)?.[1] : undefined
    if (file === undefined || this.cdp === undefined) return value
    const { result } = await this.cdp.send('Runtime.evaluate', { expression: `window.standInFiles.get(${file})` })
    return (await this.cdp.send('DOM.getFileInfo', { objectId: result.objectId ?? '' })).path
  }
}

function packed(value: unknown): Sent {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : { json: value }
}

function unpacked(sent: Sent): unknown {
  return 'bytes' in sent ? new Uint8Array(Buffer.from(sent.bytes, 'base64')) : sent.json
}

function modifierName(name: string): string {
  return name === 'control' ? 'Control' : name
}
