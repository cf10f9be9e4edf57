import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where temporary files of a run lie: in memory where the machine has room for them, because a test waits longer for the
 * disk to keep what it will delete than for all else. Workers and what they start find it by `tmpdir()`.
 */
const memory = '/dev/shm'
const prefix = 'mingcha-tests-'
/** Bytes; the large file of the long run is several times in a workspace. */
const room = (process.env['MINGCHA_LONG'] === '1' ? 16 : 3) * 1024 ** 3

/** As vitest calls it before the first worker starts; gives what is to be done after the last. */
export function setup(): (() => void) | undefined {
  if (!hasRoom()) return undefined
  removeOrphans()
  const folder = mkdtempSync(join(memory, `${prefix}${process.pid}-`))
  process.env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize >= room
  } catch {
    // No such folder: another system.
    return false
  }
}

/** What runs that were killed left behind. */
function removeOrphans(): void {
  for (const name of readdirSync(memory)) {
    const pid = Number(name.startsWith(prefix) ? name.slice(prefix.length).split('-')[0] : undefined)
    if (Number.isInteger(pid) && !isAlive(pid)) rmSync(join(memory, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
