import { cp, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { workspacePaths } from '../../electron/store/folder/workspaceFolder.ts'
import { makeFinding, makeVisit } from '../services/inspection.ts'
import { createWorld, type World } from '../world.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf, goTo, unlock } from './computers.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, openWindow, screenshot } from './window.ts'

/** A workspace that a failing disk has altered opens as far as it can, and says what happened and what to do. */
let browser: Browser
let rendererFolder: string
let world: World
let folder: string
let asAfterPowerLoss: string

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  world = await createWorld({ seed: 'damage in the window' })
  let laptop = await world.laptop('第三检查组', '组长')
  const visit = await makeVisit(laptop)
  const record = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) await makeFinding(laptop, visit, { fact: `第${turn}条。`.repeat(50) })
  }
  await record(20)
  laptop = await world.reopen(laptop)
  await record(10)
  asAfterPowerLoss = join(world.folder, 'open', 'workspace')
  await cp(laptop.folder, asAfterPowerLoss, { recursive: true })
  await laptop.close()
  folder = laptop.folder
})
afterAll(async () => {
  await browser.close()
  await world.end()
})

it.each([
  {
    what: 'a page of the database',
    of: () => folder,
    file: (copy: string) => workspacePaths(copy).database,
    // The last page belongs to what grew last; the workspace itself opens without it.
    at: (size: number) => size - 2000,
    said: /有页面已损坏/,
    shot: 'damaged-database',
  },
  {
    what: 'what was saved last',
    of: () => asAfterPowerLoss,
    file: (copy: string) => `${workspacePaths(copy).database}-wal`,
    // In its second page: from there on nothing of it counts.
    at: () => 6000,
    said: /最后保存的一部分内容/,
    shot: 'damaged-tail',
  },
])('$what is damaged: the window opens, tells it above every page, and shows what can be read', async (damage) => {
  const opened = await openWindow({ browser, rendererFolder })
  const { page, host } = opened
  try {
    const copy = join(host.dataFolder, 'workspace')
    await cp(damage.of(), copy, { recursive: true })
    await turnBit(damage.file(copy), damage.at)
    await page.goto(opened.web.address)
    await unlock(page)
    const notice = page.getByRole('alert').filter({ hasText: damage.said })
    await notice.waitFor()
    await screenshot(page, damage.shot)
    expect(await pageFaults(page)).toEqual([])
    await goTo(page, '问题')
    expect(await notice.isVisible()).toBe(true)
    await page.getByRole('row', { name: /江口/ }).first().waitFor()
    expect(faultsOf(opened)).toEqual([])
  } finally {
    await opened.close()
  }
})

async function turnBit(path: string, place: (size: number) => number): Promise<void> {
  const at = place((await stat(path)).size)
  const file = await open(path, 'r+')
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at)
  buffer[0] = (buffer[0] ?? 0) ^ 1
  await file.write(buffer, 0, 1, at)
  await file.close()
}
