import type { OpcPackage, OpcPart } from '../opc/package.ts'
import { countBlanks, parseRelationships, relationshipSource } from '../opc/relationship.ts'
import { parseXml } from '../opc/xml.ts'
import { canonicalizeDocument } from './canonical.ts'
import type { Reason } from './reason.ts'
import { matchesDigest, SignatureFault, type Reference, type Transform } from './reference.ts'
import { transformRelationships } from './relationshipTransform.ts'

/** What one manifest vouches for: part names, and relationships as '/word/_rels/document.xml.rels#rId3'. */
export type ManifestFinding = {
  readonly parts: ReadonlySet<string>
  readonly relationships: ReadonlySet<string>
  readonly contentTypeMismatch: readonly string[]
  readonly reasons: readonly Reason[]
}

/** Compares every reference of a manifest with the package. */
export function checkManifest(pkg: OpcPackage, manifest: readonly Reference[]): ManifestFinding {
  const parts = new Set<string>()
  const relationships = new Set<string>()
  const contentTypeMismatch: string[] = []
  const reasons: Reason[] = []
  for (const reference of manifest) {
    const { name, contentType } = readUri(reference.uri)
    if (parts.has(name)) {
      reasons.push({ code: 'manifest-duplicate', detail: name })
      continue
    }
    parts.add(name)
    const part = pkg.parts.get(name)
    if (part === undefined) {
      reasons.push({ code: 'part-missing', detail: name })
      continue
    }
    // Content types compare with regard to case (ECMA-376-2 M6.11).
    if (part.contentType !== contentType) contentTypeMismatch.push(name)
    const checked = checkContent(part, reference)
    for (const id of checked.ids) relationships.add(`${name}#${id}`)
    reasons.push(...checked.reasons)
  }
  const mistyped = contentTypeMismatch.map((name): Reason => ({ code: 'content-type-mismatch', detail: name }))
  return { parts, relationships, contentTypeMismatch, reasons: [...reasons, ...mistyped] }
}

type ContentFinding = { readonly ids: readonly string[]; readonly reasons: readonly Reason[] }
type RelationshipTransform = Extract<Transform, { kind: 'relationships' }>

function readUri(uri: string): { readonly name: string; readonly contentType: string } {
  const match = /^(\/[^?#]+)\?ContentType=([^?#]+)$/.exec(uri)
  if (match?.[1] === undefined || match[2] === undefined) throw new SignatureFault('reference-external', uri)
  return { name: match[1], contentType: match[2] }
}

function checkContent(part: OpcPart, reference: Reference): ContentFinding {
  const isRelationships = relationshipSource(part.name) !== undefined
  const [first, second, ...more] = reference.transforms
  if (more.length > 0) throw new SignatureFault('transform-unknown', part.name)
  if (first?.kind === 'relationships') {
    // The canonical form must follow at once (M6.26).
    if (!isRelationships || second?.kind !== 'canonical' || second.method.exclusive)
      throw new SignatureFault('transform-unknown', part.name)
    return checkRelationships(part, reference, first)
  }
  if (second !== undefined) throw new SignatureFault('transform-unknown', part.name)
  const content = first === undefined ? part.bytes : canonicalizeDocument(parseXml(part.bytes), first.method)
  const ids = isRelationships ? parseRelationships(part.bytes).map(({ id }) => id) : []
  return { ids, reasons: matchesDigest(reference, content) ? [] : [{ code: 'part-digest', detail: part.name }] }
}

function checkRelationships(
  part: OpcPart,
  reference: Reference,
  { ids, types }: RelationshipTransform,
): ContentFinding {
  const listed = parseRelationships(part.bytes).filter(({ id, type }) => ids.has(id) || types.has(type))
  const present = new Set(listed.map(({ id }) => id))
  const missing = [...ids].filter((id) => !present.has(id))
  if (missing.length > 0) {
    return {
      ids: [...present],
      reasons: missing.map((id) => ({ code: 'relationship-missing', detail: `${part.name}#${id}` })),
    }
  }
  const intact =
    matchesDigest(reference, transformRelationships(listed)) ||
    matchesDigest(reference, transformRelationships(listed, countBlanks(part.bytes)))
  return { ids: [...present], reasons: intact ? [] : [{ code: 'relationship-digest', detail: part.name }] }
}
