import { beforeAll, describe, expect, it } from 'vitest'
import type { ReasonCode } from '../../electron/signature/reason.ts'
import { verifyDocx, type DocxVerification, type Verdict } from '../../electron/signature/verify.ts'
import { faultOf } from '../opc/fault.ts'
import {
  addPart,
  addRelationship,
  both,
  copyPart,
  inBytes,
  inPackage,
  inText,
  reordered,
  withContentType,
  withDuplicate,
  withoutPart,
  withoutRelationship,
  withoutSignatures,
  type Alteration,
} from './alter.ts'
import { makeSignedMemo, signedAt, type SignedMemo } from './memo.ts'

let memo: SignedMemo
beforeAll(async () => {
  memo = await makeSignedMemo('RSA-3072', 'P-256')
})

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
const comments = 'application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml'
const bindings = 'http://schemas.openxmlformats.org/package/2006/relationships/digital-signature'
const signatureType = 'application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml'

type Tampering = readonly [what: string, alter: Alteration, verdict: Verdict, code: ReasonCode]

const content: readonly Tampering[] = [
  ['a word of the text', inText('/word/document.xml', '第二分局', '第三分局'), 'broken', 'part-digest'],
  ['a space at the end of the text', inText('/word/document.xml', /$/, ' '), 'broken', 'part-digest'],
  ['a style', inText('/word/styles.xml', 'w:styles', 'w:styles xmlns:x="x"'), 'broken', 'part-digest'],
  ['the header of even pages', inText('/word/header2.xml', '双页', '単页'), 'broken', 'part-digest'],
  ['the footer', inText('/word/footer1.xml', 'PAGE', 'DATE'), 'broken', 'part-digest'],
  [
    'a photo',
    inBytes('/word/media/image1.jpg', (bytes) => Buffer.concat([bytes, Buffer.from([0])])),
    'broken',
    'part-digest',
  ],
  [
    'the placeholder of a line',
    inBytes('/word/media/signatureLine1.png', (bytes) => bytes.subarray(1)),
    'broken',
    'part-digest',
  ],
  ['the signer named on a line', inText('/word/document.xml', '李 明', '李 四'), 'broken', 'part-digest'],
  ['a part removed', inPackage(withoutPart('/word/footnotes.xml')), 'broken', 'part-missing'],
  ['a relationship part removed', inPackage(withoutPart('/word/_rels/document.xml.rels')), 'broken', 'part-missing'],
  [
    'where a link leads',
    inText('/word/_rels/document.xml.rels', 'invalid/137', 'invalid/138'),
    'broken',
    'relationship-digest',
  ],
  [
    'what a photo shows, by its relationship',
    inText('/word/_rels/document.xml.rels', 'media/image1.jpg', 'media/signatureLine1.png'),
    'broken',
    'relationship-digest',
  ],
  [
    'the type of a relationship',
    inText('/word/_rels/document.xml.rels', '/header"', '/footer"'),
    'broken',
    'relationship-digest',
  ],
  [
    'an Id of a relationship',
    inText('/word/_rels/document.xml.rels', /Id="rId1"/, 'Id="rId999"'),
    'broken',
    'relationship-missing',
  ],
  [
    'the content type of the text',
    inPackage(withContentType('/word/document.xml', main.replace('document.main', 'template.main'))),
    'broken',
    'content-type-mismatch',
  ],
  [
    'the content type of a photo',
    inPackage(withContentType('/word/media/image1.jpg', 'image/svg+xml')),
    'broken',
    'content-type-mismatch',
  ],
  [
    'the case of a content type',
    inPackage(withContentType('/word/media/image1.jpg', 'Image/JPEG')),
    'broken',
    'content-type-mismatch',
  ],
]

