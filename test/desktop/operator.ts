import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Stick } from '../browser/computers.ts'
import type { Operator } from '../browser/wholeLine/operator.ts'
import { buildApplication } from './application.ts'
import { launchDesktop, type Desktop } from './standIn/launch.ts'

/** A computer with the desktop program on it: its window, and where its files lie. */
export type DesktopComputer = {
  readonly desktop: Desktop
  /** The user's own folder of this computer: workspaces, window state, logs. */
  readonly home: string
  readonly applicationFolder: string
  /** Where the person saves and chooses files. */
  readonly stick: string
  /** The same program again in the same home, after it has ended. */
  start(): Promise<Desktop>
  end(): Promise<void>
}

export type ComputerOptions = {
  /** Fills the home before the program starts for the first time. */
  readonly prepare?: ((home: string) => Promise<void>) | undefined
  /** The program's folder; without it, the one that is built from the sources. */
  readonly applicationFolder?: string
}

export async function desktopComputer(browser: Browser, options: ComputerOptions = {}): Promise<DesktopComputer> {
  const { prepare = async () => undefined, applicationFolder = await buildApplication() } = options
  const folder = await mkdtemp(join(tmpdir(), 'mingcha-desktop-'))
  const home = join(folder, 'home')
  const stick = join(folder, 'stick')
  await mkdir(stick)
  await prepare(home)
  async function start(): Promise<Desktop> {
    const started = await launchDesktop({ applicationFolder, home, browser })
    started.page.setDefaultTimeout(20_000)
    return started
  }
  let desktop = await start()
  return {
    get desktop() {
      return desktop
    },
    home,
    applicationFolder,
    stick,
    start: async () => {
      desktop = await start()
      return desktop
    },
    end: async () => {
      await desktop.kill()
      await rm(folder, { recursive: true })
    },
  }
}

/** What a person does with files there: the save dialog to the stick, and files chosen from it by their paths. */
export function desktopOperator({ desktop, stick }: DesktopComputer): Operator {
  const { page } = desktop
  return {
    page,
    save: async (press) => {
      const chosen = Promise.withResolvers<string>()
      desktop.person.saves = async ({ defaultPath }) => {
        const path = join(stick, basename(defaultPath))
        chosen.resolve(path)
        return path
      }
      await press()
      const path = await chosen.promise
      const note = page.getByRole('status', { name: '保存文件' })
      await note.getByText('已保存').waitFor()
      await note.getByRole('button', { name: '知道了' }).click()
      return { name: basename(path), mimeType: 'application/octet-stream', buffer: await readFile(path) }
    },
    give: async (zone, ...files) => {
      const paths = await Promise.all(files.map((file) => laid(stick, file)))
      await page.getByLabel(`${zone}：选择文件`).setInputFiles(paths)
    },
  }
}

export async function laid(stick: string, { name, buffer }: Stick): Promise<string> {
  const folder = await mkdtemp(join(stick, 'in-'))
  await writeFile(join(folder, name), buffer)
  return join(folder, name)
}
