import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createHost } from '../../electron/services/createHost.ts'
import type { HostOptions } from '../../electron/services/host/host.ts'
import { openMachine } from '../../electron/services/machine.ts'
import { testPassword, type Laptop } from '../world.ts'

/** Recorded by version 1: a laptop that has asked to be enrolled (演练), its request, the answer to it, and both codes. */
const recorded = join(import.meta.dirname, 'v1', 'enrolment')
export const requestFile = join(recorded, 'request.mcreq')
export const answerFile = join(recorded, 'answer.mcans')

type Told = {
  /** On which the laptop goes on in its own log. */
  readonly installation: string
  readonly log: string
  readonly person: string
  readonly request: string
  readonly answer: string
}

export async function readTold(): Promise<Told> {
  return JSON.parse(await readFile(join(recorded, 'told.json'), 'utf8')) as Told
}

/** The recorded laptop, opened by this program; its log is of the time when no id followed from a key. */
export async function openEarlyLaptop(options: HostOptions, dataFolder: string): Promise<Laptop> {
  const { installation } = await readTold()
  const folder = join(dataFolder, 'workspace')
  await cp(join(recorded, 'team'), folder, { recursive: true })
  // Git keeps no empty folders.
  for (const needed of ['blobs', 'staging']) await mkdir(join(folder, needed), { recursive: true })
  const machine = await openMachine(createHost({ ...options, dataFolder, installation }), folder, testPassword)
  return { ...machine, role: '组长' }
}
