import type { Publisher } from './stage.ts'

/** `DEBIAN/control` (deb-control(5)). `floor` is what the native files ask of glibc (2.x) and libstdc++ (3.4.x). */
export function controlFile(options: {
  readonly name: string
  readonly version: string
  readonly architecture: 'amd64' | 'arm64'
  readonly publisher: Publisher
  readonly bytes: number
  readonly floor: { readonly glibc: number; readonly libstdcxx: number }
}): string {
  const { name, version, architecture, publisher, bytes, floor } = options
  const libraries = [
    `libc6 (>= 2.${floor.glibc})`,
    `libstdc++6 (>= ${compilerOf(floor.libstdcxx)})`,
    ...runtimeLibraries,
  ]
  return `Package: ${name}
Version: ${version.replaceAll('-', '~')}
Architecture: ${architecture}
Maintainer: ${publisher.maintainer}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: ${libraries.join(', ')}
Recommends: fonts-noto-cjk | fonts-wqy-microhei
Section: misc
Priority: optional
Homepage: ${publisher.homepage}
Description: offline inspection records, signed memos and rectification ledger
 明察：税务系统明察暗访检查记录、检查备忘录与整改台账。离线使用，数据加密保存在本机。
`
}

/**
 * What Chromium links to or opens, by the names that Debian 10 to 12, 麒麟 V10 and UOS 20 use; the second name is that of
 * Ubuntu 24.04 and its kin.
 */
const runtimeLibraries = [
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libcups2 | libcups2t64',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxkbcommon0',
  'libxrandr2',
  'xdg-utils',
]

/** The first gcc whose libstdc++ has GLIBCXX_3.4.x, which is also the version of Debian's package. */
function compilerOf(glibcxx: number): number {
  const found = [...compilers].reverse().find(([first]) => glibcxx >= first)
  if (found === undefined || glibcxx > 34)
    throw new Error(`which gcc brought GLIBCXX_3.4.${glibcxx}? Add it to the table`)
  return found[1]
}

/** GLIBCXX_3.4.x → gcc, from libstdc++'s "ABI Policy and Guidelines". */
const compilers: readonly (readonly [number, number])[] = [
  [0, 5],
  [22, 6],
  [23, 7],
  [25, 8],
  [26, 9],
  [29, 11],
  [30, 12],
  [31, 13],
  [33, 14],
  [34, 15],
]

/** `mingcha.desktop` (freedesktop.org, Desktop Entry Specification 1.5). The program opens no files by name, so it claims none. */
export function desktopEntry(name: string): string {
  return `[Desktop Entry]
Type=Application
Name=Mingcha
Name[zh_CN]=明察
GenericName=Inspection records
GenericName[zh_CN]=明察暗访检查记录
Comment=Offline inspection records and signed memos
Comment[zh_CN]=离线记录检查问题，生成并签署检查备忘录
Exec=/opt/${name}/${name}
Icon=${name}
Terminal=false
Categories=Office;
Keywords=inspection;memo;mingcha;
Keywords[zh_CN]=明察;暗访;检查;备忘录;台账;mingcha;
StartupWMClass=${name}
StartupNotify=true
`
}

/** Who publishes the package, and where the licences of what it carries are. */
export function copyrightFile(name: string, publisher: Publisher): string {
  return `明察 Mingcha
Published by ${publisher.maintainer}
${publisher.homepage}

The licences of Electron and Chromium lie in /opt/${name} (LICENSE.electron.txt, LICENSES.chromium.html),
those of the native modules and the libraries in /opt/${name}/resources (app.asar and app.asar.unpacked).
`
}
