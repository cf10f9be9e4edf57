import { glyphs } from './glyphs.ts'

/** Text as SVG outlines; a character without an outline is a defect of the caller, not a gap on paper. */
export function glyphText(text: string, style: GlyphStyle): string {
  const scale = style.size / unitsPerEm
  const shapes: string[] = []
  let pen = 0
  for (const character of text) {
    const outline = glyphs[character]
    if (outline === undefined) throw new Error('a picture asks for a character that has no outline')
    shapes.push(`<path transform="translate(${pen} 0)" d="${outline}"/>`)
    pen += advance(character)
  }
  const left = style.x - pen * scale * anchorShare[style.anchor ?? 'start']
  return `<g fill="${style.colour}" transform="translate(${left.toFixed(2)} ${style.y}) scale(${scale})">${shapes.join('')}</g>`
}

export type GlyphStyle = {
  readonly x: number
  /** Baseline. */
  readonly y: number
  readonly size: number
  readonly colour: string
  readonly anchor?: 'start' | 'middle' | 'end'
}

const unitsPerEm = 640
const anchorShare = { start: 0, middle: 0.5, end: 1 } as const

function advance(character: string): number {
  return character >= '0' && character <= '9' ? 355 : unitsPerEm
}
