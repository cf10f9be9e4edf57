import { mkdir, readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineOf } from '../../build/packaging/nativeFile.ts'
import { filesUnder, hasModulesFor, linuxArm, packFolder, run, workFolder, writeStandInBuild } from './packed.ts'

const missing = [
  ...((await works('dpkg-deb')) ? [] : ['dpkg-deb']),
  ...((await hasModulesFor(linuxArm)) ? [] : ['native modules for arm64']),
]
if (missing.length > 0) process.stderr.write(`left out: the .deb; missing: ${missing.join(', ')}\n`)

describe.skipIf(missing.length > 0)('the .deb for arm64, made on any machine', () => {
  let work: string
  let deb: string
  let installed: string
  beforeAll(async () => {
    work = await workFolder()
    const built = join(work, 'built')
    await writeStandInBuild(built)
    const publisher = ['--maintainer', '某省税务局 <it@example.invalid>', '--homepage', 'https://example.invalid']
    await packFolder({ work, built, target: linuxArm, more: publisher })
    deb = join(work, 'output', 'mingcha_0.1.0_arm64.deb')
    installed = join(work, 'installed')
    await mkdir(installed)
    await run('dpkg-deb', ['-x', deb, installed])
  })
  afterAll(() => rm(work, { recursive: true, force: true }))

  const field = async (name: string): Promise<string> => (await run('dpkg-deb', ['-f', deb, name])).stdout.trim()

  it('says for which machine it is, who publishes it, and how large it is when installed', async () => {
    expect(await field('Package')).toBe('mingcha')
    expect(await field('Architecture')).toBe('arm64')
    expect(await field('Maintainer')).toBe('某省税务局 <it@example.invalid>')
    expect(await field('Homepage')).toBe('https://example.invalid')
    expect(Number(await field('Installed-Size'))).toBeGreaterThan(20_000)
    expect(await field('Description')).toContain('明察')
  })

  it('asks for the glibc and libstdc++ that its native files name, so that an older system refuses it by a sentence', async () => {
    const needed = await newestVersions(join(installed, 'opt', 'mingcha'))
    expect(needed.glibc).toBeGreaterThanOrEqual(28)
    expect(await field('Depends')).toMatch(
      new RegExp(
        `^libc6 \\(>= 2\\.${needed.glibc}\\), libstdc\\+\\+6 \\(>= \\d+\\), .*libgtk-3-0 \\| libgtk-3-0t64,.*libnss3`,
      ),
    )
  })

  it('runs no script of its own as root', async () => {
    const control = join(work, 'control')
    await run('dpkg-deb', ['-e', deb, control])
    expect(await filesUnder(control)).toEqual(['control', 'md5sums'])
  })

  it('installs the program, its command, its place in the menu and its icon', async () => {
    const files = await filesUnder(installed)
    expect(files.filter((file) => !file.startsWith('opt/mingcha/'))).toEqual([
      'usr/share/applications/mingcha.desktop',
      'usr/share/doc/mingcha/copyright',
      'usr/share/icons/hicolor/128x128/apps/mingcha.png',
      'usr/share/icons/hicolor/256x256/apps/mingcha.png',
      'usr/share/icons/hicolor/48x48/apps/mingcha.png',
      'usr/share/icons/hicolor/scalable/apps/mingcha.svg',
    ])
    expect(await readlink(join(installed, 'usr/bin/mingcha'))).toBe('/opt/mingcha/mingcha')
    expect(await machineOf(join(installed, 'opt/mingcha/mingcha'))).toBe('linux-arm64')
    const entry = await readFile(join(installed, 'usr/share/applications/mingcha.desktop'), 'utf8')
    for (const line of ['Name[zh_CN]=明察', 'Exec=/opt/mingcha/mingcha', 'Icon=mingcha', 'Categories=Office;'])
      expect(entry.split('\n')).toContain(line)
    // The program cannot open a file by its name, so no kind of file is tied to it.
    expect(entry).not.toContain('MimeType')
  })

  it('belongs to root; everyone may read it, nobody else may write it; only the sandbox runs as root', async () => {
    const lines = (await run('dpkg-deb', ['-c', deb], { maxBuffer: 1 << 24 })).stdout.trim().split('\n')
    expect(lines.filter((line) => !/^[-dl]\S+ root\/root /.test(line))).toEqual([])
    const modes = new Map(lines.map((line) => [line.slice(0, 10), line.split(' ./').at(-1)]))
    expect([...modes.keys()].toSorted()).toEqual(['-rw-r--r--', '-rwsr-xr-x', '-rwxr-xr-x', 'drwxr-xr-x', 'lrwxrwxrwx'])
    expect(lines.filter((line) => line.startsWith('-rws')).map((line) => line.split(' ./').at(-1))).toEqual([
      'opt/mingcha/chrome-sandbox',
    ])
  })

  it('carries a checksum of every file', async () => {
    await run('dpkg-deb', ['-e', deb, join(work, 'sums')])
    const sums = await readFile(join(work, 'sums', 'md5sums'), 'utf8')
    const named = sums
      .trim()
      .split('\n')
      .map((line) => line.slice(34))
    expect(named.toSorted()).toEqual(await filesUnder(installed))
    await expect(
      run('md5sum', ['--quiet', '-c', join(work, 'sums', 'md5sums')], { cwd: installed }),
    ).resolves.toBeDefined()
  })
})

/** The newest "2.x" of glibc that any native file names, found by the machine's own reader where it is, else by ours. */
async function newestVersions(folder: string): Promise<{ readonly glibc: number }> {
  let glibc = 0
  for (const file of await filesUnder(folder)) {
    if (!/\.(node|so[.\d]*)$/.test(file)) continue
    for (const [, minor] of (await readFile(join(folder, file))).toString('latin1').matchAll(/GLIBC_2\.(\d+)\0/g))
      glibc = Math.max(glibc, Number(minor))
  }
  return { glibc }
}

function works(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    () => false,
  )
}
