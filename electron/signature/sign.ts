import {
  belongsToKey,
  readSignerCertificate,
  signBytes,
  signingKeyKind,
  type KeyObject,
  type SignerCertificate,
} from '../crypto/signatureAlgorithm.ts'
import { readPackage } from '../opc/package.ts'
import { signingSchemeUris } from './algorithm.ts'
import { writeDigest, writeManifest } from './manifest.ts'
import { ids, namespaces, referenceTypes, transforms } from './name.ts'
import { readSignatureLines } from './signatureLine.ts'
import { signedProperties, signatureInfo } from './signedProperties.ts'

export type SigningRequest = {
  readonly docx: Uint8Array
  readonly line: { readonly id: string }
  readonly signer: { readonly name: string; readonly role: string }
  /** DER, the signer's own certificate first. */
  readonly chain: readonly Uint8Array[]
  /** RSA of at least 2048 bits, or P-256. */
  readonly privateKey: KeyObject
  /** PNG of the drawn signature, and of the line when its signature is valid or not. */
  readonly ink: Uint8Array
  readonly signedImage: Uint8Array
  readonly invalidImage: Uint8Array
  /** ISO 8601 UTC; written to the second. */
  readonly signedAt: string
}

/**
 * Signs a document for one of its signature lines and returns the signature part as XML. It does not matter whether the
 * document already carries signatures of others: joinSignatures puts them together.
 */
export async function signDocx(request: SigningRequest): Promise<string> {
  const pkg = await readPackage(request.docx)
  const lines = readSignatureLines(pkg)
  if (!lines.some(({ id }) => id === request.line.id)) throw new Error('the document has no such signature line')
  const { scheme, certificates } = checkSigner(request)
  const time = `${new Date(request.signedAt).toISOString().slice(0, 19)}Z`
  const objects = writeObjects(request, writeManifest(pkg), time)
  const properties = signedProperties({ time, certificate: certificates.signer, role: request.signer.role })
  const signedInfo = writeSignedInfo(scheme, objects, properties)
  const value = signBytes({ key: scheme, hash: 'sha256' }, request.privateKey, Buffer.from(signedInfo))
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<Signature xmlns="${namespaces.signature}" Id="${ids.signature}">${signedInfo}` +
    `<SignatureValue>${value.toString('base64')}</SignatureValue>` +
    `<KeyInfo><X509Data>${certificates.all.map(writeCertificate).join('')}</X509Data></KeyInfo>` +
    `${objects.map(({ xml }) => xml).join('')}<Object>${qualifyingProperties(properties)}</Object></Signature>`
  )
}

/** Larger pictures would make every signature, which holds three of them, travel slowly. */
const largestImageBytes = 256 * 1024

type SignedObject = { readonly id: string; readonly xml: string }

function checkSigner(request: SigningRequest) {
  const all = request.chain.map(readSignerCertificate)
  const [signer] = all
  const scheme = signingKeyKind(request.privateKey)
  if (signer === undefined || scheme === undefined)
    throw new Error('signing needs a certificate and an RSA or P-256 key')
  if (!belongsToKey(signer, request.privateKey)) throw new Error('the first certificate is not that of the key')
  for (const image of [request.ink, request.signedImage, request.invalidImage]) {
    if (image[0] !== 0x89 || image[1] !== 0x50 || image.length > largestImageBytes)
      throw new Error('image is no small PNG')
  }
  return { scheme, certificates: { signer, all } }
}

/** Each Object is written in canonical form with its own xmlns, so that its digest is that of the text itself. */
function writeObjects(request: SigningRequest, manifest: string, time: string): readonly SignedObject[] {
  const property = (id: string, content: string) =>
    '<SignatureProperties>' +
    `<SignatureProperty Id="${id}" Target="#${ids.signature}">${content}</SignatureProperty></SignatureProperties>`
  const signatureTime =
    '<mdssi:SignatureTime><mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format>' +
    `<mdssi:Value>${time}</mdssi:Value></mdssi:SignatureTime>`
  const info = signatureInfo({ lineId: request.line.id, ink: request.ink, comment: comment(request.signer) })
  const mdssi = ` xmlns:mdssi="${namespaces.packageSignature}"`
  return [
    signedObject(ids.packageObject, manifest + property(ids.time, signatureTime), mdssi),
    signedObject(ids.officeObject, property(ids.officeDetails, info)),
    signedObject(ids.validImage, Buffer.from(request.signedImage).toString('base64')),
    signedObject(ids.invalidImage, Buffer.from(request.invalidImage).toString('base64')),
  ]
}

function signedObject(id: string, content: string, declarations = ''): SignedObject {
  return { id, xml: `<Object xmlns="${namespaces.signature}"${declarations} Id="${id}">${content}</Object>` }
}

function comment({ name, role }: SigningRequest['signer']): string {
  return Array.from(`${role} ${name}`.trim()).slice(0, 100).join('')
}

function writeSignedInfo(scheme: 'rsa' | 'ec', objects: readonly SignedObject[], properties: string): string {
  const reference = (id: string, type: string, content: string, transform = '') =>
    `<Reference Type="${type}" URI="#${id}">${transform}${writeDigest(content)}</Reference>`
  const canonical = `<Transforms><Transform Algorithm="${transforms.canonical}"></Transform></Transforms>`
  return (
    `<SignedInfo xmlns="${namespaces.signature}">` +
    `<CanonicalizationMethod Algorithm="${transforms.canonical}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${signingSchemeUris[scheme]}"></SignatureMethod>` +
    objects.map(({ id, xml }) => reference(id, referenceTypes.object, xml)).join('') +
    `${reference(ids.signedProperties, referenceTypes.signedProperties, properties, canonical)}</SignedInfo>`
  )
}

function writeCertificate({ der }: SignerCertificate): string {
  return `<X509Certificate>${der.toString('base64')}</X509Certificate>`
}

function qualifyingProperties(properties: string): string {
  return (
    `<xd:QualifyingProperties xmlns:xd="${namespaces.xades}" Target="#${ids.signature}">${properties}` +
    '<xd:UnsignedProperties><xd:UnsignedSignatureProperties></xd:UnsignedSignatureProperties></xd:UnsignedProperties>' +
    '</xd:QualifyingProperties>'
  )
}
