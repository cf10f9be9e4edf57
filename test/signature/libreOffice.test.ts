import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readPackage } from '../../electron/opc/package.ts'
import type { ReasonCode } from '../../electron/signature/reason.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { addRelationship, inPackage, inText, partOf, type Alteration } from './alter.ts'

/**
 * A memo of the tests that LibreOffice 7.4 signed, with keys made for that and thrown away. It gives its objects Ids of their own in each
 * signature, and hashes the line break of its relationship parts as libxmlsec does.
 */
const files = ['libreOfficeRsa.docx', 'libreOfficeEc.docx']

async function judge(file: string, alter: Alteration = async (docx) => docx) {
  const docx = await readFile(new URL(`recorded/${file}`, import.meta.url))
  const signature = Buffer.from(partOf(await readPackage(docx), '/_xmlsignatures/sig1.xml').bytes).toString()
  const certificate = /<X509Certificate>([^<]*)/.exec(signature)?.[1] ?? ''
  const found = await verifyDocx(await alter(docx), {
    at: '2026-12-02T00:00:00.000Z',
    anchors: [Buffer.from(certificate, 'base64')],
    requiredLines: false,
  })
  const codes = [...found.reasons, ...found.signatures.flatMap(({ reasons }) => reasons)].map(({ code }) => code)
  return { verdict: found.verdict, signers: found.signatures.map(({ signer }) => signer), codes }
}

describe.each(files)('%s', (file) => {
  it('is valid once its signer is trusted', async () => {
    expect(await judge(file)).toEqual({ verdict: 'valid', signers: ['LO Signer'], codes: [] })
  })

  const root = '/_rels/.rels'
  it.each<readonly [string, Alteration, ReasonCode]>([
    ['a word', inText('/word/document.xml', '第二分局', '第三分局'), 'part-digest'],
    ['where a relationship leads', inText(root, 'docProps/custom.xml', 'docProps/core.xml'), 'relationship-digest'],
    [
      'a relationship more',
      inPackage(addRelationship('/word/document.xml', 'urn:x', 'media/image1.jpg')),
      'relationship-uncovered',
    ],
    [
      'a line break more between relationships',
      inText(root, '<Relationship ', '\n<Relationship '),
      'relationship-digest',
    ],
    ['its time', inText('/_xmlsignatures/sig1.xml', /(SigningTime>)2026/, '$12025'), 'reference-digest'],
  ])('is broken by a change of %s', async (_, alter, code) => {
    expect(await judge(file, alter)).toMatchObject({ verdict: 'broken', codes: expect.arrayContaining([code]) })
  })
})
