import type { Document, Element } from '@xmldom/xmldom'
import type { HashName, SignatureScheme } from '../crypto/signatureAlgorithm.ts'
import { isProblem } from '../contract/problem/problem.ts'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { childElements, isElement, parseXml } from '../opc/xml.ts'
import { findHash, findScheme } from './algorithm.ts'
import { canonicalize, inclusive, type CanonicalMethod } from './canonical.ts'
import { ids, namespaces } from './name.ts'
import {
  childrenNamed,
  onlyChild,
  readBase64,
  readCanonicalMethod,
  readReference,
  SignatureFault,
  type Reference,
} from './reference.ts'

/** A signature part taken apart; nothing of it is checked against keys or content yet. */
export type ParsedSignature = {
  /** As it was signed. */
  readonly signedInfo: string
  readonly scheme: SignatureScheme
  readonly value: Buffer
  /** DER, as KeyInfo holds them. */
  readonly certificates: readonly Buffer[]
  readonly references: readonly ResolvedReference[]
  readonly manifest: readonly Reference[]
  /** ISO 8601 UTC as the package object says; undefined if it says none. */
  readonly signedAt: string | undefined
  readonly xades: Xades | undefined
  /** SetupID of the signature line; undefined for an invisible signature. */
  readonly lineId: string | undefined
  /** The pictures of a line that are among what is signed, by the Ids that Office gave them. */
  readonly linePictures: ReadonlySet<string>
}

/** `content`: what is hashed of the target. */
export type ResolvedReference = { readonly reference: Reference; readonly target: Element; readonly content: string }

export type Xades = {
  readonly signed: boolean
  readonly signedAt: string | undefined
  readonly certificate: { readonly hash: HashName; readonly value: Buffer; readonly serial: string } | undefined
  readonly role: string | undefined
}

/** Throws SignatureFault for anything but one well-formed signature whose every object is signed. */
export function parseSignature(bytes: Uint8Array): ParsedSignature {
  if (bytes.length > limits.bytes) throw new SignatureFault('signature-too-large')
  const document = parse(bytes)
  const root = document.documentElement
  if (root?.namespaceURI !== namespaces.signature || root.localName !== 'Signature')
    throw new SignatureFault('signature-malformed')
  checkIds(document)
  checkChildren(root)
  const signedInfo = onlyChild(root, namespaces.signature, 'SignedInfo')
  const objects = childrenNamed(root, namespaces.signature, 'Object')
  const properties = findSignedProperties(objects)
  const references = resolveReferences(signedInfo, objects, properties)
  const signed = new Set(references.map(({ target }) => target))
  checkObjects(objects, signed)
  const packageObject = findPackageObject(document, references)
  return {
    signedInfo: canonicalize(signedInfo, readSignedForm(signedInfo)),
    scheme: readScheme(signedInfo),
    value: readBase64(onlyChild(root, namespaces.signature, 'SignatureValue')),
    certificates: readCertificates(root),
    references,
    manifest: readManifest(packageObject),
    signedAt: readPackageTime(packageObject),
    xades: properties === undefined ? undefined : readXades(properties, isWithin(properties, signed)),
    lineId: readLineId(objects.filter((object) => signed.has(object))),
    linePictures: new Set(objects.filter((object) => signed.has(object)).flatMap(pictureId)),
  }
}

/** An object that is nothing but a picture. */
function pictureId(object: Element): readonly string[] {
  const id = object.getAttribute('Id') ?? ''
  const name = [ids.validImage, ids.invalidImage].find((wanted) => id === wanted || id.startsWith(`${wanted}_`))
  return name !== undefined && readBase64(object).length > 0 ? [name] : []
}

const limits = outsideLimits.signature

function parse(bytes: Uint8Array): Document {
  try {
    return parseXml(bytes)
  } catch (error) {
    const fault = isProblem(error) && 'fault' in error.details ? error.details.fault : undefined
    if (fault === 'too-complex') throw new SignatureFault('signature-too-large')
    throw new SignatureFault(fault === 'dtd' ? 'dtd-forbidden' : 'signature-malformed')
  }
}

/** An Id that stands twice lets a reference mean one element to the verifier and another to the reader. */
function checkIds(document: Document): void {
  const seen = new Set<string>()
  for (const element of Array.from(document.getElementsByTagName('*'))) {
    for (const { localName, value } of Array.from(element.attributes)) {
      if (localName?.toLowerCase() !== 'id') continue
      if (seen.has(value)) throw new SignatureFault('id-duplicate', value)
      seen.add(value)
    }
  }
}

