import { digest, type SignerCertificate } from '../crypto/signatureAlgorithm.ts'
import { escapeText } from '../opc/xml.ts'
import { signingHashUri } from './algorithm.ts'
import { ids, namespaces } from './name.ts'

type XadesContent = { readonly time: string; readonly certificate: SignerCertificate; readonly role: string }

/** XAdES-BES with implied policy in canonical form: what MS-OFFCRYPTO 2.5.2.6 demands, and the signer's role. */
export function signedProperties({ time, certificate, role }: XadesContent): string {
  const certificateDigest =
    `<xd:CertDigest><DigestMethod Algorithm="${signingHashUri}"></DigestMethod>` +
    `<DigestValue>${digest('sha256', certificate.der).toString('base64')}</DigestValue></xd:CertDigest>`
  const issuerSerial =
    `<xd:IssuerSerial><X509IssuerName>${escapeText(certificate.issuerName)}</X509IssuerName>` +
    `<X509SerialNumber>${certificate.facts.serialDecimal}</X509SerialNumber></xd:IssuerSerial>`
  const claimed =
    role === ''
      ? ''
      : `<xd:SignerRole><xd:ClaimedRoles><xd:ClaimedRole>${escapeText(role)}</xd:ClaimedRole></xd:ClaimedRoles></xd:SignerRole>`
  return (
    `<xd:SignedProperties xmlns="${namespaces.signature}" xmlns:xd="${namespaces.xades}" Id="${ids.signedProperties}">` +
    `<xd:SignedSignatureProperties><xd:SigningTime>${time}</xd:SigningTime>` +
    `<xd:SigningCertificate><xd:Cert>${certificateDigest}${issuerSerial}</xd:Cert></xd:SigningCertificate>` +
    '<xd:SignaturePolicyIdentifier><xd:SignaturePolicyImplied></xd:SignaturePolicyImplied></xd:SignaturePolicyIdentifier>' +
    `${claimed}</xd:SignedSignatureProperties></xd:SignedProperties>`
  )
}

type OfficeContent = { readonly lineId: string; readonly ink: Uint8Array; readonly comment: string }

/** SignatureInfoV1, a schema sequence of which every element is required (MS-OFFCRYPTO 2.5.2.5). */
export function signatureInfo({ lineId, ink, comment }: OfficeContent): string {
  const fields: readonly (readonly [string, string])[] = [
    ['SetupID', lineId],
    ['SignatureText', ''],
    ['SignatureImage', Buffer.from(ink).toString('base64')],
    ['SignatureComments', comment],
    ['WindowsVersion', '10.0'],
    ['OfficeVersion', '16.0'],
    ['ApplicationVersion', '16.0'],
    ['Monitors', '1'],
    ['HorizontalResolution', '1366'],
    ['VerticalResolution', '768'],
    ['ColorDepth', '32'],
    ['SignatureProviderId', '{00000000-0000-0000-0000-000000000000}'],
    ['SignatureProviderUrl', ''],
    ['SignatureProviderDetails', '9'],
    // 2: made for a signature line.
    ['SignatureType', '2'],
  ]
  const written = fields.map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`)
  return `<SignatureInfoV1 xmlns="${namespaces.office}">${written.join('')}</SignatureInfoV1>`
}
