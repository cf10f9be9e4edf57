import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { lintPlanted, projectRoot, type LintResult } from './oxlint.ts'

/**
 * electron/README §2, written down a second time: what each room may import. A silent checker is worse than none, so every pair
 * that is not listed here is planted in all five forms an import can take, and the checker must see each of them.
 */
const base = ['contract', 'domain', 'crypto']
const files = [...base, 'picture', 'opc']
const middle = [...files, 'store', 'documents', 'signature', 'syncPackage']
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  domain: ['contract'],
  crypto: ['contract'],
  picture: base,
  opc: base,
  store: files,
  documents: files,
  signature: files,
  syncPackage: files,
  services: middle,
  desktop: [...middle, 'services'],
  web: [...middle, 'services'],
  // Composition of the command line: not a way round the services into the store.
  cli: [...middle.filter((room) => room !== 'store'), 'services', 'web'],
}
const rooms = Object.keys(mayImport)

/** Packages that only the named rooms may know. */
const packageOwners: readonly (readonly [string, readonly string[]])[] = [
  ['node:crypto', ['crypto']],
  ['crypto', []],
  ['sharp', ['picture']],
  ['exifreader', ['picture']],
  ['docx', ['documents']],
  ['write-excel-file/node', ['documents']],
  ['kysely', ['store']],
  ['better-sqlite3', ['store']],
  ['yauzl', ['opc']],
  ['yazl', ['opc']],
  ['@xmldom/xmldom', ['opc', 'signature']],
  ['tar-stream', ['syncPackage']],
  ['age-encryption', ['crypto']],
  ['jose', ['crypto']],
  ['@peculiar/x509', ['crypto']],
  ['fastify', ['web']],
  ['@fastify/static', ['web']],
  ['electron', ['desktop']],
  ['@orpc/contract', ['contract', 'services']],
  ['@orpc/server', ['services', 'desktop', 'web']],
  ['@orpc/server/node', ['web']],
  ['@orpc/server/message-port', ['desktop']],
  ['node:fs/promises', rooms.filter((room) => !['contract', 'domain'].includes(room))],
  ['node:fs', rooms.filter((room) => !['contract', 'domain'].includes(room))],
  ['fs', []],
  ['react', []],
  ['lodash', []],
]

const windowRooms: Readonly<Record<string, { readonly may: readonly string[]; readonly mayNot: readonly string[] }>> = {
  api: {
    may: ['../../electron/contract/api.ts', '@orpc/client', '@orpc/tanstack-query', '@tanstack/react-query'],
    mayNot: ['../ui/Notice.tsx', '../features/visit/VisitForm.tsx', '../pages/StartPage.tsx', '../app/App.tsx'],
  },
  ui: {
    may: ['../../electron/contract/problem/problem.ts', 'react', 'antd', 'react-hook-form', './Notice.tsx'],
    mayNot: [
      '../api/client.ts',
      '../features/visit/VisitForm.tsx',
      '../pages/StartPage.tsx',
      '../app/App.tsx',
      '@orpc/client',
    ],
  },
  'features/finding': {
    may: ['../../../electron/contract/finding.ts', '../../ui/Notice.tsx', '../../api/client.ts', './FindingForm.tsx'],
    mayNot: [
      '../visit/VisitForm.tsx',
      '../../features/visit/VisitForm.tsx',
      '../../pages/StartPage.tsx',
      '../../app/App.tsx',
      '@orpc/client',
    ],
  },
  pages: {
    may: [
      '../features/visit/VisitForm.tsx',
      '../ui/Notice.tsx',
      '../api/client.ts',
      '../../electron/contract/visit.ts',
    ],
    mayNot: ['../app/App.tsx', '@orpc/client'],
  },
  app: {
    may: ['../pages/StartPage.tsx', '../api/client.ts', 'react-dom/client', '@fontsource-variable/noto-sans-sc'],
    mayNot: ['@orpc/client', '@fontsource/noto-serif-sc'],
  },
}
const neverInAWindow = ['node:fs', 'node:crypto', 'electron', 'fastify', 'kysely', 'lodash']

/** The rooms inside a room, lowest first: each may import those that are named. `store.ts` puts them together. */
const innerRooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  store: {
    folder: [],
    blob: ['folder'],
    database: ['folder', 'blob'],
    log: ['folder', 'blob', 'database'],
    row: ['folder', 'blob', 'database', 'log'],
    change: ['folder', 'blob', 'database', 'log', 'row', 'store.ts'],
    imports: ['folder', 'blob', 'database', 'log', 'row', 'change', 'store.ts'],
    undo: ['folder', 'blob', 'database', 'log', 'row', 'change'],
    local: ['folder', 'blob', 'database'],
    query: ['folder', 'blob', 'database', 'log', 'row'],
    migrations: ['folder', 'blob', 'database'],
  },
  services: {
    file: [],
    // The type of what runs in its threads; that itself is put together at the top.
    job: ['file', 'workerEntry.ts'],
    host: ['file', 'job'],
    trust: ['file', 'job', 'host'],
    record: ['file', 'job', 'host', 'trust'],
    package: ['file', 'job', 'host', 'trust', 'record'],
    document: ['file', 'job', 'host', 'trust', 'record'],
    exchange: ['file', 'job', 'host', 'trust', 'record', 'package'],
    enrolment: ['file', 'job', 'host', 'trust', 'record', 'package'],
    holdings: ['file', 'job', 'host', 'trust', 'record', 'package', 'document'],
    desk: ['file', 'job', 'host', 'trust', 'record', 'package', 'document'],
    workspace: ['file', 'job', 'host', 'trust', 'record', 'package'],
    // Plays the whole line as a person does: through the machine, and nobody but the composition knows it.
    demo: [
      ...['file', 'job', 'host', 'trust', 'record', 'package', 'document', 'exchange', 'enrolment', 'holdings'],
      'machine.ts',
    ],
  },
}
/** Files at the top of a room that put its inner rooms together. */
const composing: Readonly<Record<string, readonly string[]>> = {
  store: ['store.ts'],
  services: ['createHost.ts', 'router.ts', 'machine.ts', 'installation.ts', 'jobs.ts', 'workerEntry.ts'],
}

