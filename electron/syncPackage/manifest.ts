import type { ChangeHeader } from '../contract/change.ts'
import { outsideLimits } from '../contract/exchange/outsideLimits.ts'
import { isProblem, Problem } from '../contract/problem/problem.ts'
import {
  manifestSchema,
  manifestSchemas,
  packageFormat,
  type Manifest,
  type ManifestRange,
} from '../contract/syncPackage.ts'
import { canonicalJson, type JsonValue } from '../crypto/canonicalJson.ts'
import { certificateFacts, readCertificate } from '../crypto/certificate/certificate.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { readJws, signJws } from '../crypto/jws.ts'
import { parseJson } from '../crypto/jsonStructure.ts'
import { assertBound } from '../crypto/logId.ts'
import { verifyHead } from '../crypto/logKey.ts'
import { publicKeySpki, readPrivateKey } from '../crypto/privateKey.ts'

/** Names of the entries, in the order in which they stand in a package. */
export const entryNames = { manifest: 'manifest.json', signature: 'manifest.jws', changes: 'changes.ndjson' } as const

export function blobEntryName(sha256: string): string {
  return `blobs/${sha256}`
}

export type PackageSigner = {
  /** The sending log's private key, PKCS#8 as base64url. */
  readonly privateKey: string
  /** Its certificates, DER as base64, its own first. */
  readonly chain: readonly string[]
}

/** Who made the manifest's signature; whether to trust that chain is the reader's next question. */
export type PackageSignature = {
  readonly chain: readonly string[]
  /** The key that signed, SPKI as base64url: to be compared with the key of the log that the manifest names. */
  readonly publicKey: string
}

export type SealedManifest = { readonly bytes: Buffer; readonly sha256: string; readonly signature: Buffer }

/** Canonical bytes of a manifest and the JWS over their hash. */
export async function sealManifest(manifest: Manifest, signer: PackageSigner): Promise<SealedManifest> {
  const sound = manifestSchema.parse(manifest)
  assertConsistent(sound)
  const bytes = Buffer.from(canonicalJson(sound))
  const sha256 = sha256Hex(bytes)
  const token = await signJws(
    { format: packageFormat, manifestSha256: sha256 },
    { privateKey: readPrivateKey(signer.privateKey), chain: signer.chain, typ: tokenType },
  )
  return { bytes, sha256, signature: Buffer.from(token) }
}

export type OpenedManifest = {
  readonly manifest: Manifest
  readonly manifestSha256: string
  readonly signer: PackageSignature
}

/**
 * A manifest whose signature holds, whose certificate names the sending log, and in which each range is of a log whose id is
 * its key's and ends in a head that this key signed. Problems `package.signatureInvalid`, `package.newer`,
 * `package.damaged`, `log.idForged`, `log.headInvalid`.
 */
export async function openManifest(bytes: Buffer, token: string): Promise<OpenedManifest> {
  const manifestSha256 = sha256Hex(bytes)
  const signer = await readSigner(token, manifestSha256)
  const manifest = readManifest(bytes)
  for (const { birth } of manifest.ranges) assertBound(birth)
  const { commonName, usage } = certificateFacts(signer.chain[0] ?? '')
  if (commonName !== manifest.sender.log || usage !== 'log') throw new Problem('package.signatureInvalid', {})
  for (const range of manifest.ranges) assertHeadSigned(range)
  return { manifest, manifestSha256, signer }
}

/** Who signed a manifest of that hash, without having read it. Problem `package.signatureInvalid`. */
export async function readSigner(token: string, manifestSha256: string): Promise<PackageSignature> {
  const chain = await verifySignature(token, manifestSha256)
  return { chain, publicKey: publicKeySpki(readCertificate(chain[0] ?? '').publicKey) }
}

/** Whether a header lies in one of the manifest's ranges; a line outside them belongs to no promise. */
export function rangeLookup(ranges: readonly ManifestRange[]): (header: ChangeHeader) => boolean {
  const byLog = Map.groupBy(ranges, (range) => range.birth.log)
  return ({ log, number }) => byLog.get(log)?.some(({ from, to }) => from <= number && number <= to) ?? false
}

const tokenType = 'mcsync'

/** The format stands in the signed payload too, so that a later reader can refuse by it before it reads the manifest. */
async function verifySignature(token: string, manifestSha256: string): Promise<readonly string[]> {
  const { payload, chain } = await readJws(token, { typ: tokenType }).catch((error: unknown) => {
    throw isProblem(error) ? new Problem('package.signatureInvalid', {}) : error
  })
  const signed = payload as { readonly manifestSha256?: unknown } | null
  if (signed?.manifestSha256 !== manifestSha256) throw new Problem('package.signatureInvalid', {})
  return chain
}

function readManifest(bytes: Buffer): Manifest {
  const value = parseCanonical(bytes)
  const named = value as Named
  assertKnown(named)
  const manifest = manifestSchemas.get(String(named.format))?.safeParse(value)
  if (manifest?.success !== true) throw new Problem('package.damaged', {})
  assertConsistent(manifest.data)
  return manifest.data
}

/**
 * Every later format keeps `format` and `programVersion` where they are. A newer schema is no reason to refuse: what it says
 * is kept and waits for the upgrade.
 */
function assertKnown({ format, programVersion }: Named): void {
  if (manifestSchemas.has(String(format)) || !/^mcsync\/\d{1,6}$/.test(String(format))) return
  const version = String(programVersion)
  throw new Problem('package.newer', { version: /^[\d.]{1,20}$/.test(version) ? version : String(format) })
}

type Named = { readonly format?: unknown; readonly programVersion?: unknown }

/** A manifest in any other form could say one thing to this reader and another to the next. */
function parseCanonical(bytes: Buffer): JsonValue {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value = parseJson(text, outsideLimits.package.manifestMembers)
    // No reader can carry a member of this name: it would be lost without a word. In canonical text it has one spelling.
    const isPlain = typeof value === 'object' && value !== null && !text.includes('"__proto__":')
    if (isPlain && canonicalJson(value) === text) return value
  } catch {
    // Not UTF-8 or not JSON: the answer below says both.
  }
  throw new Problem('package.damaged', {})
}

function assertConsistent({ ranges, blobs }: Manifest): void {
  const upright = ranges.every(({ from, to }) => from <= to)
  const distinct = new Set(blobs.map((blob) => blob.sha256)).size === blobs.length
  if (!upright || !distinct) throw new Problem('package.damaged', {})
}

function assertHeadSigned({ birth, to, head, signedHead }: ManifestRange): void {
  const signed = verifyHead(signedHead, birth.publicKey)
  if (signed.log !== birth.log || signed.number !== to || signed.hash !== head) throw new Problem('log.headInvalid', {})
}
