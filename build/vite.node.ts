import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/**
 * What the desktop program runs outside its window, one `vite build --mode …` each, into dist/desktop beside the window's
 * dist/renderer. Everything is bundled but Electron itself and the native modules, so the package needs no other
 * node_modules. Each bundle is one file: paths are told from `import.meta.dirname`, in the sources and in dist/desktop
 * alike two folders below the program's root.
 */
const bundles = {
  main: { entry: 'electron/desktop/main.ts', format: 'es', file: 'main.js' },
  // A sandboxed preload may only be CommonJS.
  preload: { entry: 'electron/desktop/preload.ts', format: 'cjs', file: 'preload.cjs' },
  services: { entry: 'electron/desktop/services.ts', format: 'es', file: 'services.js' },
  worker: { entry: 'electron/services/workerEntry.ts', format: 'es', file: 'worker.js' },
} as const

const external = ['electron', 'better-sqlite3', 'sharp']

export default defineConfig(({ mode }) => {
  // Without a mode of its own it is the main process: what reads this file without building anything gives none.
  const bundle = Object.entries(bundles).find(([name]) => name === mode)?.[1] ?? bundles.main
  const { entry, format, file } = bundle
  const root = fileURLToPath(new URL('..', import.meta.url))
  return {
    root,
    publicDir: false,
    ssr: { noExternal: true, external },
    build: {
      ssr: entry,
      target: 'node24',
      outDir: 'dist/desktop',
      emptyOutDir: false,
      // Of the libraries inside, as their licences ask; the other two bundles hold none.
      license: mode === 'services' || mode === 'worker' ? { fileName: `${mode}.licences.md` } : false,
      minify: false,
      rolldownOptions: {
        external,
        output: { format, entryFileNames: file, codeSplitting: false },
      },
    },
  }
})
