import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPackage } from '../../electron/opc/package.ts'
import type { ReasonCode } from '../../electron/signature/reason.ts'
import { verifyDocx, type Verdict } from '../../electron/signature/verify.ts'
import { faultOf } from '../opc/fault.ts'
import { addPart, addRelationship, both, inText, withDuplicate, type Alteration } from './alter.ts'

const lookedAt = new Date().toISOString()

/** Public files that Word and other programs signed; they are no part of this repository. */
const folder =
  process.env['MINGCHA_WORD_FIXTURES'] ?? new URL('../../../shared/fixtures/word-signed', import.meta.url).pathname
const present = existsSync(folder)
if (!present) process.stderr.write('left out: the files that Word signed, which are not here (MINGCHA_WORD_FIXTURES)\n')

type Expected = {
  readonly file: string
  readonly verdict: Verdict
  readonly signers: readonly string[]
  readonly codes: readonly ReasonCode[]
  readonly unsigned?: readonly string[]
}

const properties = ['/docProps/app.xml', '/docProps/core.xml']
const customXml = ['/customXml/item1.xml', '/customXml/itemProps1.xml']

/** Nobody here vouches for these signers, and all but the last three signed with SHA-1. */
const files: readonly Expected[] = [
  { file: 'hello-world-unsigned.docx', verdict: 'unsigned', signers: [], codes: [] },
  {
    file: 'hello-world-office-2010-technical-preview-unsigned.docx',
    verdict: 'unsigned',
    signers: [],
    codes: [],
    unsigned: [...customXml, ...properties],
  },
  {
    file: 'hello-world-signed.docx',
    verdict: 'untrusted',
    signers: ['Bart Hanssens (Signature)'],
    codes: ['algorithm-weak', 'certificate-untrusted'],
  },
  {
    file: 'hello-world-signed-twice.docx',
    verdict: 'untrusted',
    signers: ['Bryan Brouckaert (Signature)', 'Bart Hanssens (Signature)'],
    codes: ['algorithm-weak', 'certificate-untrusted'],
  },
  {
    file: 'hello-world-office-2010-technical-preview.docx',
    verdict: 'untrusted',
    signers: ['Test'],
    codes: ['algorithm-weak', 'certificate-untrusted', 'custom-xml-uncovered'],
    unsigned: [...customXml, ...properties],
  },
  {
    file: 'ms-office-2010-signed.docx',
    verdict: 'untrusted',
    signers: ['Frank Cornelis (Signature)'],
    codes: ['algorithm-weak', 'certificate-untrusted'],
  },
  {
    file: 'hyperlink-example-signed.docx',
    verdict: 'untrusted',
    signers: ['Frank Cornelis (Signature)'],
    codes: ['algorithm-weak', 'certificate-untrusted'],
  },
  {
    file: 'Office2010-SP1-XAdES-X-L.docx',
    verdict: 'untrusted',
    signers: ['Frank Cornelis (Signature)'],
    codes: ['algorithm-weak', 'certificate-untrusted'],
  },
  // Its RSA value lacks the NULL parameter of DigestInfo: only Java accepts it.
  {
    file: 'office2007prettyPrintedRels.docx',
    verdict: 'broken',
    signers: ['Hamed'],
    codes: ['algorithm-weak', 'certificate-untrusted', 'signature-value'],
    unsigned: [...properties, '/docProps/thumbnail.jpeg'],
  },
  // The certificate is a part of its own, and the key has no usage for documents.
  {
    file: 'officeimo-signed-valid.docx',
    verdict: 'untrusted',
    signers: ['OfficeIMO Fixture Package Signing'],
    codes: ['certificate-key-usage', 'certificate-untrusted'],
  },
  {
    file: 'signed.docx',
    verdict: 'untrusted',
    signers: ['Christoffe De Tiège (Signature)'],
    codes: ['certificate-untrusted', 'custom-xml-uncovered'],
    unsigned: [...customXml, ...properties],
  },
]

describe.skipIf(!present)('a file that another program wrote', () => {
  it.each(files)('$file is $verdict', async ({ file, verdict, signers, codes, unsigned }) => {
    const found = await verifyDocx(await read(file), { at: lookedAt, anchors: [] })
    const reasons = [...found.reasons, ...found.signatures.flatMap((signature) => signature.reasons)]
    expect({
      verdict: found.verdict,
      signers: found.signatures.map(({ signer }) => signer),
      codes: [...new Set(reasons.map(({ code }) => code))].toSorted(),
      unsigned: found.coverage.unsigned,
    }).toEqual({ verdict, signers, codes, unsigned: unsigned ?? properties })
  })

  const signed = files.filter(({ verdict }) => verdict === 'untrusted').map(({ file }) => file)

  it.each(signed)('%s is intact, fully covered, and its time is read', async (file) => {
    const { signatures, coverage } = await verifyDocx(await read(file), { at: lookedAt, anchors: [] })
    expect(coverage).toMatchObject({ uncovered: [], contentTypeMismatch: [] })
    expect(signatures.every(({ intact }) => intact)).toBe(true)
    expect(signatures.every(({ signedAt }) => /^20\d\d-\d\d-\d\dT/.test(signedAt ?? ''))).toBe(true)
  })

  it('is trusted once the signer’s own certificate is, but for SHA-1', async () => {
    const file = await read('hello-world-office-2010-technical-preview.docx')
    const part = (await readPackage(file)).parts.get('/_xmlsignatures/sig1.xml')
    const certificate = /<X509Certificate>([^<]+)/.exec(Buffer.from(part?.bytes ?? []).toString())?.[1] ?? ''
    const found = await verifyDocx(file, { at: lookedAt, anchors: [Buffer.from(certificate, 'base64')] })
    expect(found.verdict).toBe('untrusted')
    expect(found.signatures[0]?.reasons.map(({ code }) => code)).not.toContain('certificate-untrusted')
  })

  const comments = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments'
  it.each<readonly [string, Alteration]>([
    ['a letter', inText('/word/document.xml', /<w:t>./, '<w:t>X')],
    ['a style', inText('/word/styles.xml', 'w:styleId="', 'w:styleId="X')],
    ['a relationship', inText('/word/_rels/document.xml.rels', 'fontTable.xml', 'settings.xml')],
    [
      'comments',
      both(
        addPart('/word/comments.xml', 'application/xml', '<a/>'),
        addRelationship('/word/document.xml', comments, 'comments.xml'),
      ),
    ],
  ])('is broken by a change of %s', async (_, alter) => {
    const verdicts = await Promise.all(
      signed.map(
        async (file) => (await verifyDocx(await alter(await read(file)), { at: lookedAt, anchors: [] })).verdict,
      ),
    )
    expect(new Set(verdicts)).toEqual(new Set(['broken']))
  })

  it('is refused with a second entry of the same name', async () => {
    const altered = await withDuplicate(await read('hello-world-signed.docx'), 'word/document.xml', '<a/>')
    expect(await faultOf(verifyDocx(altered, { at: lookedAt, anchors: [] }))).toBe('duplicate-entry')
  })
})

function read(file: string): Promise<Uint8Array> {
  return readFile(join(folder, file))
}
