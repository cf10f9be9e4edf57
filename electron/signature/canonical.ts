import type { Attr, Element, Node } from '@xmldom/xmldom'
import { escapeAttribute, escapeText, isElement } from '../opc/xml.ts'

/**
 * Canonical XML 1.0 without comments of one element and what it holds (REC-xml-c14n-20010315). Needed for signatures
 * that others made; what this program signs is written in canonical form from the start.
 */
export function canonicalize(apex: Element): string {
  return writeElement(apex, undefined, [...inheritedXmlAttributes(apex), ...plainAttributes(apex)])
}

type Namespaces = ReadonlyMap<string, string>

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** `rendered`: undefined for the apex, which says all that is in scope. How deep it goes, `parseXml` has bounded. */
function writeElement(element: Element, rendered: Namespaces | undefined, attributes: readonly Attr[]): string {
  const inScope = rendered === undefined ? namespacesInScope(element) : declaredNamespaces(element, rendered)
  const declarations = [...inScope]
    .filter(([prefix, uri]) => (rendered?.get(prefix) ?? '') !== uri)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`)
  const written = attributes
    .toSorted(byNamespaceAndName)
    .map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`)
  const content = Array.from(element.childNodes, (child) => writeNode(child, inScope)).join('')
  return `<${element.tagName}${declarations.join('')}${written.join('')}>${content}</${element.tagName}>`
}

function writeNode(node: Node, rendered: Namespaces): string {
  if (isElement(node)) return writeElement(node, rendered, plainAttributes(node))
  const value = node.nodeValue ?? ''
  if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) return escapeText(value)
  if (node.nodeType !== node.PROCESSING_INSTRUCTION_NODE) return ''
  return `<?${node.nodeName}${value === '' ? '' : ` ${value.replaceAll('\r', '&#xD;')}`}?>`
}

function namespacesInScope(element: Element): Namespaces {
  const parent = element.parentNode
  const outer = parent !== null && isElement(parent) ? namespacesInScope(parent) : new Map<string, string>()
  return declaredNamespaces(element, outer)
}

function declaredNamespaces(element: Element, outer: Namespaces): Namespaces {
  const declarations = Array.from(element.attributes).filter(isDeclaration)
  if (declarations.length === 0) return outer
  const inner = new Map(outer)
  for (const { name, value } of declarations) inner.set(name === 'xmlns' ? '' : name.slice('xmlns:'.length), value)
  return inner
}

function plainAttributes(element: Element): readonly Attr[] {
  return Array.from(element.attributes).filter((attribute) => !isDeclaration(attribute))
}

/** xml:* attributes of ancestors belong to the apex of a document subset (C14N 1.0 §2.4). */
function inheritedXmlAttributes(apex: Element): readonly Attr[] {
  const found = new Map<string, Attr>()
  for (let node = apex.parentNode; node !== null && isElement(node); node = node.parentNode) {
    for (const attribute of plainAttributes(node)) {
      const own = apex.hasAttribute(attribute.name) || found.has(attribute.name)
      if (attribute.namespaceURI === xmlNamespace && !own) found.set(attribute.name, attribute)
    }
  }
  return [...found.values()]
}

function isDeclaration({ name }: Attr): boolean {
  return (name === 'xmlns' || name.startsWith('xmlns:')) && name !== 'xmlns:xml'
}

function byNamespaceAndName(a: Attr, b: Attr): number {
  return compare(a.namespaceURI ?? '', b.namespaceURI ?? '') || compare(a.localName ?? a.name, b.localName ?? b.name)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
