import { Document, ExternalHyperlink, Footer, Header, ImageRun, Packer, PageNumber, Paragraph, TextRun } from 'docx'
import sharp from 'sharp'
import { joinSignatures } from '../../electron/signature/join.ts'
import { signDocx } from '../../electron/signature/sign.ts'
import { placeSignatureLines, type SignatureLine } from '../../electron/signature/signatureLine.ts'
import { authorityExtensions, makeIdentity, type Identity, type KeyKind } from './identity.ts'

export const signedAt = '2026-11-22T07:20:00.000Z'
export const leaderLine = '{5B1F2C34-0A1B-4C2D-8E3F-000000000001}'
export const memberLine = '{5B1F2C34-0A1B-4C2D-8E3F-000000000002}'

/** A memo-like document: headers for odd and even pages, a footer, a photo, a link, two markers. */
export async function writeMemo(): Promise<Uint8Array> {
  const photo = await picture(320, 200, '#3a6ea5', 'jpeg')
  const header = (text: string) => new Header({ children: [new Paragraph(text)] })
  const document = new Document({
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        headers: { default: header('检查备忘录'), even: header('检查备忘录（双页）') },
        footers: {
          default: new Footer({
            children: [new Paragraph({ children: [new TextRun({ children: [PageNumber.CURRENT] })] })],
          }),
        },
        children: [
          new Paragraph({ children: [new TextRun({ text: '办税服务厅未公示服务承诺', bold: true })] }),
          new Paragraph('2026年11月20日上午，检查组到第二分局暗访。'),
          new Paragraph({
            children: [new ImageRun({ type: 'jpg', data: photo, transformation: { width: 160, height: 100 } })],
          }),
          new Paragraph({
            children: [new ExternalHyperlink({ link: 'https://example.invalid/137', children: [new TextRun('依据')] })],
          }),
          ...[0, 1].map((index) => new Paragraph({ children: [new TextRun(`⟦signature-line:${index}:192⟧`)] })),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

export async function picture(
  width: number,
  height: number,
  background: string,
  format: 'png' | 'jpeg' = 'png',
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer()
}

export async function linesFor(leader: string, member: string): Promise<readonly SignatureLine[]> {
  const placeholder = await picture(256, 96, '#eeeeee')
  return [
    { id: leaderLine, suggestedSigner: leader, suggestedSignerTitle: '组长', placeholder },
    { id: memberLine, suggestedSigner: member, suggestedSignerTitle: '组员', placeholder },
  ]
}

export async function signAs(
  identity: Identity,
  docx: Uint8Array,
  options: {
    readonly line: string
    readonly chain?: readonly Uint8Array[]
    readonly role?: string
    readonly at?: string
  },
): Promise<string> {
  const [ink, signedImage, invalidImage] = await Promise.all(
    ['#101010', '#205020', '#802020'].map((colour) => picture(256, 96, colour)),
  )
  if (ink === undefined || signedImage === undefined || invalidImage === undefined)
    throw new Error('no picture was made')
  return signDocx({
    docx,
    line: { id: options.line },
    signer: { name: identity.name, role: options.role ?? '检查组成员' },
    chain: options.chain ?? [identity.der],
    privateKey: identity.privateKey,
    ink,
    signedImage,
    invalidImage,
    signedAt: options.at ?? signedAt,
  })
}

export type SignedMemo = {
  readonly authority: Identity
  readonly leader: Identity
  readonly member: Identity
  readonly unsigned: Uint8Array
  readonly signatures: readonly [string, string]
  readonly signed: Uint8Array
}

/** Two people sign the same unsigned document, each knowing nothing of the other. */
export async function makeSignedMemo(
  leaderKey: KeyKind,
  memberKey: KeyKind,
  issuer?: Identity,
  printed?: Uint8Array,
): Promise<SignedMemo> {
  const root = { name: '演练 总部 根', serial: '01', extensions: authorityExtensions }
  const authority = issuer ?? (await makeIdentity(root))
  const leader = await makeIdentity({
    name: '李 明',
    serial: `00a${serials[leaderKey]}`,
    issuer: authority,
    kind: leaderKey,
  })
  const member = await makeIdentity({
    name: '王芳',
    serial: `7${serials[memberKey]}`,
    issuer: authority,
    kind: memberKey,
  })
  const unsigned = await placeSignatureLines(printed ?? (await writeMemo()), await linesFor(leader.name, member.name))
  const signatures = await Promise.all([
    signAs(leader, unsigned, { line: leaderLine, role: '组长', chain: [leader.der, authority.der] }),
    signAs(member, unsigned, { line: memberLine, role: '组员', chain: [member.der, authority.der] }),
  ])
  return { authority, leader, member, unsigned, signatures, signed: await joinSignatures(unsigned, signatures) }
}

/** LibreOffice keeps one certificate for each issuer and serial number. */
const serials = { 'RSA-2048': 1, 'RSA-3072': 2, 'P-256': 3 } as const satisfies Record<KeyKind, number>
