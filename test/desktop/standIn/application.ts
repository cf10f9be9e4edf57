import { EventEmitter } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as Electron from 'electron'
import { isAlive } from './alive.ts'
import { onScreen, toScreen } from './channel.ts'
import { strict } from './strict.ts'

const paths = new Map<string, string>([['documents', join(process.env['MINGCHA_HOME'] ?? '', 'documents')]])
const switches: string[] = []
let name = 'electron'

/** The members that the program uses, checked against electron.d.ts; events are checked by the tests alone. */
const members = {
  whenReady: async () => undefined,
  setName: (wanted: string) => {
    name = wanted
  },
  getVersion: () => '0.0.0',
  setPath: (which: string, path: string) => {
    // As Electron does.
    if (!existsSync(path)) throw new Error('Failed to set path')
    paths.set(which, path)
  },
  getPath: pathOf,
  enableSandbox: () => undefined,
  commandLine: { appendSwitch: (wanted: string) => void switches.push(wanted) },
  requestSingleInstanceLock: () => takeLock(join(pathOf('userData'), 'standIn.lock')),
  quit: () => {
    events.emit('quit')
    process.exit(0)
  },
  exit: (code = 0) => process.exit(code),
} satisfies { readonly [K in keyof Electron.App]?: unknown }

const events = new EventEmitter()
export const app = strict('app', Object.assign(events, members))

/** Everything that a test may want to know of it. */
export function applicationFacts() {
  return { name, switches: [...switches], userData: paths.get('userData') ?? '' }
}

onScreen('secondInstance', () => events.emit('second-instance', {}, [], ''))

function pathOf(which: string): string {
  const path = paths.get(which)
  if (path === undefined) throw new Error(`the stand-in for Electron has no path ${which}`)
  return path
}

/** The first process holds the lock; a second one tells it, and is refused. */
function takeLock(file: string): boolean {
  const holder = Number(read(file))
  if (holder > 0 && isAlive(holder)) {
    toScreen({ kind: 'second', lock: file })
    return false
  }
  writeFileSync(file, String(process.pid))
  process.on('exit', () => rmSync(file, { force: true }))
  return true
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
