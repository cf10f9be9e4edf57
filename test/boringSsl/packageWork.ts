import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createIdentity } from '../../electron/crypto/age.ts'
import { createAuthority } from '../../electron/crypto/certificate/certificateIssue.ts'
import { inspectSyncPackage } from '../../electron/syncPackage/inspect.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { problemOf, readAll } from '../syncPackage/reader.ts'
import { createSender, makeBlob, makeLines, packageOf, seededBytes } from '../syncPackage/sender.ts'
import { madeAt, work, type Work } from './work.ts'

const blobs = [makeBlob(seededBytes('photo', 200_000)), makeBlob(seededBytes('note', 700))]

/** A whole package: chain of changes, blobs, manifest, JWS, age. */
export const packageWorks: readonly Work[] = (['rsa-3072', 'p-256'] as const).map((algorithm) =>
  work(
    `a package under an authority with ${algorithm}`,
    async (folder) => {
      const made = { name: '某省税务局发证机构', drill: false, notBefore: madeAt, years: 10, algorithm }
      const sender = await createSender('team log', await createAuthority(made))
      const to = await createIdentity()
      const lines = makeLines(sender, 40)
      await writeSyncPackage(packageOf(sender, to, { file: join(folder, `${algorithm}.mcsync`), lines, blobs }))
      return { identity: to.identity, lines }
    },
    async ({ identity, lines }, folder) => {
      const file = join(folder, `${algorithm}.mcsync`)
      const read = await readAll(file, identity)
      assert.deepEqual(read.lines, lines)
      assert.deepEqual(
        [...read.blobs.keys()],
        blobs.map(({ sha256 }) => sha256),
      )
      assert.equal((await inspectSyncPackage({ file, identities: [identity] })).state, 'intact')
      const bytes = await readFile(file)
      bytes[bytes.length - 1000] = (bytes.at(-1000) ?? 0) ^ 1
      await writeFile(`${file}.altered`, bytes)
      assert.equal(await problemOf(readAll(`${file}.altered`, identity)), 'package.damaged')
    },
  ),
)
