import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openKeySlot } from '../../electron/crypto/keySlot.ts'
import { readWorkspaceFile } from '../../electron/store/folder/workspaceFolder.ts'
import { testPassword } from '../world.ts'
import { type BirthRecord, type ChangeLine, program } from './program.ts'

/** A log that version 1 wrote, whole, with its key and its files. */
export type RecordedLog = {
  readonly birth: BirthRecord
  readonly kind: 'headquarters' | 'other'
  readonly privateKey: string
  readonly lines: readonly ChangeLine[]
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

/** The logs of the recorded workspaces (test/formats/v1), read from copies in this folder. */
export async function readRecorded(folder: string): Promise<readonly RecordedLog[]> {
  return [...(await logsOf(folder, 'headquarters', 'headquarters')), ...(await logsOf(folder, 'team', 'other'))]
}

async function logsOf(folder: string, name: string, kind: RecordedLog['kind']): Promise<readonly RecordedLog[]> {
  const place = join(folder, `recorded ${name}`)
  cpSync(join(import.meta.dirname, '..', 'formats', 'v1', name), place, { recursive: true })
  // Git keeps no empty folders.
  for (const needed of ['blobs', 'staging']) mkdirSync(join(place, needed), { recursive: true })
  const [slot] = (await readWorkspaceFile(place)).slots
  if (slot === undefined) throw new Error('a recorded workspace without a key')
  const store = await program.openStore({ folder: place, workspaceKey: await openKeySlot(slot, testPassword) })
  const logs = await store.read((tx) => program.listLogs(tx))
  const found: RecordedLog[] = []
  for (const log of logs) {
    const { id, privateKey, number } = log
    if (privateKey === null || number === 0) continue
    const range = { log: id, from: 1, to: number, bodiesFrom: 1 }
    const lines: ChangeLine[] = []
    const blobs = new Map<string, Uint8Array>()
    await store.read(async (tx) => {
      for await (const line of program.selectLines(tx, [range])) lines.push(line)
      for (const sha256 of await program.blobsOf(tx, [range])) blobs.set(sha256, await store.blobs.read(sha256))
    })
    found.push({ birth: program.birthOf(log), kind, privateKey, lines, blobs })
  }
  await store.close()
  return found
}
