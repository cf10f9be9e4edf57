import { DOMParser, type Element, type Node } from '@xmldom/xmldom'
import { getPart, readPackage } from '../../../electron/opc/package.ts'

/** What stands in a document, in order, for another program to write again. */
export type ContentBlock =
  | { readonly kind: 'paragraph'; readonly style: string; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly ContentBlock[])[])[] }
  /** `width` and `height` in EMU. */
  | { readonly kind: 'picture'; readonly width: number; readonly height: number }

export async function memoContent(docx: Uint8Array): Promise<readonly ContentBlock[]> {
  const { bytes } = getPart(await readPackage(docx), '/word/document.xml')
  const root = new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'text/xml')
  const [body] = root.getElementsByTagName('w:body')
  return body === undefined ? [] : blocksOf(body)
}

function blocksOf(parent: Element): readonly ContentBlock[] {
  return childrenNamed(parent, 'w:p', 'w:tbl').map((child) => (child.tagName === 'w:tbl' ? table(child) : block(child)))
}

function table(element: Element): ContentBlock {
  const rows = childrenNamed(element, 'w:tr').map((row) => childrenNamed(row, 'w:tc').map(blocksOf))
  return { kind: 'table', rows }
}

function block(element: Element): ContentBlock {
  const [extent] = element.getElementsByTagName('wp:extent')
  if (extent !== undefined) {
    return { kind: 'picture', width: Number(extent.getAttribute('cx')), height: Number(extent.getAttribute('cy')) }
  }
  const [style] = element.getElementsByTagName('w:pStyle')
  const texts = [...element.getElementsByTagName('w:t')].map((text) => text.textContent ?? '')
  return { kind: 'paragraph', style: style?.getAttribute('w:val') ?? 'Normal', text: texts.join('') }
}

function childrenNamed(parent: Element, ...names: readonly string[]): readonly Element[] {
  return [...parent.childNodes].filter((node): node is Element => isElement(node) && names.includes(node.tagName))
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1
}
