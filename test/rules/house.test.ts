import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { lintPlanted, projectRoot, type LintResult } from './oxlint.ts'

/** A fault a line, with the rule that must name it; lines beside it must stay clean. */
const faults: readonly (readonly [string, string, string, string])[] = [
  ['a default export', 'electron/store', 'import(no-default-export)', 'export default 1'],
  ['console outside the command line', 'electron/web', 'eslint(no-console)', `console.log('x')`],
  ['any', 'electron/store', 'typescript(no-explicit-any)', 'export const a = (b: any): unknown => b'],
  ['an unawaited promise', 'electron/store', 'typescript(no-floating-promises)', 'Promise.resolve(1)'],
  ['a promise as a condition', 'electron/store', 'typescript(no-misused-promises)', 'if (Promise.resolve(1)) debugger'],
  [
    'a switch that forgets a case',
    'electron/domain',
    'typescript(switch-exhaustiveness-check)',
    `export function f(a: 'x' | 'y'): number { switch (a) { case 'x': return 1 }; return 2 }`,
  ],
  [
    'a value import of a type',
    'electron/opc',
    'typescript(consistent-type-imports)',
    `import { Only } from './only.ts'\nexport type A = Only`,
  ],
  [
    'a type import in brackets',
    'electron/opc',
    'typescript(consistent-type-imports)',
    `export type A = import('./only.ts').Only`,
  ],
  ['a cycle', 'electron/opc', 'import(no-cycle)', `import { b } from './circle.ts'\nexport const a = () => b`],
  [
    'a cycle by types alone',
    'electron/opc',
    'import(no-cycle)',
    `import type { B } from './typeCircle.ts'\nexport type A = B | 1`,
  ],
  ['a barrel file', 'electron/opc', 'oxc(no-barrel-file)', `export * from './only.ts'`],
  ['require', 'electron/opc', 'typescript(no-require-imports)', `export const a = require('node:fs') as unknown`],
  ['a suppression', 'electron/opc', 'typescript(ban-ts-comment)', `// @ts-ignore\nexport const a = 1`],
  ['an exported let', 'electron/opc', 'import(no-mutable-exports)', `export let a = 1`],
  ['the clock in domain', 'electron/domain', 'eslint(no-restricted-properties)', 'export const a = Date.now()'],
  ['chance in domain', 'electron/domain', 'eslint(no-restricted-properties)', 'export const a = Math.random()'],
  ['Node in domain', 'electron/domain', 'eslint(no-restricted-globals)', 'export const a = process.cwd()'],
  [
    'WebCrypto outside crypto',
    'electron/store',
    'eslint(no-restricted-globals)',
    'export const a = crypto.randomUUID()',
  ],
  [
    'a hook in a condition',
    'renderer/ui',
    'react-hooks(rules-of-hooks)',
    `import { useState } from 'react'\nexport function Thing({ a }: { a: boolean }) { if (a) useState(1); return null }`,
  ],
  ['a focused test', 'test', 'vitest(no-focused-tests)', `import { it } from 'vitest'\nit.only('x', () => undefined)`],
  ['a skipped test', 'test', 'vitest(no-disabled-tests)', `import { it } from 'vitest'\nit.skip('x', () => undefined)`],
]

const plantedFile = (n: number, folder: string) =>
  `${folder}/planted${n}.${folder.startsWith('renderer') ? 'tsx' : 'ts'}`

let result: LintResult
beforeAll(async () => {
  const planted = new Map(faults.map(([, folder, , text], n) => [plantedFile(n, folder), text]))
  const numberOf = (wanted: string) => faults.findIndex(([name]) => name === wanted)
  planted.set('electron/opc/only.ts', 'export type Only = string')
  planted.set(
    'electron/opc/circle.ts',
    `import { a } from './planted${numberOf('a cycle')}.ts'\nexport const b = () => a`,
  )
  planted.set(
    'electron/opc/typeCircle.ts',
    `import type { A } from './planted${numberOf('a cycle by types alone')}.ts'\nexport type B = A[]`,
  )
  planted.set('electron/opc/snake_case.ts', 'export const a = 1')
  planted.set('electron/cli.ts', `console.log('the command line may speak')`)
  planted.set('build/clean.ts', 'export default { build: true }')
  result = await lintPlanted(planted)
})

