import { app, type Session } from 'electron'
import { windowOrigin } from './channels.ts'

/** Whatever page there is or will be: it stays where it is, opens nothing, embeds nothing. */
export function hardenPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** No permission, no device, no download past the save dialog, and no request but to the program itself. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isOurs(url) }))
}

function isOurs(url: string): boolean {
  return url.startsWith(`${windowOrigin}/`) || /^(blob|data|devtools):/.test(url)
}
