import type { Attr, Document, Element, Node } from '@xmldom/xmldom'
import { escapeAttribute, escapeText, isElement } from '../opc/xml.ts'

/** Which canonical form: inclusive unless it is said, and without comments. */
export type CanonicalMethod = {
  readonly exclusive: boolean
  readonly comments: boolean
  /** InclusiveNamespaces: prefixes that the exclusive form treats as the inclusive one does; '' is the default namespace. */
  readonly prefixes: ReadonlySet<string>
}

export const inclusive: CanonicalMethod = { exclusive: false, comments: false, prefixes: new Set() }

/**
 * Canonical XML 1.0 of one element and what it holds (REC-xml-c14n-20010315, xml-exc-c14n). Needed for signatures that others
 * made; what this program signs is written in canonical form from the start.
 */
export function canonicalize(apex: Element, method: CanonicalMethod = inclusive): string {
  const inherited = method.exclusive ? [] : inheritedXmlAttributes(apex)
  const parent = apex.parentNode
  const scope = parent !== null && isElement(parent) ? namespacesInScope(parent) : nothing
  return writeElement(apex, { scope, rendered: nothing, method }, [...inherited, ...plainAttributes(apex)])
}

/** The same of a whole document: instructions before and after its root stand on lines of their own (C14N 1.0 §2.3). */
export function canonicalizeDocument(document: Document, method: CanonicalMethod): string {
  const root = document.documentElement
  if (root === null) return ''
  const nodes = Array.from(document.childNodes)
  const place = nodes.findIndex((node) => node === root)
  const around = { scope: nothing, rendered: nothing, method }
  const outside = (some: readonly Node[]) =>
    some
      .filter(({ nodeName }) => nodeName !== 'xml')
      .map((node) => writeNode(node, around))
      .filter((text) => text.trim() !== '')
  const before = outside(nodes.slice(0, place)).map((text) => `${text}\n`)
  const after = outside(nodes.slice(place + 1)).map((text) => `\n${text}`)
  return `${before.join('')}${canonicalize(root, method)}${after.join('')}`
}

type Namespaces = ReadonlyMap<string, string>
/** `scope`: what is declared around; `rendered`: what of it is written already. */
type Around = { readonly scope: Namespaces; readonly rendered: Namespaces; readonly method: CanonicalMethod }

const nothing: Namespaces = new Map()
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

/** How deep it goes, `parseXml` has bounded. */
function writeElement(element: Element, { scope, rendered, method }: Around, attributes: readonly Attr[]): string {
  const inScope = declaredNamespaces(element, scope)
  const wanted = method.exclusive ? visiblyUsed(element, attributes, inScope, method) : inScope
  const added = [...wanted].filter(([prefix, uri]) => (rendered.get(prefix) ?? '') !== uri)
  const inside = { scope: inScope, rendered: added.length === 0 ? rendered : new Map([...rendered, ...added]), method }
  const declarations = added
    .toSorted(([a], [b]) => compare(a, b))
    .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`)
  const written = attributes
    .toSorted(byNamespaceAndName)
    .map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`)
  const content = Array.from(element.childNodes, (child) => writeNode(child, inside)).join('')
  return `<${element.tagName}${declarations.join('')}${written.join('')}>${content}</${element.tagName}>`
}

/** The namespaces of its own name and of its attributes' names, and those that are listed (xml-exc-c14n §3). */
function visiblyUsed(
  element: Element,
  attributes: readonly Attr[],
  inScope: Namespaces,
  { prefixes }: CanonicalMethod,
): Namespaces {
  const own = attributes.filter(({ prefix }) => prefix !== null && prefix !== 'xml').map(({ prefix }) => prefix ?? '')
  const listed = [...prefixes].filter((prefix) => inScope.has(prefix))
  return new Map([element.prefix ?? '', ...own, ...listed].map((prefix) => [prefix, inScope.get(prefix) ?? '']))
}

function writeNode(node: Node, around: Around): string {
  if (isElement(node)) return writeElement(node, around, plainAttributes(node))
  const value = node.nodeValue ?? ''
  if (node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE) return escapeText(value)
  if (node.nodeType === node.COMMENT_NODE && around.method.comments) return `<!--${value.replaceAll('\r', '&#xD;')}-->`
  if (node.nodeType !== node.PROCESSING_INSTRUCTION_NODE) return ''
  return `<?${node.nodeName}${value === '' ? '' : ` ${value.replaceAll('\r', '&#xD;')}`}?>`
}

function namespacesInScope(element: Element): Namespaces {
  const parent = element.parentNode
  const outer = parent !== null && isElement(parent) ? namespacesInScope(parent) : nothing
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
