import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { faultsOf } from './computers.ts'
import { testLine } from './wholeLine/lineTests.ts'
import { browserOperator, type Operator } from './wholeLine/operator.ts'
import type { Cast } from './wholeLine/walk.ts'
import { buildWindow, openWindow, type Opened } from './window.ts'

/** The whole line in one go, by hand, on three computers: nothing is prepared behind the window, and nothing helps it on. */
let browser: Browser
let computers: readonly Opened[] = []
let cast: Cast

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  computers = await Promise.all(['office', 'leader', 'member'].map(() => openWindow({ browser, rendererFolder })))
  for (const { page, web } of computers) await page.goto(web.address)
  const [office, leader, member] = computers.map(({ page }) => browserOperator(page)) as [Operator, Operator, Operator]
  cast = { office, leader, member }
})
afterAll(async () => {
  await Promise.all(computers.map((computer) => computer.close()))
  await browser.close()
})

testLine('line', () => cast)

it('shows nothing on the way that a person should not see', () => {
  expect(computers.flatMap(faultsOf)).toEqual([])
})
