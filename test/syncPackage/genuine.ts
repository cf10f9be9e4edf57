import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import type { PackageLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { readSyncPackage } from '../../electron/syncPackage/read.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import type { Entry } from './forge.ts'
import { problemOf, stagingArea } from './reader.ts'
import { createSender, makeBlob, makeLines, packageOf, seededBytes, type Sender } from './sender.ts'

/** The package that the tests of damage and of wrong signatures begin with: who wrote it, who reads it, what it holds. */
export const sender: Sender = await createSender('team log')
export const headquarters: AgeKeys = await createIdentity()
export const lines = makeLines(sender, 40)
export const blobs = [makeBlob(seededBytes('photo', 150_000)), makeBlob(seededBytes('note', 700))]

/** Sealed once: every test begins with the same bytes. */
let genuine: Buffer | undefined

/** A new folder with the genuine package in it, and the path for one that a test forges. */
export async function layGenuine(): Promise<{ readonly file: string; readonly forged: string }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'genuine.mcsync')
  if (genuine === undefined) {
    await writeSyncPackage(packageOf(sender, headquarters, { file, lines, blobs }))
    genuine = await readFile(file)
  }
  await writeFile(file, genuine)
  return { file, forged: join(folder, 'forged.mcsync') }
}

type Outcome = {
  readonly problem: string
  readonly manifests: number
  readonly lines: number
  readonly blobs: number
}

/** What reading ends in, and how much was handed on before. */
export async function outcomeOf(path: string, limits: Partial<PackageLimits> = {}): Promise<Outcome> {
  const { staged, accept } = stagingArea()
  const problem = await problemOf(readSyncPackage({ file: path, identities: [headquarters.identity], accept, limits }))
  return { problem, manifests: staged.manifests, lines: staged.lines.length, blobs: staged.blobs.size }
}

/** Entries picked out of the genuine package; fails where it has none. */
export function list(...entries: readonly (Entry | undefined)[]): readonly Entry[] {
  return entries.map((entry) => entry ?? neverHere())
}

export function neverHere(): never {
  throw new Error('the genuine package has this part')
}
