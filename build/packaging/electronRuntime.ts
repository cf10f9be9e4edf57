import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Throws an Error unless a downloaded runtime is the one whose SHA-256 the npm package `electron` of this project lists. */
export async function checkRuntimeFile(projectRoot: string, zip: string): Promise<void> {
  const listed = JSON.parse(
    await readFile(join(projectRoot, 'node_modules', 'electron', 'checksums.json'), 'utf8'),
  ) as Readonly<Record<string, string>>
  const expected = listed[basename(zip)]
  if (expected === undefined) throw new Error(`${basename(zip)} is no file of this version of Electron`)
  const hash = createHash('sha256')
  await pipeline(createReadStream(zip), hash)
  if (hash.digest('hex') !== expected)
    throw new Error(`${basename(zip)} is not what Electron published: its SHA-256 differs`)
}

/** The page that Electron shows without an application has no place beside one; electron-builder leaves it in a runtime of one's own. */
export async function removeDefaultApplication(packed: string): Promise<void> {
  await rm(join(packed, 'resources', 'default_app.asar'), { force: true })
  await rm(join(packed, 'version'), { force: true })
}
