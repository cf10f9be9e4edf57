import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { controlFile, copyrightFile, desktopEntry } from './debianFiles.ts'
import type { Icons } from './icon.ts'
import { libraryFloor, nativeFiles } from './nativeFile.ts'
import type { Publisher } from './stage.ts'
import type { Target } from './target.ts'

/**
 * Writes the .deb for 麒麟 and UOS with `dpkg-deb`, and returns its path. electron-builder would write one with fpm, a
 * Ruby program that it downloads; dpkg-deb is on every machine of this family, and without scripts nothing of this
 * package runs as root when it is installed. Throws an Error where there is no dpkg-deb.
 */
export async function writeDebianPackage(options: {
  /** The packed program. */
  readonly folder: string
  readonly name: string
  readonly version: string
  readonly icons: Icons
  readonly target: Target
  readonly publisher: Publisher
  readonly output: string
}): Promise<string> {
  const { folder, name, version, icons, target, publisher, output } = options
  const root = await mkdtemp(join(tmpdir(), 'mingcha-deb-'))
  try {
    await layOut({ root, folder, name, icons, publisher })
    const bytes = await settleModes(root)
    const architecture = target.arch === 'x64' ? 'amd64' : 'arm64'
    const floor = await libraryFloor(await nativeFiles(join(root, 'opt', name)))
    await write(root, 'DEBIAN/md5sums', await checksums(root))
    await write(root, 'DEBIAN/control', controlFile({ name, version, architecture, publisher, bytes, floor }))
    const file = join(output, `${name}_${version}_${architecture}.deb`)
    // xz: the dpkg of 麒麟 V10 and UOS 20 reads no zstd.
    await promisify(execFile)('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', root, file]).catch(
      (cause: unknown) => {
        throw new Error('writing the .deb failed; it needs dpkg-deb (Debian, 麒麟, UOS, Ubuntu: package dpkg)', {
          cause,
        })
      },
    )
    return file
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function layOut(options: {
  readonly root: string
  readonly folder: string
  readonly name: string
  readonly icons: Icons
  readonly publisher: Publisher
}): Promise<void> {
  const { root, folder, name, icons, publisher } = options
  await cp(folder, join(root, 'opt', name), { recursive: true, verbatimSymlinks: true })
  await mkdir(join(root, 'usr', 'bin'), { recursive: true })
  await symlink(`/opt/${name}/${name}`, join(root, 'usr', 'bin', name))
  await write(root, `usr/share/applications/${name}.desktop`, desktopEntry(name))
  await write(root, `usr/share/doc/${name}/copyright`, copyrightFile(name, publisher))
  const theme = join(root, 'usr', 'share', 'icons', 'hicolor')
  await cp(icons.svg, join(theme, 'scalable', 'apps', `${name}.svg`))
  for (const { size, file } of icons.png) await cp(file, join(theme, `${size}x${size}`, 'apps', `${name}.png`))
}

/**
 * Everyone may read, nobody but root may write, whatever this machine's umask is. Chromium's sandbox program is setuid
 * root as in Chrome's own package: it serves where the kernel refuses user namespaces. Returns the bytes of all files.
 */
async function settleModes(root: string): Promise<number> {
  let bytes = 0
  for (const path of await everything(root)) {
    const { mode, size, isFile, isDirectory } = await kindOf(path)
    if (isDirectory) await chmod(path, 0o755)
    if (isFile) await chmod(path, path.endsWith('/chrome-sandbox') ? 0o4755 : (mode & 0o100) !== 0 ? 0o755 : 0o644)
    if (isFile) bytes += size
  }
  await chmod(root, 0o755)
  return bytes
}

async function kindOf(path: string) {
  const found = await lstat(path)
  return { mode: found.mode, size: found.size, isFile: found.isFile(), isDirectory: found.isDirectory() }
}

async function checksums(root: string): Promise<string> {
  const lines: string[] = []
  for (const path of await everything(root)) {
    if (!(await kindOf(path)).isFile) continue
    lines.push(
      `${createHash('md5')
        .update(await readFile(path))
        .digest('hex')}  ${relative(root, path)}\n`,
    )
  }
  return lines.join('')
}

async function everything(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true })
  return entries.toSorted().map((entry) => join(root, entry))
}

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text, { mode: 0o644 })
}
