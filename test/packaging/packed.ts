import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listPackage } from '@electron/asar'
import { unpackedFolder } from '../../build/packaging/pack.ts'
import { targetName, type Target } from '../../build/packaging/target.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { writeStandInRuntime } from './standInRuntime.ts'

export const run = promisify(execFile)

export const linux = { platform: 'linux', arch: 'x64' } as const satisfies Target
export const linuxArm = { platform: 'linux', arch: 'arm64' } as const satisfies Target
export const windows = { platform: 'win32', arch: 'x64' } as const satisfies Target

/** A place outside the checkout, so that nothing packed can lean on it. */
export function workFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'mingcha-packaging-'))
}

/**
 * npm's registry, or npm's cache, must hold the native modules of a machine that is not this one. Says on the way what is
 * left out without them; for this machine `npm ci` has brought them.
 */
export async function hasModulesFor(target: Target): Promise<boolean> {
  const manifest = JSON.parse(await readFile(join(projectRoot, 'node_modules/sharp/package.json'), 'utf8')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>
  }
  const wanted = Object.entries(manifest.optionalDependencies)
    .filter(([name]) => name.endsWith(`-${targetName(target)}`))
    .map(([name, version]) => `${name}@${version}`)
  try {
    await run('npm', ['cache', 'add', '--prefer-offline', ...wanted])
    return true
  } catch {
    process.stderr.write(`left out: packing for ${targetName(target)}; npm could not fetch ${wanted.join(' and ')}\n`)
    return false
  }
}

/** Packs the folder for a target by the command line of the README, on a stand-in runtime; returns the folder. */
export async function packFolder(options: {
  readonly work: string
  readonly built: string
  readonly target: Target
  readonly more?: readonly string[]
}): Promise<string> {
  const { work, built, target, more = ['--folder'] } = options
  const runtime = join(work, `runtime-${targetName(target)}`)
  await writeStandInRuntime(runtime, target)
  const output = join(work, 'output')
  const paths = ['--built', built, '--electron', runtime, '--out', output, '--prebuilt']
  await run('node', ['build/package.ts', targetName(target), ...paths, ...more], { cwd: projectRoot })
  return join(output, unpackedFolder(target))
}

/** The files in app.asar, without folders; "unpacked" ones included. */
export function archiveFiles(folder: string): readonly string[] {
  const entries = listPackage(join(folder, 'resources', 'app.asar'), { isPack: false }).map((entry) =>
    entry.replaceAll('\\', '/').replace(/^\//, ''),
  )
  return entries.filter((entry) => !entries.some((other) => other.startsWith(`${entry}/`)))
}

/** The files under a folder, as paths with "/". */
export async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()
}

export async function bytesUnder(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesUnder(folder)).map(async (file) => (await stat(join(folder, file))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** As little as passes for a build, for tests that look at what comes around it. */
export async function writeStandInBuild(built: string): Promise<void> {
  for (const part of ['desktop', 'renderer']) await mkdir(join(built, part), { recursive: true })
  for (const name of ['main.js', 'preload.cjs', 'services.js', 'worker.js'])
    await writeFile(join(built, 'desktop', name), ';')
  await writeFile(join(built, 'renderer', 'index.html'), '<!doctype html>')
}
