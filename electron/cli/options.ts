import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from '../crypto/hash.ts'
import { scryptCost } from '../crypto/passwordBox.ts'
import { uuidV7 } from '../crypto/uuid.ts'
import { playDemo } from '../services/demo/play.ts'
import { traceOf } from '../services/defect.ts'
import type { HostOptions } from '../services/host.ts'

/** The real clock, real randomness and what ships with the program. */
export async function hostOptions(dataFolder: string): Promise<HostOptions> {
  const machine = await machineOptions()
  const installation = await installationId()
  return {
    ...machine,
    dataFolder,
    installation,
    playDemo: async (out, tell) => {
      await playDemo(out, { ...machine, installation }, tell)
    },
  }
}

export function newId(): string {
  return uuidV7(Date.now(), randomBytes(16))
}

export async function machineOptions() {
  const root = join(import.meta.dirname, '..', '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    resourceFolder: join(root, 'resources'),
    now: () => Date.now(),
    random: randomBytes,
    scryptCost: scryptCost.standard,
    programVersion: version,
    loopback: true,
    reportDefect: (incident: string, error: unknown) => {
      process.stderr.write(`${incident} ${traceOf(error)}\n`)
    },
  }
}

export function rendererFolder(): string {
  return join(import.meta.dirname, '..', '..', 'dist', 'renderer')
}

export function defaultDataFolder(): string {
  return join(stateFolder(), '工作区')
}

/** Kept outside every workspace: a copied workspace folder goes on in a log of its own (decision 3). */
export async function installationId(): Promise<string> {
  const file = join(stateFolder(), 'installation')
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return known.trim()
  const made = newId()
  await mkdir(stateFolder(), { recursive: true, mode: 0o700 })
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}

/** Where the platform keeps a program's data for one user; MINGCHA_HOME moves it. */
function stateFolder(): string {
  const { MINGCHA_HOME, LOCALAPPDATA, XDG_DATA_HOME } = process.env
  if (MINGCHA_HOME !== undefined) return MINGCHA_HOME
  if (LOCALAPPDATA !== undefined) return join(LOCALAPPDATA, 'Mingcha')
  return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'mingcha')
}
