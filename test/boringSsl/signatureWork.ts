import assert from 'node:assert/strict'
import { writeFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openAuthorityFile, writeAuthorityFile } from '../../electron/crypto/authorityFile.ts'
import { canonicalJson } from '../../electron/crypto/canonicalJson.ts'
import { parseJson } from '../../electron/crypto/jsonStructure.ts'
import {
  certificateFacts,
  fromPem,
  hasKeyUsage,
  isSelfIssued,
  readCertificate,
  toPem,
} from '../../electron/crypto/certificate/certificate.ts'
import { verifyChain } from '../../electron/crypto/certificate/certificateChain.ts'
import {
  createAuthority,
  issueCertificate,
  selfSignedCertificate,
} from '../../electron/crypto/certificate/certificateIssue.ts'
import { hashBirth, hashBody, hashBodyText, hashHeader } from '../../electron/crypto/change.ts'
import { sha256 } from '../../electron/crypto/hash.ts'
import { readJws, signJws } from '../../electron/crypto/jws.ts'
import { createKeyPair, exportPrivateKey, importSigningKey } from '../../electron/crypto/keyPair.ts'
import { createLogKey, signHead, verifyHead } from '../../electron/crypto/logKey.ts'
import { keyAlgorithm, publicKeySpki, readPrivateKey, readPublicKey } from '../../electron/crypto/privateKey.ts'
import {
  belongsToKey,
  digest,
  readSignerCertificate,
  signBytes,
  signingKeyKind,
  verifyBytes,
} from '../../electron/crypto/signatureAlgorithm.ts'
import { createSigningRequest, readSigningRequest } from '../../electron/crypto/certificate/signingRequest.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { problemOf } from '../crypto/collect.ts'
import { exampleMemo, renderMemo } from '../documents/exampleMemo.ts'
import { makeSignedMemo, signedAt } from '../signature/memo.ts'
import { cheap, madeAt, password, text, work, type Work } from './work.ts'

const header = {
  body: 'b',
  clock: '1416873600000-0000',
  log: '5d3c1f5e-6f0c-4a52-9d0e-2a9a4c1c7b10',
  number: 1,
  operation: '5d3c1f5e-6f0c-4a52-9d0e-2a9a4c1c7b11',
  previous: 'p',
  schemaVersion: 1,
} as const
const salt = sha256('salt').subarray(0, 16)
const notAfter = '2028-11-22T07:20:00.000Z'

/** A root, a level below it, and a person's and a log's certificate, of one kind of key. */
function certificates(algorithm: 'rsa-3072' | 'p-256'): Work {
  return work(
    `certificates, requests, JWS and authority file with ${algorithm}`,
    async () => {
      const made = { drill: false, notBefore: madeAt, algorithm }
      const root = await createAuthority({ ...made, name: '国家税务总局督察内审司', years: 20 })
      const province = await createAuthority({ ...made, name: '某省税务局督察内审处', years: 10, issuer: root })
      const request = await createSigningRequest({ name: '张䶮', unit: '第一检查组', algorithm })
      const { publicKey } = await readSigningRequest(request.request)
      const subject = { name: '张䶮', unit: '第一检查组' }
      const person = { publicKey, subject, usage: 'person', authority: province, notBefore: madeAt, notAfter } as const
      const certificate = await issueCertificate(person)
      const own = await selfSignedCertificate({ ...person, privateKey: request.privateKey, drill: true })
      const chain = [certificate, ...province.chain]
      const token = await signJws(
        { text, number: 137 },
        { privateKey: readPrivateKey(request.privateKey), chain, typ: 'trial' },
      )
      const file = await writeAuthorityFile(province, password, cheap)
      return { request, own, chain, token, file, root: root.chain, pem: toPem(chain) }
    },
    async ({ request, own, chain, token, file, root, pem }) => {
      const question = { chain, anchors: root, at: madeAt, usage: 'person' as const }
      assert.deepEqual(verifyChain(question), {
        trusted: true,
        names: ['张䶮', '某省税务局督察内审处', '国家税务总局督察内审司'],
      })
      assert.equal(verifyChain({ ...question, at: '2029-01-01T00:00:00.000Z' }).trusted, false)
      assert.equal(verifyChain({ ...question, anchors: [own] }).trusted, false)
      assert.deepEqual(fromPem(pem), chain)
      const facts = certificateFacts(chain[0] ?? '')
      assert.deepEqual([facts.commonName, facts.usage, facts.algorithm], ['张䶮', 'person', algorithm])
      assert.equal(certificateFacts(own).drill, true)
      assert.ok(isSelfIssued(readCertificate(own).parsed))
      assert.ok(hasKeyUsage(readCertificate(own).parsed, 1))
      assert.deepEqual(await readJws(token, { typ: 'trial' }), { payload: { text, number: 137 }, chain })
      const altered = token.replace(/[^.](?=[^.]{20}$)/, (sign) => (sign === 'A' ? 'B' : 'A'))
      assert.equal(await problemOf(() => readJws(altered, { typ: 'trial' })), 'signature.invalid')
      assert.equal((await readSigningRequest(request.request)).algorithm, algorithm)
      const authority = await openAuthorityFile(file, password)
      assert.deepEqual(authority.chain, chain.slice(1))
      assert.equal(await problemOf(() => openAuthorityFile(file, `${password}x`)), 'password.wrong')
    },
  )
}

