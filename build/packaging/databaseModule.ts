import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { libraryFloor, machineOf } from './nativeFile.ts'
import { targetName, type Target } from './target.ts'

type LinuxTarget = Extract<Target, { platform: 'linux' }>

/** UOS 20 and 麒麟 V10 have glibc 2.28 or newer, and the libstdc++ of gcc 8 or newer. */
const oldestSystem = { glibc: 28, libstdcxx: 25 }

/**
 * Compiles better-sqlite3 anew, from the sources in its npm package, into `output`: the module that the package carries
 * asks for glibc 2.34, and 麒麟 V10 and UOS 20 would not load it. Same sources, same settings, older functions of glibc
 * (`olderGlibc.c`). Throws an Error where there is no compiler for the target, or when the result asks for more than those
 * systems have.
 */
export async function compileDatabaseModule(options: {
  readonly projectRoot: string
  readonly target: LinuxTarget
  readonly output: string
  /** The compiler's level: 3 is what the module is shipped with. */
  readonly optimisation?: 0 | 3
}): Promise<void> {
  const { projectRoot, target, output, optimisation = 3 } = options
  const work = await mkdtemp(join(tmpdir(), 'mingcha-sqlite-'))
  const compile = compilerOf(target, work)
  try {
    const modules = join(projectRoot, 'node_modules')
    const sources = join(modules, 'better-sqlite3')
    const sqlite = join(sources, 'deps', 'sqlite3')
    const common = [
      '-c',
      `-O${optimisation}`,
      '-fPIC',
      '-fvisibility=hidden',
      '-DNDEBUG',
      '-D_FILE_OFFSET_BITS=64',
      `-I${sqlite}`,
    ]
    const addon = [`-I${nodeHeaders(modules)}`, `-I${join(modules, 'node-addon-api')}`]
    await Promise.all([
      compile('gcc', [
        ...common,
        '-std=c99',
        '-w',
        ...(await sqliteDefinitions(sources)),
        join(sqlite, 'sqlite3.c'),
        '-o',
        'sqlite.o',
      ]),
      compile('g++', [...common, ...addonFlags, ...addon, join(sources, 'src', 'better_sqlite3.cpp'), '-o', 'addon.o']),
      compile('gcc', [
        '-c',
        '-O2',
        '-fPIC',
        '-fno-builtin',
        join(import.meta.dirname, 'olderGlibc.c'),
        '-o',
        'older.o',
      ]),
    ])
    const link = ['-shared', '-s', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-o', output]
    await compile('g++', [...link, 'addon.o', 'sqlite.o', 'older.o', '-ldl', '-lpthread', '-lm'])
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  await checkResult(output, target)
}

/** As better-sqlite3's binding.gyp has them, and node-gyp for every addon. */
const addonFlags = [
  '-std=c++20',
  '-fvisibility-inlines-hidden',
  '-fno-rtti',
  '-fno-exceptions',
  '-fno-strict-aliasing',
  '-DNAPI_VERSION=10',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
]

/** Debian's names of gcc for a machine, which are the same whether it is this one or another. */
function compilerOf(
  target: LinuxTarget,
  cwd: string,
): (program: 'gcc' | 'g++', flags: readonly string[]) => Promise<void> {
  const machine = target.arch === 'x64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu'
  return async (program, flags) => {
    await promisify(execFile)(`${machine}-${program}`, flags, { cwd }).catch((cause: unknown) => {
      const hint = `it needs ${machine}-g++ (Debian: g++-${machine.replace('_', '-')}); --prebuilt does without, for glibc 2.34 and newer`
      throw new Error(`compiling better-sqlite3 for ${targetName(target)} failed; ${hint}`, { cause })
    })
  }
}

/** Those of Node that npm brought with its program; the functions of Node-API are the same for every machine. */
function nodeHeaders(modules: string): string {
  return join(modules, 'node', 'node_modules', `node-linux-${process.arch}`, 'include', 'node')
}

/** `deps/defines.gypi` is a list of 'NAME' and 'NAME=number'. */
async function sqliteDefinitions(sources: string): Promise<readonly string[]> {
  const text = await readFile(join(sources, 'deps', 'defines.gypi'), 'utf8')
  const found = [...text.matchAll(/'((?:HAVE|SQLITE)_\w+(?:=-?\d+)?)'/g)].map(([, definition]) => `-D${definition}`)
  if (found.length === 0) throw new Error('no definitions for SQLite found in deps/defines.gypi')
  return found
}

async function checkResult(path: string, target: LinuxTarget): Promise<void> {
  const machine = (await machineOf(path)) ?? 'no machine'
  const floor = await libraryFloor([{ path, machine }])
  if (machine === targetName(target) && floor.glibc <= oldestSystem.glibc && floor.libstdcxx <= oldestSystem.libstdcxx)
    return
  throw new Error(
    `better-sqlite3 was compiled for ${machine}, glibc 2.${floor.glibc} and GLIBCXX_3.4.${floor.libstdcxx}; ` +
      `wanted ${targetName(target)}, at most 2.${oldestSystem.glibc} and 3.4.${oldestSystem.libstdcxx}`,
  )
}
