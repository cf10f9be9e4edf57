import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Target } from './target.ts'

/** Of the build: what would leave a package that cannot start, were it missing. */
const needed = [
  'desktop/main.js',
  'desktop/preload.cjs',
  'desktop/services.js',
  'desktop/worker.js',
  'renderer/index.html',
] as const

/** Who answers for a package: printed in the .deb and in Windows' list of programs. */
export type Publisher = {
  /** "Name <address>", the form that Debian's control file asks for. */
  readonly maintainer: string
  readonly homepage: string
}

/**
 * Lays out in `folder`, which must not exist yet, what a package for `target` holds: the bundles, the resources, a package.json with nothing for
 * developers, and node_modules with the target's native modules in the lockfile's versions. Asks npm's registry for what
 * npm's cache lacks. Throws an Error when a bundle is missing.
 */
export async function stageApplication(options: {
  readonly projectRoot: string
  /** What `npm run build` made: `desktop/` and `renderer/`. */
  readonly built: string
  readonly folder: string
  readonly target: Target
  readonly publisher: Publisher
}): Promise<void> {
  const { projectRoot, built, folder, target, publisher } = options
  for (const path of needed) await readNeeded(join(built, path))
  await mkdir(folder, { recursive: true })
  for (const part of ['desktop', 'renderer'])
    await cp(join(built, part), join(folder, 'dist', part), { recursive: true })
  await cp(join(projectRoot, 'resources'), join(folder, 'resources'), { recursive: true })
  await installDependencies(projectRoot, folder, target)
  await writeFile(join(folder, 'package.json'), await shippedManifest(projectRoot, publisher))
}

async function readNeeded(path: string): Promise<void> {
  await readFile(path).catch((cause: unknown) => {
    throw new Error(`${path} is missing: run "npm run build" first`, { cause })
  })
}

/**
 * npm chooses native packages by the machine it runs on, so it is told the target's. The whole package.json must lie
 * beside the lockfile, or npm ci refuses the pair. No package's script runs: every native module comes prebuilt.
 */
async function installDependencies(projectRoot: string, folder: string, target: Target): Promise<void> {
  for (const name of ['package.json', 'package-lock.json']) await cp(join(projectRoot, name), join(folder, name))
  const flags = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const machine = [
    `--os=${target.platform}`,
    `--cpu=${target.arch}`,
    ...(target.platform === 'linux' ? ['--libc=glibc'] : []),
  ]
  await promisify(execFile)('npm', ['ci', ...flags, ...machine], { cwd: folder, shell: process.platform === 'win32' })
  await rm(join(folder, 'package-lock.json'))
}

/** What Electron reads at the start, and what the packager prints about the program. */
async function shippedManifest(projectRoot: string, publisher: Publisher): Promise<string> {
  const { name, version, dependencies } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly version: string
    readonly dependencies: Readonly<Record<string, string>>
  }
  const manifest = {
    name,
    version,
    description: '明察暗访检查记录、备忘录与整改台账（离线）',
    author: publisher.maintainer,
    homepage: publisher.homepage,
    type: 'module',
    main: 'dist/desktop/main.js',
    // Ties the window to its .desktop entry on Linux (Electron's app_id).
    desktopName: `${name}.desktop`,
    dependencies,
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}
