import { beforeAll, describe, expect, it } from 'vitest'
import { digest } from '../../electron/crypto/signatureAlgorithm.ts'
import { readPackage, withPart } from '../../electron/opc/package.ts'
import type { ReasonCode } from '../../electron/signature/reason.ts'
import { verifyDocx, type Verdict } from '../../electron/signature/verify.ts'
import { makeIdentity } from './identity.ts'
import { leaderLine, makeSignedMemo, memberLine, signedAt, type SignedMemo } from './memo.ts'
import { inPackage, partOf } from './alter.ts'
import { resigned, type Rewriting } from './resign.ts'

/**
 * Signatures that their signer made himself, with a program of his own: the mathematics always hold, so only what they say, and
 * what they leave out, tells a foreign habit from a fraud.
 */
let memo: SignedMemo
let parts: Awaited<ReturnType<typeof readPackage>>
let twin: Uint8Array
beforeAll(async () => {
  memo = await makeSignedMemo('P-256', 'P-256')
  parts = await readPackage(memo.unsigned)
  twin = (await makeIdentity({ name: '李 明', serial: '99', issuer: memo.authority, keys: memo.leader.keys })).der
})

type Habit = readonly [what: string, rewrite: Rewriting]
type Variant = readonly [what: string, rewrite: Rewriting, verdict: Verdict, code: ReasonCode]

const c14n = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const signedForm = `<CanonicalizationMethod Algorithm="${c14n}"></CanonicalizationMethod>`
const transform = `<Transform Algorithm="${c14n}"></Transform>`
const put =
  (from: string | RegExp, to: string): Rewriting =>
  (xml) =>
    xml.replace(from, () => to)
const patch =
  (from: RegExp, to: string): Rewriting =>
  (xml) =>
    xml.replace(from, to)
const all =
  (...rewritings: readonly Rewriting[]): Rewriting =>
  (xml) =>
    rewritings.reduce((written, rewrite) => rewrite(written), xml)
const objectOf = (id: string) => new RegExp(`<Object [^>]*Id="${id}">[\\s\\S]*?</Object>`)
const referenceTo = (id: string) => new RegExp(`<Reference [^>]*URI="#${id}">[\\s\\S]*?</Reference>`)
const without = (id: string) => all(put(objectOf(id), ''), put(referenceTo(id), ''))
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const certificates = () =>
  [memo.leader.der, memo.authority.der].map((der) => `<X509Certificate>${base64(der)}</X509Certificate>`)
const keyInfo =
  (content: () => string): Rewriting =>
  (xml) =>
    xml.replace(/<KeyInfo>[\s\S]*<\/KeyInfo>/, () => `<KeyInfo>${content()}</KeyInfo>`)
const unsigned = (content: string) =>
  put('<xd:UnsignedSignatureProperties>', `<xd:UnsignedSignatureProperties>${content}`)
const withSha =
  (algorithm: string, hash: 'sha1' | 'sha512'): Rewriting =>
  (xml) =>
    xml.replace(
      /<Reference URI="(\/[^?"]*[^s])\?ContentType=[^"]*">[\s\S]*?<\/Reference>/g,
      (reference, name: string) =>
        reference
          .replace(/Algorithm="[^"]*"/, `Algorithm="${algorithm}"`)
          .replace(/(<DigestValue>)[^<]*/, `$1${base64(digest(hash, partOf(parts, name).bytes))}`),
    )

