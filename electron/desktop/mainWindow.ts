import { BrowserWindow, screen } from 'electron'
import { placeWindow, smallest } from './placement.ts'
import type { PreferenceFile } from './preferences.ts'

/** The one window: where and as large as it was, shown when it has something to show. */
export function openMainWindow(preferences: PreferenceFile, preload: string): BrowserWindow {
  const { bounds, maximized, zoom = 1 } = preferences.read()
  const window = new BrowserWindow({
    ...placeWindow(
      bounds,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: '明察',
    // That of the page: no white flash before it is drawn.
    backgroundColor: '#f5f3ee',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would be fetched from a network.
      spellcheck: false,
      zoomFactor: zoom,
    },
  })
  window.once('ready-to-show', () => {
    if (maximized === true) window.maximize()
    window.show()
  })
  const remember = (): void => preferences.change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('resized', remember).on('moved', remember).on('maximize', remember).on('unmaximize', remember)
  window.on('close', remember)
  return window
}
