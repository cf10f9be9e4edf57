import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '../browser/browser.ts'
import { faultsOf } from '../browser/computers.ts'
import { testLine } from '../browser/wholeLine/lineTests.ts'
import type { Operator } from '../browser/wholeLine/operator.ts'
import type { Cast } from '../browser/wholeLine/walk.ts'
import { desktopComputer, desktopOperator, type DesktopComputer } from './operator.ts'

/**
 * The whole line by hand once more, on three computers with the desktop program of one folder (see `buildApplication`):
 * every file goes through its save dialog or is chosen by its path.
 */
export function walkWholeLine(applicationFolder: () => Promise<string>): void {
  let browser: Browser
  let computers: readonly DesktopComputer[] = []
  let cast: Cast

  beforeAll(async () => {
    browser = await launchBrowser()
    const program = { applicationFolder: await applicationFolder() }
    const office = await desktopComputer(browser, program)
    computers = [office, await desktopComputer(browser, program), await desktopComputer(browser, program)]
    const [first, second, third] = computers.map(desktopOperator) as [Operator, Operator, Operator]
    cast = { office: first, leader: second, member: third }
  })
  afterAll(async () => {
    await Promise.all(computers.map((computer) => computer.end()))
    await browser.close()
  })

  testLine('desktop', () => cast)

  it('shows nothing on the way that a person should not see, asks nobody else, and ends when its window is closed', async () => {
    for (const { desktop } of computers) {
      expect(faultsOf({ faults: [...desktop.faults] })).toEqual([])
      expect(desktop.requests.filter(({ url }) => !url.startsWith('app://app/'))).toEqual([])
      expect(await desktop.close()).toBe(0)
    }
  })
}