/** XML Signature §4.1: what else stands in a signature is in no reference's reach. */
function checkChildren(root: Element): void {
  const children = childElements(root)
  const known = ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object']
  const isKnown = children.every(
    (child) => child.namespaceURI === namespaces.signature && known.includes(child.localName ?? ''),
  )
  if (!isKnown || !hasOnlyElements(root, children.length)) throw new SignatureFault('signature-malformed', 'Signature')
}

function readSignedForm(signedInfo: Element): CanonicalMethod {
  const element = onlyChild(signedInfo, namespaces.signature, 'CanonicalizationMethod')
  const method = readCanonicalMethod(element)
  if (method === undefined) throw new SignatureFault('transform-unknown', element.getAttribute('Algorithm') ?? '')
  return method
}

function readScheme(signedInfo: Element): SignatureScheme {
  const method = onlyChild(signedInfo, namespaces.signature, 'SignatureMethod').getAttribute('Algorithm') ?? ''
  const scheme = findScheme(method)
  if (scheme === undefined) throw new SignatureFault('algorithm-unknown', method)
  return scheme
}

/** References mean only objects and signed properties at their own place, never an element elsewhere with that Id. */
function resolveReferences(
  signedInfo: Element,
  objects: readonly Element[],
  properties: Element | undefined,
): readonly ResolvedReference[] {
  const targets = new Map<string, Element>()
  for (const element of [...objects, ...(properties === undefined ? [] : [properties])]) {
    const id = element.getAttribute('Id')
    if (id !== null) targets.set(`#${id}`, element)
  }
  const elements = childrenNamed(signedInfo, namespaces.signature, 'Reference')
  if (elements.length > limits.objects) throw new SignatureFault('signature-too-large')
  const references = elements.map(readReference)
  return references.map((reference) => {
    if (!reference.uri.startsWith('#')) throw new SignatureFault('reference-external', reference.uri)
    const [transform, ...more] = reference.transforms
    if (transform?.kind === 'relationships' || more.length > 0)
      throw new SignatureFault('transform-unknown', reference.uri)
    const target = targets.get(reference.uri)
    if (target === undefined) throw new SignatureFault('reference-unresolved', reference.uri)
    // What a fragment means has no comments, whatever the form (XML Signature §4.4.3.3).
    const content = canonicalize(target, { ...(transform?.method ?? inclusive), comments: false })
    return { reference, target, content }
  })
}

/**
 * ECMA-376-2 M6.16, M6.8: one package object of one manifest and one list of properties, referenced once. It is known by its manifest:
 * LibreOffice gives its objects Ids of their own in each signature, idPackageObject_‹signature›.
 */
function findPackageObject(document: Document, references: readonly ResolvedReference[]): Element {
  const [manifest, ...more] = Array.from(document.getElementsByTagNameNS(namespaces.signature, 'Manifest'))
  const named = references.filter(({ target }) => manifest !== undefined && target === manifest.parentNode)
  const [found] = named
  if (found === undefined || named.length !== 1 || more.length > 0) throw new SignatureFault('package-object')
  const names = childElements(found.target).map(({ localName }) => localName)
  if (names.join(' ') !== 'Manifest SignatureProperties') throw new SignatureFault('package-object')
  return found.target
}

function readManifest(packageObject: Element): readonly Reference[] {
  const elements = childElements(onlyChild(packageObject, namespaces.signature, 'Manifest'))
  const wellFormed = elements.every(
    ({ namespaceURI, localName }) => namespaceURI === namespaces.signature && localName === 'Reference',
  )
  if (!wellFormed || elements.length === 0 || elements.length > limits.parts) throw new SignatureFault('package-object')
  return elements.map(readReference)
}

/**
 * What no reference covers could be shown as if it were signed. Outside stands only the wrapper that XAdES asks for, and
 * nothing in it but what is signed or what others add to it later: no text, no second element, no encoding of its own.
 */
function checkObjects(objects: readonly Element[], signed: ReadonlySet<Element>): void {
  for (const object of objects) {
    if (!signed.has(object) && !isXadesWrapper(object))
      throw new SignatureFault('object-unsigned', object.getAttribute('Id') ?? '')
  }
}

function isXadesWrapper(object: Element): boolean {
  const [wrapper] = childElements(object)
  if (wrapper === undefined || !isQualifyingProperties(wrapper)) return false
  const inside = childElements(wrapper).map(({ namespaceURI, localName }) => `${namespaceURI} ${localName}`)
  const known = [`${namespaces.xades} SignedProperties`, `${namespaces.xades} UnsignedProperties`]
  const attributes = Array.from(object.attributes).filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'))
  return (
    hasOnlyElements(object, 1) &&
    hasOnlyElements(wrapper, inside.length) &&
    attributes.every(({ localName }) => localName === 'Id') &&
    inside.every((name) => known.includes(name))
  )
}