function signatures(algorithm: 'rsa-3072' | 'p-256'): Work {
  return work(
    `signatures over bytes with ${algorithm}`,
    async () => {
      const { privateKey } = await createKeyPair(algorithm)
      const pkcs8 = await exportPrivateKey(privateKey)
      const key = readPrivateKey(pkcs8)
      const scheme = { key: signingKeyKind(key) ?? 'ec', hash: 'sha256' } as const
      const certificate = await selfSignedCertificate({
        subject: { name: '张䶮' },
        usage: 'person',
        drill: false,
        privateKey: pkcs8,
        notBefore: madeAt,
        notAfter,
      })
      const value = signBytes(scheme, key, Buffer.from(text)).toString('base64')
      return { pkcs8, spki: publicKeySpki(key), scheme, certificate, value }
    },
    async ({ pkcs8, spki, scheme, certificate, value }) => {
      const publicKey = readPublicKey(spki)
      assert.equal(keyAlgorithm(publicKey), algorithm)
      const bytes = Buffer.from(value, 'base64')
      assert.ok(verifyBytes(scheme, publicKey, Buffer.from(text), bytes))
      assert.ok(!verifyBytes(scheme, publicKey, Buffer.from(`${text}。`), bytes))
      assert.ok(!verifyBytes({ ...scheme, hash: 'sha512' }, publicKey, Buffer.from(text), bytes))
      assert.ok(belongsToKey(readSignerCertificate(Buffer.from(certificate, 'base64')), readPrivateKey(pkcs8)))
      assert.equal((await importSigningKey(pkcs8)).type, 'private')
    },
  )
}

/** Who signs what: heads, certificates, JWS, and a memo of the real layout engine signed by two people. */
export const signatureWorks: readonly Work[] = [
  work(
    'canonical JSON and the hashes of changes',
    async () => ({
      json: canonicalJson({ b: [1, text], a: null }),
      birth: hashBirth({ log: header.log, publicKey: 'k', predecessor: null }),
      header: hashHeader(header),
      body: hashBody(salt, { text }),
    }),
    async (made) => {
      assert.equal(made.body, hashBodyText(salt, canonicalJson({ text })))
      assert.deepEqual(parseJson(canonicalJson({ text }), 10), { text })
      assert.deepEqual(made, {
        json: canonicalJson({ a: null, b: [1, text] }),
        birth: hashBirth({ log: header.log, publicKey: 'k', predecessor: null }),
        header: hashHeader(header),
        body: hashBody(salt, { text }),
      })
    },
  ),
  work(
    'log heads',
    async () => {
      const key = createLogKey()
      const jws = signHead({ log: header.log, number: 7, hash: 'h' }, key.privateKeyPkcs8)
      return { jws, spki: key.publicKeySpki, other: createLogKey().publicKeySpki }
    },
    async ({ jws, spki, other }) => {
      assert.deepEqual(verifyHead(jws, spki), { log: header.log, number: 7, hash: 'h' })
      assert.equal(await problemOf(() => verifyHead(jws, other)), 'log.headInvalid')
    },
  ),
  signatures('rsa-3072'),
  signatures('p-256'),
  certificates('rsa-3072'),
  certificates('p-256'),
  work(
    'old digests, to judge Word files by',
    async () => digests(),
    async (made) => assert.deepEqual(made, digests()),
  ),
  work(
    'a memo, signed with RSA-3072 and P-256',
    async (folder) => {
      const signers = ['李 明', '王芳'].map((name) => ({ name, role: '检查人员' }))
      const printed = await renderMemo(await exampleMemo({ signers }))
      const { authority, signed } = await makeSignedMemo('RSA-3072', 'P-256', undefined, printed)
      await writeFile(join(folder, 'memo.docx'), signed)
      return { anchor: Buffer.from(authority.der).toString('base64') }
    },
    async ({ anchor }, folder) => {
      const trust = { at: signedAt, anchors: [Buffer.from(anchor, 'base64')], requiredLines: false }
      const signed = await readFile(join(folder, 'memo.docx'))
      const found = await verifyDocx(signed, trust)
      assert.deepEqual(
        found.signatures.map(({ algorithm, intact, trusted }) => [algorithm, intact, trusted]),
        [
          ['rsa-sha256', true, true],
          ['ecdsa-sha256', true, true],
        ],
      )
      assert.equal(found.verdict, 'valid')
      assert.equal((await verifyDocx(signed, { ...trust, anchors: [] })).verdict, 'untrusted')
    },
  ),
]

function digests(): readonly string[] {
  return (['sha1', 'sha256', 'sha384', 'sha512'] as const).map((hash) => digest(hash, text).toString('hex'))
}
