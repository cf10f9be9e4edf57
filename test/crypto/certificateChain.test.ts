import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
  type Extension as AnyExtension,
} from '@peculiar/x509'
import { X509Certificate as X509 } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { verifyChain, type ChainFault, type ChainQuestion } from '../../electron/crypto/certificate/certificateChain.ts'
import {
  createAuthority,
  issueCertificate,
  selfSignedCertificate,
} from '../../electron/crypto/certificate/certificateIssue.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { enrolled, levels, own, sha256Of } from './authorities.ts'
import { flip } from './collect.ts'

const { root, province } = await levels()
const impostor = await levels()
const person = await enrolled(province)
const at = '2027-06-01T00:00:00.000Z'
const good = { chain: person.chain, anchors: root.chain, at, usage: 'person' } as const satisfies ChainQuestion

function reasonOf(question: ChainQuestion): ChainFault | 'trusted' {
  const verdict = verifyChain(question)
  return verdict.trusted ? 'trusted' : verdict.reason
}

test('a person under two levels is trusted, and the names lead from person to anchor', () => {
  expect(verifyChain(good)).toEqual({
    trusted: true,
    names: ['张䶮', '某省税务局督察内审处', '国家税务总局督察内审司'],
  })
})

test.each<[string, Partial<ChainQuestion>]>([
  ['the anchor left out of the chain', { chain: person.chain.slice(0, 2) }],
  ['the others in another order', { chain: [person.certificate, ...person.chain.slice(1).toReversed()] }],
  ['the level between as the anchor', { anchors: [own(province)] }],
  ['further anchors', { anchors: [own(impostor.root), ...root.chain] }],
  ['the certificate itself as the anchor', { chain: [person.certificate], anchors: [person.certificate] }],
  ['a namesake in the chain', { chain: [...person.chain, own(impostor.province)] }],
  ['no use asked for', { chain: person.chain }],
  ['the first second', { at: '2026-11-22T07:20:00.000Z' }],
  ['the last second', { at: '2028-11-22T07:20:00.000Z' }],
  [
    'a revocation from later on',
    { revoked: [{ sha256: sha256Of(person.certificate), from: '2027-06-02T00:00:00.000Z' }] },
  ],
  [
    'a revocation of another',
    { revoked: [{ sha256: sha256Of(own(impostor.root)), from: '2026-01-01T00:00:00.000Z' }] },
  ],
])('it is trusted with %s', (_what, change) => {
  expect(reasonOf({ ...good, ...change })).toBe('trusted')
})

const revocation = (der: string, from: string) => ({ revoked: [{ sha256: sha256Of(der), from }] })
const bytes = Buffer.from(person.certificate, 'base64')

