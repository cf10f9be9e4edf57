import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { certificateFacts, fromPem, readCertificate, toPem } from '../../electron/crypto/certificate/certificate.ts'
import {
  createAuthority,
  issueCertificate,
  selfSignedCertificate,
} from '../../electron/crypto/certificate/certificateIssue.ts'
import { plainName } from '../../electron/crypto/certificate/certificateName.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { enrolled, levels, own } from './authorities.ts'
import { found, run } from './program.ts'

const { root, province } = await levels()
const person = await enrolled(province)
const rsaPerson = await enrolled(province, 'rsa-3072')
const log = createLogKey()
const validity = { notBefore: '2026-11-22T07:20:00.999Z', notAfter: '2027-11-22T07:20:00.000Z' }

test('a person certificate says who, by whom, for what and how long', () => {
  expect(certificateFacts(person.certificate)).toEqual({
    commonName: '张䶮',
    organization: '第一检查组',
    subject: 'C=CN, O=第一检查组, CN=张䶮',
    issuer: 'C=CN, CN=某省税务局督察内审处',
    serial: '0a01',
    serialDecimal: '2561',
    notBefore: '2026-11-22T07:20:00.000Z',
    notAfter: '2028-11-22T07:20:00.000Z',
    sha256: readCertificate(person.certificate).node.fingerprint256.replaceAll(':', '').toLowerCase(),
    algorithm: 'p-256',
    usage: 'person',
    selfSigned: false,
    drill: false,
  })
  expect(certificateFacts(rsaPerson.certificate).algorithm).toBe('rsa-3072')
})

test('Chinese names stand in the certificate as UTF8String', () => {
  const name = Buffer.from('张䶮')
  const utf8String = Buffer.concat([Uint8Array.of(0x0c, name.length), name])
  expect(readCertificate(person.certificate).bytes.includes(utf8String)).toBe(true)
})

test('authorities are authorities and know the levels below them', async () => {
  expect([root, province].map((authority) => certificateFacts(own(authority)).usage)).toEqual([
    'authority',
    'authority',
  ])
  expect(province.chain.slice(1)).toEqual(root.chain)
  const below = { drill: false, notBefore: '2026-01-01T00:00:00.000Z', years: 5, algorithm: 'p-256' } as const
  const city = await createAuthority({ ...below, name: '市局', issuer: province })
  const county = await createAuthority({ ...below, name: '县局', issuer: city })
  expect(county.chain).toHaveLength(4)
  await expect(createAuthority({ ...below, name: '所', issuer: county })).rejects.toThrow(RangeError)
})

test('an authority is RSA-3072 when nothing else is asked', async () => {
  const authority = await createAuthority({
    name: '省局',
    drill: false,
    notBefore: '2028-02-29T00:00:00.000Z',
    years: 1,
  })
  expect(certificateFacts(own(authority))).toMatchObject({
    algorithm: 'rsa-3072',
    selfSigned: true,
    notAfter: '2029-03-01T00:00:00.000Z',
  })
})

test('what the authority of a 演练 issues is marked 演练, and nothing else is', async () => {
  const drill = await levels(true)
  const issued = await enrolled(drill.province)
  expect(certificateFacts(issued.certificate)).toMatchObject({
    drill: true,
    subject: 'C=CN, O=第一检查组, OU=演练, CN=张䶮',
  })
  expect([...drill.province.chain].map((der) => certificateFacts(der).drill)).toEqual([true, true])
  expect([...person.chain].map((der) => certificateFacts(der).drill)).toEqual([false, false, false])
})

test('a log and a person nobody enrolled yet get certificates that vouch for themselves', async () => {
  const subject = { name: '0199f3a0-0000-7000-8000-000000000001', unit: '第一检查组' }
  const made = { subject, drill: true, privateKey: log.privateKeyPkcs8, ...validity }
  const [forLog, forPerson] = await Promise.all([
    selfSignedCertificate({ ...made, usage: 'log' }),
    selfSignedCertificate({ ...made, usage: 'person' }),
  ])
  expect(certificateFacts(forLog)).toMatchObject({ usage: 'log', selfSigned: true, drill: true })
  expect(certificateFacts(forPerson)).toMatchObject({ usage: 'person', selfSigned: true, drill: true })
})

test('times are whole seconds, also beyond 2050 where the encoding would allow fractions', async () => {
  const made = { subject: { name: 'log' }, usage: 'log', drill: false, privateKey: log.privateKeyPkcs8 } as const
  const times = { notBefore: '2051-01-01T00:00:00.999Z', notAfter: '2055-01-01T00:00:00.999Z' }
  const certificate = await selfSignedCertificate({ ...made, ...times })
  expect(readCertificate(certificate).bytes.includes('20550101000000Z')).toBe(true)
  expect(certificateFacts(certificate)).toMatchObject({ notBefore: '2051-01-01T00:00:00.000Z' })
})

test('serials are random, positive and 16 bytes when none is given', async () => {
  const wanted = {
    publicKey: log.publicKeySpki,
    subject: { name: 'log' },
    usage: 'log',
    authority: root,
    ...validity,
  } as const
  const serials = await Promise.all(
    Array.from({ length: 20 }, async () => certificateFacts(await issueCertificate(wanted)).serial),
  )
  expect(new Set(serials).size).toBe(20)
  expect(serials.every((serial) => /^[4-7][0-9a-f]{31}$/u.test(serial))).toBe(true)
})

test.each([
  ['张三', '张三'],
  ['  张  三\n', '张 三'],
  ['O"Neil, A.+B=C;<D>\\#/\'', 'O＂Neil， A.＋B＝C；＜D＞＼＃／＇'],
  ['税'.repeat(70), '税'.repeat(64)],
  ['𠮷'.repeat(70), '𠮷'.repeat(64)],
])('the name %j is written as %j', (name, plain) => {
  expect(plainName(name)).toBe(plain)
})

test('certificates survive PEM, whatever stands between them', () => {
  expect(fromPem(toPem(person.chain))).toEqual(person.chain)
  expect(fromPem(`subject=x\r\n${toPem(person.chain).replaceAll('\n', '\r\n')}\n# end`)).toEqual(person.chain)
  expect(fromPem('no certificate here')).toEqual([])
})

const openssl = found('openssl')

test.skipIf(!openssl)('openssl accepts the chains under its strict rules, for both kinds of keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-x509-'))
  const file = (name: string, chain: readonly string[]) => {
    writeFileSync(join(folder, name), toPem(chain))
    return join(folder, name)
  }
  const trust = ['-CAfile', file('root.pem', root.chain), '-untrusted', file('between.pem', [own(province)])]
  const options = ['verify', '-x509_strict', '-attime', String(Date.parse('2027-01-01') / 1000), ...trust]
  const people = [person, rsaPerson].map((one, index) => file(`${index}.pem`, [one.certificate]))
  const shown = run('openssl', [...options, ...people]).toString()
  rmSync(folder, { recursive: true })
  expect(shown.match(/: OK$/gmu)).toHaveLength(2)
})

test.skipIf(!openssl)('openssl reads the uses a document signature needs', () => {
  const der = Buffer.from(person.certificate, 'base64')
  const shown = run('openssl', ['x509', '-inform', 'DER', '-noout', '-text', '-nameopt', 'utf8'], der).toString()
  expect(shown).toContain('Subject: C=CN, O=第一检查组, CN=张䶮')
  expect(shown).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\n/u)
  expect(shown).toMatch(/Basic Constraints: critical\s+CA:FALSE\n/u)
})
