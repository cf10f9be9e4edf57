import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

/** Rules and rooms on real encrypted files: without windows, documents, packaging, whole stories, and what kills processes. */
export const rooms = [
  'test/{rules,domain,contract,renderer,crypto,opc,picture,signature,syncPackage,store,services,web}/*.test.ts',
  'test/{domain/*,services/*,store/{headquarters,log,rights,undo}}/*.test.ts',
]

export default defineConfig({
  root,
  test: {
    environment: 'node',
    pool: 'forks',
    // One a core: many tests wait for a window, a child or the disk.
    maxWorkers: 2,
    globalSetup: ['test/memoryFolder.ts'],
    // See the last of the flags in electron/cli.ts, which test/faults/large.test.ts explains.
    execArgv: ['--wasm-wrapper-tiering-budget=2147483647'],
    // Real key derivation, documents and packages: slow by nature, never by a timed assertion, and many times slower where
    // others use the machine. MINGCHA_LONG=1 runs the faults to their full numbers.
    testTimeout: process.env['MINGCHA_LONG'] === '1' ? 3_600_000 : 600_000,
    hookTimeout: 600_000,
    projects: [
      // In the order of these names: what takes longest begins first.
      { extends: true, test: { name: 'programs', include: ['test/**/*.test.ts'], exclude: rooms } },
      // To begin a process and read every module anew for each file would be most of their time.
      { extends: true, test: { name: 'rooms', include: rooms, isolate: false } },
    ],
  },
})
