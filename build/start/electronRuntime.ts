import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WhyNot } from './whyNot.ts'

export type RuntimeSearch = {
  /** The npm package `electron`, which brings no runtime but knows how to fetch it. */
  readonly package: string
  /** Where a refusal is remembered, by version. */
  readonly memory: string
  /** Asks again in spite of it. */
  readonly retry: boolean
  readonly limitMilliseconds?: number
}

/**
 * Electron's program, fetched once by the package's own installer if need be: the only connection that `npm start` ever
 * makes (decisions.md 35). It checks what it fetched against the checksums in the package.
 */
export async function findRuntime(
  search: RuntimeSearch,
): Promise<{ readonly program: string } | { readonly whyNot: WhyNot }> {
  const there = installedRuntime(search.package)
  if (there !== undefined) return { program: there }
  const { version } = JSON.parse(readFileSync(join(search.package, 'package.json'), 'utf8')) as { version: string }
  if (!search.retry && isRefused(search.memory, version)) return { whyNot: 'remembered' }
  const whyNot = await fetchRuntime(search)
  const fetched = installedRuntime(search.package)
  if (fetched !== undefined) {
    await rm(search.memory, { force: true })
    return { program: fetched }
  }
  await mkdir(dirname(search.memory), { recursive: true })
  await writeFile(search.memory, `${JSON.stringify({ version })}\n`)
  return { whyNot }
}

/** As the package itself finds it: `path.txt` names the program inside `dist`, and is written last. */
function installedRuntime(folder: string): string | undefined {
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const program = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(program) ? program : undefined
}

function isRefused(memory: string, version: string): boolean {
  try {
    const known: unknown = JSON.parse(readFileSync(memory, 'utf8'))
    return typeof known === 'object' && known !== null && 'version' in known && known.version === version
  } catch {
    return false
  }
}

async function fetchRuntime({ package: folder, limitMilliseconds = 10_000 }: RuntimeSearch): Promise<WhyNot> {
  const installer = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore' })
  let whyNot: WhyNot = 'refused'
  const limit = setTimeout(() => {
    whyNot = 'slow'
    installer.kill('SIGKILL')
  }, limitMilliseconds)
  await once(installer, 'exit')
  clearTimeout(limit)
  return whyNot
}