test.each<[ChainFault, string, Partial<ChainQuestion>]>([
  ['notYetValid', 'a millisecond before the first second', { at: '2026-11-22T07:19:59.999Z' }],
  ['expired', 'a millisecond after the last second', { at: '2028-11-22T07:20:00.001Z' }],
  ['expired', 'after all has ended', { at: '2050-01-01T00:00:00.000Z' }],
  ['revoked', 'at the moment of revocation', revocation(person.certificate, at)],
  ['revoked', 'when the level between is revoked', revocation(own(province), '2027-01-01T00:00:00.000Z')],
  ['revoked', 'when the moment of revocation cannot be read', revocation(person.certificate, 'unknown')],
  ['unknownIssuer', 'when the level between is missing', { chain: [person.certificate] }],
  ['unknownIssuer', 'when its root is not among the anchors', { anchors: [own(impostor.province)] }],
  ['unknownIssuer', 'when only a namesake of its root is', { anchors: [own(impostor.root)] }],
  ['unreadable', 'without anchors', { anchors: [] }],
  ['unreadable', 'without a chain', { chain: [] }],
  [
    'unreadable',
    'with more certificates than a chain has',
    { chain: Array.from({ length: 11 }, () => person.certificate) },
  ],
  ['unreadable', 'with an anchor that is none', { anchors: ['AAAA'] }],
  ['unreadable', 'with a chain that is none', { chain: ['AAAA'] }],
  [
    'unreadable',
    'with a byte after the certificate',
    { chain: [Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64'), ...province.chain] },
  ],
  [
    'badSignature',
    'with its last bit turned',
    { chain: [flip(bytes, bytes.length - 1).toString('base64'), ...province.chain] },
  ],
  [
    'badSignature',
    'under an authority of the same name but another key',
    { chain: [person.certificate, own(impostor.province)], anchors: impostor.root.chain },
  ],
  ['wrongUsage', 'as the certificate of a log', { usage: 'log' }],
  ['wrongUsage', 'with an authority for a person', { chain: province.chain }],
])('%s: %s', (reason, _when, change) => {
  expect(reasonOf({ ...good, ...change })).toBe(reason)
})

test('a certificate of a log does for a log and never for a person', async () => {
  const certificate = await issueCertificate({
    publicKey: createLogKey().publicKeySpki,
    subject: { name: 'log' },
    usage: 'log',
    authority: province,
    notBefore: '2026-11-22T00:00:00.000Z',
    notAfter: '2028-11-22T00:00:00.000Z',
  })
  const chain = [certificate, ...province.chain]
  expect(reasonOf({ ...good, chain, usage: 'log' })).toBe('trusted')
  expect(reasonOf({ ...good, chain, usage: 'person' })).toBe('wrongUsage')
})

test('who vouches for himself is told apart from who has a strange authority', async () => {
  const made = {
    subject: { name: '张三' },
    drill: false,
    notBefore: '2026-11-22T00:00:00.000Z',
    notAfter: '2028-11-22T00:00:00.000Z',
  }
  const own = await selfSignedCertificate({ ...made, usage: 'person', privateKey: createLogKey().privateKeyPkcs8 })
  expect(verifyChain({ ...good, chain: [own] })).toEqual({ trusted: false, reason: 'selfSigned', name: '张三' })
  const der = Buffer.from(own, 'base64')
  expect(reasonOf({ ...good, chain: [flip(der, der.length - 1).toString('base64')] })).toBe('badSignature')
})

test('an expired authority takes its people with it', async () => {
  const short = await createAuthority({
    name: '市局',
    drill: false,
    notBefore: '2026-01-01T00:00:00.000Z',
    years: 1,
    algorithm: 'p-256',
    issuer: root,
  })
  const { chain } = await enrolled(short)
  expect(verifyChain({ ...good, chain })).toEqual({ trusted: false, reason: 'expired', name: '市局' })
})

/** Certificates that this program never writes. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const forger = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
const stranger = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
const otherCurve = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, ['sign', 'verify'])
const subjectKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

type Forged = {
  readonly extensions: AnyExtension[]
  readonly hash?: string
  readonly key?: CryptoKey
  readonly name: string
  readonly issuer: string
  readonly until?: string
  /** Whose key signs; an authority of its own name has that key, too. */
  readonly by?: CryptoKeyPair
}

async function forge(wanted: Forged): Promise<string> {
  const { extensions, hash = 'SHA-256', name, issuer, key, until = '2030-01-01T00:00:00Z', by = forger } = wanted
  const isAuthority = name === issuer || name.startsWith('authority') || name === 'root'
  const held = name === issuer ? by : forger
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: `CN=${issuer}`,
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date(until),
    publicKey: key ?? (isAuthority ? held.publicKey : subjectKeys.publicKey),
    signingKey: by.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash },
    extensions,
  })
  return Buffer.from(certificate.rawData).toString('base64')
}

const issuing = new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)
const signing = new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true)
const authority = (pathLength?: number) => [new BasicConstraintsExtension(true, pathLength, true), issuing]
const leaf = { name: 'leaf', issuer: 'root', extensions: [signing] }
const rootOf = (extensions: AnyExtension[]) => ({ name: 'root', issuer: 'root', extensions })
const extended = (usages: string[], critical: boolean) => new ExtendedKeyUsageExtension(usages, critical)
const unknown = (critical: boolean) => new Extension('1.2.3.4', critical, Uint8Array.of(5, 0))

