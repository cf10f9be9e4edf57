import type { CSSProperties } from 'react'

/** Properties of WordprocessingML as the same properties of CSS: twips and half-points become points. */
export type StyleSheet = {
  readonly paragraph: (style: string | undefined) => ParagraphLook
  readonly family: (name: string) => string
}

export type ParagraphLook = {
  readonly css: CSSProperties
  /** What the runs of the paragraph look like by default. */
  readonly run: CSSProperties
  /** The first tab stop, in points. */
  readonly tab: number | undefined
}

const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.getAttributeNS(namespace, name) ?? undefined
}

export function child(element: Element | undefined, name: string): Element | undefined {
  return element === undefined ? undefined : childrenOf(element).find(({ localName }) => localName === name)
}

export function childrenOf(element: Element): readonly Element[] {
  return Array.from(element.children)
}

/** `w:val` of an on/off element: present without a value means on (ECMA-376-1 §17.17.4). */
export function isOn(element: Element | undefined): boolean {
  return element !== undefined && !['0', 'false', 'off'].includes(attribute(element, 'val') ?? 'true')
}

/** Twentieths of a point. */
export function points(twips: string | undefined): number | undefined {
  return twips === undefined ? undefined : Number(twips) / 20
}

export function readStyles(styles: Document, fontTable: Document): StyleSheet {
  const root = styles.documentElement
  const family = familiesOf(fontTable)
  const defaults = child(root, 'docDefaults')
  const base: ParagraphLook = {
    css: paragraphCss(child(child(defaults, 'pPrDefault'), 'pPr')),
    run: runCss(child(child(defaults, 'rPrDefault'), 'rPr'), family),
    tab: undefined,
  }
  const byId = new Map(childrenOf(root).map((style) => [attribute(style, 'styleId') ?? '', style]))
  const known = new Map<string, ParagraphLook>()
  function lookOf(id: string): ParagraphLook {
    const found = known.get(id)
    if (found !== undefined) return found
    const style = byId.get(id)
    const parent = attribute(child(style, 'basedOn'), 'val')
    const inherited = parent === undefined ? base : lookOf(parent)
    const look = {
      css: { ...inherited.css, ...paragraphCss(child(style, 'pPr')) },
      run: { ...inherited.run, ...runCss(child(style, 'rPr'), family) },
      tab: tabOf(child(style, 'pPr')) ?? inherited.tab,
    }
    known.set(id, look)
    return look
  }
  return { paragraph: (style) => lookOf(style ?? 'Normal'), family }
}

export function paragraphCss(properties: Element | undefined): CSSProperties {
  if (properties === undefined) return {}
  const border = child(child(properties, 'pBdr'), 'top')
  return {
    ...spacingCss(child(properties, 'spacing')),
    ...indentCss(child(properties, 'ind')),
    ...alignCss(attribute(child(properties, 'jc'), 'val')),
    ...(isOn(child(properties, 'keepNext')) ? { breakAfter: 'avoid' as const } : {}),
    ...(isOn(child(properties, 'pageBreakBefore')) ? { breakBefore: 'column' as const } : {}),
    ...(border === undefined ? {} : { borderTop: `${borderPoints(border)}pt solid #000` }),
  }
}

export function runCss(properties: Element | undefined, family: StyleSheet['family']): CSSProperties {
  const fonts = child(properties, 'rFonts')
  const face = attribute(fonts, 'eastAsia') ?? attribute(fonts, 'ascii')
  const size = attribute(child(properties, 'sz'), 'val')
  const tracking = points(attribute(child(properties, 'spacing'), 'val'))
  const colour = attribute(child(properties, 'color'), 'val')
  return {
    ...(face === undefined ? {} : { fontFamily: family(face) }),
    ...(size === undefined ? {} : { fontSize: `${Number(size) / 2}pt` }),
    ...(tracking === undefined ? {} : { letterSpacing: `${tracking}pt` }),
    ...(colour === undefined || colour === 'auto' ? {} : { color: `#${colour}` }),
    ...(isOn(child(properties, 'b')) ? { fontWeight: 700 } : {}),
  }
}

/** The width of a border in points, nothing where there is none; Word counts in eighths. */
export function borderPoints(border: Element | undefined): number {
  const kind = attribute(border, 'val')
  if (kind === undefined || kind === 'none' || kind === 'nil') return 0
  return Number(attribute(border, 'sz') ?? '4') / 8
}

function spacingCss(spacing: Element | undefined): CSSProperties {
  const [before, after, line] = ['before', 'after', 'line'].map((name) => attribute(spacing, name))
  const exact = attribute(spacing, 'lineRule') === 'exact'
  return {
    ...(before === undefined ? {} : { marginTop: `${points(before)}pt` }),
    ...(after === undefined ? {} : { marginBottom: `${points(after)}pt` }),
    ...(line === undefined ? {} : { lineHeight: exact ? `${points(line)}pt` : Number(line) / 240 }),
  }
}

function indentCss(indent: Element | undefined): CSSProperties {
  const [left, right, first, hanging] = ['left', 'right', 'firstLine', 'hanging'].map((name) => attribute(indent, name))
  return {
    ...(left === undefined ? {} : { paddingLeft: `${points(left)}pt` }),
    ...(right === undefined ? {} : { paddingRight: `${points(right)}pt` }),
    ...(first === undefined ? {} : { textIndent: `${points(first)}pt` }),
    ...(hanging === undefined ? {} : { textIndent: `-${points(hanging)}pt` }),
  }
}

function alignCss(align: string | undefined): CSSProperties {
  if (align === undefined) return {}
  if (align === 'both' || align === 'distribute') return { textAlign: 'justify' }
  return { textAlign: align === 'center' || align === 'right' ? align : 'left' }
}

function tabOf(properties: Element | undefined): number | undefined {
  return points(attribute(child(child(properties, 'tabs'), 'tab'), 'pos'))
}

/**
 * A face, then what the document's own font table names for it, then what stands in on machines without the faces of
 * 公文: other shapes, the same widths.
 */
function familiesOf(fontTable: Document): (name: string) => string {
  const alternatives = new Map(
    childrenOf(fontTable.documentElement).map((font) => [
      attribute(font, 'name') ?? '',
      (attribute(child(font, 'altName'), 'val') ?? '').split(','),
    ]),
  )
  return (name) =>
    [name, ...(alternatives.get(name) ?? []), ...standIns(name)]
      .filter((face) => face !== '')
      .map((face) => `'${face.replaceAll("'", '')}'`)
      .concat('var(--faces)')
      .join(', ')
}

function standIns(name: string): readonly string[] {
  if (name.includes('黑')) return ['Noto Sans CJK SC', 'WenQuanYi Zen Hei', 'Source Han Sans SC']
  if (name.includes('楷') || name.includes('仿宋')) return [shipped.kai, shipped.song]
  return [shipped.song, shipped.kai]
}

/** They come with the window (`PageView.tsx`). No 仿宋 can be shipped: the nearest of them writes for it, and the preview says so. */
const shipped = { kai: 'LXGW WenKai', song: 'Noto Serif SC' } as const