/** What Word, LibreOffice, POI, .NET and others write, each of which some verifier calls valid: so does this one. */
const habits: readonly Habit[] = [
  ['SignedInfo in the exclusive form', put(signedForm, signedForm.replace(c14n, exclusive))],
  [
    'SignedInfo in the form with comments, and a comment in it',
    put(signedForm, `<!-- a -->${signedForm.replace(c14n, `${c14n}#WithComments`)}`),
  ],
  ['SignedInfo without comments, and a comment in it', put(signedForm, `<!-- a -->${signedForm}`)],
  ['signed properties in the exclusive form, as POI does', put(transform, transform.replace(c14n, exclusive))],
  [
    'the exclusive form with prefixes that count all the same',
    put(
      transform,
      `<Transform Algorithm="${exclusive}"><InclusiveNamespaces xmlns="${exclusive}" PrefixList="xd #default"></InclusiveNamespaces></Transform>`,
    ),
  ],
  [
    'signed properties with comments, which no fragment has',
    put(transform, transform.replace(c14n, `${c14n}#WithComments`)),
  ],
  ['no transform where the form goes without saying', put(`<Transforms>${transform}</Transforms><Digest`, '<Digest')],
  ['the form named for an object too', patch(/(URI="#idOfficeObject">)/, `$1<Transforms>${transform}</Transforms>`)],
  ['the authority before the signer', keyInfo(() => `<X509Data>${certificates().toReversed().join('')}</X509Data>`)],
  [
    'each certificate by itself',
    keyInfo(() =>
      certificates()
        .map((one) => `<X509Data>${one}</X509Data>`)
        .join(''),
    ),
  ],
  ['the signer alone', keyInfo(() => `<X509Data>${certificates()[0] ?? ''}</X509Data>`)],
  [
    'the key by its name beside',
    keyInfo(
      () =>
        `<KeyName>key 1</KeyName><X509Data>${certificates().join('')}<X509SubjectName>CN=x</X509SubjectName></X509Data>`,
    ),
  ],
  ['no XAdES, as Word 2007', all(put(/<Object><xd:[\s\S]*<\/Object>/, ''), put(referenceTo('idSignedProperties'), ''))],
  ['parts hashed by SHA-512', withSha('http://www.w3.org/2001/04/xmlenc#sha512', 'sha512')],
  [
    'objects hashed by SHA-384',
    patch(/(URI="#idOfficeObject"><DigestMethod Algorithm=")[^"]*/, '$1http://www.w3.org/2001/04/xmldsig-more#sha384'),
  ],
  ['base64 in lines', patch(/(<X509Certificate>.{64})/, '$1\n')],
  ['blanks between the elements', put('<KeyInfo>', '\n  <KeyInfo>')],
  ['a comment beside the objects', put('<KeyInfo>', '<!-- made by x --><KeyInfo>')],
  ['the time of XAdES by another zone', patch(/(<xd:SigningTime>)[^<]*/, '$12026-11-22T15:20:00+08:00')],
  ['the time of XAdES by the millisecond', patch(/(<xd:SigningTime>)[^<]*/, '$12026-11-22T07:20:00.123Z')],
  [
    'what the signer commits to',
    put(
      '</xd:SignedProperties>',
      '<xd:SignedDataObjectProperties><xd:CommitmentTypeIndication></xd:CommitmentTypeIndication></xd:SignedDataObjectProperties></xd:SignedProperties>',
    ),
  ],
  ['no role', put(/<xd:SignerRole>[\s\S]*<\/xd:SignerRole>/, '')],
  [
    'a time stamp, which is added later',
    unsigned(
      '<xd:SignatureTimeStamp><xd:EncapsulatedTimeStamp>MIIB</xd:EncapsulatedTimeStamp></xd:SignatureTimeStamp>',
    ),
  ],
  [
    'a counter-signature, which says nothing of the paper',
    unsigned(
      '<xd:CounterSignature><Signature Id="idOther"><SignedInfo></SignedInfo></Signature></xd:CounterSignature>',
    ),
  ],
  [
    'relationships listed by their type',
    (xml) =>
      xml.replace(/<mdssi:RelationshipReference SourceId="rIdSignatureLine1">/, () => {
        const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image'
        return `<mdssi:RelationshipsGroupReference SourceType="${type}"></mdssi:RelationshipsGroupReference>${'<mdssi:RelationshipReference SourceId="rIdSignatureLine1">'}`
      }),
  ],
]

/** What is not what it seems: the file is refused by its content. */
const frauds: readonly Variant[] = [
  // Wrapped, moved, doubled.
  [
    'the package object wrapped into another object',
    (xml) =>
      xml.replace(
        objectOf('idPackageObject'),
        (object) => `<Object xmlns="http://www.w3.org/2000/09/xmldsig#">${object}</Object>`,
      ),
    'broken',
    'reference-unresolved',
  ],
  [
    'the package object moved into XAdES',
    (xml) => {
      const [object = ''] = objectOf('idPackageObject').exec(xml) ?? []
      return xml.replace(object, '').replace('<xd:UnsignedProperties>', `<xd:UnsignedProperties>${object}`)
    },
    'broken',
    'reference-unresolved',
  ],
  [
    'another package object in its place, the first beside it',
    (xml) =>
      xml.replace(
        objectOf('idPackageObject'),
        (object) =>
          object + object.replace('Id="idPackageObject"', 'Id="idOther"').replace('idSignatureTime', 'idOtherTime'),
      ),
    'broken',
    'object-unsigned',
  ],
  ['an Id that stands twice, once as ID', put('<KeyInfo>', '<KeyInfo ID="idPackageObject">'), 'broken', 'id-duplicate'],
  ['the same Id in what is added later', unsigned('<xd:Note Id="idOfficeObject"/>'), 'broken', 'id-duplicate'],
  [
    'the package object referenced twice',
    (xml) => xml.replace(referenceTo('idPackageObject'), (one) => one + one),
    'broken',
    'package-object',
  ],
  [
    'a counter-signature with a manifest of its own',
    unsigned('<xd:CounterSignature><Manifest xmlns="http://www.w3.org/2000/09/xmldsig#"/></xd:CounterSignature>'),
    'broken',
    'package-object',
  ],
  [
    'the manifest signed as itself, its object not',
    put('URI="#idPackageObject"', 'URI="#idManifest"'),
    'broken',
    'reference-unresolved',
  ],
  // References.
  [
    'a pointer instead of an Id',
    put('URI="#idOfficeObject"', 'URI="#xpointer(id(\'idOfficeObject\'))"'),
    'broken',
    'reference-unresolved',
  ],
  ['the whole signature, enveloped', put('URI="#idOfficeObject"', 'URI=""'), 'broken', 'reference-external'],
  [
    'something on the network',
    put('URI="#idOfficeObject"', 'URI="https://example.invalid/a#idOfficeObject"'),
    'broken',
    'reference-external',
  ],
  ['a part, from SignedInfo', put('URI="#idOfficeObject"', 'URI="/word/document.xml"'), 'broken', 'reference-external'],
  [
    'an element inside an object',
    put('URI="#idOfficeObject"', 'URI="#idOfficeV1Details"'),
    'broken',
    'reference-unresolved',
  ],
  ['no URI at all', put('URI="#idOfficeObject"', ''), 'broken', 'reference-external'],
  // Transforms and forms.
  ...(
    [
      ['base64', 'http://www.w3.org/2000/09/xmldsig#base64'],
      ['XPath', 'http://www.w3.org/TR/1999/REC-xpath-19991116'],
      ['XPath Filter 2', 'http://www.w3.org/2002/06/xmldsig-filter2'],
      ['enveloped-signature', 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'],
      ['canonical XML 1.1, which nobody writes here', 'http://www.w3.org/2006/12/xml-c14n11'],
      ['the exclusive form by a name that is nearly its own', `${exclusive}#WithComments`],
    ] as const
  ).map(([what, algorithm]): Variant => [
    `signed properties through ${what}`,
    put(transform, `<Transform Algorithm="${algorithm}"></Transform>`),
    'broken',
    'transform-unknown',
  ]),
  ['two forms after each other', put(transform, transform + transform), 'broken', 'transform-unknown'],
  [
    'a form with something in it',
    put(transform, transform.replace('></', '><XPath>1</XPath></')),
    'broken',
    'transform-unknown',
  ],
  [
    'SignedInfo in canonical XML 1.1',
    put(signedForm, signedForm.replace(c14n, 'http://www.w3.org/2006/12/xml-c14n11')),
    'broken',
    'transform-unknown',
  ],
  [
    'relationships through the exclusive form',
    patch(/(<\/Transform>)<Transform Algorithm="[^"]*">/, `$1<Transform Algorithm="${exclusive}">`),
    'broken',
    'transform-unknown',
  ],
  [
    'relationships without the form that must follow',
    patch(/(RelationshipReference><\/Transform>)<Transform [^>]*><\/Transform>/, '$1'),
    'broken',
    'transform-unknown',
  ],
  [
    'relationships chosen by something unknown',
    patch(/<mdssi:RelationshipReference SourceId="rId1">/, '<mdssi:Everything/>$&'),
    'broken',
    'transform-unknown',
  ],
  // What the manifest leaves out, or says otherwise.
  [
    'the text left out',
    put(/<Reference URI="\/word\/document\.xml\?[\s\S]*?<\/Reference>/, ''),
    'broken',
    'part-uncovered',
  ],
  [
    'a photo left out',
    put(/<Reference URI="\/word\/media\/image1\.jpg\?[\s\S]*?<\/Reference>/, ''),
    'broken',
    'part-uncovered',
  ],
  [
    'the picture of the open line left out',
    put(/<Reference URI="\/word\/media\/signatureLine1\.png\?[\s\S]*?<\/Reference>/, ''),
    'broken',
    'part-uncovered',
  ],
  [
    'relationships of the text left out',
    put(/<Reference URI="\/word\/_rels\/document\.xml\.rels\?[\s\S]*?<\/Reference>/, ''),
    'broken',
    'relationship-uncovered',
  ],
  [
    'one relationship left out of them',
    (xml) => withoutRelationshipOf(xml, 'rIdSignatureLine1'),
    'broken',
    'relationship-uncovered',
  ],
  [
    'a part that is not there',
    put(
      '<Manifest>',
      '<Manifest><Reference URI="/word/more.xml?ContentType=application/xml"><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod><DigestValue>AAAA</DigestValue></Reference>',
    ),
    'broken',
    'part-missing',
  ],
  [
    'a part by another content type',
    patch(/(image1\.jpg\?ContentType=)image\/jpeg/, '$1image/png'),
    'broken',
    'content-type-mismatch',
  ],
  [
    'a part without content type',
    patch(/(image1\.jpg)\?ContentType=image\/jpeg/, '$1'),
    'broken',
    'reference-external',
  ],
  ['a part by an encoded name', patch(/image1(\.jpg\?ContentType)/, 'image%31$1'), 'broken', 'part-missing'],
  [
    'a part by a fragment of it',
    patch(/(image1\.jpg\?ContentType=image\/jpeg)/, '$1#a'),
    'broken',
    'reference-external',
  ],
  ['a part by another case of its name', patch(/image1(\.jpg\?ContentType)/, 'Image1$1'), 'broken', 'part-missing'],
  [
    'a second manifest in the object of Office',
    patch(/(Id="idOfficeObject">)/, '$1<Manifest></Manifest>'),
    'broken',
    'package-object',
  ],
  // Algorithms.
  [
    'parts hashed by MD5',
    patch(
      /(<Manifest><Reference [^>]*><DigestMethod Algorithm=")[^"]*/,
      '$1http://www.w3.org/2001/04/xmldsig-more#md5',
    ),
    'broken',
    'algorithm-unknown',
  ],
  ['parts hashed by SHA-1', withSha('http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'), 'untrusted', 'algorithm-weak'],
  [
    'the value by ECDSA with SHA-1',
    put('xmldsig-more#ecdsa-sha256', 'xmldsig-more#ecdsa-sha1'),
    'broken',
    'algorithm-unknown',
  ],
  [
    'the value by a secret instead of a key',
    put('xmldsig-more#ecdsa-sha256', 'xmldsig-more#hmac-sha256'),
    'broken',
    'algorithm-unknown',
  ],
  [
    'the value by RSA under a key of a curve',
    put('xmldsig-more#ecdsa-sha256', 'xmldsig-more#rsa-sha256'),
    'broken',
    'signature-value',
  ],
  // Who signed, and when.
  [
    'the certificate of the other signer',
    keyInfo(() => `<X509Data><X509Certificate>${base64(memo.member.der)}</X509Certificate></X509Data>`),
    'broken',
    'signature-value',
  ],
  [
    'only a key, no certificate',
    keyInfo(() => '<KeyValue><RSAKeyValue></RSAKeyValue></KeyValue>'),
    'broken',
    'certificate-missing',
  ],
  [
    'another certificate of the same key',
    keyInfo(() => `<X509Data><X509Certificate>${base64(twin)}</X509Certificate></X509Data>`),
    'broken',
    'certificate-digest-mismatch',
  ],
  [
    'XAdES names a certificate that is not there',
    patch(/(<xd:CertDigest>[\s\S]*?<DigestValue>)..../, '$1AAAA'),
    'broken',
    'certificate-digest-mismatch',
  ],
  ['XAdES names its number wrongly', patch(/(<X509SerialNumber>)/, '$11'), 'broken', 'certificate-digest-mismatch'],
  [
    'XAdES hashes the certificate by MD5',
    patch(/(<xd:CertDigest><DigestMethod Algorithm=")[^"]*/, '$1http://www.w3.org/2001/04/xmldsig-more#md5'),
    'broken',
    'algorithm-unknown',
  ],
  ['XAdES that nobody signed', put(referenceTo('idSignedProperties'), ''), 'broken', 'xades-unsigned'],
  [
    'XAdES twice',
    (xml) => xml.replace(/<Object><xd:[\s\S]*<\/Object>/, (one) => one + one.replace('Id="idSignedProperties"', '')),
    'broken',
    'signature-malformed',
  ],
  ['two times that differ', patch(/(<xd:SigningTime>)2026/, '$12025'), 'broken', 'signing-time-mismatch'],
  ['a time without a zone', patch(/(<mdssi:Value>)[^<]*/, '$12026-11-22T07:20:00'), 'broken', 'signing-time-missing'],
  [
    'no time in the package object',
    put(/<mdssi:SignatureTime>[\s\S]*<\/mdssi:SignatureTime>/, ''),
    'broken',
    'signing-time-missing',
  ],
  [
    'a time of next year, in both places',
    (xml) => xml.replaceAll('2026-11-22T07:20:00Z', '2027-11-22T07:20:00Z'),
    'untrusted',
    'signing-time-future',
  ],
  // The line and its pictures.
  ['the picture of the valid line dropped', without('idValidSigLnImg'), 'broken', 'line-picture-missing'],
  ['the picture of the invalid line dropped', without('idInvalidSigLnImg'), 'broken', 'line-picture-missing'],
  ['both dropped', all(without('idValidSigLnImg'), without('idInvalidSigLnImg')), 'broken', 'line-picture-missing'],
  ['a picture kept, but not signed', put(referenceTo('idValidSigLnImg'), ''), 'broken', 'object-unsigned'],
  ['an empty picture', patch(/(Id="idValidSigLnImg">)[^<]*/, '$1'), 'broken', 'line-picture-missing'],
  [
    'a picture by another Id',
    (xml) => xml.replaceAll('idValidSigLnImg', 'idvalidSigLnImg'),
    'broken',
    'line-picture-missing',
  ],
  [
    'a picture within an element',
    patch(/(Id="idValidSigLnImg">)([^<]*)/, '$1<a>$2</a>'),
    'broken',
    'signature-malformed',
  ],
  ['the line of the other signer', put(leaderLine, memberLine), 'broken', 'line-signer-differs'],
  ['a line that is not there', put(leaderLine, leaderLine.replace('5B1F', '0000')), 'broken', 'line-unknown'],
  ['no line at all', put(leaderLine, ''), 'broken', 'line-unsigned'],
  [
    'two lines at once',
    (xml) => xml.replace(/<SignatureInfoV1[\s\S]*<\/SignatureInfoV1>/, (one) => one + one),
    'broken',
    'signature-malformed',
  ],
  // What no reference reaches.
  [
    'words beside what XAdES asks for',
    put('<xd:UnsignedProperties>', '<xd:Note>同意</xd:Note><xd:UnsignedProperties>'),
    'broken',
    'object-unsigned',
  ],
  [
    'an object encoded by itself',
    patch(/<Object>(<xd:)/, '<Object Encoding="http://www.w3.org/2000/09/xmldsig#base64">$1'),
    'broken',
    'object-unsigned',
  ],
]

function withoutRelationshipOf(xml: string, id: string): string {
  const line = `<mdssi:RelationshipReference SourceId="${id}"></mdssi:RelationshipReference>`
  return xml.replace(line, '')
}

const first = '/_xmlsignatures/sig1.xml'

async function judge(rewrite: Rewriting) {
  const rewritten = resigned(memo.signatures[0], memo.leader, rewrite)
  const signed = inPackage((pkg) =>
    withPart(pkg, { ...partOf(pkg, first), bytes: new TextEncoder().encode(rewritten) }),
  )
  const found = await verifyDocx(await signed(memo.signed), { at: signedAt, anchors: [memo.authority.der] })
  return {
    verdict: found.verdict,
    codes: [...found.reasons, ...found.signatures.flatMap(({ reasons }) => reasons)].map(({ code }) => code),
  }
}

describe('a signature as others write it is valid', () => {
  it.each(habits)('%s', async (_, rewrite) => {
    expect(await judge(rewrite)).toEqual({ verdict: 'valid', codes: [] })
  })
})

describe('a signature that its signer made holds, and is refused for what it says', () => {
  it.each(frauds)('%s', async (_, rewrite, verdict, code) => {
    expect(await judge(rewrite)).toEqual({ verdict, codes: expect.arrayContaining([code]) })
  })
})
