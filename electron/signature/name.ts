/** Names from ECMA-376-2, MS-OFFCRYPTO, XML Signature and XAdES, as they stand in a signed package. */
export const namespaces = {
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  packageSignature: 'http://schemas.openxmlformats.org/package/2006/digital-signature',
  office: 'http://schemas.microsoft.com/office/2006/digsig',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
} as const

export const relationshipTypes = {
  officeDocument: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument',
  image: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image',
  origin: 'http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin',
  signature: 'http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature',
  certificate: 'http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/certificate',
} as const

export const contentTypes = {
  origin: 'application/vnd.openxmlformats-package.digital-signature-origin',
  signature: 'application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml',
  certificate: 'application/vnd.openxmlformats-package.digital-signature-certificate',
} as const

export const transforms = {
  canonical: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  relationships: 'http://schemas.openxmlformats.org/package/2006/RelationshipTransform',
} as const

export const referenceTypes = {
  object: 'http://www.w3.org/2000/09/xmldsig#Object',
  signedProperties: 'http://uri.etsi.org/01903#SignedProperties',
} as const

/** Ids that ECMA-376-2 and Office fix, so they cannot be made unique per signature. */
export const ids = {
  signature: 'idPackageSignature',
  packageObject: 'idPackageObject',
  officeObject: 'idOfficeObject',
  signedProperties: 'idSignedProperties',
  time: 'idSignatureTime',
  officeDetails: 'idOfficeV1Details',
  validImage: 'idValidSigLnImg',
  invalidImage: 'idInvalidSigLnImg',
} as const
