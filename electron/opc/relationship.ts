import type { Element } from '@xmldom/xmldom'
import { unreadable } from './fault.ts'
import { withPart, type OpcPackage } from './package.ts'
import { childElements, escapeAttribute, isElement, parseXml, rootElement } from './xml.ts'

export type Relationship = {
  readonly id: string
  readonly type: string
  readonly target: string
  readonly targetMode: 'Internal' | 'External'
}

export const relationshipsContentType = 'application/vnd.openxmlformats-package.relationships+xml'
export const relationshipsNamespace = 'http://schemas.openxmlformats.org/package/2006/relationships'

/** The source that stands for the package itself. */
export const packageSource = '/'

/** '/word/document.xml' → '/word/_rels/document.xml.rels'; '/' → '/_rels/.rels'. */
export function relationshipsPartName(source: string): string {
  const slash = source.lastIndexOf('/')
  return `${source.slice(0, slash)}/_rels/${source.slice(slash + 1)}.rels`
}

/** The reverse of relationshipsPartName; undefined for an ordinary part. */
export function relationshipSource(partName: string): string | undefined {
  const match = /^(.*)\/_rels\/([^/]*)\.rels$/.exec(partName)
  return match === null ? undefined : `${match[1]}/${match[2]}`
}

/** Relationships of a source, none if it has no relationship part. Throws Problem 'docx.unreadable'. */
export function readRelationships(pkg: OpcPackage, source: string): readonly Relationship[] {
  const part = pkg.parts.get(relationshipsPartName(source))
  return part === undefined ? [] : parseRelationships(part.bytes)
}

export function parseRelationships(bytes: Uint8Array): readonly Relationship[] {
  const root = rootElement(parseXml(bytes), relationshipsNamespace, 'Relationships')
  const strayText = Array.from(root.childNodes).some(
    (node) => !isElement(node) && /\S/.test(node.nodeValue ?? '') && node.nodeType !== 8,
  )
  if (strayText) throw unreadable('relationships')
  const relationships = childElements(root).map(readRelationship)
  if (new Set(relationships.map(({ id }) => id)).size !== relationships.length) throw unreadable('relationships')
  return relationships
}

/** How many texts of white space stand in the list: some programs sign them. */
export function countBlanks(bytes: Uint8Array): number {
  const root = rootElement(parseXml(bytes), relationshipsNamespace, 'Relationships')
  return Array.from(root.childNodes).filter(({ nodeType }) => nodeType === 3).length
}

/** A relationship part without white space: LibreOffice and xmlsec1 hash the white space of this part into a signature. */
export function writeRelationships(relationships: readonly Relationship[]): Uint8Array {
  const lines = relationships.map(({ id, type, target, targetMode }) => {
    const mode = targetMode === 'External' ? ' TargetMode="External"' : ''
    return `<Relationship Id="${escapeAttribute(id)}" Type="${escapeAttribute(type)}" Target="${escapeAttribute(target)}"${mode}/>`
  })
  const xml = `${declaration}<Relationships xmlns="${relationshipsNamespace}">${lines.join('')}</Relationships>`
  return new TextEncoder().encode(xml)
}

/** The package with one relationship more at the end of its source's list; a taken Id is a defect of the caller. */
export function withRelationship(pkg: OpcPackage, source: string, relationship: Relationship): OpcPackage {
  const existing = readRelationships(pkg, source)
  if (existing.some(({ id }) => id === relationship.id)) throw new Error('relationship Id is taken')
  return withRelationships(pkg, source, [...existing, relationship])
}

export function withRelationships(pkg: OpcPackage, source: string, relationships: readonly Relationship[]): OpcPackage {
  const name = relationshipsPartName(source)
  return withPart(pkg, { name, contentType: relationshipsContentType, bytes: writeRelationships(relationships) })
}

/**
 * Every relationship part written anew without white space, empty ones dropped: docx writes empty ones, and other
 * programs lose them on load, which breaks a signature that lists them. Only for packages not signed yet.
 */
export function withTidyRelationships(pkg: OpcPackage): OpcPackage {
  const parts = new Map(pkg.parts)
  for (const part of pkg.parts.values()) {
    if (relationshipSource(part.name) === undefined) continue
    const relationships = parseRelationships(part.bytes)
    if (relationships.length === 0) parts.delete(part.name)
    else parts.set(part.name, { ...part, bytes: writeRelationships(relationships) })
  }
  return { parts }
}

/** `wish`, or `wish` with the first number that makes it free. */
export function freeRelationshipId(taken: readonly Relationship[], wish: string): string {
  const ids = new Set(taken.map(({ id }) => id))
  let candidate = wish
  for (let number = 2; ids.has(candidate); number += 1) candidate = `${wish}n${number}`
  return candidate
}

/** The part that an internal relationship of `source` names; undefined if it is external or names no part at all. */
export function resolveTarget(source: string, relationship: Relationship): string | undefined {
  const path = relationship.target.split('#')[0] ?? ''
  if (relationship.targetMode === 'External' || path === '' || /[\\:?%]/.test(path)) return undefined
  const folder = source.slice(0, source.lastIndexOf('/') + 1)
  const resolved: string[] = []
  for (const segment of (path.startsWith('/') ? path : folder + path).split('/').slice(1)) {
    if (segment === '..' && resolved.pop() === undefined) return undefined
    if (segment !== '..' && segment !== '.') resolved.push(segment)
  }
  return `/${resolved.join('/')}`
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const attributes: ReadonlySet<string> = new Set(['Id', 'Type', 'Target', 'TargetMode'])

function readRelationship(element: Element): Relationship {
  const wellFormed =
    element.namespaceURI === relationshipsNamespace &&
    element.localName === 'Relationship' &&
    childElements(element).length === 0 &&
    Array.from(element.attributes).every(
      ({ name }) => attributes.has(name) || name === 'xmlns' || name.startsWith('xmlns:'),
    )
  const id = element.getAttribute('Id') ?? ''
  const type = element.getAttribute('Type') ?? ''
  const target = element.getAttribute('Target')
  const targetMode = element.getAttribute('TargetMode') ?? 'Internal'
  if (!wellFormed || id === '' || type === '' || target === null) throw unreadable('relationships')
  if (targetMode !== 'Internal' && targetMode !== 'External') throw unreadable('relationships')
  return { id, type, target, targetMode }
}
