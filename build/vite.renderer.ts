import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  // Relative, so that the same files are served by the web host and by app:// on the desktop.
  base: './',
  plugins: [react(), shippedFaces()],
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

/**
 * Every face lies in its package twice, as WOFF and as WOFF2: the window reads the second, and only that is packed. Its
 * licence goes beside it, as it asks: `license` above knows scripts only.
 */
function shippedFaces(): Plugin {
  const licences = new Map<string, string>()
  return {
    name: 'shipped-faces',
    enforce: 'pre',
    transform(code, id) {
      const [folder, name] = /^.*\/(@fontsource[^/]*\/[^/]+)/.exec(id) ?? []
      if (folder === undefined || name === undefined) return undefined
      licences.set(name, readFileSync(`${folder}/LICENSE`, 'utf8'))
      return code.replaceAll(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, '')
    },
    generateBundle() {
      const texts = [...licences]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, text]) => `# ${name}\n\n${text}`)
      this.emitFile({ type: 'asset', fileName: 'licences.faces.md', source: texts.join('\n') })
    },
  }
}
