import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { launchWithoutFonts } from './browser.ts'
import { goTo, startComputer } from './computers.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, screenshot } from './window.ts'

// The browser that can be had without any font is the packaged one, and that is for Linux.
const canTry = process.platform === 'linux' && process.arch === 'x64'
if (!canTry)
  process.stderr.write('font.test.ts: no browser without fonts on this system, the shipped font was not tried\n')

it.runIf(canTry)('on a machine without a Chinese font every hanzi is drawn by the shipped one', async () => {
  const [browser, rendererFolder] = await Promise.all([launchWithoutFonts(), buildWindow()])
  const laptop = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王敏' })
  try {
    const { page } = laptop
    await goTo(page, '设置')
    await page.evaluate(() => document.fonts.ready)
    await screenshot(page, 'no-system-font')
    const faces = await facesOf(page)
    // What the Latin face of the package draws are letters, digits and signs; hanzi are the shipped font's.
    expect(faces.shipped).toBeGreaterThan(100)
    expect(faces.blank).toBe(0)
    expect(await pageFaults(page)).toEqual([])
  } finally {
    await laptop.close()
    await browser.close()
  }
})

/** How many glyphs of the page the shipped font draws, and how many hanzi another would have to draw. */
async function facesOf(page: Page): Promise<{ readonly shipped: number; readonly blank: number }> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('DOM.enable')
  await devTools.send('CSS.enable')
  const { root } = await devTools.send('DOM.getDocument')
  const { nodeIds } = await devTools.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: 'a, button, p, h1, h2, li',
  })
  const count = { shipped: 0, blank: 0 }
  for (const nodeId of nodeIds) {
    const { fonts } = await devTools.send('CSS.getPlatformFontsForNode', { nodeId })
    const { node } = await devTools.send('DOM.describeNode', { nodeId, depth: 1 })
    // The fonts are those of the node's own text, not of what stands inside it.
    const own = (node.children ?? []).filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue)
    const hanzi = own.join('').match(/\p{Script=Han}/gu)?.length ?? 0
    const shipped = fonts
      .filter(({ isCustomFont }) => isCustomFont)
      .reduce((sum, { glyphCount }) => sum + glyphCount, 0)
    count.shipped += shipped
    count.blank += Math.max(0, hanzi - shipped)
  }
  return count
}
