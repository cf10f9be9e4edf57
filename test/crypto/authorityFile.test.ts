import { expect, test } from 'vitest'
import { openAuthorityFile, writeAuthorityFile } from '../../electron/crypto/authorityFile.ts'
import { toPem } from '../../electron/crypto/certificate/certificate.ts'
import { issueCertificate } from '../../electron/crypto/certificate/certificateIssue.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { verifyChain } from '../../electron/crypto/certificate/certificateChain.ts'
import { levels, own } from './authorities.ts'
import { problemOf } from './collect.ts'

const cost = { n: 16, r: 1, p: 1 }
const { root, province } = await levels()
const text = await writeAuthorityFile(province, '发证密码', cost)
type File = { chain: string; key: { box: { ciphertext: string } } }

/** The file with something changed in it. */
function changed(change: (file: File) => object): string {
  return JSON.stringify(change(JSON.parse(text) as File))
}

test('an authority comes out of its file whole and can issue', async () => {
  const opened = await openAuthorityFile(text, '发证密码')
  expect(opened).toEqual(province)
  const certificate = await issueCertificate({
    publicKey: createLogKey().publicKeySpki,
    subject: { name: 'log' },
    usage: 'log',
    authority: opened,
    notBefore: '2026-11-22T00:00:00.000Z',
    notAfter: '2028-11-22T00:00:00.000Z',
  })
  const question = { chain: [certificate, ...opened.chain], anchors: root.chain, at: '2027-01-01T00:00:00.000Z' }
  expect(verifyChain(question).trusted).toBe(true)
})

test('its certificates can be read by anyone, its key by nobody', () => {
  expect((JSON.parse(text) as File).chain).toBe(toPem(province.chain))
  expect(text.includes(province.privateKey.slice(40, 80))).toBe(false)
})

test('another password does not open it', async () => {
  expect(await problemOf(() => openAuthorityFile(text, '发证密码 '))).toBe('password.wrong')
})

test.each<[string, string]>([
  ['an empty file', ''],
  ['no JSON', 'PK'],
  ['JSON of something else', '[]'],
  ['null', 'null'],
  ['a cut file', text.slice(0, -20)],
  ['another format', changed((file) => ({ ...file, format: 'mingcha-request' }))],
  ['another version', changed((file) => ({ ...file, version: 2 }))],
  ['a file without a chain', changed((file) => ({ ...file, chain: '' }))],
  ['a file whose chain is a number', changed((file) => ({ ...file, chain: 5 }))],
  ['a file with a broken certificate', changed((file) => ({ ...file, chain: file.chain.replace('MII', 'MIJ') }))],
  ['a file without a key', changed((file) => ({ ...file, key: undefined }))],
  ['a file with an empty key', changed((file) => ({ ...file, key: {} }))],
  ['a file with the certificate of another authority', changed((file) => ({ ...file, chain: toPem([own(root)]) }))],
])('%s is called unreadable', async (_what, broken) => {
  expect(await problemOf(() => openAuthorityFile(broken, '发证密码'))).toBe('authority.unreadable')
})
