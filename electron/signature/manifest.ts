import { digest } from '../crypto/signatureAlgorithm.ts'
import { getPart, type OpcPackage } from '../opc/package.ts'
import { relationshipsContentType, relationshipsPartName } from '../opc/relationship.ts'
import { escapeAttribute } from '../opc/xml.ts'
import { signingHashUri } from './algorithm.ts'
import { readContent } from './content.ts'
import { transforms } from './name.ts'
import { transformRelationships } from './relationshipTransform.ts'

/** The Manifest of a new signature in canonical form: all parts and all relationships but those that Word leaves out. */
export function writeManifest(pkg: OpcPackage): string {
  const content = readContent(pkg)
  const parts = content.parts.map((name) => {
    const { contentType, bytes } = getPart(pkg, name)
    if (contentType === '') throw new Error('a part without content type cannot be signed')
    return writeReference({ uri: `${name}?ContentType=${contentType}`, transforms: '', content: bytes })
  })
  const bySource = Map.groupBy(content.relationships, ({ source }) => source)
  const relationships = [...bySource]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, group]) => {
      const listed = group.map(({ relationship }) => relationship)
      const uri = `${relationshipsPartName(source)}?ContentType=${relationshipsContentType}`
      return writeReference({ uri, transforms: writeTransforms(listed), content: transformRelationships(listed) })
    })
  return `<Manifest>${[...parts, ...relationships].join('')}</Manifest>`
}

/** The digest elements of a Reference. */
export function writeDigest(content: Uint8Array | string): string {
  const value = digest('sha256', content).toString('base64')
  return `<DigestMethod Algorithm="${signingHashUri}"></DigestMethod><DigestValue>${value}</DigestValue>`
}

type ManifestReference = { readonly uri: string; readonly transforms: string; readonly content: Uint8Array | string }

function writeReference({ uri, transforms: written, content }: ManifestReference): string {
  return `<Reference URI="${escapeAttribute(uri)}">${written}${writeDigest(content)}</Reference>`
}

function writeTransforms(listed: readonly { readonly id: string }[]): string {
  const references = listed.map(
    ({ id }) => `<mdssi:RelationshipReference SourceId="${escapeAttribute(id)}"></mdssi:RelationshipReference>`,
  )
  return (
    `<Transforms><Transform Algorithm="${transforms.relationships}">${references.join('')}</Transform>` +
    `<Transform Algorithm="${transforms.canonical}"></Transform></Transforms>`
  )
}
