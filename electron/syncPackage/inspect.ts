import { isProblem, problemText, type ProblemKind } from '../contract/problem/problem.ts'
import type { Manifest } from '../contract/syncPackage.ts'
import { certificateFacts, type CertificateFacts } from '../crypto/certificate/certificate.ts'
import { sha256Hex } from '../crypto/hash.ts'
import { canonicalJson } from '../crypto/canonicalJson.ts'
import { ChainCheck } from './chainCheck.ts'
import type { PackageSignature } from './manifest.ts'
import { readSyncPackage } from './read.ts'
import { hashFile } from './sealedFile.ts'

export type PackageReport = {
  /**
   * intact: every byte is in its place, every signature, hash and chain holds; whether the signer is trusted is the caller's
   * next question. broken: something does not hold. unreadable: not for these identities, too new, too large, or gone.
   */
  readonly state: 'intact' | 'broken' | 'unreadable'
  readonly reasons: readonly { readonly kind: ProblemKind; readonly text: string }[]
  /** Of the file as it lies there; absent when it cannot be read. */
  readonly file?: { readonly size: number; readonly sha256: string }
  /** What the manifest says; only when its signature holds. */
  readonly manifest?: ManifestSummary
  readonly signer?: { readonly certificates: readonly CertificateFacts[] } & PackageSignature
}

export type ManifestSummary = Pick<
  Manifest,
  'format' | 'programVersion' | 'schemaVersion' | 'drill' | 'madeAt' | 'sender' | 'recipients' | 'serial'
> & {
  readonly sha256: string
  readonly changes: number
  readonly blobs: { readonly count: number; readonly size: number }
  readonly ranges: readonly {
    readonly log: string
    readonly from: number
    readonly to: number
    readonly head: string
  }[]
}

/** Reads a whole package, keeps nothing of it and says what holds (`mingcha verify FILE.mcsync`). Serves JSON. */
export async function inspectSyncPackage(wanted: {
  readonly file: string
  readonly identities: readonly string[]
  readonly signal?: AbortSignal
}): Promise<PackageReport> {
  const { file } = wanted
  const seen: { manifest?: ManifestSummary; signer?: PackageReport['signer'] } = {}
  const fault = await faultOf(() => readThrough(wanted, seen))
  const measured = await measure(file)
  return {
    state: fault === undefined ? 'intact' : unreadable.has(fault.kind) ? 'unreadable' : 'broken',
    reasons: fault === undefined ? [] : [{ kind: fault.kind, text: problemText(fault.kind, fault.details).happened }],
    ...(measured !== undefined && { file: measured }),
    ...(seen.manifest !== undefined && { manifest: seen.manifest }),
    ...(seen.signer !== undefined && { signer: seen.signer }),
  }
}

const unreadable: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'package.notForYou',
  'package.newer',
  'package.tooLarge',
  'package.unreadable',
])

async function readThrough(
  { file, identities, signal }: Parameters<typeof inspectSyncPackage>[0],
  seen: { manifest?: ManifestSummary; signer?: PackageReport['signer'] },
): Promise<void> {
  let chain = new ChainCheck([])
  await readSyncPackage({
    file,
    identities,
    ...(signal !== undefined && { signal }),
    accept: {
      manifest: async (manifest, signature) => {
        chain = new ChainCheck(manifest.ranges)
        seen.manifest = summaryOf(manifest)
        seen.signer = { ...signature, certificates: signature.chain.map(certificateFacts) }
      },
      lines: async (batch) => {
        for (const line of batch) chain.take(line)
      },
      blob: async () => undefined,
    },
  })
  chain.end()
}

function summaryOf(manifest: Manifest): ManifestSummary {
  const { format, programVersion, schemaVersion, drill, madeAt, sender, recipients, serial } = manifest
  return {
    ...{ format, programVersion, schemaVersion, drill, madeAt, sender, recipients, serial },
    sha256: sha256Hex(canonicalJson(manifest)),
    changes: manifest.changes.count,
    blobs: { count: manifest.blobs.length, size: manifest.blobs.reduce((sum, blob) => sum + blob.size, 0) },
    ranges: manifest.ranges.map(({ birth, from, to, head }) => ({ log: birth.log, from, to, head })),
  }
}

/** The Problem that the work ends with; a cancellation and a defect pass through. */
async function faultOf(work: () => Promise<void>) {
  try {
    await work()
    return undefined
  } catch (error) {
    if (isProblem(error) && error.kind !== 'job.cancelled') return error
    throw error
  }
}

async function measure(file: string): Promise<PackageReport['file']> {
  try {
    const { size, sha256 } = await hashFile(file, { count: () => undefined, signal: undefined })
    return { size, sha256 }
  } catch {
    return undefined
  }
}
