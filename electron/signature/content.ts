import { unreadable } from '../opc/fault.ts'
import type { OpcPackage, OpcPart } from '../opc/package.ts'
import {
  packageSource,
  readRelationships,
  relationshipSource,
  relationshipsPartName,
  resolveTarget,
  type Relationship,
} from '../opc/relationship.ts'
import { contentTypes, relationshipTypes } from './name.ts'
import type { Reason } from './reason.ts'

export type SourcedRelationship = { readonly source: string; readonly relationship: Relationship }

/** What of a package a signature must cover, and what Word leaves out. The signer and the verifier share this rule. */
export type PackageContent = {
  readonly parts: readonly string[]
  readonly relationships: readonly SourcedRelationship[]
  /** Document properties and unbound custom XML: not signed, so that a verifier must show them. */
  readonly unsigned: readonly string[]
  /** Those of `unsigned` that are custom XML: Word has no use for them on the page, other programs may. */
  readonly customXml: readonly string[]
  /** In the order of their relationships. */
  readonly signatures: readonly string[]
  readonly reasons: readonly Reason[]
}

export function readContent(pkg: OpcPackage): PackageContent {
  const all = [...pkg.parts.keys()].map(relationshipSource).filter((source) => source !== undefined)
  const relationships = all.flatMap((source) =>
    readRelationships(pkg, source).map((relationship) => ({ source, relationship })),
  )
  const signing = readSigningParts(pkg, relationships)
  const exempt = findUnsigned(pkg, relationships)
  const left = new Set([...signing.relationships, ...exempt.relationships])
  const parts = [...pkg.parts.keys()].filter((name) => relationshipSource(name) === undefined)
  return {
    parts: parts.filter((name) => !signing.parts.has(name) && !exempt.parts.has(name)).toSorted(),
    relationships: relationships.filter((each) => !left.has(each)),
    unsigned: [...exempt.parts].toSorted(),
    customXml: [...exempt.customXml].toSorted(),
    signatures: signing.signatures,
    reasons: signing.reasons,
  }
}

/** '/word/_rels/document.xml.rels#rId3' */
export function relationshipName({ source, relationship }: SourcedRelationship): string {
  return `${relationshipsPartName(source)}#${relationship.id}`
}

/** The one main document; `ambiguous` where the package names a second. Throws Problem 'docx.unreadable' if there is none. */
export function mainDocument(pkg: OpcPackage): { readonly part: OpcPart; readonly ambiguous: boolean } {
  const named = readRelationships(pkg, packageSource).filter(({ type }) => officeDocumentTypes.has(type))
  const found = named.flatMap((relationship) => pkg.parts.get(resolveTarget(packageSource, relationship) ?? '') ?? [])
  const [part] = found
  if (part === undefined) throw unreadable('main-document')
  return { part, ambiguous: named.length > 1 }
}

type Exempt = { readonly parts: ReadonlySet<string>; readonly relationships: readonly SourcedRelationship[] }
type UnsignedParts = Exempt & { readonly customXml: ReadonlySet<string> }
type SigningParts = Exempt & { readonly signatures: readonly string[]; readonly reasons: readonly Reason[] }

const strictOffice = 'http://purl.oclc.org/ooxml/officeDocument/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const officeDocumentTypes: ReadonlySet<string> = new Set([
  relationshipTypes.officeDocument,
  `${strictOffice}/officeDocument`,
])

/** The parts that hold the signatures themselves: no signature covers them, and nothing else may hide among them. */
function readSigningParts(pkg: OpcPackage, all: readonly SourcedRelationship[]): SigningParts {
  const ofSource = (source: string, type: string) =>
    all.filter((each) => each.source === source && each.relationship.type === type)
  const origins = ofSource(packageSource, relationshipTypes.origin)
  const [first] = origins
  const reasons: Reason[] = []
  const origin = first === undefined ? undefined : pkg.parts.get(targetOf(first) ?? '')
  if (first !== undefined && (origins.length > 1 || origin?.contentType !== contentTypes.origin)) {
    reasons.push({ code: 'origin-invalid', detail: first.relationship.target })
  }
  const listed = origin === undefined ? [] : ofSource(origin.name, relationshipTypes.signature)
  const signatures = [...new Set(listed.map(targetOf))].filter((name) => name !== undefined && pkg.parts.has(name))
  for (const each of listed) {
    if (!pkg.parts.has(targetOf(each) ?? ''))
      reasons.push({ code: 'signature-missing', detail: each.relationship.target })
  }
  const certificates = signatures
    .flatMap((name) => ofSource(name ?? '', relationshipTypes.certificate))
    .filter((each) => pkg.parts.get(targetOf(each) ?? '')?.contentType === contentTypes.certificate)
  const names = [origin?.bytes.length === 0 ? origin.name : undefined, ...signatures, ...certificates.map(targetOf)]
  const parts = new Set(names.filter((name) => name !== undefined))
  return {
    parts: new Set([...parts, ...unlistedSignatures(pkg, parts)]),
    relationships: [...(first === undefined ? [] : [first]), ...listed, ...certificates],
    signatures: signatures.filter((name) => name !== undefined),
    reasons: [...reasons, ...partReasons(pkg, parts, signatures)],
  }
}