test.each<[ChainFault | 'trusted', string, readonly Forged[]]>([
  ['trusted', 'when nothing is wrong', [leaf, rootOf(authority())]],
  ['notAnAuthority', 'without basic constraints', [leaf, rootOf([issuing])]],
  [
    'notAnAuthority',
    'with basic constraints that say no',
    [leaf, rootOf([new BasicConstraintsExtension(false, undefined, true), issuing])],
  ],
  [
    'trusted',
    'without a key usage, which then forbids nothing (RFC 5280 §6.1.4 (n))',
    [leaf, rootOf([new BasicConstraintsExtension(true, undefined, true)])],
  ],
  [
    'notAnAuthority',
    'with a key usage that is not for issuing',
    [leaf, rootOf([new BasicConstraintsExtension(true, undefined, true), signing])],
  ],
  ['trusted', 'with no level allowed below and none there', [leaf, rootOf(authority(0))]],
  [
    'pathTooLong',
    'with a level too many',
    [
      { ...leaf, issuer: 'authority' },
      { name: 'authority', issuer: 'root', extensions: authority() },
      rootOf(authority(0)),
    ],
  ],
  [
    'trusted',
    'with as many levels as allowed',
    [
      { ...leaf, issuer: 'authority' },
      { name: 'authority', issuer: 'root', extensions: authority() },
      rootOf(authority(1)),
    ],
  ],
  [
    'unsupportedExtension',
    'with a critical extension nobody knows',
    [{ ...leaf, extensions: [signing, unknown(true)] }, rootOf(authority())],
  ],
  ['unsupportedExtension', 'with one in the authority', [leaf, rootOf([...authority(), unknown(true)])]],
  [
    'trusted',
    'with one that is not critical',
    [{ ...leaf, extensions: [signing, unknown(false)] }, rootOf(authority())],
  ],
  ['unsupportedAlgorithm', 'signed over SHA-1', [{ ...leaf, hash: 'SHA-1' }, rootOf(authority())]],
  [
    'unsupportedAlgorithm',
    'with a key on another curve',
    [{ ...leaf, key: otherCurve.publicKey }, rootOf(authority())],
  ],
  [
    'wrongUsage',
    'with an authority that may also sign documents in the place of a person',
    [{ ...leaf, extensions: [new BasicConstraintsExtension(true, undefined, true), signing] }, rootOf(authority())],
  ],
  [
    'trusted',
    'without a key usage in the leaf (RFC 5280 §4.2.1.3)',
    [{ ...leaf, extensions: [] }, rootOf(authority())],
  ],
  [
    'wrongUsage',
    'with an extended key usage that binds to servers',
    [{ ...leaf, extensions: [signing, extended(['1.3.6.1.5.5.7.3.1'], true)] }, rootOf(authority())],
  ],
  [
    'trusted',
    'with one that binds to documents',
    [{ ...leaf, extensions: [signing, extended(['1.3.6.1.5.5.7.3.36'], true)] }, rootOf(authority())],
  ],
  [
    'trusted',
    'with one that only hints at servers',
    [{ ...leaf, extensions: [signing, extended(['1.3.6.1.5.5.7.3.1'], false)] }, rootOf(authority())],
  ],
  ['trusted', 'whose anchor signed itself over SHA-1', [leaf, { ...rootOf(authority()), hash: 'SHA-1' }]],
  [
    'unsupportedAlgorithm',
    'whose authority below the anchor was signed over SHA-1',
    [
      { ...leaf, issuer: 'authority' },
      { name: 'authority', issuer: 'root', extensions: authority(), hash: 'SHA-1' },
      rootOf(authority(1)),
    ],
  ],
  [
    'unsupportedExtension',
    'with constraints on names, which nobody here reads',
    [leaf, rootOf([...authority(), new Extension('2.5.29.30', true, Uint8Array.of(0x30, 0))])],
  ],
  ['unreadable', 'with an extension given twice', [{ ...leaf, extensions: [signing, signing] }, rootOf(authority())]],
])('%s: a forged chain %s', async (expected, _when, forged) => {
  const chain = await Promise.all(forged.map(forge))
  expect(reasonOf({ chain, anchors: chain.slice(-1), at, usage: 'person' })).toBe(expected)
})

