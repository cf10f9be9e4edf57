import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // See the last of the flags in electron/cli.ts, which test/faults/large.test.ts explains.
    execArgv: ['--wasm-wrapper-tiering-budget=2147483647'],
    // Real key derivation, documents and packages: slow by nature, never by a timed assertion. MINGCHA_LONG=1 runs the
    // faults to their full numbers.
    testTimeout: process.env['MINGCHA_LONG'] === '1' ? 3_600_000 : 120_000,
    hookTimeout: 120_000,
  },
})
