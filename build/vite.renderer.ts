import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  // Relative, so that the same files are served by the web host and by app:// on the desktop.
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    license: { fileName: 'licences.md' },
    // Electron 45 and the browsers of a 麒麟 or UOS desktop of the last two years.
    target: 'chrome130',
    // Nothing inline: the Content-Security-Policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    // antd in one piece is what it is; the warning would hide others.
    chunkSizeWarningLimit: 2000,
  },
})
