import assert from 'node:assert/strict'
import { createIdentity, decryptAge, encryptAge } from '../../electron/crypto/age.ts'
import { blobName, blobPlainSize, decryptBlob, decryptRange, encryptBlob } from '../../electron/crypto/blob.ts'
import { codeCost, comparisonCode, sameCode } from '../../electron/crypto/code.ts'
import {
  hashed,
  pooledRandom,
  randomBytes,
  RunningHash,
  sha256,
  sha256Base64url,
  sha256Hex,
} from '../../electron/crypto/hash.ts'
import { deriveKey, makeKeySlot, openKeySlot } from '../../electron/crypto/keySlot.ts'
import { closeBox, openBox, scryptCost } from '../../electron/crypto/passwordBox.ts'
import { unwrapPrivateKey, wrapPrivateKey } from '../../electron/crypto/personalKey.ts'
import { assertBound, birthOfLog } from '../../electron/crypto/logId.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { publicKeySpki } from '../../electron/crypto/privateKey.ts'
import { asksForProof, isProven, provenId } from '../../electron/crypto/provenId.ts'
import { openSealed, sealText } from '../../electron/crypto/seal.ts'
import { isUuidV8Of, uuidV5, uuidV7, uuidV8, uuidVersion } from '../../electron/crypto/uuid.ts'
import { problemOf, sampleBytes, through } from '../crypto/collect.ts'
import { cheap, password, text, work, type Work } from './work.ts'

const plain = sampleBytes(150_000)
const proof = {
  ...{ log: '00000000-0000-7000-8000-000000000001', nonce: 'A'.repeat(22), entity: 'visit' },
  ...{ parent: null, parentEntity: null, campaign: null, team: null },
}
const origin = { publicKey: 'MFkw', predecessor: { log: proof.log, head: 'A'.repeat(43) }, salt: 'A'.repeat(22) }
const namespace = '5d3c1f5e-6f0c-4a52-9d0e-2a9a4c1c7b10'

