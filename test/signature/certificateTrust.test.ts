import 'reflect-metadata'
import { BasicConstraintsExtension, Extension, KeyUsageFlags, KeyUsagesExtension } from '@peculiar/x509'
import { beforeAll, describe, expect, it } from 'vitest'
import { joinSignatures } from '../../electron/signature/join.ts'
import type { ReasonCode } from '../../electron/signature/reason.ts'
import { verifyDocx, type Trust } from '../../electron/signature/verify.ts'
import { authorityExtensions, makeIdentity, signerExtensions, type Identity, type Wish } from './identity.ts'
import { leaderLine, makeSignedMemo, signAs, signedAt, type SignedMemo } from './memo.ts'

let memo: SignedMemo
let stranger: Identity
beforeAll(async () => {
  memo = await makeSignedMemo('P-256', 'P-256')
  stranger = await makeIdentity({ name: '演练 总部 根', serial: '01', extensions: authorityExtensions })
})

/** Verifies the memo with one signature, made with a certificate as wished. */
async function judged(wish: Partial<Wish>, trust: Partial<Trust> = {}, chain: readonly Uint8Array[] = []) {
  const signer = await makeIdentity({ name: '李 明', serial: '5d', issuer: memo.authority, ...wish })
  const xml = await signAs(signer, memo.unsigned, { line: leaderLine, chain: [signer.der, ...chain] })
  const found = await verifyDocx(await joinSignatures(memo.unsigned, [xml]), {
    at: signedAt,
    anchors: [memo.authority.der],
    requiredLines: false,
    ...trust,
  })
  return {
    verdict: found.verdict,
    codes: found.signatures.flatMap(({ reasons }) => reasons.map(({ code }) => code)),
    signer,
  }
}

describe('a signer is trusted', () => {
  it.each<readonly [string, Partial<Wish>, Partial<Trust>]>([
    ['when the authority issued the certificate', {}, {}],
    ['until the last second of the certificate', { notAfter: '2026-11-22T07:20:00Z' }, {}],
    ['when the certificate expired after the signature', { notAfter: '2026-12-01T00:00:00Z' }, {}],
    [
      'when the certificate has no key usage restriction but one for signing',
      { extensions: signerExtensions.slice(1) },
      {},
    ],
    ['when the signature is judged by a later time within validity', {}, { at: '2030-01-01T00:00:00Z' }],
    ['when the clock of the laptop was a few hours ahead', {}, { at: '2026-11-22T01:00:00Z' }],
    [
      'although another certificate was revoked',
      {},
      { revoked: [{ sha256: '00'.repeat(32), from: '2026-01-01T00:00:00Z' }] },
    ],
  ])('%s', async (_, wish, trust) => {
    expect(await judged(wish, trust)).toMatchObject({ verdict: 'valid', codes: [] })
  })

  it('by an intermediate authority that comes with the signature', async () => {
    const province = await makeIdentity({
      name: '省局',
      serial: '02',
      issuer: memo.authority,
      extensions: authorityExtensions,
    })
    expect(await judged({ issuer: province }, {}, [province.der])).toMatchObject({ verdict: 'valid', codes: [] })
  })

  it('when the very certificate was accepted, as for a key of an unregistered laptop', async () => {
    const signer = await makeIdentity({ name: '李 明', serial: '77' })
    const signed = await joinSignatures(memo.unsigned, [await signAs(signer, memo.unsigned, { line: leaderLine })])
    expect(await verifyDocx(signed, { at: signedAt, anchors: [signer.der], requiredLines: false })).toMatchObject({
      verdict: 'valid',
    })
    expect(
      await verifyDocx(signed, { at: signedAt, anchors: [memo.authority.der], requiredLines: false }),
    ).toMatchObject({
      verdict: 'untrusted',
      signatures: [{ intact: true, trusted: false, reasons: [{ code: 'certificate-untrusted' }] }],
    })
  })

  it('when revoked only after the time of judgement', async () => {
    const since = async (from: string) => {
      const sha256 =
        (await verifyDocx(memo.signed, { at: signedAt, anchors: [] })).signatures[0]?.certificate?.sha256 ?? ''
      const found = await verifyDocx(memo.signed, {
        at: signedAt,
        anchors: [memo.authority.der],
        revoked: [{ sha256, from }],
      })
      return [
        found.verdict,
        found.signatures.map(({ trusted }) => trusted),
        found.signatures[0]?.reasons.map(({ code }) => code),
      ]
    }
    expect(await since('2026-11-22T07:20:01.000Z')).toEqual(['valid', [true, true], []])
    expect(await since('2026-11-22T07:20:00.000Z')).toEqual(['untrusted', [false, true], ['certificate-revoked']])
  })
})

