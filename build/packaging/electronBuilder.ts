import { join } from 'node:path'
import { flipFuses } from '@electron/fuses'
import type { Configuration } from 'electron-builder'
import { removeDefaultApplication } from './electronRuntime.ts'
import { fuses } from './fuses.ts'
import type { Icons } from './icon.ts'
import { checkNativeModules } from './nativeModules.ts'
import { targetName, type Target } from './target.ts'

/** What the program is called where only ASCII is safe: its file, its folder in Program Files or /opt, the .deb. */
export const programNames = { win32: 'Mingcha.exe', linux: 'mingcha' } as const

/** electron-builder's configuration: what goes into app.asar, how Electron is hardened, and the Windows installer. */
export function electronBuilderConfiguration(options: {
  readonly target: Target
  readonly electronVersion: string
  /** Electron's runtime, a folder or Electron's own .zip; without it electron-builder downloads the one of that version. */
  readonly electronDist: string | undefined
  readonly icons: Icons
  readonly output: string
}): Configuration {
  const { target, electronVersion, electronDist, icons, output } = options
  return {
    appId: 'cn.mingcha.desktop',
    productName: '明察',
    electronVersion,
    ...(electronDist === undefined ? {} : { electronDist }),
    directories: { output },
    artifactName: 'Mingcha-${version}-${os}-${arch}.${ext}',
    files: packedFiles(target),
    extraFiles: [{ from: libvipsNotice(target), to: 'LICENSES.libvips.md' }],
    // The system loads native code, and it cannot look into an archive. Nothing else is taken out: only what is in app.asar
    // is held to its hash. electron-builder's own choice would take out whole packages.
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node', '**/node_modules/@img/sharp-*/lib/**'],
    // Both native modules come prebuilt for every target.
    npmRebuild: false,
    nodeGypRebuild: false,
    // Nothing looks for updates: the program makes no connection.
    publish: null,
    electronLanguages: ['zh-CN', 'en-US'],
    afterExtract: ({ appOutDir }) => removeDefaultApplication(appOutDir),
    afterPack: async ({ appOutDir }) => {
      const program = join(appOutDir, programNames[target.platform])
      await checkNativeModules(appOutDir, program, target)
      // Not electron-builder's own `electronFuses`: the @electron/fuses it brings is older and knows one switch less.
      await flipFuses(program, fuses)
    },
    linux: { executableName: programNames.linux, icon: icons.svg },
    win: {
      executableName: 'Mingcha',
      icon: icons.ico,
      requestedExecutionLevel: 'asInvoker',
    },
    nsis: windowsInstaller(icons),
  }
}

/**
 * The positive list: what is not named does not go in. Patterns that begin with "!" also thin out node_modules, which
 * electron-builder adds by package.json's dependencies.
 */
function packedFiles(target: Target): string[] {
  return [
    'package.json',
    'dist/desktop/**',
    'dist/renderer/**',
    'resources/**',
    '!**/*.{ts,mts,cts,map}',
    '!**/node_modules/better-sqlite3/{deps,src,binding.gyp}{,/**}',
    `!**/node_modules/better-sqlite3/prebuilds/!(${targetName(target)}.node)`,
    '!**/node_modules/node-addon-api{,/**}',
    '!**/node_modules/sharp/{src,install,lib}{,/**}',
    '!**/node_modules/@img/sharp-libvips-*/lib/glib-2.0{,/**}',
  ]
}

/** The licences of libvips and of what it is built from, in the file that electron-builder leaves out with all READMEs. */
function libvipsNotice(target: Target): string {
  const holder = target.platform === 'win32' ? 'sharp' : 'sharp-libvips'
  return `node_modules/@img/${holder}-${targetName(target)}/README.md`
}

/** One file that needs no network: the person chooses for whom and where; taking it off keeps every workspace. */
function windowsInstaller(icons: Icons): NonNullable<Configuration['nsis']> {
  return {
    oneClick: false,
    perMachine: false,
    allowElevation: true,
    allowToChangeInstallationDirectory: true,
    installerLanguages: ['zh_CN'],
    language: '2052',
    installerIcon: icons.ico,
    uninstallerIcon: icons.ico,
    shortcutName: '明察',
    deleteAppDataOnUninstall: false,
    // Both serve electron-updater, which this program does not have.
    differentialPackage: false,
    packElevateHelper: false,
    buildUniversalInstaller: false,
    warningsAsErrors: true,
  }
}
