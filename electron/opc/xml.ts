import { DOMParser, type Document, type Element } from '@xmldom/xmldom'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { orUnreadable, unreadable } from './fault.ts'
import { checkXmlStructure } from './xmlStructure.ts'

/**
 * A part as a DOM: UTF-8, well formed, no DTD, no more structure than `xmlStructure.ts` lets in. Throws Problem 'docx.unreadable'.
 * Line ends are those of XML 1.0 §2.11; the parser's own default is that of XML 1.1 and would change signed text.
 */
export function parseXml(bytes: Uint8Array): Document {
  if (bytes.length > outsideLimits.xml.bytes) throw unreadable('too-large')
  const text = orUnreadable('xml', () => new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw unreadable('dtd')
  checkXmlStructure(text)
  return orUnreadable('xml', () => {
    const parser = new DOMParser({ onError: refuse, locator: false, normalizeLineEndings })
    return parser.parseFromString(text, 'text/xml')
  })
}

/** The root, if it has this namespace and name; Problem 'docx.unreadable' otherwise. */
export function rootElement(document: Document, namespace: string, name: string): Element {
  const root = document.documentElement
  if (root?.namespaceURI !== namespace || root.localName !== name) throw unreadable('xml')
  return root
}

/** Child elements in order; text other than white space between them is a fault in every part that this program reads. */
export function childElements(parent: Element): readonly Element[] {
  return Array.from(parent.childNodes).filter(isElement)
}

/** Text as canonical XML writes it (C14N 1.0 §2.3). */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => textEscapes.get(character) ?? character)
}

/** An attribute's value as canonical XML writes it (C14N 1.0 §2.3). */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, (character) => attributeEscapes.get(character) ?? character)
}

export function isElement(node: { readonly nodeType: number }): node is Element {
  return node.nodeType === 1
}

/** Every warning of the parser is a fault of form but one: U+FFFD is a character like any other in text decoded strictly. */
function refuse(level: 'warning' | 'error' | 'fatalError', message: string): void {
  if (level !== 'warning' || !message.startsWith('Unicode replacement character')) throw unreadable('xml')
}

function normalizeLineEndings(source: string): string {
  return source.replace(/\r\n?/g, '\n')
}

const textEscapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\r', '&#xD;'],
])
const attributeEscapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['"', '&quot;'],
  ['\t', '&#x9;'],
  ['\n', '&#xA;'],
  ['\r', '&#xD;'],
])
