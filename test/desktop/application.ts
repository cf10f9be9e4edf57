import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { madeOnce } from '../browser/madeOnce.ts'
import { buildWindow } from '../browser/window.ts'
import { projectRoot } from '../rules/oxlint.ts'

/**
 * The application's folder as it is packed, built as `npm run build` builds it, into an ignored folder named by what it
 * is built from.
 */
export async function buildApplication(): Promise<string> {
  const window = await buildWindow()
  return madeOnce(join(projectRoot, 'out', `testApplication-${await sourceHash()}`), (fresh) =>
    buildInto(fresh, window),
  )
}

async function buildInto(fresh: string, window: string): Promise<void> {
  for (const mode of ['main', 'preload', 'services', 'worker'])
    await build({
      configFile: join(projectRoot, 'build/vite.node.ts'),
      mode,
      logLevel: 'warn',
      build: { outDir: join(fresh, 'dist/desktop'), reportCompressedSize: false },
    })
  await cp(window, join(fresh, 'dist/renderer'), { recursive: true })
  await cp(join(projectRoot, 'resources'), join(fresh, 'resources'), { recursive: true })
  await cp(join(projectRoot, 'package.json'), join(fresh, 'package.json'))
}

async function sourceHash(): Promise<string> {
  const parts: string[] = []
  for (const room of ['renderer', 'electron', 'build', 'resources']) {
    const names = await readdir(join(projectRoot, room), { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.toSorted()) parts.push(`${sha256Hex(await readFile(file))} ${file}`)
  }
  parts.push(sha256Hex(await readFile(join(projectRoot, 'package-lock.json'))))
  return sha256Hex(parts.join('\n')).slice(0, 16)
}
