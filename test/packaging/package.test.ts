import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extractFile, getRawHeader } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { targetName } from '../../build/packaging/target.ts'
import { buildApplication } from '../desktop/application.ts'
import { projectRoot } from '../rules/oxlint.ts'
import {
  archiveFiles,
  bytesUnder,
  filesUnder,
  hasModulesFor,
  linux,
  packFolder,
  windows,
  workFolder,
} from './packed.ts'

const cases = [
  {
    target: linux,
    program: 'mingcha',
    natives: [
      '@img/sharp-libvips-linux-x64/lib/index.js',
      expect.stringMatching(/^@img\/sharp-libvips-linux-x64\/lib\/libvips-cpp\.so\./),
      expect.stringMatching(/^@img\/sharp-linux-x64\/lib\/sharp-linux-x64.*\.node$/),
      'better-sqlite3/prebuilds/linux-x64.node',
    ],
  },
  {
    target: windows,
    program: 'Mingcha.exe',
    natives: [
      expect.stringMatching(/^@img\/sharp-win32-x64\/lib\/libvips-\d+\.dll$/),
      expect.stringMatching(/^@img\/sharp-win32-x64\/lib\/libvips-cpp.*\.dll$/),
      expect.stringMatching(/^@img\/sharp-win32-x64\/lib\/sharp-win32-x64.*\.node$/),
      'better-sqlite3/prebuilds/win32-x64.node',
    ],
  },
] as const

let work: string
let built: string
beforeAll(async () => {
  work = await workFolder()
  built = join(work, 'built')
  await cp(join(await buildApplication(), 'dist'), built, { recursive: true })
  await plantStrays(built)
})
afterAll(() => rm(work, { recursive: true, force: true }))

/** What a careless build could leave among the bundles. */
async function plantStrays(folder: string): Promise<void> {
  await mkdir(join(folder, 'other'))
  for (const stray of ['desktop/main.js.map', 'desktop/main.ts', 'renderer/assets/window.d.ts', 'other/notes.txt'])
    await writeFile(join(folder, stray), '{}')
}

const withWindows = await hasModulesFor(windows)