const additions: readonly Tampering[] = [
  [
    'a part that nothing names',
    inPackage(addPart('/word/added.xml', 'application/xml', '<a/>')),
    'broken',
    'part-uncovered',
  ],
  ['a part without content type', inPackage(addPart('/word/added.bin', '', 'x')), 'broken', 'part-uncovered'],
  [
    'a comments part with its relationship',
    both(
      addPart('/word/comments.xml', comments, '<w:comments/>'),
      addRelationship('/word/document.xml', `${office}/comments`, 'comments.xml'),
    ),
    'broken',
    'relationship-uncovered',
  ],
  [
    'a comments part, as a part',
    both(
      addPart('/word/comments.xml', comments, '<w:comments/>'),
      addRelationship('/word/document.xml', `${office}/comments`, 'comments.xml'),
    ),
    'broken',
    'part-uncovered',
  ],
  [
    'a relationship to a part that is signed',
    inPackage(addRelationship('/word/document.xml', `${office}/image`, 'media/image1.jpg')),
    'broken',
    'relationship-uncovered',
  ],
  [
    'relationships of a part that had none',
    inPackage(addRelationship('/word/styles.xml', `${office}/image`, 'media/image1.jpg')),
    'broken',
    'relationship-uncovered',
  ],
  [
    'relationships of a part that is not there',
    inPackage(addRelationship('/word/ghost.xml', `${office}/image`, 'media/image1.jpg')),
    'broken',
    'relationship-uncovered',
  ],
  [
    'a second main document',
    both(
      addPart('/word/evil.xml', main, '<w:document/>'),
      addRelationship('/', `${office}/officeDocument`, 'word/evil.xml'),
    ),
    'broken',
    'main-document-ambiguous',
  ],
  [
    'a second relationship to the main document',
    inPackage(addRelationship('/', `${office}/officeDocument`, 'word/document.xml')),
    'broken',
    'relationship-uncovered',
  ],
  [
    'a part that poses as document properties',
    both(
      addPart('/word/app.xml', 'application/vnd.openxmlformats-officedocument.extended-properties+xml', '<a/>'),
      addRelationship('/', `${office}/extended-properties`, 'word/app.xml'),
    ),
    'broken',
    'part-uncovered',
  ],
  [
    'a page that poses as a thumbnail',
    both(
      addPart('/docProps/page.xml', main, '<a/>'),
      addRelationship(
        '/',
        'http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail',
        'docProps/page.xml',
      ),
    ),
    'broken',
    'part-uncovered',
  ],
  [
    'document properties that the text refers to',
    inPackage(addRelationship('/word/document.xml', `${office}/image`, '../docProps/app.xml')),
    'broken',
    'part-uncovered',
  ],
  [
    'custom XML that the text does not bind',
    both(
      addPart('/customXml/item1.xml', 'application/xml', '<a>loose</a>'),
      addRelationship('/word/document.xml', `${office}/customXml`, '../customXml/item1.xml'),
    ),
    'untrusted',
    'custom-xml-uncovered',
  ],
  [
    'custom XML that the text binds',
    async (docx) =>
      both(
        addPart('/customXml/item1.xml', 'application/xml', '<a>bound</a>'),
        addRelationship('/word/document.xml', `${office}/customXml`, '../customXml/item1.xml'),
      )(await inText('/word/document.xml', '<w:body>', '<w:body><!-- w:dataBinding -->')(docx)),
    'broken',
    'part-uncovered',
  ],
  [
    'a part that poses as a signature',
    inPackage(addPart('/_xmlsignatures/sig9.xml', signatureType, '<Signature/>')),
    'broken',
    'signature-unlisted',
  ],
  [
    'a part beside the signatures',
    inPackage(addPart('/_xmlsignatures/note.xml', 'application/xml', '<a/>')),
    'broken',
    'part-uncovered',
  ],
  [
    'a foreign relationship of the signature list',
    inPackage(addRelationship('/_xmlsignatures/origin.sigs', `${office}/image`, '../word/media/image1.jpg')),
    'broken',
    'relationship-uncovered',
  ],
  [
    'a foreign relationship of a signature',
    inPackage(addRelationship('/_xmlsignatures/sig1.xml', `${office}/image`, '../word/media/image1.jpg')),
    'broken',
    'relationship-uncovered',
  ],
  [
    'content in the signature origin',
    inBytes('/_xmlsignatures/origin.sigs', () => Buffer.from('hidden')),
    'broken',
    'signature-unlisted',
  ],
  [
    'a second signature origin',
    inPackage(addRelationship('/', `${bindings}/origin`, '_xmlsignatures/sig1.xml')),
    'broken',
    'origin-invalid',
  ],
  [
    'a third signature that is none',
    both(
      addPart('/_xmlsignatures/sig3.xml', signatureType, '<Signature/>'),
      addRelationship('/_xmlsignatures/origin.sigs', `${bindings}/signature`, 'sig3.xml'),
    ),
    'broken',
    'signature-malformed',
  ],
]

