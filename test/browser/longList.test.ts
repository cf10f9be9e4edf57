import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordInspections } from '../bench/window/inspections.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf, goTo, startComputer, type Computer } from './computers.ts'
import { accessibilityFaults, buildWindow, screenshot } from './window.ts'

const findings = 3250
const pieces = 130

let browser: Browser
let laptop: Computer
let page: Page
/** The questions for pages of lists, in the order in which they were asked. */
const asked: string[] = []

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  const wanted = { kind: 'team', name: '第三检查组', person: '王敏' } as const
  laptop = await startComputer({ browser, rendererFolder }, wanted)
  page = laptop.page
  await recordInspections(laptop.machine, { findings, pieces })
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname
    if (/\/(list|page)$/.test(path)) asked.push(path)
  })
  await goTo(page, '问题')
  await rowAt(1).waitFor()
})
afterAll(async () => {
  await laptop.close()
  await browser.close()
})

/** The row of this place, from 1, once it has been read. */
function rowAt(place: number) {
  return page.locator(`[role=row][aria-rowindex="${place + 1}"][data-row]`)
}

const grid = () => page.getByRole('grid', { name: '问题' })
const askedFor = (path: string) => asked.filter((one) => one === path).length

async function numberAt(place: number): Promise<string> {
  return rowAt(place).locator('[role=gridcell]').first().innerText()
}

/** What the host says is at this place. */
async function recordedAt(place: number) {
  const { findings: some } = await laptop.machine.client.finding.list({ offset: place - 1, limit: 1 })
  return { id: some[0]?.id ?? '', number: some[0]?.number ?? '' }
}

async function scrollTo(share: number): Promise<void> {
  await grid().evaluate((frame, to) => {
    frame.scrollTop = (frame.scrollHeight - frame.clientHeight) * to
  }, share)
}

describe('a list of several thousand', () => {
  it('says how many there are, and its last row is one key away', async () => {
    expect(await grid().getAttribute('aria-rowcount')).toBe(String(findings + 1))
    await grid().focus()
    await page.keyboard.press('End')
    await rowAt(findings).waitFor()
    const { number } = await recordedAt(findings)
    expect(await numberAt(findings)).toBe(number)
    await expect.poll(() => rowAt(findings).getAttribute('aria-selected')).toBe('true')
    expect(await rowAt(findings).isVisible()).toBe(true)
    // The detail beside the list is that of the last row.
    await page.getByRole('region', { name: '问题' }).getByText(number, { exact: true }).first().waitFor()
    expect(await page.getByText(`共 ${findings} 条，现在是第`).innerText()).toMatch(new RegExp(`至 ${findings} 条$`))
    await screenshot(page, 'long-list-end')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('moves by rows and by screens from where it is: opening a record beside it takes no focus from it', async () => {
    for (const [key, place] of [
      ['ArrowUp', findings - 1],
      ['PageUp', findings - 13],
      ['ArrowDown', findings - 12],
      ['PageDown', findings],
      ['Home', 1],
      ['ArrowUp', 1],
      ['ArrowDown', 2],
      ['PageDown', 14],
    ] as const) {
      await page.keyboard.press(key)
      await expect
        .poll(() => rowAt(place).getAttribute('aria-selected'), { message: `${key} to ${place}` })
        .toBe('true')
      const active = await grid().getAttribute('aria-activedescendant')
      expect(await rowAt(place).getAttribute('id')).toBe(active)
    }
  })

  it('reads what the scrollbar stands at, and not what lies before it', async () => {
    const before = askedFor('/rpc/finding/list')
    await scrollTo(0.5)
    await rowAt(findings / 2).waitFor()
    expect(await numberAt(findings / 2)).toBe((await recordedAt(findings / 2)).number)
    expect(askedFor('/rpc/finding/list') - before).toBeLessThanOrEqual(3)
  })

  it('goes on by keys from the chosen row, though it is far out of sight', async () => {
    await grid().focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => rowAt(15).getAttribute('aria-selected')).toBe('true')
  })

  it('asks again after a commit only for what is in sight, however much was looked at', async () => {
    for (let step = 0; step <= 40; step += 1) {
      await scrollTo(step / 40)
      await rowAt(Math.max(1, Math.floor((findings * step) / 40))).waitFor()
    }
    const { id } = await recordedAt(findings - 5)
    await page.waitForTimeout(300)
    const before = askedFor('/rpc/finding/list')
    await laptop.machine.client.finding.save({ id, set: { title: '改过的标题' } })
    await page.getByRole('row', { name: /改过的标题/ }).waitFor()
    await page.waitForTimeout(500)
    const again = askedFor('/rpc/finding/list') - before
    expect(again).toBeGreaterThanOrEqual(1)
    expect(again).toBeLessThanOrEqual(4)
  })

  it('begins another list at its top, and says so where nothing is found', async () => {
    await page.getByRole('combobox', { name: '程度' }).first().click()
    await page.locator('.ant-select-item-option').filter({ hasText: '4 严重' }).click()
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe(String(Math.floor(findings / 7) + 1))
    await rowAt(1).waitFor()
    expect(await grid().evaluate((frame) => frame.scrollTop)).toBe(0)
    await page.getByLabel('查找问题', { exact: true }).fill('查无此事')
    await page.getByText('没有符合的问题').waitFor()
  })

  it('keeps its search and its rows when one of them is opened', async () => {
    await goTo(page, '备忘录')
    await goTo(page, '问题')
    const search = page.getByLabel('查找问题', { exact: true })
    await search.fill('礼品')
    const { total } = await laptop.machine.client.finding.list({ text: '礼品', limit: 1 })
    const count = String(total + 1)
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe(count)
    await rowAt(3).click()
    await page.getByRole('region', { name: '问题' }).waitFor()
    expect(await search.inputValue()).toBe('礼品')
    expect(await grid().getAttribute('aria-rowcount')).toBe(count)
    await expect.poll(() => rowAt(3).getAttribute('aria-selected')).toBe('true')
  })

  it('evidence turns its pages', async () => {
    await goTo(page, '证据')
    const shown = page.getByRole('list', { name: '证据' }).getByRole('listitem')
    await expect.poll(() => shown.count()).toBe(60)
    await page.getByText(`共 ${pieces} 件`).waitFor()
    await page.getByRole('listitem', { name: '3', exact: true }).click()
    await expect.poll(() => shown.count()).toBe(pieces - 120)
    await expect.poll(() => page.getByRole('list', { name: '证据' }).getByRole('img').count()).toBe(pieces - 120)
    await screenshot(page, 'gallery-last-page')
    expect(await accessibilityFaults(page)).toEqual([])
    expect(faultsOf(laptop)).toEqual([])
  })
})