describe('a signer is not trusted', () => {
  it.each<readonly [string, Partial<Wish>, Partial<Trust>, ReasonCode]>([
    ['without any anchor', {}, { anchors: [] }, 'certificate-untrusted'],
    ['when the certificate is not yet valid', { notBefore: '2026-11-23T00:00:00Z' }, {}, 'certificate-not-yet-valid'],
    ['when the certificate had expired', { notAfter: '2026-11-22T07:19:59Z' }, {}, 'certificate-expired'],
    [
      'when it had expired by the time of the first import',
      { notAfter: '2026-12-01T00:00:00Z' },
      { at: '2027-01-01T00:00:00Z' },
      'certificate-expired',
    ],
    [
      'when the signature claims a time far after the import',
      {},
      { at: '2026-11-20T00:00:00Z' },
      'signing-time-future',
    ],
    [
      'when the key may only encrypt',
      { extensions: [usage(KeyUsageFlags.keyEncipherment)] },
      {},
      'certificate-key-usage',
    ],
    [
      'when the key is one of a log',
      { extensions: [usage(KeyUsageFlags.digitalSignature)] },
      {},
      'certificate-key-usage',
    ],
    ['when the line names another person', { name: '张三' }, {}, 'line-signer-differs'],
    [
      'for an extension that must be understood',
      { extensions: [...signerExtensions, new Extension('1.2.3.4', true, new Uint8Array([5, 0]))] },
      {},
      'certificate-extension-unknown',
    ],
  ])('%s', async (_, wish, trust, code) => {
    const found = await judged(wish, trust)
    expect(found).toMatchObject({ verdict: 'untrusted', codes: [code] })
  })

  it('by an authority that only bears the same name', async () => {
    const found = await judged({ issuer: stranger }, {}, [stranger.der])
    expect(found).toMatchObject({ verdict: 'untrusted', codes: ['certificate-untrusted'] })
  })

  it('by an authority of that name that hides its certificate', async () => {
    expect(await judged({ issuer: stranger })).toMatchObject({ verdict: 'untrusted', codes: ['certificate-forged'] })
  })

  it('by a colleague who has no right to issue certificates', async () => {
    const colleague = await makeIdentity({ name: '王芳', serial: '06', issuer: memo.authority })
    expect(await judged({ issuer: colleague }, {}, [colleague.der])).toMatchObject({
      verdict: 'untrusted',
      codes: ['issuer-not-authority'],
    })
  })

  it('by an authority below one that allows none', async () => {
    const last = new BasicConstraintsExtension(true, 0, true)
    const city = await makeIdentity({
      name: '市局',
      serial: '07',
      issuer: memo.authority,
      extensions: [last, usage(KeyUsageFlags.keyCertSign)],
    })
    const county = await makeIdentity({ name: '县局', serial: '08', issuer: city, extensions: authorityExtensions })
    expect(await judged({ issuer: county }, {}, [county.der, city.der])).toMatchObject({
      verdict: 'untrusted',
      codes: ['issuer-not-authority'],
    })
  })

  it('when the intermediate certificate is missing', async () => {
    const province = await makeIdentity({
      name: '省局',
      serial: '02',
      issuer: memo.authority,
      extensions: authorityExtensions,
    })
    expect(await judged({ issuer: province })).toMatchObject({ verdict: 'untrusted', codes: ['certificate-untrusted'] })
  })
})

it('refuses to judge by something that is no time', async () => {
  await expect(verifyDocx(memo.signed, { anchors: [], at: 'yesterday' })).rejects.toThrow('ISO 8601')
})

function usage(flags: KeyUsageFlags): KeyUsagesExtension {
  return new KeyUsagesExtension(flags, true)
}
