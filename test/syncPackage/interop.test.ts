import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Manifest } from '../../electron/contract/syncPackage.ts'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import { readAll } from './reader.ts'
import { createSender, makeBlob, makeLines, packageOf, seededBytes, type Sender } from './sender.ts'

let sender: Sender
let headquarters: AgeKeys
const missing = ['age', 'tar', 'sh'].filter((program) => spawnSync(program, ['--version']).error !== undefined)

beforeAll(async () => {
  sender = await createSender('team log')
  headquarters = await createIdentity()
})

/** The folder that `age -d | tar x` makes of a fresh package. */
async function unpacked(): Promise<{ readonly folder: string; readonly key: string; readonly file: string }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'a.mcsync')
  const key = join(folder, 'key.txt')
  await writeFile(key, `${headquarters.identity}\n`)
  const blobs = [0, 1, 70_000, 200_000].map((size) => makeBlob(seededBytes(`blob ${size}`, size)))
  await writeSyncPackage(packageOf(sender, headquarters, { file, lines: makeLines(sender, 300), blobs }))
  await mkdir(join(folder, 'out'))
  run(folder, 'age -d -i key.txt a.mcsync | tar -x -C out')
  return { folder, key, file }
}

test('age and tar open a package, and every hash in its manifest holds', async (context) => {
  if (missing.length > 0) return context.skip(`left out: ${missing.join(', ')} not installed`)
  const { folder } = await unpacked()
  const out = join(folder, 'out')
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest
  const changes = await readFile(join(out, 'changes.ndjson'))
  expect((await readdir(out)).toSorted()).toEqual(['blobs', 'changes.ndjson', 'manifest.json', 'manifest.jws'])
  expect([changes.length, digest(changes)]).toEqual([manifest.changes.size, manifest.changes.sha256])
  expect(changes.toString().split('\n').length - 1).toBe(manifest.changes.count)
  expect((await readdir(join(out, 'blobs'))).length).toBe(manifest.blobs.length)
  for (const { sha256, size } of manifest.blobs) {
    const blob = await readFile(join(out, 'blobs', sha256))
    expect([blob.length, digest(blob)]).toEqual([size, sha256])
  }
})

test('the signed payload names the format and the hash of the manifest, and the sender’s certificates stand beside it', async (context) => {
  if (missing.length > 0) return context.skip(`left out: ${missing.join(', ')} not installed`)
  const { folder } = await unpacked()
  const [header, payload] = (await readFile(join(folder, 'out', 'manifest.jws'), 'utf8')).split('.')
  const manifest = await readFile(join(folder, 'out', 'manifest.json'))
  expect(JSON.parse(fromBase64url(payload))).toEqual({ format: 'mcsync/2', manifestSha256: digest(manifest) })
  expect(JSON.parse(fromBase64url(header))).toEqual({ alg: 'ES256', typ: 'mcsync', x5c: sender.signer.chain })
})

test('what tar and age make of the same entries is read', async (context) => {
  if (missing.length > 0) return context.skip(`left out: ${missing.join(', ')} not installed`)
  const { folder, file } = await unpacked()
  const { blobs } = JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')) as Manifest
  const names = ['manifest.json', 'manifest.jws', 'changes.ndjson', ...blobs.map(({ sha256 }) => `blobs/${sha256}`)]
  const genuine = await readAll(file, headquarters.identity)
  for (const format of ['ustar', 'gnu']) {
    run(
      folder,
      `tar -c --format=${format} -C out ${names.join(' ')} | age -r ${headquarters.recipient} -o ${format}.mcsync`,
    )
    const read = await readAll(join(folder, `${format}.mcsync`), headquarters.identity)
    expect(read.opened).toEqual(genuine.opened)
    expect(read.lines).toEqual(genuine.lines)
    expect(read.blobs).toEqual(genuine.blobs)
  }
})

function run(folder: string, command: string): void {
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function fromBase64url(text: string | undefined): string {
  return Buffer.from(text ?? '', 'base64url').toString()
}
