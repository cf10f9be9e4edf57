import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronBuilderConfiguration } from '../../build/packaging/electronBuilder.ts'
import { drawIcons } from '../../build/packaging/icon.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { run, windows, workFolder } from './packed.ts'

/** electron-builder compresses with 7-Zip and writes the installer with makensis, and would download both. */
const archiver = await run('which', ['7za']).then(
  ({ stdout }) => stdout.trim(),
  () => undefined,
)
if (archiver === undefined)
  process.stderr.write('left out: what makensis is told; 7za (Debian: p7zip-full) is not installed\n')

describe.skipIf(archiver === undefined)(
  'the Windows installer, up to what makensis is told (makensis itself is not run)',
  () => {
    let work: string
    let told: Told
    beforeAll(async () => {
      work = await workFolder()
      told = await tellInstaller(work)
    })
    afterAll(() => rm(work, { recursive: true, force: true }))

    it('is one file that carries the program', () => {
      expect(told.commands['OutFile']).toBe(`"${join(work, 'output', 'Mingcha-0.1.0-win-x64.exe')}"`)
      expect(told.defines['APP_64']).toBe(join(work, 'output', 'mingcha-0.1.0-x64.nsis.7z'))
      expect(told.defines).not.toHaveProperty('APP_PACKAGE_URL')
    })

    it('lets the person choose for whom and where, in Chinese', () => {
      expect(told.defines).not.toHaveProperty('ONE_CLICK')
      expect(told.defines).not.toHaveProperty('INSTALL_MODE_PER_ALL_USERS')
      expect(told.defines).toHaveProperty('INSTALL_MODE_PER_ALL_USERS_REQUIRED')
      expect(told.defines).toHaveProperty('MULTIUSER_INSTALLMODE_ALLOW_ELEVATION')
      expect(told.defines).toHaveProperty('allowToChangeInstallationDirectory')
      expect(told.commands['VIAddVersionKey']).toContain('/LANG=2052 ProductName "明察"')
    })

    it('names the program 明察 for people and Mingcha where only ASCII is safe', () => {
      expect(told.defines).toMatchObject({
        PRODUCT_NAME: '明察',
        SHORTCUT_NAME: '明察',
        APP_FILENAME: 'Mingcha',
        PRODUCT_FILENAME: 'Mingcha',
        APP_ID: 'cn.mingcha.desktop',
      })
    })

    it('keeps every workspace when the program is taken off', () => {
      expect(told.defines).not.toHaveProperty('DELETE_APP_DATA_ON_UNINSTALL')
    })
  },
)

type Told = {
  readonly defines: Readonly<Record<string, unknown>>
  readonly commands: Readonly<Record<string, unknown>>
}

async function tellInstaller(work: string): Promise<Told> {
  const application = join(work, 'application')
  const packed = join(work, 'win-unpacked')
  for (const folder of [application, packed]) await mkdir(folder)
  const manifest = { name: 'mingcha', version: '0.1.0', description: '明察', author: 'A <a@example.invalid>' }
  await writeFile(join(application, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(packed, 'Mingcha.exe'), 'the program')
  let told: readonly Record<string, unknown>[] = []
  process.env['ELECTRON_BUILDER_7ZIP_PATH'] = archiver
  await build({
    projectDir: application,
    prepackaged: packed,
    publish: 'never',
    targets: Platform.WINDOWS.createTarget(['nsis'], Arch.x64),
    config: electronBuilderConfiguration({
      target: windows,
      electronVersion: '45.4.1',
      electronDist: undefined,
      icons: await drawIcons(projectRoot, join(work, 'icons')),
      output: join(work, 'output'),
    }),
    // Called with what makensis would be told; true means that it is not started.
    effectiveOptionComputed: async (options) => {
      told = options
      return true
    },
  })
  const [defines = {}, commands = {}] = told
  return { defines, commands }
}
