import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pooledRandom, randomBytes } from '../crypto/hash.ts'
import { scryptCost } from '../crypto/passwordBox.ts'
import { uuidV7 } from '../crypto/uuid.ts'
import { playDemo } from './demo/play.ts'
import type { HostOptions } from './host/host.ts'
import { stateFolder } from './host/stateFolder.ts'

/** What a host of this machine brings along: its files, which it alone can find, and where it notes defects. */
export type Program = Pick<HostOptions, 'workerEntry' | 'reportDefect' | 'traceSql'> & {
  /** Holds package.json, resources and dist: the checkout, or what was packed of it. */
  readonly root: string
}

/** The real clock, real randomness and what ships with the program. */
export async function hostOptions(program: Program, dataFolder: string): Promise<HostOptions> {
  const machine = await machineOptions(program)
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

export async function machineOptions({ root, ...program }: Program) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    ...program,
    resourceFolder: join(root, 'resources'),
    now: () => Date.now(),
    random: pooledRandom(),
    scryptCost: scryptCost.standard,
    programVersion: version,
    loopback: true,
  }
}

export function defaultDataFolder(): string {
  return join(stateFolder(), '工作区')
}

/** Kept outside every workspace: a copied workspace folder goes on in a log of its own (decisions.md 3). */
export async function installationId(): Promise<string> {
  const file = join(stateFolder(), 'installation')
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return known.trim()
  const made = uuidV7(Date.now(), randomBytes(16))
  await mkdir(stateFolder(), { recursive: true, mode: 0o700 })
  await writeFile(file, `${made}\n`, { mode: 0o600 })
  return made
}
