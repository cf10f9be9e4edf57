import type { Element } from '@xmldom/xmldom'
import { unreadable } from './fault.ts'
import { childElements, escapeAttribute, parseXml, rootElement } from './xml.ts'

export const contentTypesEntry = '[Content_Types].xml'

/** Content type by part name; '' where the table names none, so that a verifier can still report the part. */
export type ContentTypeOf = (partName: string) => string

/** Reads [Content_Types].xml. Throws Problem 'docx.unreadable' where two entries answer for one name. */
export function parseContentTypes(bytes: Uint8Array): ContentTypeOf {
  const defaults = new Map<string, string>()
  const overrides = new Map<string, string>()
  for (const element of childElements(rootElement(parseXml(bytes), namespace, 'Types'))) {
    const [table, key] =
      element.localName === 'Default'
        ? [defaults, required(element, 'Extension')]
        : [overrides, required(element, 'PartName')]
    const known = element.namespaceURI === namespace && ['Default', 'Override'].includes(element.localName ?? '')
    if (!known || table.has(key.toLowerCase())) throw unreadable('content-types')
    table.set(key.toLowerCase(), required(element, 'ContentType'))
  }
  // Part names and extensions compare without regard to case (ECMA-376-2 §6.2.3).
  return (partName) => overrides.get(partName.toLowerCase()) ?? defaults.get(extensionOf(partName).toLowerCase()) ?? ''
}

/** The table for these parts: a default for each extension of which all parts share one type, `xml` excepted. */
export function writeContentTypes(
  parts: Iterable<{ readonly name: string; readonly contentType: string }>,
): Uint8Array {
  const inOrder = [...parts].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const defaults = defaultTypes(inOrder)
  const lines = [...defaults]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([extension, type]) =>
        `<Default Extension="${escapeAttribute(extension)}" ContentType="${escapeAttribute(type)}"/>`,
    )
  for (const { name, contentType } of inOrder) {
    if (contentType === '' || defaults.get(extensionOf(name).toLowerCase()) === contentType) continue
    lines.push(`<Override PartName="${escapeAttribute(name)}" ContentType="${escapeAttribute(contentType)}"/>`)
  }
  return new TextEncoder().encode(`${declaration}<Types xmlns="${namespace}">${lines.join('')}</Types>`)
}

const namespace = 'http://schemas.openxmlformats.org/package/2006/content-types'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

function defaultTypes(parts: readonly { readonly name: string; readonly contentType: string }[]): Map<string, string> {
  const defaults = new Map([
    ['rels', 'application/vnd.openxmlformats-package.relationships+xml'],
    ['xml', 'application/xml'],
  ])
  const byExtension = Map.groupBy(parts, ({ name }) => extensionOf(name).toLowerCase())
  for (const [extension, group] of byExtension) {
    const [first] = group
    if (first === undefined || extension === '' || defaults.has(extension)) continue
    if (first.contentType !== '' && group.every(({ contentType }) => contentType === first.contentType)) {
      defaults.set(extension, first.contentType)
    }
  }
  return defaults
}

function extensionOf(partName: string): string {
  const file = partName.slice(partName.lastIndexOf('/') + 1)
  return file.includes('.') ? file.slice(file.lastIndexOf('.') + 1) : ''
}

function required(element: Element, name: string): string {
  const value = element.getAttribute(name)
  if (value === null || value === '') throw unreadable('content-types')
  return value
}
