import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

export default defineConfig({
  root,
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Real key derivation, documents and packages: slow by nature, never by a timed assertion.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
