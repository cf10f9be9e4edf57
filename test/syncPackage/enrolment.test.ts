import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EnrolmentAnswer, EnrolmentRequest } from '../../electron/contract/enrolment.ts'
import { createIdentity, type AgeKeys } from '../../electron/crypto/age.ts'
import type { JsonValue } from '../../electron/crypto/canonicalJson.ts'
import { issueCertificate, selfSignedCertificate } from '../../electron/crypto/certificate/certificateIssue.ts'
import { sha256, sha256Hex } from '../../electron/crypto/hash.ts'
import { signJws } from '../../electron/crypto/jws.ts'
import { createLogKey, type LogKey } from '../../electron/crypto/logKey.ts'
import { readPrivateKey } from '../../electron/crypto/privateKey.ts'
import { createSigningRequest, type SigningRequest } from '../../electron/crypto/certificate/signingRequest.ts'
import { readAnswer, readRequest, writeAnswer, writeRequest } from '../../electron/syncPackage/enrolmentFile.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { temporaryFolder } from './folder.ts'
import { openEntries, openTar, packEntries, sealBytes, sealEntries } from './forge.ts'
import { problemOf, readAll } from './reader.ts'
import { createSender, madeAt, makeLines, packageOf, seededId, type Sender } from './sender.ts'

/** The form is the same at any cost; that of the format would take a minute here. */
const codeCost = { n: 2 ** 4, r: 8, p: 1 }

let laptop: AgeKeys
let logKey: LogKey
let person: SigningRequest
let headquarters: Sender
let folder: string

beforeAll(async () => {
  laptop = await createIdentity()
  logKey = createLogKey()
  person = await createSigningRequest({ name: '王明察', unit: '第一检查组', algorithm: 'p-256' })
  headquarters = await createSender('headquarters log')
})

beforeEach(async () => {
  folder = await temporaryFolder()
})

function asked(): Omit<EnrolmentRequest, 'format'> {
  return {
    workspace: seededId('workspace'),
    workspaceName: '第一检查组',
    drill: false,
    birth: { log: seededId('laptop log'), publicKey: logKey.publicKeySpki, predecessor: null },
    recipient: laptop.recipient,
    people: [{ person: seededId('wang'), name: '王明察', post: '组长', algorithm: 'p-256', request: person.request }],
    madeAt,
    programVersion: '0.1.0',
  }
}

describe('the request', () => {
  test('is read as it was written, and both sides see the same twelve digits', async () => {
    const written = await writeRequest(asked(), logKey.privateKeyPkcs8, codeCost)
    const read = await readRequest(`\n${written.text}\r\n`, codeCost)
    expect(read.request).toEqual({ ...asked(), format: 'mcreq/1' })
    expect([read.code, read.sha256]).toEqual([written.code, written.sha256])
    expect(read.code).toMatch(/^\d{4} \d{4} \d{4}$/)
    expect(read.sha256).toBe(sha256Hex(written.text))
  })

  test('one character altered anywhere is refused or gives another code', async () => {
    const { text, code } = await writeRequest(asked(), logKey.privateKeyPkcs8, codeCost)
    for (let round = 0; round < 60; round += 1) {
      const at = sha256(`request ${round}`).readUInt32BE() % text.length
      const altered = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
      const outcome = await readRequest(altered, codeCost).then(
        (read) => read.code,
        () => 'refused',
      )
      expect(outcome).not.toBe(code)
    }
  })

  type Forgery = (typ: string, payload: Record<string, JsonValue>) => Promise<string>
  const sign = async (key: LogKey, typ: string, payload: JsonValue, usage: 'log' | 'person' = 'log') => {
    const certificate = await selfSignedCertificate({
      subject: { name: seededId('laptop log') },
      usage,
      drill: false,
      privateKey: key.privateKeyPkcs8,
      notBefore: madeAt,
      notAfter: madeAt,
    })
    return signJws(payload, { privateKey: readPrivateKey(key.privateKeyPkcs8), chain: [certificate], typ })
  }
  const forgeries: readonly (readonly [string, string, Forgery])[] = [
    ['nothing altered', 'none', async (typ, payload) => sign(logKey, typ, payload)],
    [
      'by another key than the log’s',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(createLogKey(), typ, payload),
    ],
    ['of another type', 'enrolment.requestInvalid', async (_typ, payload) => sign(logKey, 'mcans', payload)],
    [
      'under a person’s certificate',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, payload, 'person'),
    ],
    [
      'with an unknown member',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, also: 1 }),
    ],
    ['of nobody', 'enrolment.requestInvalid', async (typ, payload) => sign(logKey, typ, { ...payload, people: [] })],
    [
      'of a later format',
      'enrolment.newer',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'mcreq/2' }),
    ],
    [
      'of another format',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'x/1' }),
    ],
    ['that is no object', 'enrolment.requestInvalid', async (typ) => sign(logKey, typ, null)],
    [
      'with another algorithm',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, people: people({ algorithm: 'rsa-3072' }) }),
    ],
    [
      'with an altered certificate request',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, people: people({ request: altered(person.request) }) }),
    ],
    [
      'with a recipient that is none',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, recipient: 'age1' }),
    ],
    ['that is no token', 'enrolment.requestInvalid', async () => 'hello'],
    ['that is empty', 'enrolment.requestInvalid', async () => ''],
  ]
  const people = (change: Record<string, string>): JsonValue => asked().people.map((one) => ({ ...one, ...change }))

  test.each(forgeries)('%s: %s', async (_name, problem, forge) => {
    expect(await problemOf(readRequest(await forge('mcreq', { ...asked(), format: 'mcreq/1' }), codeCost))).toBe(
      problem,
    )
  })
})

