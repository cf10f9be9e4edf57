import { buffer } from 'node:stream/consumers'
import type { ChangeLine } from '../../electron/contract/change.ts'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import type { OpenedManifest } from '../../electron/syncPackage/manifest.ts'
import { readSyncPackage, type PackageAcceptance } from '../../electron/syncPackage/read.ts'

export type Staged = { manifests: number; readonly lines: ChangeLine[]; readonly blobs: Map<string, Buffer> }

/** An acceptor that keeps everything in memory, as a store would stage it. */
export function stagingArea(): { readonly staged: Staged; readonly accept: PackageAcceptance } {
  const staged: Staged = { manifests: 0, lines: [], blobs: new Map() }
  const accept: PackageAcceptance = {
    manifest: async () => {
      staged.manifests += 1
    },
    lines: async (batch) => {
      staged.lines.push(...batch)
    },
    blob: async ({ sha256 }, content) => {
      staged.blobs.set(sha256, await buffer(content))
    },
  }
  return { staged, accept }
}

export async function readAll(file: string, identity: string): Promise<Staged & { readonly opened: OpenedManifest }> {
  const { staged, accept } = stagingArea()
  const opened = await readSyncPackage({ file, identities: [identity], accept })
  return { ...staged, opened }
}

/** The kind of the Problem a promise ends with; an error that is no Problem fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (isProblem(error)) return error.kind
    throw error
  }
  return 'none'
}
