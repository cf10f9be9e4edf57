import type { Page } from 'playwright-core'
import { foreignWords } from './foreignWords.ts'
import { layoutFaults } from './layoutFaults.ts'
import { accessibilityFaults } from './window.ts'

/** Everything that a look at the page as it stands can find wrong without eyes: words, layout, what axe sees. */
export async function pageFaults(page: Page): Promise<readonly string[]> {
  return [...(await foreignWords(page)), ...(await layoutFaults(page)), ...(await accessibilityFaults(page))]
}
