import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { compileDatabaseModule } from './databaseModule.ts'
import { writeDebianPackage } from './debianPackage.ts'
import { electronBuilderConfiguration } from './electronBuilder.ts'
import { checkRuntimeFile } from './electronRuntime.ts'
import { drawIcons } from './icon.ts'
import { stageApplication, type Publisher } from './stage.ts'
import { targetName, type Target } from './target.ts'

export type PackOptions = {
  readonly projectRoot: string
  /** What `npm run build` made: `desktop/` and `renderer/`. */
  readonly built: string
  readonly target: Target
  /** Where the packages are left. */
  readonly output: string
  readonly publisher: Publisher
  /** Electron's runtime for the target: its .zip, or that unpacked. Without it electron-builder downloads it. */
  readonly runtime?: string
  /** The folder only, without an installer. */
  readonly folderOnly: boolean
  /** For Linux: better-sqlite3 as npm brings it, which needs glibc 2.34, instead of compiled for older systems. */
  readonly prebuilt: boolean
}

/**
 * Packs the built program for one target; returns the folder and the installer. Throws an Error, and leaves no folder of
 * that target, when anything it needs to start is missing.
 */
export async function pack(options: PackOptions): Promise<readonly string[]> {
  const { projectRoot, built, target, output, publisher, runtime } = options
  if (runtime?.endsWith('.zip') === true) await checkRuntimeFile(projectRoot, runtime)
  const work = await mkdtemp(join(tmpdir(), 'mingcha-pack-'))
  try {
    const application = join(work, 'application')
    const { name, version, devDependencies } = await readManifest(projectRoot)
    await stageApplication({ projectRoot, built, folder: application, target, publisher })
    if (target.platform === 'linux' && !options.prebuilt) {
      const output = join(application, 'node_modules', 'better-sqlite3', 'prebuilds', `${targetName(target)}.node`)
      await compileDatabaseModule({ projectRoot, target, output })
    }
    const icons = await drawIcons(projectRoot, join(work, 'icons'))
    const folder = join(output, unpackedFolder(target))
    const made = await build({
      projectDir: application,
      targets: platformOf(target).createTarget([makesInstaller(options) ? 'nsis' : 'dir'], Arch[target.arch]),
      publish: 'never',
      config: electronBuilderConfiguration({
        target,
        electronVersion: devDependencies.electron,
        electronDist: runtime,
        icons,
        output,
      }),
    })
    if (target.platform !== 'linux' || options.folderOnly) return [folder, ...made]
    return [folder, await writeDebianPackage({ folder, name, version, icons, target, publisher, output })]
  } catch (error) {
    await rm(join(output, unpackedFolder(target)), { recursive: true, force: true })
    throw error
  } finally {
    await rm(join(output, 'builder-debug.yml'), { force: true })
    await rm(work, { recursive: true, force: true })
  }
}

function makesInstaller({ target, folderOnly }: PackOptions): boolean {
  return target.platform === 'win32' && !folderOnly
}

function platformOf(target: Target): Platform {
  return target.platform === 'win32' ? Platform.WINDOWS : Platform.LINUX
}

/** electron-builder's own name for the folder. */
export function unpackedFolder({ platform, arch }: Target): string {
  return `${platform === 'win32' ? 'win' : 'linux'}${arch === 'x64' ? '' : `-${arch}`}-unpacked`
}

async function readManifest(projectRoot: string) {
  return JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly version: string
    readonly devDependencies: { readonly electron: string }
  }
}