/** Passwords, keys under them, blobs, age: what is kept secret. */
export const secretWorks: readonly Work[] = [
  work(
    'hashes',
    async () => ({ hex: sha256Hex(text), base64url: sha256Base64url(text), bytes: sha256(plain).toString('hex') }),
    async (made) => {
      assert.deepEqual(made, {
        hex: sha256Hex(text),
        base64url: sha256Base64url(text),
        bytes: sha256(plain).toString('hex'),
      })
      const running = new RunningHash()
      for (const half of [plain.subarray(0, 70_000), plain.subarray(70_000)]) running.update(half)
      assert.deepEqual(running.result(), { sha256: made.bytes, size: plain.length })
      const onTheWay = new RunningHash()
      assert.ok((await through(plain, (source) => hashed(source, onTheWay))).equals(plain))
      assert.equal(onTheWay.result().sha256, made.bytes)
      assert.equal(randomBytes(16).length, 16)
      assert.equal(pooledRandom()(16).length, 16)
    },
  ),
  work(
    'ids',
    async () => ({
      v5: uuidV5(namespace, text),
      v7: uuidV7(1_416_873_600_000, Buffer.alloc(16, 7)),
      v8: provenId(1_416_873_600_000, proof),
      ofDigest: uuidV8(1_416_873_600_000, sha256(text)),
      log: birthOfLog(1_416_873_600_000, origin),
    }),
    async (made) => {
      assert.deepEqual([made.v5, made.v7], [uuidV5(namespace, text), uuidV7(1_416_873_600_000, Buffer.alloc(16, 7))])
      assert.ok(asksForProof(made.v8) && isProven(made.v8, proof))
      assert.ok(isUuidV8Of(made.ofDigest, sha256(text)))
      assert.equal(uuidVersion(made.ofDigest), '8')
      assertBound(made.log)
      assert.deepEqual(made.log, birthOfLog(1_416_873_600_000, origin))
    },
  ),
  work(
    'key slot, password box, derived keys',
    async () => {
      const workspaceKey = sha256('workspace key')
      const slot = await makeKeySlot({ id: namespace, person: namespace, password, workspaceKey, cost: cheap })
      // Once at what it costs in earnest: 128 MiB.
      const box = await closeBox(Buffer.from(text), password, scryptCost.standard, { purpose: text })
      return { slot, box, derived: Buffer.from(deriveKey(workspaceKey, 'blob')).toString('hex') }
    },
    async ({ slot, box, derived }) => {
      const workspaceKey = await openKeySlot(slot, password)
      assert.ok(Buffer.from(workspaceKey).equals(sha256('workspace key')))
      assert.equal(Buffer.from(deriveKey(workspaceKey, 'blob')).toString('hex'), derived)
      assert.equal((await openBox(box, password, { purpose: text })).toString(), text)
      assert.equal(await problemOf(() => openKeySlot(slot, `${password}x`)), 'password.wrong')
      assert.equal(await problemOf(() => openBox(box, password, { purpose: 'another' })), 'password.wrong')
    },
  ),
  work(
    'personal key',
    async () => {
      const { privateKeyPkcs8, publicKeySpki: spki } = createLogKey()
      return { wrapped: await wrapPrivateKey(privateKeyPkcs8, password, cheap), spki }
    },
    async ({ wrapped, spki }) => {
      assert.equal(publicKeySpki(await unwrapPrivateKey(wrapped, password)), spki)
      assert.equal(await problemOf(() => unwrapPrivateKey(wrapped, 'x')), 'password.wrong')
    },
  ),
  work(
    'codes',
    async () => ({ cheap: await comparisonCode(text, cheap), real: await comparisonCode(text, codeCost) }),
    async (made) => {
      assert.deepEqual(made, { cheap: await comparisonCode(text, cheap), real: await comparisonCode(text) })
      assert.ok(sameCode(made.real, made.real.replace(/(....)/g, '$1 ')))
      assert.ok(!sameCode(made.real, made.cheap))
    },
  ),
  work(
    'blobs, whole and by range',
    async () => ({ blob: (await through(plain, encryptBlob(sha256('blob key')))).toString('base64') }),
    async ({ blob }) => {
      const key = sha256('blob key')
      const bytes = Buffer.from(blob, 'base64')
      assert.ok((await through(bytes, decryptBlob(key))).equals(plain))
      assert.equal(blobPlainSize(bytes.length), plain.length)
      const readAt = async (offset: number, length: number) => bytes.subarray(offset, offset + length)
      for (const [start, end] of [
        [0, plain.length],
        [65_530, 65_540],
        [149_999, 150_000],
      ] as const) {
        const pieces: Buffer[] = []
        for await (const piece of decryptRange({ readAt, size: bytes.length, key, start, end })) pieces.push(piece)
        assert.ok(Buffer.concat(pieces).equals(plain.subarray(start, end)))
      }
      for (const at of [3, 20, 100, bytes.length - 1]) {
        const altered = Buffer.from(bytes)
        altered[at] = (altered[at] ?? 0) ^ 1
        assert.equal(await problemOf(() => through(altered, decryptBlob(key))), 'blob.damaged')
      }
      assert.equal(await problemOf(() => through(bytes.subarray(0, -1), decryptBlob(key))), 'blob.damaged')
      assert.match(blobName(key, sha256Hex(plain)), /^[0-9a-f]{64}$/)
    },
  ),
  work(
    'blob names',
    async () => blobName(sha256('name key'), sha256Hex(text)),
    async (made) => assert.equal(blobName(sha256('name key'), sha256Hex(text)), made),
  ),
  work(
    'age and sealed text',
    async () => {
      const keys = await createIdentity()
      const other = await createIdentity()
      const file = await through(plain, encryptAge([other.recipient, keys.recipient]))
      return { keys, file: file.toString('base64'), sealed: await sealText(text, [keys.recipient]) }
    },
    async ({ keys, file, sealed }) => {
      const bytes = Buffer.from(file, 'base64')
      assert.ok((await through(bytes, decryptAge([keys.identity]))).equals(plain))
      assert.equal(await openSealed(sealed, [keys.identity]), text)
      const stranger = await createIdentity()
      assert.equal(await problemOf(() => through(bytes, decryptAge([stranger.identity]))), 'package.notForYou')
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      assert.equal(await problemOf(() => through(bytes, decryptAge([keys.identity]))), 'package.damaged')
    },
  ),
]