const signatures: readonly Tampering[] = [
  [
    'a signature removed with its relationship',
    both(withoutPart('/_xmlsignatures/sig2.xml'), withoutRelationship('sig2.xml')),
    'broken',
    'line-unsigned',
  ],
  ['a signature part removed', inPackage(withoutPart('/_xmlsignatures/sig2.xml')), 'broken', 'signature-missing'],
  ['a signature no longer listed', inPackage(withoutRelationship('sig2.xml')), 'broken', 'signature-unlisted'],
  [
    'the relationship to the signatures removed',
    inText('/_rels/.rels', /<Relationship [^>]*digital-signature\/origin[^>]*>/, ''),
    'broken',
    'signature-unlisted',
  ],
  [
    'all signatures removed, leaving their list',
    both(withoutPart('/_xmlsignatures/sig1.xml'), withoutPart('/_xmlsignatures/sig2.xml')),
    'broken',
    'signature-missing',
  ],
  ['all traces of signatures removed', inPackage(withoutSignatures), 'unsigned', 'line-unsigned'],
  [
    'the content type of a signature',
    inPackage(withContentType('/_xmlsignatures/sig1.xml', 'application/xml')),
    'broken',
    'signature-content-type',
  ],
  [
    'a signature doubled under another name',
    both(
      copyPart('/_xmlsignatures/sig1.xml', '/_xmlsignatures/sig3.xml'),
      addRelationship('/_xmlsignatures/origin.sigs', `${bindings}/signature`, 'sig3.xml'),
    ),
    'broken',
    'line-signed-twice',
  ],
]

describe('a signed memo is no longer valid after a change of', () => {
  it.each(content)('%s', check)
})

describe('a signed memo is no longer valid after adding', () => {
  it.each(additions)('%s', check)
})

describe('a signed memo is no longer valid with', () => {
  it.each(signatures)('%s', check)
})

describe('what a person reads first of an altered memo', () => {
  it('is that its content was changed, not that nobody signed', async () => {
    const found = await verify(await inText('/word/document.xml', /<w:t[^>]*>/, '$&x')(memo.signed))
    expect(found.verdict).toBe('broken')
    expect(found.reasons).toEqual([])
    expect(found.signatures.map(({ reasons: [first] }) => first?.code)).toEqual(['part-digest', 'part-digest'])
    expect(found.lines.map(({ signedBy }) => signedBy)).toEqual([null, null])
  })

  it('is what was added, before the line whose signature is gone', async () => {
    const alter = both(
      withoutPart('/_xmlsignatures/sig2.xml'),
      withoutRelationship('sig2.xml'),
      addPart('/word/comments.xml', comments, '<a/>'),
    )
    const { verdict, reasons } = await verify(await alter(memo.signed))
    expect(verdict).toBe('broken')
    expect(reasons.map(({ code }) => code)).toEqual(['part-uncovered', 'line-unsigned'])
  })
})

describe('a signed memo stays valid', () => {
  it.each<readonly [string, Alteration]>([
    ['as it is', async (docx) => docx],
    ['packed anew in another order without compression', reordered],
    [
      'with its relationships in another order and with white space',
      inText('/word/_rels/document.xml.rels', /(<Relationship [^>]*>)(<Relationship [^>]*>)/, '\n$2\n  $1'),
    ],
    [
      'with other document properties',
      inText(
        '/docProps/core.xml',
        /<dc:creator>.*<\/dc:creator>|<\/cp:coreProperties>/,
        '<dc:creator>x</dc:creator></cp:coreProperties>',
      ),
    ],
  ])('%s', async (_, alter) => {
    const { verdict } = await verify(await alter(memo.signed))
    expect(verdict).toBe('valid')
  })

  it('and names what may change without breaking it', async () => {
    const { coverage } = await verify(memo.signed)
    expect(coverage.unsigned).toEqual(['/docProps/app.xml', '/docProps/core.xml', '/docProps/custom.xml'])
    expect(coverage.uncovered).toEqual([])
  })
})

it('a second entry of the same name is refused before any signature is looked at', async () => {
  expect(await faultOf(verify(await withDuplicate(memo.signed, 'word/document.xml', '<evil/>')))).toBe(
    'duplicate-entry',
  )
})

it('a text that is no XML any more is refused', async () => {
  expect(await faultOf(verify(await inText('/word/document.xml', '<w:body>', '<w:body')(memo.signed)))).toBe('xml')
})

it('coverage names an added part and an added relationship', async () => {
  const alter = both(
    addPart('/word/comments.xml', comments, '<a/>'),
    addRelationship('/word/document.xml', `${office}/comments`, 'comments.xml'),
  )
  const { coverage } = await verify(await alter(memo.signed))
  expect(coverage.uncovered).toEqual(['/word/comments.xml', '/word/_rels/document.xml.rels#rIdAdded'])
})

async function check(_: string, alter: Alteration, verdict: Verdict, code: ReasonCode): Promise<void> {
  const found = await verify(await alter(memo.signed))
  expect({ verdict: found.verdict, codes: codesOf(found) }).toEqual({ verdict, codes: expect.arrayContaining([code]) })
}

function verify(docx: Uint8Array): Promise<DocxVerification> {
  return verifyDocx(docx, { at: signedAt, anchors: [memo.authority.der] })
}

function codesOf({ reasons, signatures: each }: DocxVerification): readonly ReasonCode[] {
  return [...reasons, ...each.flatMap((signature) => signature.reasons)].map(({ code }) => code)
}
