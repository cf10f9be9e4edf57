import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { readPackage } from '../../electron/opc/package.ts'
import { joinSignatures } from '../../electron/signature/join.ts'
import { placeSignatureLines, readSignatureLines } from '../../electron/signature/signatureLine.ts'
import { parseSignature } from '../../electron/signature/signatureXml.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { inText } from './alter.ts'
import { makeIdentity, type KeyKind } from './identity.ts'
import {
  leaderLine,
  linesFor,
  makeSignedMemo,
  memberLine,
  signAs,
  signedAt,
  writeMemo,
  type SignedMemo,
} from './memo.ts'

let memo: SignedMemo
beforeAll(async () => {
  memo = await makeSignedMemo('RSA-3072', 'P-256')
})

describe('signature lines', () => {
  it('stand where the markers stood, with names, titles and GUIDs', async () => {
    expect(readSignatureLines(await readPackage(memo.unsigned))).toEqual([
      { id: leaderLine, suggestedSigner: '李 明', suggestedSignerTitle: '组长' },
      { id: memberLine, suggestedSigner: '王芳', suggestedSignerTitle: '组员' },
    ])
  })

  it('keep names with characters of markup', async () => {
    const name = `<&"'> 𠮷\t\n`
    const docx = await placeSignatureLines(await writeMemo(), await linesFor(name, '王芳'))
    expect(readSignatureLines(await readPackage(docx))[0]?.suggestedSigner).toBe(name)
  })

  it('share one picture part when their pictures are the same', async () => {
    const { parts } = await readPackage(memo.unsigned)
    expect([...parts.keys()].filter((name) => name.includes('signatureLine'))).toEqual([
      '/word/media/signatureLine1.png',
    ])
  })

  it('leave no empty relationship part and no white space in the others', async () => {
    const { parts } = await readPackage(memo.unsigned)
    const relationships = [...parts.values()].filter(({ name }) => name.endsWith('.rels'))
    expect(relationships.map(({ name }) => name)).toEqual(['/_rels/.rels', '/word/_rels/document.xml.rels'])
    for (const { bytes } of relationships) expect(Buffer.from(bytes).toString()).not.toMatch(/>\s+</)
  })

  it('give the same bytes every time', async () => {
    const written = await writeMemo()
    const lines = await linesFor('李 明', '王芳')
    expect(await placeSignatureLines(written, lines)).toEqual(await placeSignatureLines(written, lines))
  })

  it.each([
    ['a marker too many', (count: number) => count - 1, 'markers'],
    ['a marker too few', (count: number) => count + 1, 'markers'],
  ])('are refused with %s', async (_, change, message) => {
    const lines = await linesFor('李 明', '王芳')
    const third = { ...lines[0]!, id: '{5B1F2C34-0A1B-4C2D-8E3F-000000000003}' }
    await expect(placeSignatureLines(await writeMemo(), [...lines, third].slice(0, change(2)))).rejects.toThrow(message)
  })

  it('are refused when a marker is only part of a run', async () => {
    const altered = await inText(
      '/word/document.xml',
      '⟦signature-line:1:192⟧',
      '签名⟦signature-line:1:192⟧',
    )(await writeMemo())
    await expect(placeSignatureLines(altered, (await linesFor('李 明', '王芳')).slice(0, 1))).rejects.toThrow(
      'whole text',
    )
  })
})

