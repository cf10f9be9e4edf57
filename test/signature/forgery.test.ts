import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { childElements, parseXml } from '../../electron/opc/xml.ts'
import { outsideLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { canonicalize } from '../../electron/signature/canonical.ts'
import { reasonCodes, reasonText, type ReasonCode } from '../../electron/signature/reason.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { inText, type Alteration } from './alter.ts'
import { makeIdentity } from './identity.ts'
import { makeSignedMemo, signedAt, type SignedMemo } from './memo.ts'

let memo: SignedMemo
beforeAll(async () => {
  memo = await makeSignedMemo('RSA-2048', 'P-256')
})

const canonical = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'
const inFirst = (from: string | RegExp, to: string) => inText('/_xmlsignatures/sig1.xml', from, to)

/** What nobody signed, in an object of its own: only text, nothing at all, or the look of what XAdES asks for. */
const outside = [
  ['only text', '<Object Id="idMore">同意全部意见</Object>'],
  ['text without an Id', '<Object>同意</Object>'],
  ['text as CDATA', '<Object><![CDATA[同意]]></Object>'],
  ['an empty object', '<Object/>'],
  ['an object of a comment', '<Object><!-- 同意 --></Object>'],
  ['an encoded picture', '<Object Encoding="http://www.w3.org/2000/09/xmldsig#base64">iVBORw0KGgo=</Object>'],
  ['properties of another namespace', '<Object><QualifyingProperties/></Object>'],
] as const

describe('one signature is broken, and the other is not, after a change of', () => {
  it.each<readonly [string, Alteration, ReasonCode]>([
    [
      'the signing time of the package object',
      inFirst('<mdssi:Value>2026', '<mdssi:Value>2025'),
      'signing-time-mismatch',
    ],
    ['the same, seen as content', inFirst('<mdssi:Value>2026', '<mdssi:Value>2025'), 'reference-digest'],
    ['the signing time of XAdES', inFirst('<xd:SigningTime>2026', '<xd:SigningTime>2025'), 'signing-time-mismatch'],
    [
      'both signing times',
      async (docx) =>
        inFirst(
          '<mdssi:Value>2026',
          '<mdssi:Value>2025',
        )(await inFirst('<xd:SigningTime>2026', '<xd:SigningTime>2025')(docx)),
      'reference-digest',
    ],
    ['the time to none', inFirst(/<mdssi:Value>[^<]*/, '<mdssi:Value>soon'), 'signing-time-missing'],
    ['the role', inFirst('<xd:ClaimedRole>组长', '<xd:ClaimedRole>局长'), 'reference-digest'],
    ['the comment', inFirst('<SignatureComments>', '<SignatureComments>同意'), 'reference-digest'],
    ['the drawn signature', inFirst('<SignatureImage>', '<SignatureImage>AAAA'), 'reference-digest'],
    [
      'the picture of the valid line',
      inFirst('Id="idValidSigLnImg">', 'Id="idValidSigLnImg">AAAA'),
      'reference-digest',
    ],
    ['the line it stands on', inFirst('<SetupID>{5B1F2C34', '<SetupID>{00000000'), 'line-unknown'],
    ['the signature value', inFirst('<SignatureValue>', '<SignatureValue>AAAA'), 'signature-value'],
    ['a digest in the manifest', inFirst(/(idPackageObject"><Manifest>.*?<DigestValue>)..../, '$1AAAA'), 'part-digest'],
    [
      'the manifest by one reference less',
      inFirst(/<Manifest><Reference.*?<\/Reference>/, '<Manifest>'),
      'reference-digest',
    ],
    [
      'the manifest by one reference twice',
      inFirst(/<Manifest>(<Reference.*?<\/Reference>)/, '<Manifest>$1$1'),
      'manifest-duplicate',
    ],
    [
      'the manifest to a part outside',
      inFirst(/<Manifest><Reference URI="[^"]*"/, '<Manifest><Reference URI="http://example.invalid/a"'),
      'reference-external',
    ],
    [
      'the reference to the package object to none',
      inFirst(/<Reference Type="[^"]*" URI="#idPackageObject".*?<\/Reference>/, ''),
      'object-unsigned',
    ],
    ['a reference to the whole file', inFirst('URI="#idOfficeObject"', 'URI=""'), 'reference-external'],
    ['a reference to another file', inFirst('URI="#idOfficeObject"', 'URI="file:///etc/passwd"'), 'reference-external'],
    [
      'a reference to an Id that is not there',
      inFirst('URI="#idOfficeObject"', 'URI="#idElsewhere"'),
      'reference-unresolved',
    ],
    [
      'the Id of an object to one that is taken',
      inFirst('Id="idOfficeObject"', 'Id="idPackageObject"'),
      'id-duplicate',
    ],
    [
      'the transform to XSLT',
      inFirst(
        `<Transform Algorithm="${canonical}">`,
        '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">',
      ),
      'transform-unknown',
    ],
    [
      'the canonicalization method',
      inFirst(`<CanonicalizationMethod Algorithm="${canonical}"`, '<CanonicalizationMethod Algorithm="urn:none"'),
      'transform-unknown',
    ],
    ['the signature method', inFirst('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256'), 'algorithm-unknown'],
    [
      'the signature method to one of another key',
      inFirst('xmldsig-more#rsa-sha256', 'xmldsig-more#ecdsa-sha256'),
      'signature-value',
    ],
    ['a digest method', inFirst('xmlenc#sha256', 'xmlenc#md5'), 'algorithm-unknown'],
    [
      'a second manifest',
      inFirst('<SignatureProperties>', '<Manifest></Manifest><SignatureProperties>'),
      'package-object',
    ],
    ['an object more', inFirst('</Signature>', '<Object Id="idMore">text<a/></Object></Signature>'), 'object-unsigned'],
    ...outside.map(([what, to]): readonly [string, Alteration, ReasonCode] => [
      `the signature by ${what}`,
      inFirst('</Signature>', `${to}</Signature>`),
      'object-unsigned',
    ]),
    [
      'text into the wrapper of XAdES',
      inFirst(/(<Object><xd:QualifyingProperties[^>]*>)/, '$1同意'),
      'object-unsigned',
    ],
    [
      'an element into it',
      inFirst(/(<Object><xd:QualifyingProperties[^>]*>)/, '$1<Note>同意</Note>'),
      'object-unsigned',
    ],
    ['the signature by text beside its objects', inFirst('</Signature>', '同意</Signature>'), 'signature-malformed'],
    ['the signature by an element beside them', inFirst('</Signature>', '<Note/></Signature>'), 'signature-malformed'],
    ['its certificate to none', inFirst(/<KeyInfo>.*<\/KeyInfo>/, ''), 'certificate-missing'],
    ['its certificate to noise', inFirst(/<X509Certificate>..../, '<X509Certificate>AAAA'), 'certificate-unreadable'],
    ['its certificate to no base64', inFirst(/<X509Certificate>..../, '<X509Certificate>!!!!'), 'signature-malformed'],
    [
      'XAdES to something unsigned',
      inFirst(/<Reference Type="[^"]*" URI="#idSignedProperties".*?<\/Reference>/, ''),
      'xades-unsigned',
    ],
    ['a DTD', inFirst('<Signature ', '<!DOCTYPE Signature [<!ENTITY a "b">]><Signature '), 'dtd-forbidden'],
    ['its end', inFirst('</Signature>', ''), 'signature-malformed'],
    [
      'its root',
      inFirst('xmlns="http://www.w3.org/2000/09/xmldsig#" Id="idPackageSignature"', 'xmlns="urn:other"'),
      'signature-malformed',
    ],
    [
      'its depth',
      inFirst('</Signature>', `${'<a>'.repeat(3000)}${'</a>'.repeat(3000)}</Signature>`),
      'signature-too-large',
    ],
    [
      'its size',
      inFirst('</Signature>', `<!--${randomBytes(6 * 1024 ** 2).toString('base64')}--></Signature>`),
      'signature-too-large',
    ],
  ])('%s', async (_, alter, code) => {
    const found = await verifyDocx(await alter(memo.signed), { at: signedAt, anchors: [memo.authority.der] })
    const [first, second] = found.signatures
    expect({
      verdict: found.verdict,
      first: first?.intact,
      codes: first?.reasons.map((reason) => reason.code),
    }).toEqual({
      verdict: 'broken',
      first: false,
      codes: expect.arrayContaining([code]),
    })
    expect(second).toMatchObject({ intact: true, trusted: true })
  })
})

it('a certificate of the same key for another name is noticed', async () => {
  const twin = await makeIdentity({ name: '替身', serial: '99', issuer: memo.authority, keys: memo.leader.keys })
  const own = Buffer.from(memo.leader.der).toString('base64')
  const altered = await inFirst(own, Buffer.from(twin.der).toString('base64'))(memo.signed)
  const found = await verifyDocx(altered, { at: signedAt, anchors: [memo.authority.der] })
  expect(found.verdict).toBe('broken')
  expect(found.signatures[0]?.reasons.map(({ code }) => code)).toEqual([
    'certificate-digest-mismatch',
    'line-signer-differs',
  ])
})

it('what stands outside the signed objects may change', async () => {
  const altered = await inFirst(
    '<xd:UnsignedSignatureProperties>',
    '<xd:UnsignedSignatureProperties><xd:Note/>',
  )(memo.signed)
  expect(await verifyDocx(altered, { at: signedAt, anchors: [memo.authority.der] })).toMatchObject({ verdict: 'valid' })
})

describe('canonical XML', () => {
  it.each([
    ['empty elements and attribute order', '<a c="3" b="2"/>', '<a b="2" c="3"></a>'],
    [
      'namespaces before attributes, by prefix',
      '<a z="1" xmlns:y="u:y" xmlns="u:a" y:b="2"/>',
      '<a xmlns="u:a" xmlns:y="u:y" z="1" y:b="2"></a>',
    ],
    [
      'attributes by namespace, then by name',
      '<a xmlns:p="u:2" xmlns:q="u:1" p:a="1" q:b="2" c="3"/>',
      '<a xmlns:p="u:2" xmlns:q="u:1" c="3" q:b="2" p:a="1"></a>',
    ],
    [
      'declarations that say nothing new',
      '<a xmlns="u"><b xmlns="u"><c xmlns=""/></b></a>',
      '<a xmlns="u"><b><c xmlns=""></c></b></a>',
    ],
    [
      'comments, CDATA and references',
      '<a><!-- x --><![CDATA[<&>]]>&#x26;&gt;&quot;</a>',
      '<a>&lt;&amp;&gt;&amp;&gt;"</a>',
    ],
    [
      'line ends and white space in attributes',
      '<a b="1&#9;2&#10;3&#13;4\n5">\r\n&#13;</a>',
      '<a b="1&#x9;2&#xA;3&#xD;4 5">\n&#xD;</a>',
    ],
    ['processing instructions', '<a><?x   y z?><?w?></a>', '<a><?x y z?><?w?></a>'],
    ['characters beyond the basic plane', '<a b="𠮷">䶮\u2028\u0085</a>', '<a b="𠮷">䶮\u2028\u0085</a>'],
  ])('has %s', (_, xml, expected) => {
    expect(canonicalize(rootOf(xml))).toBe(expected)
  })

  it('of an inner element has the namespaces and xml: attributes around it', () => {
    const outer = rootOf('<a xmlns="u:a" xmlns:p="u:p" xml:lang="zh" xml:space="preserve"><b xml:space="default"/></a>')
    expect(childElements(outer).map((element) => canonicalize(element))).toEqual([
      '<b xmlns="u:a" xmlns:p="u:p" xml:lang="zh" xml:space="default"></b>',
    ])
  })

  it('goes as deep as a part may', () => {
    const { depth } = outsideLimits.xml
    const deep = '<a>'.repeat(depth) + '</a>'.repeat(depth)
    expect(canonicalize(rootOf(deep))).toBe(deep)
  })
})

it.each(reasonCodes)('%s has a Chinese sentence', (code) => {
  expect(reasonText(code)).toMatch(/^\p{Script=Han}[^。]*。$/u)
})

function rootOf(xml: string) {
  const root = parseXml(new TextEncoder().encode(xml)).documentElement
  if (root === null) throw new Error('no root')
  return root
}
