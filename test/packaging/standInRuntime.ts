import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import type { Target } from '../../build/packaging/target.ts'
import { projectRoot } from '../rules/oxlint.ts'

/** Electron's mark for its switches, version 1, nine of them, set as Electron 45 ships them (fuses.md of its documents). */
const fuseWire = Buffer.from(`dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09${'101100011'}`, 'latin1')

/**
 * Electron's runtime cannot be had everywhere, so packing is tried on a folder of the same shape: a program file of the
 * right machine with Electron's switches in it, and the files that packing touches. Nothing in it runs.
 */
export async function writeStandInRuntime(folder: string, target: Target): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true })
  await mkdir(join(folder, 'resources'), { recursive: true })
  for (const locale of ['zh-CN', 'en-US', 'fr']) await writeFile(join(folder, 'locales', `${locale}.pak`), locale)
  await createPackage(join(folder, 'locales'), join(folder, 'resources', 'default_app.asar'))
  for (const licence of ['LICENSE', 'LICENSES.chromium.html']) await writeFile(join(folder, licence), licence)
  await (target.platform === 'win32' ? writeWindowsProgram(folder) : writeLinuxProgram(folder, target))
}

/** An ELF header and the switches. */
async function writeLinuxProgram(folder: string, target: Target): Promise<void> {
  const header = Buffer.alloc(64)
  header.write('\x7fELF\x02\x01\x01', 'latin1')
  header.writeUInt16LE(target.arch === 'x64' ? 0x3e : 0xb7, 18)
  for (const name of ['electron', 'chrome-sandbox']) {
    await writeFile(join(folder, name), Buffer.concat([header, Buffer.alloc(1024), fuseWire, Buffer.alloc(64)]))
    await chmod(join(folder, name), 0o755)
  }
}

/** The packer edits the resources of the program, so it must be a real one: one that a development dependency carries. */
async function writeWindowsProgram(folder: string): Promise<void> {
  const program = join(projectRoot, 'node_modules', 'electron-winstaller', 'vendor', '7z-x64.exe')
  await writeFile(join(folder, 'electron.exe'), Buffer.concat([await readFile(program), fuseWire, Buffer.alloc(64)]))
}
