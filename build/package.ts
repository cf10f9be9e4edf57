import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { pack } from './packaging/pack.ts'
import { targetOfName } from './packaging/target.ts'

/**
 * `npm run package -- TARGET…`: packs the built program for each target (win32-x64, linux-x64, linux-arm64).
 *
 *   --built DIR          what `npm run build` made (dist)
 *   --out DIR            where the packages go (out/package)
 *   --prebuilt           for Linux: better-sqlite3 as npm brings it; no compiler needed, but glibc 2.34 where it runs
 *   --folder             only the folder, no installer
 *   --electron PATH      Electron's runtime for the target, its .zip or that unpacked, where it cannot be downloaded
 *   --maintainer "NAME <ADDRESS>", --homepage URL   who answers for the package
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    built: { type: 'string', default: path('../dist') },
    out: { type: 'string', default: path('../out/package') },
    folder: { type: 'boolean', default: false },
    prebuilt: { type: 'boolean', default: false },
    electron: { type: 'string' },
    // .invalid is reserved for names that lead nowhere (RFC 6761): whoever publishes the package says who it is.
    maintainer: { type: 'string', default: 'Mingcha <mingcha@mingcha.invalid>' },
    homepage: { type: 'string', default: 'https://mingcha.invalid' },
  },
})
if (positionals.length === 0) throw new Error('name what to pack for: win32-x64, linux-x64, linux-arm64')
if (positionals.length > 1 && values.electron !== undefined)
  throw new Error('--electron is the runtime of one target: name one')

for (const target of positionals.map(targetOfName)) {
  const files = await pack({
    projectRoot: path('..'),
    target,
    built: resolve(values.built),
    output: resolve(values.out),
    publisher: { maintainer: values.maintainer, homepage: values.homepage },
    folderOnly: values.folder,
    prebuilt: values.prebuilt,
    ...(values.electron === undefined ? {} : { runtime: resolve(values.electron) }),
  })
  process.stdout.write(`${files.join('\n')}\n`)
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