describe('the house rules have teeth', () => {
  it.each(faults.map(([name, folder, rule], n) => ({ name, rule, file: plantedFile(n, folder) })))(
    'the checker sees $name',
    ({ rule, file }) => {
      expect(result.faults.filter((fault) => fault.file === file).map((fault) => fault.rule)).toContain(rule)
    },
  )

  it('the checker sees a file name that is not camelCase', () => {
    expect(result.faults.filter((fault) => fault.file === 'electron/opc/snake_case.ts').map((f) => f.rule)).toEqual([
      'unicorn(filename-case)',
    ])
  })

  it.each(['electron/cli.ts', 'build/clean.ts', 'electron/opc/only.ts'])('%s is clean', (file) => {
    expect(result.faults.filter((fault) => fault.file === file)).toEqual([])
  })
})

describe('the tree keeps the house rules', () => {
  const tracked = trackedFiles()
  const sources = tracked.filter((path) => /^(electron|renderer|test|build)\/.*\.tsx?$/.test(path))

  it('components are PascalCase.tsx, all other source files camelCase.ts', () => {
    const odd = sources.filter((path) => {
      const name = basename(path)
      return !(
        /^[a-z][a-zA-Z0-9]*(\.(test|bench|child|config|renderer|node))?\.ts$/.test(name) ||
        /^([A-Z][a-zA-Z0-9]*|main)\.tsx$/.test(name)
      )
    })
    expect(odd).toEqual([])
  })

  it('no file is named after nothing: manager, helper, util, misc, common, index', () => {
    const words = /^index\.tsx?$|(^|[a-z])(manager|helpers?|utils?|misc|common)\.tsx?$/i
    expect(sources.filter((path) => words.test(basename(path)))).toEqual([])
  })

  it('no folder has more files side by side than a reader can take in', () => {
    const folders = Map.groupBy(
      tracked.filter((path) => /^(electron|renderer|test|build)\//.test(path) && basename(path) !== 'README.md'),
      (path) => dirname(path),
    )
    const halls = [...folders].flatMap(([folder, files]) => (files.length > mostFiles ? [folder] : []))
    expect(halls).toEqual([])
  })

  it('every room has a README of its own', () => {
    const rooms = ['electron', 'renderer'].flatMap((side) =>
      readdirSync(join(projectRoot, side), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${side}/${name}/README.md`),
    )
    expect(rooms.filter((path) => !tracked.includes(path))).toEqual([])
  })

  it('features of the window are flat folders', () => {
    expect(sources.filter((path) => /^renderer\/features\/[^/]+\/[^/]+\//.test(path))).toEqual([])
  })

  it('tests mirror a room, or are one of the kinds that cross rooms', () => {
    const across = [
      'resources',
      'journeys',
      'convergence',
      'faults',
      'boringSsl',
      'packaging',
      'browser',
      'bench',
      'rules',
      'formats',
      'fleet',
      'world',
      'renderer',
    ]
    const folders = new Set(sources.filter((path) => path.startsWith('test/')).map((path) => path.split('/')[1] ?? ''))
    const strange = [...folders].filter(
      (name) => !across.includes(name) && !existsSync(join(projectRoot, 'electron', name)) && !name.endsWith('.ts'),
    )
    expect(strange).toEqual([])
  })

  it.each([
    { what: 'a dynamic import whose target a reader cannot see', pattern: /\bimport\(\s*[^'"\s]/ },
    { what: 'module-level mutable state', pattern: /^(export )?let /m },
    {
      what: 'a suppression of compiler or linter',
      pattern: /@ts-(ignore|expect-error|nocheck)|(ox|es)lint-disable/,
    },
    {
      what: 'Beijing time of its own',
      pattern: /8 \* (3_?600|60 \* 60)|Asia\/Shanghai/,
      but: 'electron/contract/beijing.ts',
    },
    {
      what: 'a condition of its own for what is not removed',
      pattern: /removed['"`,]+\s*'?is\b/,
      but: 'electron/store/database/present.ts',
    },
    // The desktop program is built of everything but the command line, so the packed one cannot have it.
    { what: 'a switch of the environment for developers', pattern: /MINGCHA_DEBUG/, but: 'electron/cli/options.ts' },
    { what: 'the clock without an argument in domain', pattern: /\bnew Date\(\)/, room: 'electron/domain/' },
  ])('nowhere is $what', ({ pattern, room = '', but }) => {
    const inside = sources.filter(
      (path) => /^(electron|renderer)\//.test(path) && path.startsWith(room) && path !== but,
    )
    expect(inside.filter((path) => pattern.test(read(path)))).toEqual([])
  })

  it('ui knows no word of inspection; an example in a comment may', () => {
    const words = /\b(visit|finding|evidence|memo|riskPoint|syncPackage)s?\b/i
    // React's own `memo` is no memorandum.
    const ofReact = /^import .* from 'react'$|\bmemo\(/gm
    const code = (path: string) =>
      read(path)
        .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
        .replace(ofReact, '')
    const knowing = sources.filter((path) => path.startsWith('renderer/ui/') && words.test(code(path)))
    expect(knowing).toEqual([])
  })

  it('a class is styled in one file: the screen that was opened last would decide otherwise', () => {
    const styled = tracked
      .filter((path) => path.endsWith('.css'))
      .flatMap((path) => [...new Set(classesAlone(read(path)))].map((name) => ({ name, path })))
    const twice = [...Map.groupBy(styled, ({ name }) => name)].filter(([, places]) => places.length > 1)
    expect(twice).toEqual([])
    expect(classesAlone('.a { b: c }\n.a .d,\n.e { f: g }')).toEqual(['a', 'e'])
  })

  it('no tracked file names a path of a machine or a package registry', () => {
    const packages = /https?:\/\/[\w.-]*(registry|artifactory|nexus|verdaccio|npmmirror)[\w.-]*/i
    const machine = /(?<![\w./-])\/(work|farm|root|home\/\w+|tmp\/plan)\//
    const names = (text: string) => [machine, packages].some((pattern) => pattern.test(text))
    const faulty = tracked.filter((path) => isText(path) && names(read(path)))
    expect(faulty).toEqual([])
  })
})

const mostFiles = 24

/** The classes that a style sheet gives a look of their own, not only inside another. */
function classesAlone(css: string): readonly string[] {
  const selectors = css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)
  const parts = [...selectors].flatMap(([, list = '']) => list.split(',').map((part) => part.trim()))
  return parts.flatMap((part) => /^\.([\w-]+)$/.exec(part)?.[1] ?? [])
}

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8')
}

function isText(path: string): boolean {
  return !/\.(png|jpe?g|docx|mcsync|db|woff2?|ico|bin|p12)$/i.test(path)
}

/** What git tracks and will track; where there is no git (an unpacked archive), every file outside the ignored folders. */
function trackedFiles(): readonly string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return list
      .toString('utf8')
      .split('\0')
      .filter((path) => path !== '' && existsSync(join(projectRoot, path)))
  } catch {
    const skipped = new Set(['node_modules', 'dist', 'out', 'coverage', '.git'])
    return readdirSync(projectRoot, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(projectRoot.length).replaceAll('\\', '/'))
      .filter((path) => !path.split('/').some((part) => skipped.has(part)) && dirname(path) !== '')
  }
}
