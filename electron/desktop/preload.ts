import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { connectMessage, type DesktopBridge, type DesktopNotice } from '../contract/desktop.ts'
import { channels } from './channels.ts'

/**
 * The only code of ours between the window and the main process. It turns files into paths here, so that the window can
 * name no path, and hands over the window's port.
 */
const bridge: DesktopBridge = {
  hold: (file) => ipcRenderer.invoke(channels.hold, webUtils.getPathForFile(file)),
  holdBytes: (name, bytes) => ipcRenderer.invoke(channels.holdBytes, name, bytes),
  save: (ticket, fileName) => ipcRenderer.invoke(channels.save, ticket, fileName),
  showSaved: () => ipcRenderer.invoke(channels.showSaved),
  listen: (listener) => {
    ipcRenderer.on(channels.notice, (_event, notice: DesktopNotice) => listener(notice))
  },
  kept: () => ipcRenderer.send(channels.kept),
}

contextBridge.exposeInMainWorld('desktop', bridge)

window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== connectMessage) return
  ipcRenderer.postMessage(channels.connect, null, [...event.ports])
})