function partReasons(
  pkg: OpcPackage,
  parts: ReadonlySet<string>,
  signatures: readonly (string | undefined)[],
): Reason[] {
  const mistyped = signatures.filter((name) => pkg.parts.get(name ?? '')?.contentType !== contentTypes.signature)
  return [
    ...mistyped.map((name): Reason => ({ code: 'signature-content-type', detail: name ?? '' })),
    ...unlistedSignatures(pkg, parts).map((name): Reason => ({ code: 'signature-unlisted', detail: name })),
  ]
}

function unlistedSignatures(pkg: OpcPackage, listed: ReadonlySet<string>): readonly string[] {
  const typed: ReadonlySet<string> = new Set([contentTypes.signature, contentTypes.origin])
  return [...pkg.parts.values()]
    .filter((part) => typed.has(part.contentType) && !listed.has(part.name))
    .map(({ name }) => name)
}

/** Root relationships whose targets Word never signs, with the content type each target must have. */
const propertyTypes: ReadonlyMap<string, RegExp> = new Map([
  [
    'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
    /^application\/vnd\.openxmlformats-package\.core-properties\+xml$/,
  ],
  ['http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail', /^image\//],
  ...[office, strictOffice].flatMap((base): [string, RegExp][] => [
    [`${base}/extended-properties`, /^application\/vnd\.openxmlformats-officedocument\.extended-properties\+xml$/],
    [`${base}/extendedProperties`, /^application\/vnd\.openxmlformats-officedocument\.extended-properties\+xml$/],
    [`${base}/custom-properties`, /^application\/vnd\.openxmlformats-officedocument\.custom-properties\+xml$/],
    [`${base}/customProperties`, /^application\/vnd\.openxmlformats-officedocument\.custom-properties\+xml$/],
  ]),
])

const customXmlTypes: ReadonlySet<string> = new Set([`${office}/customXml`, `${strictOffice}/customXml`])
const customXmlPropertiesTypes: ReadonlySet<string> = new Set([
  `${office}/customXmlProps`,
  `${strictOffice}/customXmlProps`,
])

function findUnsigned(pkg: OpcPackage, all: readonly SourcedRelationship[]): UnsignedParts {
  const targets = Map.groupBy(all, targetOf)
  // A part that something else points at too is shown in the document, whatever its name.
  const alone = all.filter((each) => targets.get(targetOf(each))?.length === 1 && pkg.parts.has(targetOf(each) ?? ''))
  const properties = alone.filter((each) => {
    const wanted = each.source === packageSource ? propertyTypes.get(each.relationship.type) : undefined
    return targetOf(each)?.startsWith('/docProps/') === true && wanted?.test(contentTypeOf(pkg, each)) === true
  })
  const custom = findUnboundCustomXml(pkg, alone)
  const customXml = new Set(custom.map(targetOf).filter((name) => name !== undefined))
  const parts = properties.map(targetOf).filter((name) => name !== undefined)
  return { parts: new Set([...parts, ...customXml]), relationships: [...properties, ...custom], customXml }
}

/** Word signs no custom XML of type application/xml. It cannot change the page unless a part binds controls to it. */
function findUnboundCustomXml(pkg: OpcPackage, alone: readonly SourcedRelationship[]): readonly SourcedRelationship[] {
  const items = alone.filter(
    (each) => customXmlTypes.has(each.relationship.type) && contentTypeOf(pkg, each) === 'application/xml',
  )
  if (items.length === 0 || [...pkg.parts.values()].some(bindsCustomXml)) return []
  const names = new Set(items.map(targetOf))
  const properties = alone.filter(
    (each) => customXmlPropertiesTypes.has(each.relationship.type) && names.has(each.source),
  )
  return [...items, ...properties]
}

function bindsCustomXml({ contentType, bytes }: OpcPart): boolean {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // UTF-16 would hide the word from this search.
  const isUtf16 = content.includes(0)
  return /\bxml\b/.test(contentType) && (isUtf16 || content.includes('dataBinding'))
}

function contentTypeOf(pkg: OpcPackage, each: SourcedRelationship): string {
  return pkg.parts.get(targetOf(each) ?? '')?.contentType ?? ''
}

function targetOf({ source, relationship }: SourcedRelationship): string | undefined {
  return resolveTarget(source, relationship)
}