describe('a signature', () => {
  it.each<readonly [KeyKind, string]>([
    ['RSA-2048', 'rsa-sha256'],
    ['RSA-3072', 'rsa-sha256'],
    ['P-256', 'ecdsa-sha256'],
  ])('with a key of %s is valid and says so', async (kind, algorithm) => {
    const signer = await makeIdentity({ name: '李 明', serial: '0abc', issuer: memo.authority, kind })
    const xml = await signAs(signer, memo.unsigned, { line: leaderLine, role: '组长 <甲>' })
    const found = await verifyDocx(await joinSignatures(memo.unsigned, [xml]), {
      at: signedAt,
      anchors: [memo.authority.der],
      requiredLines: false,
    })
    expect(found.verdict).toBe('valid')
    expect(found.signatures).toMatchObject([
      {
        part: '/_xmlsignatures/sig1.xml',
        signer: '李 明',
        role: '组长 <甲>',
        signedAt: '2026-11-22T07:20:00.000Z',
        lineId: leaderLine,
        algorithm,
        certificate: { serial: expect.stringMatching(/^0?abc$/), notBefore: '2026-01-01T00:00:00.000Z' },
        intact: true,
        trusted: true,
        reasons: [],
      },
    ])
    expect(found.lines.map(({ signedBy }) => signedBy)).toEqual(['李 明', null])
  })

  it('lists every part but properties, and external relationships too', async () => {
    const { manifest } = parseSignature(new TextEncoder().encode(memo.signatures[0]))
    const names = manifest.map(({ uri }) => uri.replace(/\?.*/, ''))
    const { parts } = await readPackage(memo.unsigned)
    expect(names.toSorted()).toEqual([...parts.keys()].filter((name) => !name.startsWith('/docProps/')).toSorted())
    const transform = manifest.find(({ uri }) => uri.startsWith('/word/_rels/'))?.transforms[0]
    const external = /Id="([^"]+)"[^>]*TargetMode="External"/.exec(
      Buffer.from(parts.get('/word/_rels/document.xml.rels')!.bytes).toString(),
    )
    expect(transform).toMatchObject({ kind: 'relationships', ids: expect.any(Set) })
    expect(transform?.kind === 'relationships' && transform.ids.has(external?.[1] ?? '')).toBe(true)
  })

  it('states the time to the second and is not made for a line that is not there', async () => {
    const xml = await signAs(memo.leader, memo.unsigned, { line: leaderLine, at: '2026-11-22T07:20:00.987Z' })
    expect(xml).toContain('<xd:SigningTime>2026-11-22T07:20:00Z</xd:SigningTime>')
    await expect(
      signAs(memo.leader, memo.unsigned, { line: '{00000000-0000-0000-0000-000000000000}' }),
    ).rejects.toThrow('line')
  })

  it('is not made with a certificate of another key', async () => {
    const signing = signAs(memo.leader, memo.unsigned, { line: leaderLine, chain: [memo.member.der] })
    await expect(signing).rejects.toThrow('not that of the key')
  })

  it('tells an open line from a signed one', async () => {
    const half = await joinSignatures(memo.unsigned, memo.signatures.slice(0, 1))
    const strict = await verifyDocx(half, { at: signedAt, anchors: [memo.authority.der] })
    expect([strict.verdict, strict.reasons]).toEqual(['broken', [{ code: 'line-unsigned', detail: memberLine }]])
  })
})

describe('signatures made apart', () => {
  it('join to one valid document', async () => {
    const found = await verifyDocx(memo.signed, { at: signedAt, anchors: [memo.authority.der] })
    expect(found).toMatchObject({ verdict: 'valid', reasons: [], lines: [{ signedBy: '李 明' }, { signedBy: '王芳' }] })
  })

  it('join to the same bytes whatever their order, and twice is once', async () => {
    const [first, second] = memo.signatures
    expect(await joinSignatures(memo.unsigned, [second, first, second])).toEqual(memo.signed)
    expect(await joinSignatures(memo.signed, [first])).toEqual(memo.signed)
    const oneByOne = await joinSignatures(await joinSignatures(memo.unsigned, [first]), [second])
    expect(oneByOne).toEqual(memo.signed)
  })

  it('leave every part as it was', async () => {
    const before = await readPackage(memo.unsigned)
    const after = await readPackage(memo.signed)
    const kept = [...before.parts.values()].filter(({ name }) => name !== '/_rels/.rels')
    expect(kept.map(({ name }) => after.parts.get(name))).toEqual(kept)
  })

  it('may also be made on top of each other', async () => {
    const half = await joinSignatures(memo.unsigned, memo.signatures.slice(0, 1))
    const second = await signAs(memo.member, half, { line: memberLine })
    const found = await verifyDocx(await joinSignatures(half, [second]), {
      at: signedAt,
      anchors: [memo.authority.der],
    })
    expect(found.verdict).toBe('valid')
  })

  it('may be five', async () => {
    const extra = await Promise.all(
      [1, 2, 3].map((number) => signAs(memo.leader, memo.unsigned, { line: leaderLine, role: `第${number}次` })),
    )
    const found = await verifyDocx(await joinSignatures(memo.signed, extra), {
      at: signedAt,
      anchors: [memo.authority.der],
    })
    expect(found.signatures.map(({ intact }) => intact)).toEqual([true, true, true, true, true])
    expect(found.reasons).toEqual([{ code: 'line-signed-twice', detail: leaderLine }])
  })
})

it('a verification is plain JSON', async () => {
  const found = await verifyDocx(memo.signed, { at: signedAt, anchors: [] })
  expect(JSON.parse(JSON.stringify(found))).toEqual(found)
})

it('what is no document is refused as unreadable, whatever it is', async () => {
  const source = await readFile(new URL(import.meta.url))
  await expect(verifyDocx(source, { at: signedAt, anchors: [] })).rejects.toThrow('docx.unreadable')
  await expect(verifyDocx(new Uint8Array(0), { at: signedAt, anchors: [] })).rejects.toThrow('docx.unreadable')
})