describe.each(withWindows ? cases : cases.slice(0, 1))(
  'the folder packed for $target.platform',
  ({ target, program, natives }) => {
    let folder: string
    beforeAll(async () => {
      folder = await packFolder({ work, built, target })
      const asar = await stat(join(folder, 'resources', 'app.asar'))
      const unpacked = await bytesUnder(join(folder, 'resources', 'app.asar.unpacked'))
      const figures = { 'app.asar': asar.size, 'app.asar.unpacked': unpacked, both: asar.size + unpacked }
      process.stdout.write(
        `packed for ${targetName(target)}, bytes without Electron's runtime: ${JSON.stringify(figures)}\n`,
      )
    })

    it('has every switch of Electron set as decided, none left as it came', async () => {
      const { version, ...switches } = await getCurrentFuseWire(join(folder, program))
      expect(version).toBe('1')
      expect(switches).toEqual({
        [FuseV1Options.RunAsNode]: FuseState.DISABLE,
        [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
        [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
        [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
        [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
        [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
        [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
        [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
        [FuseV1Options.WasmTrapHandlers]: FuseState.ENABLE,
      })
    })

    it('holds the program, its licences, two languages of Electron and app.asar, and nothing else', async () => {
      const others = (await filesUnder(folder)).filter((file) => !file.startsWith('resources/app.asar.unpacked/'))
      expect(others).toEqual(
        [
          'LICENSE.electron.txt',
          'LICENSES.chromium.html',
          'LICENSES.libvips.md',
          program,
          ...(target.platform === 'linux' ? ['chrome-sandbox'] : []),
          'locales/en-US.pak',
          'locales/zh-CN.pak',
          'resources/app.asar',
        ].toSorted(),
      )
    })

    it('packs the bundles, the window, the resources and four modules, and nothing for developers', async () => {
      const files = archiveFiles(folder)
      expect(new Set(files.map(topOf))).toEqual(
        new Set([
          'package.json',
          'dist/desktop',
          'dist/renderer',
          ...['campaigns', 'demo', 'help', 'riskPoints'].map((name) => `resources/${name}`),
          ...['better-sqlite3', 'detect-libc', 'semver', 'sharp'].map((name) => `node_modules/${name}`),
          ...foldersOfSharp(target.platform),
        ]),
      )
      expect(files.filter((file) => file.startsWith('dist/desktop/'))).toEqual(
        ['main.js', 'preload.cjs', 'services.js', 'services.licences.md', 'worker.js', 'worker.licences.md'].map(
          (name) => `dist/desktop/${name}`,
        ),
      )
      expect(
        files.filter((file) => /\.(ts|tsx|mts|cts|map|gyp|cc|cpp|c|h)$|(^|\/)(tests?|deps|src)\//.test(file)),
      ).toEqual([])
    })

    it.each([
      ['dist/desktop/services.licences.md', ['age-encryption', 'kysely', 'zod']],
      ['dist/desktop/worker.licences.md', ['docx']],
      ['dist/renderer/licences.md', ['antd', 'react', 'react-hook-form']],
    ])('%s holds the licences of the libraries in the bundles beside it', (file, libraries) => {
      const text = extractFile(join(folder, 'resources', 'app.asar'), file).toString()
      for (const library of libraries) expect(text).toMatch(new RegExp(`^## ${library} - `, 'm'))
      expect(text).toContain('Permission is hereby granted')
    })

    it('packs every resource as it is in the checkout', async () => {
      const resources = (await filesUnder(join(projectRoot, 'resources'))).map((file) => `resources/${file}`)
      expect(
        archiveFiles(folder)
          .filter((file) => file.startsWith('resources/'))
          .toSorted(),
      ).toEqual(resources)
      for (const file of resources)
        expect(extractFile(join(folder, 'resources', 'app.asar'), file)).toEqual(
          await readFile(join(projectRoot, file)),
        )
    })

    it('leaves outside the archive the native code of this machine and nothing else', async () => {
      expect(await filesUnder(join(folder, 'resources', 'app.asar.unpacked', 'node_modules'))).toEqual(natives)
      const outside = archiveFiles(folder).filter((file) => /\.(node|dll|so[.\d]*)$/.test(file))
      expect(outside).toHaveLength(target.platform === 'linux' ? 3 : 4)
    })

    it('has a package.json of a few lines, with the version and the two modules that are loaded at run time', async () => {
      const whole = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as Record<string, unknown>
      const packed = JSON.parse(
        extractFile(join(folder, 'resources', 'app.asar'), 'package.json').toString(),
      ) as unknown
      expect(packed).toEqual({
        name: 'mingcha',
        version: whole['version'],
        description: expect.stringContaining('明察'),
        author: expect.anything(),
        homepage: expect.any(String),
        type: 'module',
        main: 'dist/desktop/main.js',
        desktopName: 'mingcha.desktop',
        dependencies: whole['dependencies'],
      })
    })
  },
)

it.skipIf(!withWindows)(
  'writes into the Windows program what it is, and the hash that Electron holds app.asar to',
  async () => {
    const folder = join(work, 'output', 'win-unpacked')
    const program = await readFile(join(folder, 'Mingcha.exe'))
    const { headerString } = getRawHeader(join(folder, 'resources', 'app.asar'))
    const value = createHash('sha256').update(headerString).digest('hex')
    expect(program.includes(`[{"file":"resources\\\\app.asar","alg":"SHA256","value":"${value}"}]`)).toBe(true)
    for (const text of ['明察', 'Mingcha']) expect(program.includes(Buffer.from(text, 'utf16le'))).toBe(true)
  },
)

function topOf(file: string): string {
  const parts = file.split('/')
  return parts.slice(0, file.startsWith('node_modules/@') ? 3 : 2).join('/')
}

function foldersOfSharp(platform: 'linux' | 'win32'): readonly string[] {
  const names =
    platform === 'linux' ? ['colour', 'sharp-linux-x64', 'sharp-libvips-linux-x64'] : ['colour', 'sharp-win32-x64']
  return names.map((name) => `node_modules/@img/${name}`)
}
