import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BirthRecord } from '../../electron/contract/change.ts'
import type { EnrolmentAnswer, EnrolmentRequest } from '../../electron/contract/exchange/enrolment.ts'
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
import { bornLog, createSender, madeAt, makeLines, packageOf, seededId, type Sender } from './sender.ts'

/** The form is the same at any cost; that of the format would take a minute here. */
const codeCost = { n: 2 ** 4, r: 8, p: 1 }

/** Of a log that began before ids followed from keys. */
const oldId = '01a200c4-6280-70fb-828d-afa9eceeece7'

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
    birth: bornLog('laptop log', logKey.publicKeySpki),
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
    expect(read.request).toEqual({ ...asked(), format: 'mcreq/2' })
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
      subject: { name: asked().birth.log },
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
    ['with an unknown member', 'none', async (typ, payload) => sign(logKey, typ, { ...payload, also: 1 })],
    [
      'of the first format',
      'none',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'mcreq/1', birth: early() }),
    ],
    [
      'of the first format with an unknown member',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'mcreq/1', birth: early(), also: 1 }),
    ],
    [
      'of the first format with what came later',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'mcreq/1', birth: early(), kind: '检查组' }),
    ],
    [
      'of the first format with a salt',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'mcreq/1' }),
    ],
    ['of nobody', 'enrolment.requestInvalid', async (typ, payload) => sign(logKey, typ, { ...payload, people: [] })],
    [
      'of a later format',
      'enrolment.newer',
      async (typ, payload) => sign(logKey, typ, { ...payload, format: 'mcreq/3' }),
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
    [
      'of a million members',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, later: Array.from({ length: 300_000 }, () => 1) }),
    ],
    [
      'of a hundred levels',
      'enrolment.requestInvalid',
      async (typ, payload) => sign(logKey, typ, { ...payload, later: JSON.parse('['.repeat(90) + ']'.repeat(90)) }),
    ],
    ['that is empty', 'enrolment.requestInvalid', async () => ''],
  ]
  const early = () => ({ log: oldId, publicKey: logKey.publicKeySpki, predecessor: null })
  const people = (change: Record<string, string>): JsonValue => asked().people.map((one) => ({ ...one, ...change }))

  test.each(forgeries)('%s: %s', async (_name, problem, forge) => {
    expect(await problemOf(readRequest(await forge('mcreq', { ...asked(), format: 'mcreq/2' }), codeCost))).toBe(
      problem,
    )
  })

  test('tells more of the party, and members that a later program adds are carried', async () => {
    const wishes = {
      kind: '检查组',
      unit: { code: '13701020000', name: '某省税务局', grade: 3 },
      campaign: seededId('campaign'),
      team: { name: '第一检查组' },
      later: { of: [1, 'a', null] },
    }
    const { text } = await writeRequest({ ...asked(), ...wishes }, logKey.privateKeyPkcs8, codeCost)
    expect((await readRequest(text, codeCost)).request).toEqual({ ...asked(), ...wishes, format: 'mcreq/2' })
  })

  const wrong: readonly (readonly [string, object])[] = [
    ['a kind that is no word', { kind: 1 }],
    ['a unit without a name', { unit: { code: '1' } }],
    ['a campaign that is no id', { campaign: '137' }],
    ['more than anybody has to tell', { later: 'x'.repeat(2 * 1024 ** 2) }],
    ['a team that is a text', { team: '第一检查组' }],
  ]
  test.each(wrong)('what is known of it is checked: %s', async (_, words) => {
    const forged = await sign(logKey, 'mcreq', { ...asked(), format: 'mcreq/2', ...words } as JsonValue)
    expect(await problemOf(readRequest(forged, codeCost))).toBe('enrolment.requestInvalid')
  })

  const { salt } = bornLog('another', '')
  const claims: readonly (readonly [string, string, (own: BirthRecord) => object])[] = [
    ['its own', 'none', (own) => own],
    ['one of an early log', 'none', ({ salt: _, ...own }) => ({ ...own, log: oldId })],
    ['one of an early log, with a salt', 'log.idForged', (own) => ({ ...own, log: oldId })],
    ['one that is neither', 'log.idForged', ({ salt: _, ...own }) => ({ ...own, log: seededId('laptop log') })],
    ['its own without the salt', 'log.idForged', ({ salt: _, ...own }) => own],
    ['its own with another salt', 'log.idForged', (own) => ({ ...own, salt })],
    ['its own with another predecessor', 'log.idForged', (own) => ({ ...own, predecessor: before })],
    ["another log's", 'log.idForged', (own) => ({ ...own, log: headquarters.log })],
    ["another log's with its salt", 'log.idForged', (own) => ({ ...headquarters.birth, publicKey: own.publicKey })],
  ]
  const before = { log: oldId, head: 'A'.repeat(43) }
  test.each(claims)('the id that the log claims is %s: %s', async (_, problem, claim) => {
    const forged = await sign(logKey, 'mcreq', {
      ...asked(),
      format: 'mcreq/2',
      birth: claim(asked().birth),
    } as JsonValue)
    expect(await problemOf(readRequest(forged, codeCost))).toBe(problem)
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

  async function answer(): Promise<Omit<EnrolmentAnswer, 'format'>> {
    const { authority } = headquarters
    const issue = async (publicKey: string, name: string, usage: 'log' | 'person') => {
      const wanted = { publicKey, subject: { name, unit: '第一检查组' }, usage, authority }
      const own = await issueCertificate({ ...wanted, notBefore: madeAt, notAfter: '2029-11-22T07:20:00.000Z' })
      return [own, ...authority.chain]
    }
    const { log } = asked().birth
    const { sha256: requestSha256 } = await writeRequest(asked(), logKey.privateKeyPkcs8, codeCost)
    return {
      requestSha256,
      headquarters: {
        workspace: seededId('headquarters'),
        name: '某省税务局督查内审处',
        drill: false,
        logs: [
          { birth: bornLog('main log', headquarters.birth.publicKey), kind: 'main' },
          { birth: headquarters.birth, kind: 'channel' },
        ],
        recipient: headquarters.age.recipient,
      },
      authorityChain: [...authority.chain],
      certificates: [
        { log, chain: await issue(logKey.publicKeySpki, log, 'log') },
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

  test('tells more of the party and of headquarters, and members that a later program adds are carried', async () => {
    const words = {
      kind: '检查组',
      unit: { name: '某市税务局' },
      team: { id: seededId('team'), name: '第一检查组', colour: '蓝' },
      campaign: seededId('campaign'),
      recovery: laptop.recipient,
      parent: { workspace: seededId('above'), name: '国家税务总局', recipient: headquarters.age.recipient },
      letter: 'BC/2',
      roles: [{ person: seededId('wang'), role: '观察员' }],
      revocations: [
        {
          ...({ kind: '日志', subject: oldId, since: madeAt } as const),
          cuts: [{ log: oldId, number: 7, hash: 'A'.repeat(43) }],
          later: true,
        },
      ],
      later: [{ of: 1 }],
    }
    const given = await answer()
    const of = { ...given.headquarters, unit: { name: '某省税务局', code: '13700000000' }, level: '省', later: 1 }
    await write({ ...words, headquarters: of })
    expect((await read()).answer).toMatchObject({ ...words, headquarters: of, format: 'mcans/2' })
  })

  const wrong: readonly (readonly [string, object])[] = [
    ['a recovery recipient that is none', { recovery: 'age1' }],
    ['a team without an id', { team: { name: '第一检查组' } }],
    ['a parent without a recipient', { parent: { workspace: seededId('above'), name: '总局' } }],
    [
      'a cut without a hash',
      { revocations: [{ kind: '日志', subject: '', since: madeAt, cuts: [{ log: oldId, number: 1 }] }] },
    ],
    ['an end of rights of a kind that is not known', { revocations: [{ kind: '单位', subject: '', since: madeAt }] }],
    ['a letter that is none', { letter: 'b' }],
  ]
  test.each(wrong)('what is known of it is checked: %s', async (_, words) => {
    await forge({ ...(await answer()), ...words })
    expect(await problemOf(read())).toBe('enrolment.answerInvalid')
  })

  test('of the first format is read as that was, without a member that came later', async () => {
    const { kind: _, ...given } = await answer()
    const early = { log: oldId, publicKey: headquarters.birth.publicKey, predecessor: null }
    const logs = given.headquarters.logs.map((log) => ({ ...log, birth: early }))
    const first = { ...given, headquarters: { ...given.headquarters, logs }, format: 'mcans/1' }
    await forge(first)
    expect(await problemOf(read())).toBe('none')
    for (const words of [
      { kind: '检查组' },
      { later: 1 },
      { letter: 'BC' },
      { headquarters: { ...first.headquarters, level: '省' } },
      { headquarters: given.headquarters },
      { roles: [{ person: seededId('wang'), role: '观察员' }] },
      { revocations: [{ kind: '日志', subject: '', since: madeAt, cuts: [] }] },
    ]) {
      await forge({ ...first, ...words })
      expect(await problemOf(read())).toBe('enrolment.answerInvalid')
    }
    await forge({ ...first, format: 'mcans/3' })
    expect(await problemOf(read())).toBe('enrolment.newer')
  })

  test("in which a log of headquarters claims another's id: refused", async () => {
    const given = await answer()
    const [main, channel] = given.headquarters.logs
    if (main === undefined || channel === undefined) throw new Error('there are two logs')
    for (const birth of [
      { ...main.birth, log: channel.birth.log },
      { ...channel.birth, publicKey: logKey.publicKeySpki },
      { ...main.birth, log: oldId },
    ]) {
      await forge({ ...given, headquarters: { ...given.headquarters, logs: [{ ...main, birth }, channel] } })
      expect(await problemOf(read())).toBe('log.idForged')
    }
  })

  /** An answer that the authority signs and the writer of the program would not make. */
  async function forge(words: object): Promise<void> {
    const bytes = await readFile(channelPackage)
    const channel = { size: bytes.length, sha256: sha256Hex(bytes) }
    const { chain, privateKey } = headquarters.authority
    const payload = { format: 'mcans/2', channel, ...words } as JsonValue
    const token = await signJws(payload, { privateKey: readPrivateKey(privateKey), chain, typ: 'mcans' })
    await sealEntries(file, laptop.recipient, [
      { header: { name: 'answer.jws' }, bytes: Buffer.from(token) },
      { header: { name: 'channel.mcsync' }, bytes },
    ])
  }

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
    await write({ certificates: [{ log: asked().birth.log, chain: one.chain }] })
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
