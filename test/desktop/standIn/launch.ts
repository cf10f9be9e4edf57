import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { Question, ToRuntime } from './messages.ts'
import { isAlive } from './alive.ts'
import { Screen, type Person, type RecordedRequest, type Seen } from './screen.ts'

/**
 * Runs the built desktop program without Electron's runtime: main, preload, services and window as `npm run build` made
 * them, from any folder that holds `dist/desktop` and `dist/renderer` (the checkout, or what was unpacked of an app.asar
 * anywhere else). The main process and the services are real processes of Node, the window is a page of a real Chromium.
 *
 *   const desktop = await launchDesktop({ applicationFolder, home, browser })
 *   await desktop.page.getByRole('button', …).click()
 *   desktop.person.saves = async () => path          desktop.person.answers = async ({ buttons }) => buttons[0]
 *   await desktop.close()
 *
 * MINGCHA_STAND_IN_TRACE=1 shows what the processes write on standard error.
 */
export type LaunchOptions = {
  /** Holds package.json and dist. */
  readonly applicationFolder: string
  /** Takes the place of the user's own folder: workspaces, window state, logs. */
  readonly home: string
  readonly browser: Browser
}

export type Desktop = {
  readonly page: Page
  /** Options of the window, as the program gave them. */
  readonly window: Readonly<Record<string, unknown>>
  readonly person: Person
  readonly seen: Seen
  /** What a person should never see: page errors, console errors (a CSP violation is one). */
  readonly faults: readonly string[]
  readonly requests: readonly RecordedRequest[]
  /** Asks the main process something that a page would ask it. */
  ask(question: Question): Promise<unknown>
  tell(message: ToRuntime): void
  /** The services' process that was started last. */
  servicesPid(): number
  /** Closes the window as a person does, and waits for the end of the program. Its exit code. */
  close(): Promise<number>
  /** Ends everything at once, whatever the program says. */
  kill(): Promise<void>
  readonly ended: Promise<number>
}

const register = fileURLToPath(new URL('register.ts', import.meta.url))

export async function launchDesktop(options: LaunchOptions): Promise<Desktop> {
  const program = startProgram(options)
  const ended = exitCode(program)
  const screen = new Screen(program, options.browser)
  const page = await Promise.race([
    screen.shown,
    ended.then((code) => Promise.reject(new Error(`the program ended with ${code} before it showed a window`))),
  ])
  return {
    page,
    window: screen.options,
    person: screen.person,
    seen: screen.seen,
    faults: screen.faults,
    requests: screen.requests,
    ask: (question) => screen.ask(question),
    tell: (message) => screen.tell(message),
    servicesPid: () => screen.seen.servicesPids.at(-1) ?? 0,
    ended,
    async close() {
      screen.tell({ kind: 'closeWindow' })
      const code = await ended
      await screen.end()
      return code
    },
    async kill() {
      program.kill('SIGKILL')
      await ended
      await Promise.all(screen.seen.servicesPids.map(gone))
      await screen.end()
    },
  }
}

/** Starts the program a second time; where the first holds the data folder it ends by itself. Its exit code. */
export async function startSecond(options: Omit<LaunchOptions, 'browser'>, first: Desktop): Promise<number> {
  const program = startProgram(options)
  // The lock of Electron's runtime tells the first instance; here the test carries the word.
  program.on('message', () => first.tell({ kind: 'secondInstance' }))
  return exitCode(program)
}

function startProgram({ applicationFolder, home }: Omit<LaunchOptions, 'browser'>): ChildProcess {
  return fork(join(applicationFolder, 'dist/desktop/main.js'), [], {
    execArgv: ['--import', register],
    serialization: 'advanced',
    env: { ...process.env, MINGCHA_HOME: home },
    stdio: ['ignore', 'ignore', process.env['MINGCHA_STAND_IN_TRACE'] === undefined ? 'ignore' : 'inherit', 'ipc'],
  })
}

/** The services' process ends by itself when the main process is gone; nothing it does may be met by who cleans up. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function exitCode(program: ChildProcess): Promise<number> {
  const [code]: unknown[] = await once(program, 'exit')
  return typeof code === 'number' ? code : 1
}
