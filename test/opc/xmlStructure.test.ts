import { describe, expect, it } from 'vitest'
import { parseXml } from '../../electron/opc/xml.ts'
import { outsideLimits } from '../../electron/contract/exchange/outsideLimits.ts'
import { faultOf } from './fault.ts'

function parse(text: string): Promise<string> {
  const read = async () => parseXml(Buffer.from(text))
  return faultOf(read())
}
const nested = (levels: number, inside = '') => `${'<a>'.repeat(levels)}${inside}${'</a>'.repeat(levels)}`
const { depth, nodes, attributes, allAttributes } = outsideLimits.xml
const named = (count: number) => Array.from({ length: count }, (_, place) => `a${place}="${place}"`).join(' ')

/** Whatever reads parts walks them by calling itself, so no part may be deeper or larger than people's documents are. */
describe('XML is read up to', () => {
  it.each([
    ['the deepest that is let in', nested(depth)],
    ['the most attributes', `<a ${named(attributes)}/>`],
    ['a long text', `<a>${'字'.repeat(2_000_000)}</a>`],
    ['many elements side by side', `<a>${'<b/>'.repeat(20_000)}</a>`],
    ['tags that stand in comments', `<a><!--${'<b>'.repeat(5000)}--></a>`],
    ['tags that stand in CDATA', `<a><![CDATA[${'<b>'.repeat(5000)}]]></a>`],
    ['tags that stand in a value', `<a b="${'&lt;b>'.repeat(5000)}"/>`],
    ['signs of an end in values', `<a>${'<b c="/>" d=\'/>\'></b>'.repeat(1000)}</a>`],
    ['instructions', `<?x ${'<b>'.repeat(5000)}?><a/>`],
  ])('%s', async (_, text) => {
    expect(await parse(text)).toBe('read')
  })
})

describe('XML is refused with', () => {
  it.each([
    ['one level more', nested(depth + 1)],
    ['2,500,000 levels', nested(2_500_000)],
    ['levels that never end', '<a>'.repeat(100_000)],
    ['levels behind a comment that is full of ends', nested(depth, `<!--${'</a>'.repeat(depth)}-->${nested(depth)}`)],
    ['levels behind CDATA full of ends', nested(depth, `<![CDATA[${'</a>'.repeat(depth)}]]>${nested(depth)}`)],
    ['levels behind an instruction full of ends', nested(depth, `<?x ${'</a>'.repeat(depth)}?>${nested(depth)}`)],
    ['levels behind values full of ends', nested(depth, `<b c="${'/>'.repeat(depth)}">${nested(1)}</b>`)],
    ['levels whose tags are broken over lines', `${'<a\n>'.repeat(depth + 1)}${'</a\n>'.repeat(depth + 1)}`],
    ['levels of many names', Array.from({ length: depth + 1 }, (_, n) => `<n${n} x='>'>`).join('')],
    ['an attribute more', `<a ${named(attributes + 1)}/>`],
    ['attributes in a million namespaces', `<a ${'xmlns:b="c" '.repeat(100_000)}/>`],
    ['an element more', `<a>${'<b/>'.repeat(nodes)}</a>`],
    ['as many comments', `<a>${'<!---->'.repeat(nodes)}</a>`],
    ['as many instructions', `<a>${'<?x?>'.repeat(nodes)}</a>`],
    ['as many CDATA sections', `<a>${'<![CDATA[]]>'.repeat(nodes)}</a>`],
    ['half as many of two kinds', `<a>${'<b/><!---->'.repeat(nodes / 2)}</a>`],
    ['few attributes of each of many elements', `<a>${`<b ${named(20)}/>`.repeat(allAttributes / 20)}<b c=""/></a>`],
  ])('%s', async (_, text) => {
    expect(await parse(text)).toBe('too-complex')
  })

  it('more bytes than a part has', async () => {
    expect(await parse(`<a>${'x'.repeat(outsideLimits.xml.bytes)}</a>`)).toBe('too-large')
  })
})
