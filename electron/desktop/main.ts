import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog, Menu, powerMonitor, session, type BrowserWindow, type WebContents } from 'electron'
import { stateFolder } from '../services/host/stateFolder.ts'
import { declareScheme, serveWindow } from './applicationScheme.ts'
import { answerBridge, keepTyped, tell } from './bridgeCalls.ts'
import { windowOrigin } from './channels.ts'
import { createDefectLog } from './defectLog.ts'
import { hardenPages, hardenSession } from './hardening.ts'
import { closeWithCare } from './leaving.ts'
import { openMainWindow } from './mainWindow.ts'
import { menuTemplate, type MenuActions } from './menu.ts'
import { reloadOnce } from './pageFault.ts'
import { preferencesIn, type PreferenceFile } from './preferences.ts'
import { createSaving } from './saving.ts'
import { createServices, type Services } from './servicesProcess.ts'
import { zoomOf } from './zoom.ts'

/** The main process: one window, the services in a process of their own, and nothing of an inspection in itself. */
const own = import.meta.dirname
const userData = join(stateFolder(), 'window')
const logFolder = join(userData, 'logs')
const log = createDefectLog(logFolder)

process.on('uncaughtException', endWithNumber)
process.on('unhandledRejection', log.note)
app.setName('明察')
// Electron takes no folder that is not there.
mkdirSync(userData, { recursive: true, mode: 0o700 })
app.setPath('userData', userData)
app.enableSandbox()
// Chromium's own habits of asking the network.
for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability'])
  app.commandLine.appendSwitch(name)
declareScheme()
hardenPages()

if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(endWithNumber)
else app.quit()

/** A program without a window, or in a state that nobody knows, must not stay behind unseen. */
function endWithNumber(error: unknown): void {
  dialog.showErrorBox('明察遇到故障', `程序必须退出，已保存的内容都在（编号 ${log.note(error)}）。请重新打开程序。`)
  app.exit(70)
}

function start(): void {
  hardenSession(session.defaultSession)
  const preferences = preferencesIn(join(userData, 'preferences.json'))
  const services = createServices({
    script: join(own, 'services.js'),
    logFolder,
    note: log.note,
    onDeath: () => tell(window.webContents, { kind: 'servicesEnded' }),
    onRestart: (incident) => tell(window.webContents, { kind: 'servicesStarted', incident }),
    onGivenUp: (incident) => void giveUp(window, services, incident),
  })
  services.start()
  serveWindow(join(own, '..', 'renderer'), services)
  const window = openMainWindow(preferences, join(own, 'preload.cjs'))
  const { webContents } = window
  window.loadURL(`${windowOrigin}/index.html`).catch((error: unknown) => {
    // Whoever closes the window while it loads breaks the loading off.
    if (!window.isDestroyed()) endWithNumber(error)
  })
  answerBridge(webContents, services, createSaving(window, services, preferences, app.getPath('documents')))
  closeWithCare(window, services, () => app.quit())
  reloadOnce(webContents, log.note)
  lockWithTheComputer(webContents, services)
  showWhenStartedAgain(window)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menuActions(window, preferences))))
}

function menuActions(window: BrowserWindow, preferences: PreferenceFile): MenuActions {
  const { webContents } = window
  return {
    ...zoomOf(webContents, preferences),
    close: () => window.close(),
    press: (keyCode, ...modifiers) => {
      webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers })
      webContents.sendInputEvent({ type: 'keyUp', keyCode, modifiers })
    },
    about: () =>
      void dialog.showMessageBox(window, { title: '关于明察', message: `明察 ${app.getVersion()}`, detail: aboutText }),
  }
}

const aboutText =
  '明察暗访检查记录。不联网也能用，数据和照片加密保存。\n签名证明内容在签字之后没有改动，不是法定的电子印章。'

/** There is one program for one data folder: whoever starts it again is shown the window that is open. */
function showWhenStartedAgain(window: BrowserWindow): void {
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  })
}

/** Nobody is there: what was typed is kept, and the keys are gone from memory. */
function lockWithTheComputer(webContents: WebContents, services: Services): void {
  const lock = (): void => {
    void keepTyped(webContents, 'lock').then(() => services.ask('lock', {}))
  }
  powerMonitor.on('suspend', lock)
  powerMonitor.on('lock-screen', lock)
}

async function giveUp(window: BrowserWindow, services: Services, incident: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: '明察',
    message: '后台程序连续两次意外退出',
    detail: `已经保存的内容都在。窗口里正在填写的内容还能看到，可以先抄录下来。\n仍然如此时，请把编号 ${incident} 告诉技术支持人员。`,
    buttons: ['再试一次', '退出程序'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) return app.exit(70)
  services.start()
  return tell(window.webContents, { kind: 'servicesStarted', incident })
}
