import { basename, dirname, join } from 'node:path'
import { dialog, shell, type BrowserWindow } from 'electron'
import type { SaveOutcome } from '../contract/desktop.ts'
import type { PreferenceFile } from './preferences.ts'
import type { Services } from './servicesProcess.ts'

/** Files out of the program: a person chooses where, and may look at what was saved. */
export type Saving = {
  /** `fileName` is a proposal; where it is empty the ticket's own name stands. A ticket that was not saved stays good. */
  readonly save: (ticket: string, fileName: string) => Promise<SaveOutcome>
  /** Shows the file saved last in the desktop's file browser. */
  readonly show: () => void
}

export function createSaving(
  window: BrowserWindow,
  services: Services,
  preferences: PreferenceFile,
  fallbackFolder: string,
): Saving {
  let last: string | undefined

  return {
    save: async (ticket, fileName) => {
      const offered = await services.ask('nameOf', { ticket })
      if ('problem' in offered) return offered
      const { saveFolder = fallbackFolder } = preferences.read()
      // The window proposes a name, never a folder.
      const name = basename(fileName === '' ? offered.value.name : fileName)
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: '保存文件',
        buttonLabel: '保存',
        defaultPath: join(saveFolder, name),
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      })
      if (canceled || filePath === '') return { saved: false }
      const written = await services.ask('save', { ticket, path: filePath })
      if ('problem' in written) return written
      last = filePath
      preferences.change({ saveFolder: dirname(filePath) })
      return { saved: true }
    },
    show: () => {
      if (last !== undefined) shell.showItemInFolder(last)
    },
  }
}