/** So many elements, and of text nothing but blanks between them. */
function hasOnlyElements(parent: Element, count: number): boolean {
  const text = Array.from(parent.childNodes)
    .filter((node) => !isElement(node))
    .map(({ nodeType, textContent }) => (isCharacters(nodeType) ? (textContent ?? '') : ''))
  return childElements(parent).length === count && text.join('').trim() === ''
}

/** Text and CDATA; comments and processing instructions are shown by no reader. */
function isCharacters(nodeType: number): boolean {
  return nodeType === 3 || nodeType === 4
}

function findSignedProperties(objects: readonly Element[]): Element | undefined {
  const wrappers = objects.flatMap((object) => childElements(object).filter(isQualifyingProperties))
  if (wrappers.length > 1) throw new SignatureFault('signature-malformed', 'QualifyingProperties')
  const [wrapper] = wrappers
  return wrapper === undefined ? undefined : onlyChild(wrapper, namespaces.xades, 'SignedProperties')
}

function isQualifyingProperties({ namespaceURI, localName }: Element): boolean {
  return namespaceURI === namespaces.xades && localName === 'QualifyingProperties'
}

function isWithin(properties: Element, signed: ReadonlySet<Element>): boolean {
  return signed.has(properties) || [...signed].some((element) => element.contains(properties))
}

function readCertificates(root: Element): readonly Buffer[] {
  const [keyInfo] = childrenNamed(root, namespaces.signature, 'KeyInfo')
  const lists = keyInfo === undefined ? [] : childrenNamed(keyInfo, namespaces.signature, 'X509Data')
  return lists.flatMap((list) => childrenNamed(list, namespaces.signature, 'X509Certificate')).map(readBase64)
}

function readPackageTime(packageObject: Element): string | undefined {
  const properties = childrenNamed(
    onlyChild(packageObject, namespaces.signature, 'SignatureProperties'),
    namespaces.signature,
    'SignatureProperty',
  )
  const times = properties.flatMap((property) => childrenNamed(property, namespaces.packageSignature, 'SignatureTime'))
  const [time] = times
  if (time === undefined || times.length > 1) return undefined
  return readTime(onlyChild(time, namespaces.packageSignature, 'Value').textContent ?? '')
}

/** An xsd:dateTime with a zone as ISO 8601 UTC; anything else is no time. */
function readTime(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text.trim())) return undefined
  const milliseconds = Date.parse(text.trim())
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString()
}

function readXades(properties: Element, signed: boolean): Xades {
  const signature = onlyChild(properties, namespaces.xades, 'SignedSignatureProperties')
  const [time] = childrenNamed(signature, namespaces.xades, 'SigningTime')
  const claimed = Array.from(signature.getElementsByTagNameNS(namespaces.xades, 'ClaimedRole'))
  return {
    signed,
    signedAt: readTime(time?.textContent ?? ''),
    certificate: readCertificateClaim(signature),
    role: claimed[0]?.textContent ?? undefined,
  }
}

function readCertificateClaim(signature: Element): Xades['certificate'] {
  const [list] = childrenNamed(signature, namespaces.xades, 'SigningCertificate')
  const [claim] = list === undefined ? [] : childrenNamed(list, namespaces.xades, 'Cert')
  if (claim === undefined) return undefined
  const certificateDigest = onlyChild(claim, namespaces.xades, 'CertDigest')
  const method = onlyChild(certificateDigest, namespaces.signature, 'DigestMethod').getAttribute('Algorithm') ?? ''
  const hash = findHash(method)
  if (hash === undefined) throw new SignatureFault('algorithm-unknown', method)
  const issuer = onlyChild(claim, namespaces.xades, 'IssuerSerial')
  const serial = (onlyChild(issuer, namespaces.signature, 'X509SerialNumber').textContent ?? '').trim()
  if (!/^-?\d{1,60}$/.test(serial)) throw new SignatureFault('signature-malformed', 'X509SerialNumber')
  return { hash, value: readBase64(onlyChild(certificateDigest, namespaces.signature, 'DigestValue')), serial }
}

function readLineId(objects: readonly Element[]): string | undefined {
  const infos = objects.flatMap((object) =>
    Array.from(object.getElementsByTagNameNS(namespaces.office, 'SignatureInfoV1')),
  )
  if (infos.length > 1) throw new SignatureFault('signature-malformed', 'SignatureInfoV1')
  const [setup] = infos[0] === undefined ? [] : childrenNamed(infos[0], namespaces.office, 'SetupID')
  const id = (setup?.textContent ?? '').trim()
  return id === '' ? undefined : id
}