type Case = { readonly file: string; readonly from: string; readonly what: string; readonly specifier: string }
const forbidden: Case[] = []
const allowed: Case[] = []

for (const room of rooms) {
  const others = rooms.filter((other) => other !== room)
  for (const other of others) {
    const list = mayImport[room]?.includes(other) ? allowed : forbidden
    list.push(planted(`electron/${room}`, `../${other}/thing.ts`))
    list.push(planted(`electron/${room}/inner`, `../../${other}/thing.ts`))
  }
  for (const specifier of ['../cli.ts', '../../renderer/api/client.ts'])
    forbidden.push(planted(`electron/${room}`, specifier))
  for (const [specifier, owners] of packageOwners) {
    const list = owners.includes(room) ? allowed : forbidden
    list.push(planted(`electron/${room}`, specifier))
  }
}
for (const [room, inner] of Object.entries(innerRooms)) {
  const below = [...Object.keys(inner), ...(composing[room] ?? [])]
  for (const [name, may] of Object.entries(inner)) {
    const folder = `electron/${room}/${name}`
    for (const other of below.filter((one) => one !== name)) {
      const list = may.includes(other) ? allowed : forbidden
      const path = other.endsWith('.ts') ? other : `${other}/thing.ts`
      list.push(planted(folder, `../${path}`))
      list.push(planted(`${folder}/inner`, `../../${path}`))
      list.push(planted(folder, `../../${room}/${path}`))
    }
    // What holds for the whole room holds inside too.
    forbidden.push(planted(folder, '../../web/thing.ts'))
    forbidden.push(planted(folder, 'lodash'))
    allowed.push(planted(folder, '../../contract/thing.ts'))
  }
}
for (const [room, { may, mayNot }] of Object.entries(windowRooms)) {
  const up = '../'.repeat(room.split('/').length + 1)
  const electron = [...rooms.filter((other) => other !== 'contract').map((other) => `${other}/thing.ts`), 'cli.ts']
  for (const specifier of [...mayNot, ...neverInAWindow, ...electron.map((path) => `${up}electron/${path}`)])
    forbidden.push(planted(`renderer/${room}`, specifier))
  for (const specifier of may) allowed.push(planted(`renderer/${room}`, specifier))
}

function planted(folder: string, specifier: string): Case {
  return {
    file: `${folder}/planted${forbidden.length + allowed.length}.ts`,
    from: folder,
    what: specifier.replace(/^(\.\.\/)+/, ''),
    specifier,
  }
}

/** The five forms of an import, one a line. */
function importing(specifier: string): string {
  return [
    `import { a } from '${specifier}'`,
    `import type { B } from '${specifier}'`,
    `export { c } from '${specifier}'`,
    `import '${specifier}'`,
    `export const d = () => import('${specifier}')`,
    `export const e: B = a`,
  ].join('\n')
}

let result: LintResult
beforeAll(async () => {
  const texts = [...forbidden, ...allowed].map(({ file, specifier }) => [file, importing(specifier)] as const)
  result = await lintPlanted(new Map(texts))
})

function linesOf(file: string): readonly number[] {
  const faults = result.faults.filter((fault) => fault.file === file && fault.rule === 'eslint(no-restricted-imports)')
  return [...new Set(faults.map(({ line }) => line ?? 0))].toSorted((a, b) => a - b)
}

describe('imports point one way', () => {
  it('the checker reads every planted file', () => {
    expect(forbidden.length).toBeGreaterThan(300)
    expect(result.files).toBe(forbidden.length + allowed.length)
  })

  it('every folder of electron/ is a room with a rule', () => {
    const folders = readdirSync(join(projectRoot, 'electron'), { withFileTypes: true }).filter((e) => e.isDirectory())
    for (const { name } of folders) expect(rooms).toContain(name)
  })

  it.each(Object.entries(innerRooms))('every folder of electron/%s is an inner room with a rule', (room, inner) => {
    const entries = readdirSync(join(projectRoot, 'electron', room), { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
    expect(folders.toSorted()).toEqual(Object.keys(inner).toSorted())
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map(({ name }) => name)
    expect(files.toSorted()).toEqual(composing[room]?.toSorted())
  })

  it.each(forbidden)('$from must not import $what', ({ file }) => {
    expect(linesOf(file)).toEqual([1, 2, 3, 4, 5])
  })

  it.each(allowed)('$from may import $what', ({ file }) => {
    expect(linesOf(file)).toEqual([])
  })
})
