import sharp from 'sharp'
import { glyphText } from './glyphText.ts'
import { inkBounds, inkColour, inkShapes, type InkStroke } from './ink.ts'

/** Word keeps two pictures of a signed line and shows the one that fits the signature's state. */
export type SignedLinePictures = { readonly valid: Uint8Array; readonly invalid: Uint8Array }

/** Drawn at four times the 192 × 72 points of a signature line, so that print stays sharp. */
export const signatureLinePixels = { width: 768, height: 288 } as const

/**
 * The line to sign on: ✕, a rule and room for the day, so that it also serves a pen on paper. Name and role stand beside it as the document's own text, because a picture's text
 * would need a Chinese font on every machine.
 */
export async function placeholderPicture(): Promise<Uint8Array> {
  const day = ['年', '月', '日'].map((sign, index) =>
    glyphText(sign, { x: 552 + index * 96, y: 276, size: 40, colour: '#000000', anchor: 'end' }),
  )
  return picture(`${rule('#000000')}${cross}${day.join('')}`)
}

/**
 * The signed line: the ink above the rule and the day under it; without ink (a certificate alone) it says so in words.
 * `signedOn` is `YYYY-MM-DD`.
 */
export async function signedLinePictures(signed: {
  readonly strokes: readonly InkStroke[]
  readonly signedOn: string
}): Promise<SignedLinePictures> {
  const day = glyphText(chineseDay(signed.signedOn), { x: 744, y: 276, size: 40, colour: '#000000', anchor: 'end' })
  return {
    valid: await picture(`${rule('#000000')}${handwriting(signed.strokes, inkColour)}${day}`),
    invalid: await picture(`${rule('#8a8a8a')}${handwriting(signed.strokes, '#a8a8a8')}${day}${invalidMark}`),
  }
}

const cross = '<path d="M30 160L74 210M74 160L30 210" stroke="#000000" stroke-width="7" stroke-linecap="round"/>'

const invalidMark = `<rect x="194" y="66" width="380" height="120" rx="10" fill="#ffffff" fill-opacity="0.82" stroke="#b3261e" stroke-width="7"/>${glyphText(
  '签名无效',
  { x: 384, y: 155, size: 82, colour: '#b3261e', anchor: 'middle' },
)}`

function rule(colour: string): string {
  return `<path d="M16 228H752" stroke="${colour}" stroke-width="4"/>`
}

function handwriting(strokes: readonly InkStroke[], colour: string): string {
  const bounds = inkBounds(strokes)
  if (bounds === undefined) {
    return glyphText('已用证书签名', { x: 384, y: 170, size: 72, colour, anchor: 'middle' })
  }
  const room = { width: 600, height: 190 }
  // A dot or a flat line has no extent in one direction and must not be blown up.
  const scale = Math.min(room.width / Math.max(bounds.width, 40), room.height / Math.max(bounds.height, 40), 4)
  const left = 384 - (bounds.left + bounds.width / 2) * scale
  const top = 118 - (bounds.top + bounds.height / 2) * scale
  const nib = 9 / scale
  return `<g transform="translate(${left.toFixed(2)} ${top.toFixed(2)}) scale(${scale.toFixed(4)})">${inkShapes(strokes, colour, nib)}</g>`
}

function chineseDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!match) throw new Error('a signing day must be YYYY-MM-DD')
  return `${Number(match[1])}年${Number(match[2])}月${Number(match[3])}日`
}

/** White ground: verifiers and viewers lay transparent pixels on grey. */
async function picture(shapes: string): Promise<Uint8Array> {
  const { width, height } = signatureLinePixels
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#ffffff"/>${shapes}</svg>`
  return sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 9, palette: true, colours: 32 }).toBuffer()
}