/** Certificates of one authority, by what they are called below: all have its key but the one that is another's. */
const renewed = {
  old: await forge({ ...rootOf(authority()), until: '2027-01-01T00:00:00Z' }),
  new: await forge(rootOf(authority())),
  narrow: await forge(rootOf([new BasicConstraintsExtension(false, undefined, true), issuing])),
  foreign: await forge({ ...rootOf(authority()), by: stranger }),
  across: await forge({ name: 'root', issuer: 'elsewhere', extensions: authority(), by: stranger }),
  elsewhere: await forge({ name: 'elsewhere', issuer: 'elsewhere', extensions: authority(), by: stranger }),
  signer: await forge(leaf),
  loud: await forge({ ...leaf, issuer: 'ROOT' }),
}
type Called = keyof typeof renewed

test.each<[ChainFault | 'trusted', readonly Called[], readonly Called[]]>([
  ['trusted', ['signer'], ['old', 'new']],
  ['trusted', ['signer'], ['new', 'old']],
  ['expired', ['signer'], ['old']],
  ['trusted', ['signer'], ['narrow', 'new']],
  ['notAnAuthority', ['signer'], ['narrow', 'foreign']],
  ['trusted', ['signer'], ['foreign', 'new']],
  ['trusted', ['signer', 'across'], ['elsewhere']],
  ['trusted', ['signer', 'old', 'across'], ['elsewhere']],
  ['expired', ['signer', 'across'], ['old', 'foreign']],
  ['trusted', ['signer', 'across', 'foreign'], ['old', 'elsewhere']],
  ['badSignature', ['signer'], ['foreign']],
  ['trusted', ['loud'], ['new']],
])('%s: signed with %j before the anchors %j', (expected, chain, anchors) => {
  const given = { chain: chain.map((name) => renewed[name]), anchors: anchors.map((name) => renewed[name]) }
  expect(reasonOf({ ...given, at, usage: 'person' })).toBe(expected)
})

test('an authority that renews its own key counts for no level (RFC 5280 §6.1.4 (l))', async () => {
  const chain = await Promise.all([
    forge({ ...leaf, issuer: 'authority' }),
    forge({ name: 'authority', issuer: 'authority', extensions: authority() }),
    forge({ name: 'authority', issuer: 'root', extensions: authority() }),
    forge(rootOf(authority(1))),
  ])
  expect(reasonOf({ chain, anchors: chain.slice(-1), at, usage: 'person' })).toBe('trusted')
})

test('nine authorities that all certify each other have a hundred thousand ways, and the search ends soon', async () => {
  const names = Array.from({ length: 9 }, () => 'authority')
  const crossed = await Promise.all(names.map((name) => forge({ name, issuer: name, extensions: authority() })))
  const chain = [await forge({ ...leaf, issuer: 'authority' }), ...crossed]
  const verify = vi.spyOn(X509.prototype, 'verify')
  expect(reasonOf({ chain, anchors: [own(root)], at })).toBe('unknownIssuer')
  expect(verify.mock.calls.length).toBeLessThan(1000)
  verify.mockRestore()
})

test('two authorities that vouch for each other lead nowhere, and the search ends', async () => {
  const chain = await Promise.all([
    forge({ ...leaf, issuer: 'authority a' }),
    forge({ name: 'authority a', issuer: 'authority b', extensions: authority() }),
    forge({ name: 'authority b', issuer: 'authority a', extensions: authority() }),
  ])
  expect(reasonOf({ ...good, chain })).toBe('badSignature')
})

test('a moment that is no time is a mistake of the caller', () => {
  expect(() => verifyChain({ ...good, at: 'yesterday' })).toThrow(RangeError)
})
