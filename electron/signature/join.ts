import { isProblem } from '../contract/problem/problem.ts'
import { getPart, readPackage, withPart, writePackage, type OpcPackage } from '../opc/package.ts'
import {
  freeRelationshipId,
  packageSource,
  readRelationships,
  resolveTarget,
  withRelationship,
  type Relationship,
} from '../opc/relationship.ts'
import { contentTypes, relationshipTypes } from './name.ts'
import { readContent } from './content.ts'
import type { Reason } from './reason.ts'
import { SignatureFault } from './reference.ts'
import { readSignatureLines } from './signatureLine.ts'
import { parseSignature } from './signatureXml.ts'

/**
 * The document with these signatures added to those it carries. All other parts keep their bytes, a signature that is
 * already there is not added twice, and the order of `signatures` does not matter.
 */
export async function joinSignatures(docx: Uint8Array, signatures: readonly string[]): Promise<Uint8Array> {
  const pkg = await readPackage(docx)
  const existing = new Set(readContent(pkg).signatures.map((name) => decode(getPart(pkg, name).bytes)))
  const added = inLineOrder(
    pkg,
    [...new Set(signatures)].filter((xml) => !existing.has(xml)),
  )
  if (added.length === 0) return writePackage(pkg)
  const { joined, origin } = withOrigin(pkg)
  return writePackage(added.reduce((current, xml) => withSignature(current, origin, xml), joined))
}

/** Why a signature cannot be joined on that line; undefined: it can. Whether it holds is for the verifier to say. */
export function joiningObstacle(xml: Uint8Array, lineId: string): Reason | undefined {
  try {
    const own = parseSignature(xml).lineId ?? ''
    return own.toUpperCase() === lineId.toUpperCase() ? undefined : { code: 'line-unknown', detail: own }
  } catch (error) {
    if (error instanceof SignatureFault) return { code: error.code, detail: error.detail }
    if (isProblem(error)) return { code: 'signature-malformed', detail: '' }
    throw error
  }
}

function inLineOrder(pkg: OpcPackage, signatures: readonly string[]): readonly string[] {
  const lines = readSignatureLines(pkg).map(({ id }) => id.toUpperCase())
  return signatures
    .map((xml) => ({ xml, rank: lines.indexOf(parseSignature(encode(xml)).lineId?.toUpperCase() ?? '') }))
    .toSorted((a, b) => a.rank - b.rank || (a.xml < b.xml ? -1 : 1))
    .map(({ xml }) => xml)
}

function withOrigin(pkg: OpcPackage): { readonly joined: OpcPackage; readonly origin: string } {
  const root = readRelationships(pkg, packageSource)
  const known = root.find(({ type }) => type === relationshipTypes.origin)
  const origin = known === undefined ? undefined : resolveTarget(packageSource, known)
  if (origin !== undefined) return { joined: pkg, origin: getPart(pkg, origin).name }
  const name = '/_xmlsignatures/origin.sigs'
  const relationship: Relationship = {
    id: freeRelationshipId(root, 'rIdSignatureOrigin'),
    type: relationshipTypes.origin,
    target: name.slice(1),
    targetMode: 'Internal',
  }
  const withEmpty = withPart(pkg, { name, contentType: contentTypes.origin, bytes: new Uint8Array(0) })
  return { joined: withRelationship(withEmpty, packageSource, relationship), origin: name }
}

function withSignature(pkg: OpcPackage, origin: string, xml: string): OpcPackage {
  const folder = origin.slice(0, origin.lastIndexOf('/') + 1)
  let number = 1
  while (pkg.parts.has(`${folder}sig${number}.xml`)) number += 1
  const file = `sig${number}.xml`
  const relationship: Relationship = {
    id: freeRelationshipId(readRelationships(pkg, origin), `rId${number}`),
    type: relationshipTypes.signature,
    target: file,
    targetMode: 'Internal',
  }
  const withXml = withPart(pkg, { name: folder + file, contentType: contentTypes.signature, bytes: encode(xml) })
  return withRelationship(withXml, origin, relationship)
}

function encode(xml: string): Uint8Array {
  return new TextEncoder().encode(xml)
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
