import { type ChainCheck, checkChains } from '../../store/log/chainCheck.ts'
import { differenceFromLog, repairFromLog, type RebuildDifference } from '../../store/change/rebuildDifference.ts'
import { checkFiles, type HeldFiles } from '../../store/imports/heldFiles.ts'
import { countSetAside, type SetAside } from '../../store/imports/waiting.ts'
import type { UnlockedWorkspace } from '../host/host.ts'

/** How far the tables are from the log, by noun. */
export type Differences = RebuildDifference

/** What is found; the rest is undefined where the pages of the database do not even hold. */
export type Soundness = {
  readonly sound: boolean
  readonly pages: boolean
  readonly tailLost: boolean
  readonly held:
    | {
        readonly chains: ChainCheck
        readonly files: HeldFiles
        readonly tables: Differences
        readonly setAside: SetAside
      }
    | undefined
}

/**
 * Looks at everything a workspace holds, and changes nothing: the pages, every log from its birth to its signed heads, every
 * file that a body names, and whether the tables are what the log makes of them. Numbers only, no text of a record.
 */
export async function checkWorkspace({ store }: UnlockedWorkspace): Promise<Soundness> {
  const { tailLost } = store
  const pages = await store.isSound()
  if (!pages) return { sound: false, pages, tailLost, held: undefined }
  const chains = await store.read(checkChains)
  const files = await checkFiles(store, () => undefined)
  const tables = await differenceFromLog(store)
  const setAside = await store.read(countSetAside)
  const isWhole = chains.faults.length === 0 && files.absent === 0 && files.damaged === 0
  const sound = isWhole && !tailLost && Object.keys(tables).length === 0
  return { sound, pages, tailLost, held: { chains, files, tables, setAside } }
}

/** Makes the tables anew from the log; tells what that changed, in numbers. */
export function rebuildWorkspace({ store }: UnlockedWorkspace): Promise<Differences> {
  return repairFromLog(store)
}
