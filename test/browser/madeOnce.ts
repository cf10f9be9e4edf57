import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * A folder that is costly to make and that test files share, also those that run at once: the first makes it, under
 * another name until it is whole, and the others wait. Where the maker was killed, the next one makes it.
 */
export async function madeOnce(folder: string, make: (fresh: string) => Promise<void>): Promise<string> {
  const claim = `${folder}.claim`
  await mkdir(dirname(folder), { recursive: true })
  while (!existsSync(folder)) {
    if (!(await claims(claim))) {
      await wait(100)
      continue
    }
    try {
      if (!existsSync(folder)) await makeWhole(folder, make)
    } finally {
      await rm(claim, { force: true })
    }
  }
  return folder
}

async function makeWhole(folder: string, make: (fresh: string) => Promise<void>): Promise<void> {
  const fresh = await mkdtemp(`${folder}-`)
  try {
    await make(fresh)
    await rename(fresh, folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Whether this process is now the maker. A claim of a process that is gone is taken away. */
async function claims(claim: string): Promise<boolean> {
  try {
    await writeFile(claim, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    const maker = Number(await readFile(claim, 'utf8').catch(() => ''))
    if (maker > 0 && !isAlive(maker)) await rm(claim, { force: true })
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