describe('the answer', () => {
  let file: string
  let channelPackage: string

  beforeEach(async () => {
    file = join(folder, 'answer.mcans')
    channelPackage = join(folder, 'channel.mcsync')
    const lines = makeLines(headquarters, 5)
    await writeSyncPackage(packageOf(headquarters, laptop, { file: channelPackage, lines, blobs: [] }))
  })

  async function answer(): Promise<EnrolmentAnswer> {
    const { authority } = headquarters
    const issue = async (publicKey: string, name: string, usage: 'log' | 'person') => {
      const wanted = { publicKey, subject: { name, unit: '第一检查组' }, usage, authority }
      const own = await issueCertificate({ ...wanted, notBefore: madeAt, notAfter: '2029-11-22T07:20:00.000Z' })
      return [own, ...authority.chain]
    }
    const { sha256: requestSha256 } = await writeRequest(asked(), logKey.privateKeyPkcs8, codeCost)
    return {
      format: 'mcans/1',
      requestSha256,
      headquarters: {
        workspace: seededId('headquarters'),
        name: '某省税务局督查内审处',
        drill: false,
        logs: [
          { birth: { ...headquarters.birth, log: seededId('main log') }, kind: 'main' },
          { birth: headquarters.birth, kind: 'channel' },
        ],
        recipient: headquarters.age.recipient,
      },
      authorityChain: [...authority.chain],
      certificates: [
        { log: seededId('laptop log'), chain: await issue(logKey.publicKeySpki, seededId('laptop log'), 'log') },
        { person: seededId('wang'), chain: await issue(person.publicKey, '王明察', 'person') },
      ],
      letter: 'B',
      roles: [{ person: seededId('wang'), role: '组长' }],
      peers: [],
      revocations: [],
      madeAt,
    }
  }

  async function write(change: Partial<EnrolmentAnswer> = {}, authority = headquarters.authority) {
    return writeAnswer({
      codeCost,
      file,
      recipient: laptop.recipient,
      answer: { ...(await answer()), ...change },
      authority,
      channelPackage,
    })
  }

  async function read(kept?: string) {
    const where = kept === undefined ? {} : { channelPackage: kept }
    return readAnswer({ file, identities: [laptop.identity], codeCost, ...where })
  }

  test('is read as it was written, with the same code, and leaves the channel’s package sealed as it was', async () => {
    const written = await write()
    const kept = join(folder, 'kept.mcsync')
    const found = await read(kept)
    const bytes = await readFile(channelPackage)
    expect([found.code, found.sha256]).toEqual([written.code, written.sha256])
    expect(found.answer.letter).toBe('B')
    expect(found.answer.channel).toEqual({ size: bytes.length, sha256: sha256Hex(bytes) })
    expect(await readFile(kept)).toEqual(bytes)
    expect((await readAll(kept, laptop.identity)).lines).toHaveLength(5)
  })

  test('can be looked into without keeping the channel’s package', async () => {
    const written = await write()
    expect((await read()).code).toBe(written.code)
    expect((await readdir(folder)).toSorted()).toEqual(['answer.mcans', 'channel.mcsync'])
  })

  test('opens for the asking laptop only', async () => {
    await write()
    const work = readAnswer({ file, identities: [headquarters.age.identity] })
    expect(await problemOf(work)).toBe('enrolment.answerNotForYou')
    expect(await problemOf(readAnswer({ file: `${file}.gone`, identities: [laptop.identity] }))).toBe(
      'package.unreadable',
    )
  })

  test('cut or altered: refused, and nothing of the channel is left', async () => {
    await write()
    const bytes = await readFile(file)
    const kept = join(folder, 'kept.mcsync')
    const altered = Buffer.from(bytes)
    altered[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1
    for (const content of [bytes.subarray(0, -1), bytes.subarray(0, 300), altered, Buffer.concat([bytes, bytes])]) {
      await writeFile(file, content)
      expect(await problemOf(read(kept))).toBe('enrolment.answerInvalid')
      expect(await readdir(folder)).not.toContain('kept.mcsync')
    }
  })

  test('with another channel package, a part missing or a name that climbs out: refused', async () => {
    await write()
    const [token, channel] = await openEntries(file, laptop.identity)
    const tar = await openTar(file, laptop.identity)
    if (token === undefined || channel === undefined) throw new Error('the answer has two entries')
    const other = { ...channel, bytes: Buffer.from(channel.bytes).fill(0, 200, 210) }
    const climbing = { ...channel, header: { ...channel.header, name: '../channel.mcsync' } }
    const kept = join(folder, 'kept.mcsync')
    for (const entries of [[token, other], [token], [channel, token], [token, channel, channel], [token, climbing]]) {
      await sealEntries(file, laptop.recipient, entries)
      expect(await problemOf(read(kept))).toBe('enrolment.answerInvalid')
      expect(await readdir(folder)).not.toContain('kept.mcsync')
    }
    await sealBytes(file, laptop.recipient, Buffer.concat([tar, Buffer.from('garbage')]))
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
    await sealBytes(file, laptop.recipient, await packEntries([token, channel]))
    expect(await problemOf(read())).toBe('none')
  })

  test('signed by another key under the authority’s certificates: refused', async () => {
    const thief = { ...headquarters.authority, privateKey: createLogKey().privateKeyPkcs8 }
    await write({}, thief)
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
  })

  test('signed by one who is no authority, or in the name of another authority: refused', async () => {
    const { privateKey, chain } = headquarters.signer
    await write({ authorityChain: [...chain], certificates: [] }, { privateKey, chain })
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
    const forger = await createSender('forger')
    await write({}, forger.authority)
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
  })

  test('with a certificate of another authority, or of another use: refused', async () => {
    const forger = await createSender('forger')
    const { certificates } = await answer()
    const [log, one] = certificates
    if (log === undefined || one === undefined) throw new Error('there are two certificates')
    await write({ certificates: [{ log: forger.log, chain: [...forger.signer.chain] }] })
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
    await write({ certificates: [{ log: seededId('laptop log'), chain: one.chain }] })
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
  })

  test('a whole forged headquarters gives another code: that is why it is compared', async () => {
    const genuine = await write()
    const forger = await createSender('forger')
    await write({ authorityChain: [...forger.authority.chain], certificates: [] }, forger.authority)
    expect((await read()).code).not.toBe(genuine.code)
  })

  test('a channel package that is not there is told, and no answer is written', async () => {
    channelPackage = join(folder, 'gone.mcsync')
    expect(await problemOf(write())).toBe('package.unreadable')
    expect(await readdir(folder)).toEqual(['channel.mcsync'])
  })
})

/** One byte of the DER altered, near its end: in the signature. */
function altered(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1
  return bytes.toString('base64')
}
