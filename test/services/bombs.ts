import { randomBytes } from 'node:crypto'
import { withPart, writePackage, readPackage } from '../../electron/opc/package.ts'

/** Files of a few kilobytes that would cost a reader without limits its memory, its stack or an hour. */
export type Bomb = { readonly what: string; readonly arm: (docx: Uint8Array) => Promise<Uint8Array> }

const body = (content: string) => `<w:document xmlns:w="urn:w">${content}</w:document>`

/** Noise beside it hides how far the text unfolds. */
function withText(text: string, noise = 0): Bomb['arm'] {
  return async (docx) => {
    const pkg = await readPackage(docx)
    const part = pkg.parts.get('/word/document.xml')
    if (part === undefined) throw new Error('no main document')
    const armed = withPart(pkg, { ...part, bytes: new TextEncoder().encode(text) })
    const beside = {
      name: '/word/media/noise.png',
      contentType: 'image/png',
      bytes: new Uint8Array(randomBytes(noise)),
    }
    return writePackage(noise === 0 ? armed : withPart(armed, beside))
  }
}

/** What the limits of structure refuse before anything is built. */
export const refusedBombs: readonly Bomb[] = [
  { what: '2,500,000 levels', arm: withText('<a>'.repeat(2_500_000) + '</a>'.repeat(2_500_000)) },
  {
    what: 'a level too many, small enough for every size',
    arm: withText(body('<a>'.repeat(300) + '</a>'.repeat(300))),
  },
  { what: '16 MB of blanks in 20 KB', arm: withText(body(' '.repeat(16 * 1024 ** 2))) },
  { what: '100,000 attributes', arm: withText(`<a ${'xmlns:b="c" '.repeat(100_000)}/>`) },
  { what: '1,200,000 comments', arm: withText(body('<!---->'.repeat(1_200_000)), 200_000) },
  { what: 'entities within entities', arm: withText('<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>') },
  { what: 'no zip at all', arm: async () => randomBytes(20_000) },
]

/** Within every limit, and still more than a thread may hold. */
export const largestBomb: Bomb = {
  what: '900,000 elements of two attributes each',
  arm: withText(body('<a b="c" d="e"><f/></a>'.repeat(450_000)), 200_000),
}
