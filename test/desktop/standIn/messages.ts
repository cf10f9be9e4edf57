/**
 * What passes between the two halves of the stand-in: the runtime (in the place of the module `electron`, inside the main
 * process) and the screen (in the test's process, which owns the real Chromium).
 */
export type ToScreen =
  | { readonly kind: 'window'; readonly options: object; readonly preload: string }
  | { readonly kind: 'load'; readonly url: string }
  | { readonly kind: 'reload' }
  | { readonly kind: 'closeWindow' }
  | { readonly kind: 'window state'; readonly state: 'shown' | 'focused' | 'restored' | 'maximized' }
  | { readonly kind: 'notice'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'input'; readonly keyCode: string; readonly modifiers: readonly string[] }
  | { readonly kind: 'port'; readonly port: string; readonly data: unknown }
  | { readonly kind: 'portClosed'; readonly port: string }
  | { readonly kind: 'dialog'; readonly id: number; readonly dialog: AskedDialog }
  | { readonly kind: 'errorBox'; readonly title: string; readonly content: string }
  | { readonly kind: 'shownInFolder'; readonly path: string }
  | { readonly kind: 'menu'; readonly items: readonly MenuItem[] }
  | { readonly kind: 'forked'; readonly pid: number }
  | { readonly kind: 'second'; readonly lock: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }

export type AskedDialog =
  | { readonly type: 'save'; readonly defaultPath: string }
  | { readonly type: 'message'; readonly message: string; readonly detail: string; readonly buttons: readonly string[] }

export type MenuItem = {
  readonly label: string
  readonly accelerator?: string
  readonly registered: boolean
  readonly role?: string
  readonly items: readonly MenuItem[]
}

export type ToRuntime =
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  | { readonly kind: 'dialogAnswer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'send'; readonly message: FromFrame }
  | { readonly kind: 'port'; readonly port: string; readonly data: unknown }
  | { readonly kind: 'portClosed'; readonly port: string }
  | { readonly kind: 'readyToShow' }
  | { readonly kind: 'closeWindow' }
  | { readonly kind: 'minimize' }
  | { readonly kind: 'pageDied' }
  | { readonly kind: 'secondInstance' }
  | { readonly kind: 'power'; readonly event: 'suspend' | 'lock-screen' }
  | { readonly kind: 'click'; readonly label: string }
  | { readonly kind: 'resize'; readonly bounds: { x: number; y: number; width: number; height: number } }

export type Question =
  /** What the page asks of `app://`, or of anywhere else. */
  | {
      readonly type: 'request'
      readonly url: string
      readonly method: string
      readonly headers: Record<string, string>
    }
  | { readonly type: 'invoke'; readonly message: FromFrame }
  | { readonly type: 'navigate'; readonly url: string }
  | { readonly type: 'openWindow'; readonly url: string }
  | { readonly type: 'permission'; readonly permission: 'geolocation' | 'media' | 'notifications' }
  | { readonly type: 'download' }
  | { readonly type: 'facts' }

/** From the preload of a frame; `frame` is where that frame says it is from. */
export type FromFrame = {
  readonly frame: string
  readonly embedded?: boolean
  readonly channel: string
  readonly args: readonly unknown[]
  readonly ports?: readonly string[]
}

export type RequestAnswer = {
  readonly cancelled: boolean
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** Between the runtime and the services' process, where Electron has its own channel. */
export type ToChild =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly kind: 'port'; readonly port: string; readonly data: unknown }
  | { readonly kind: 'portClosed'; readonly port: string }
export type FromChild =
  | { readonly kind: 'message'; readonly data: unknown }
  | { readonly kind: 'port'; readonly port: string; readonly data: unknown }
  | { readonly kind: 'portClosed'; readonly port: string }

/** What passes between the page and the screen, which is JSON. */
export type Sent = { readonly bytes: string } | { readonly json: unknown }

export type PageMessage =
  /** A document has begun: what the one before had open is gone. */
  | { readonly kind: 'page' }
  | {
      readonly kind: 'send' | 'invoke'
      readonly channel: string
      readonly args: readonly Sent[]
      readonly ports: readonly string[]
    }
  | { readonly kind: 'port'; readonly port: string; readonly data: Sent }
  | { readonly kind: 'portClosed'; readonly port: string }
  | { readonly kind: 'openWindow'; readonly url: string }
