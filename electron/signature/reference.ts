import type { Element } from '@xmldom/xmldom'
import { digest, type HashName } from '../crypto/signatureAlgorithm.ts'
import { childElements } from '../opc/xml.ts'
import { findHash } from './algorithm.ts'
import type { CanonicalMethod } from './canonical.ts'
import { namespaces, transforms } from './name.ts'
import type { ReasonCode } from './reason.ts'

/** A ds:Reference of SignedInfo or of the Manifest. */
export type Reference = {
  readonly uri: string
  readonly transforms: readonly Transform[]
  readonly hash: HashName
  readonly value: Buffer
}

export type Transform =
  | { readonly kind: 'canonical'; readonly method: CanonicalMethod }
  | { readonly kind: 'relationships'; readonly ids: ReadonlySet<string>; readonly types: ReadonlySet<string> }

/** Thrown by the parsing functions of this folder; the verifier turns it into a Reason of the signature. */
export class SignatureFault extends Error {
  override readonly name = 'SignatureFault'
  readonly code: ReasonCode
  readonly detail: string

  constructor(code: ReasonCode, detail = '') {
    super(code)
    this.code = code
    this.detail = detail
  }
}

export function readReference(element: Element): Reference {
  const method = onlyChild(element, namespaces.signature, 'DigestMethod').getAttribute('Algorithm') ?? ''
  const hash = findHash(method)
  if (hash === undefined) throw new SignatureFault('algorithm-unknown', method)
  const [list] = childrenNamed(element, namespaces.signature, 'Transforms')
  return {
    uri: element.getAttribute('URI') ?? '',
    transforms: list === undefined ? [] : childElements(list).map(readTransform),
    hash,
    value: readBase64(onlyChild(element, namespaces.signature, 'DigestValue')),
  }
}

export function matchesDigest({ hash, value }: Reference, content: Uint8Array | string): boolean {
  return digest(hash, content).equals(value)
}

export function childrenNamed(parent: Element, namespace: string, name: string): readonly Element[] {
  return childElements(parent).filter((child) => child.namespaceURI === namespace && child.localName === name)
}

export function onlyChild(parent: Element, namespace: string, name: string): Element {
  const [child, ...more] = childrenNamed(parent, namespace, name)
  if (child === undefined || more.length > 0) throw new SignatureFault('signature-malformed', name)
  return child
}

export function readBase64(element: Element): Buffer {
  const text = (element.textContent ?? '').replace(/\s/g, '')
  const wellFormed = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
  if (!wellFormed || childElements(element).length > 0)
    throw new SignatureFault('signature-malformed', element.localName ?? '')
  return Buffer.from(text, 'base64')
}

/** Of a Transform or a CanonicalizationMethod: the forms that ECMA-376-2 and XAdES name; undefined for anything else. */
export function readCanonicalMethod(element: Element): CanonicalMethod | undefined {
  const form = canonicalForms.get(element.getAttribute('Algorithm') ?? '')
  const children = childElements(element)
  const [list] = childrenNamed(element, transforms.exclusive, 'InclusiveNamespaces')
  if (form === undefined || children.length > (form.exclusive && list !== undefined ? 1 : 0)) return undefined
  const listed = (list?.getAttribute('PrefixList') ?? '').split(/\s+/).filter((prefix) => prefix !== '')
  return { ...form, prefixes: new Set(listed.map((prefix) => (prefix === '#default' ? '' : prefix))) }
}

const canonicalForms: ReadonlyMap<string, Pick<CanonicalMethod, 'exclusive' | 'comments'>> = new Map([
  [transforms.canonical, { exclusive: false, comments: false }],
  [`${transforms.canonical}#WithComments`, { exclusive: false, comments: true }],
  [transforms.exclusive, { exclusive: true, comments: false }],
  [`${transforms.exclusive}WithComments`, { exclusive: true, comments: true }],
])

function readTransform(element: Element): Transform {
  const algorithm = element.getAttribute('Algorithm') ?? ''
  const children = childElements(element)
  const method = readCanonicalMethod(element)
  if (method !== undefined) return { kind: 'canonical', method }
  if (algorithm !== transforms.relationships) throw new SignatureFault('transform-unknown', algorithm)
  const attributes = (name: string, attribute: string) =>
    new Set(
      childrenNamed(element, namespaces.packageSignature, name).map((child) => child.getAttribute(attribute) ?? ''),
    )
  const ids = attributes('RelationshipReference', 'SourceId')
  const types = attributes('RelationshipsGroupReference', 'SourceType')
  if (ids.size + types.size !== children.length) throw new SignatureFault('transform-unknown', algorithm)
  return { kind: 'relationships', ids, types }
}
