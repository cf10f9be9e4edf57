import type { Page } from 'playwright-core'
import { coveredControls } from './coveredControls.ts'
import { layoutFaults } from '../layoutFaults.ts'
import { pageFaults } from '../pageFaults.ts'
import { screenshot } from '../window.ts'

/** Photographs of pages, and what was found wrong with each: all of it at once, not only the first. */
export type Album = {
  /** The page as it stands, once it has settled; and whether it still holds at 150 %. */
  readonly look: (page: Page, name: string) => Promise<void>
  /** The same page on the other sizes; words and names do not change with the size, so only the layout is looked at. */
  readonly lookAtSizes: (page: Page, name: string) => Promise<void>
  /** What was found since the last time this was asked. */
  readonly faults: () => readonly string[]
}

export function openAlbum(): Album {
  const found: string[] = []
  return {
    async look(page, name) {
      await settled(page)
      await screenshot(page, `gallery-${name}`)
      found.push(...(await pageFaults(page)).map((fault) => `${name}: ${fault}`))
      await page.setViewportSize(zoom150)
      await settled(page)
      const small = [...(await layoutFaults(page)), ...(await coveredControls(page))]
      found.push(...small.map((fault) => `${name} at zoom150: ${fault}`))
      await page.setViewportSize(designSize)
    },
    async lookAtSizes(page, name) {
      for (const size of otherSizes) {
        await page.setViewportSize(size)
        await settled(page)
        await screenshot(page, `gallery-${name}-${size.name}`)
        const faults = [...(await layoutFaults(page)), ...(await coveredControls(page))]
        found.push(...faults.map((fault) => `${name} at ${size.name}: ${fault}`))
      }
      await page.setViewportSize(designSize)
    },
    faults: () => found.splice(0),
  }
}

type Size = { readonly name: string; readonly width: number; readonly height: number }
const designSize: Size = { name: '1366', width: 1366, height: 768 }

const zoom150: Size = { name: 'zoom150', width: Math.floor(1366 / 1.5), height: Math.floor(768 / 1.5) }

/** The large screen, and what a page has at 125 % and at 150 % zoom of the design size. */
const otherSizes: readonly Size[] = [
  { name: '1920', width: 1920, height: 1080 },
  { name: 'zoom125', width: Math.floor(1366 / 1.25), height: Math.floor(768 / 1.25) },
  zoom150,
]

/** Nothing is on its way any more but a job, which may be what is looked at: no spinner, and two frames alike in length. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.ant-spin:not(.job *)')].every((spin) => !spin.checkVisibility()),
  )
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  )
}
