import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type NativeFile = {
  /** Absolute. */
  readonly path: string
  /** "linux-x64", "win32-x64" …, or the number that its header gives. */
  readonly machine: string
}

/** The programs and libraries under a folder, each with the machine that its header names. */
export async function nativeFiles(folder: string): Promise<readonly NativeFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = await Promise.all(paths.map(async (path) => ({ path, machine: await machineOf(path) })))
  return read.flatMap(({ path, machine }) => (machine === undefined ? [] : [{ path, machine }]))
}

/** Which machine a native file is for, read from its header; undefined for any other file. */
export async function machineOf(path: string): Promise<string | undefined> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(4096)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return elfMachine(head, bytesRead) ?? windowsMachine(head, bytesRead)
  } finally {
    await file.close()
  }
}

/** The newest minor versions of glibc (2.x) and libstdc++ (GLIBCXX_3.4.x) that these Linux files ask of the system. */
export async function libraryFloor(files: readonly NativeFile[]): Promise<{ glibc: number; libstdcxx: number }> {
  const floor = { glibc: 0, libstdcxx: 0 }
  for (const { path } of files) {
    // Names in the table of needed versions, each ended by a zero byte.
    for (const [, library, minor] of (await readFile(path))
      .toString('latin1')
      .matchAll(/\0(GLIBC_2|GLIBCXX_3\.4)\.(\d+)(?=[.\0])/g)) {
      const key = library === 'GLIBC_2' ? 'glibc' : 'libstdcxx'
      floor[key] = Math.max(floor[key], Number(minor))
    }
  }
  return floor
}

const elfMachines: Readonly<Record<number, string>> = { 0x3e: 'linux-x64', 0xb7: 'linux-arm64' }
const windowsMachines: Readonly<Record<number, string>> = { 0x8664: 'win32-x64', 0xaa64: 'win32-arm64' }

function elfMachine(head: Buffer, length: number): string | undefined {
  if (length < 64 || head.readUInt32BE(0) !== 0x7f454c46) return undefined
  const machine = head.readUInt16LE(18)
  return elfMachines[machine] ?? `ELF 0x${machine.toString(16)}`
}

/** "MZ", and at 0x3c where the new header ("PE\0\0", then the machine) begins. */
function windowsMachine(head: Buffer, length: number): string | undefined {
  if (length < 64 || head.toString('latin1', 0, 2) !== 'MZ') return undefined
  const start = head.readUInt32LE(0x3c)
  if (start + 6 > length || head.toString('latin1', start, start + 4) !== 'PE\0\0') return undefined
  const machine = head.readUInt16LE(start + 4)
  return windowsMachines[machine] ?? `PE 0x${machine.toString(16)}`
}
