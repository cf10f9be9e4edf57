import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { router } from '../../electron/services/router.ts'
import { createWorkspace } from '../../electron/services/workspace/workspaceAccess.ts'
import { startWebHost, type WebHost } from '../../electron/web/webHost.ts'
import { launchBrowser } from './browser.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, openWindow, screenshot, type Opened } from './window.ts'

const password = '梧桐 扁担 2014 渡口'

let browser: Browser
let rendererFolder: string
let opened: Opened
let page: Page

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  opened = await openWindow({ browser, rendererFolder })
  page = opened.page
  const { host } = opened
  const about = { drill: false, unit: '江州市税务局', post: '科长', password, person: '王敏' }
  await createWorkspace(host, join(host.dataFolder, 'team'), { ...about, kind: 'team', name: '第三检查组' })
  await page.goto(opened.web.address)
  await unlock(page)
})
afterAll(async () => {
  await opened.close()
  await browser.close()
})

// One window for the whole file, as a person has it for a day: each test begins at 工作台, unlocked.
beforeEach(async () => {
  opened.faults.length = 0
  await page.goto(`${new URL(opened.web.address).origin}/#/work`)
  await page.reload()
  const rail = page.getByRole('navigation', { name: '页面' })
  await rail
    .or(page.getByLabel('密码', { exact: true }))
    .first()
    .waitFor()
  if (!(await rail.isVisible())) await unlock(page)
  await expectPlace(page, '工作台')
})

describe('工作台', () => {
  it('tells a new team where to begin, and has nothing that axe objects to', async () => {
    await page.getByRole('region', { name: '从这里开始' }).waitFor()
    await page.getByText('到现场后逐条记录问题').waitFor()
    await screenshot(page, 'work-empty')
    expect(await pageFaults(page)).toEqual([])
    await page.getByRole('button', { name: '新建检查', exact: true }).click()
    await expectPlace(page, '检查')
    expect(new URL(page.url()).hash).toBe('#/visits/new')
    expect(faults()).toEqual([])
  })
})

describe('the rail', () => {
  it('leads to every page, marks where one is, and the address says the same', async () => {
    const rail = page.getByRole('navigation', { name: '页面' })
    const places = await rail.getByRole('link').allTextContents()
    expect(places).toEqual(['工作台', '检查', '问题', '证据', '备忘录', '同步', '设置'])
    for (const place of places) {
      await rail.getByRole('link', { name: place, exact: true }).click()
      await expectPlace(page, place)
    }
    expect(new URL(page.url()).hash).toMatch(/^#\/settings/)
    await page.goBack()
    await expectPlace(page, '同步')
    await page.reload()
    await expectPlace(page, '同步')
    expect(faults()).toEqual([])
  })

  it('says so when an address leads nowhere, and keeps the way back', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/nowhere`)
    await page.getByRole('alert').getByText('没有这个页面').waitFor()
    await page.getByRole('button', { name: '回到工作台' }).click()
    await expectPlace(page, '工作台')
    expect(faults()).toEqual([])
  })
})

describe('keys', () => {
  it('go where the list says, and are silent behind an open dialog', async () => {
    await page.keyboard.press('Control+Comma')
    await expectPlace(page, '设置')
    await page.keyboard.press('Alt+n')
    await expectPlace(page, '检查')
    await page.keyboard.press('Control+/')
    const list = page.getByRole('dialog', { name: '快捷键一览' })
    await list.waitFor()
    for (const words of ['锁定', 'Ctrl+L', '查找命令和记录', 'Ctrl+K', '本页帮助', 'F1', 'Alt+N'])
      await list.getByText(words, { exact: true }).first().waitFor()
    await screenshot(page, 'shortcuts')
    await page.keyboard.press('Control+Comma')
    await expectPlace(page, '检查')
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+Comma')
    await expectPlace(page, '设置')
    expect(faults()).toEqual([])
  })

  it('that an input method is using are no shortcuts', async () => {
    const ignored = await page.evaluate(() => {
      const keys: KeyboardEventInit = { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }
      const composing = new KeyboardEvent('keydown', { ...keys, isComposing: true })
      const processed = new KeyboardEvent('keydown', { ...keys, keyCode: 229 })
      return document.body.dispatchEvent(composing) && document.body.dispatchEvent(processed)
    })
    expect(ignored).toBe(true)
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('F1 opens the help of this screen beside it, and Esc closes it', async () => {
    await page.keyboard.press('F1')
    const help = page.getByRole('complementary', { name: '帮助' })
    await help.getByRole('heading', { name: '开始', exact: true }).waitFor()
    await screenshot(page, 'help')
    await help.getByRole('button', { name: '备忘录与签名' }).first().click()
    await help.getByRole('heading', { name: '状态', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: '同步', exact: true }).click()
    await expectPlace(page, '同步')
    await page.keyboard.press('F1')
    await help.getByRole('heading', { name: '交接', exact: true }).waitFor()
    expect(faults()).toEqual([])
  })
})

describe('the palette', () => {
  it('finds a command by pinyin initials and by words, runs it, and offers it first the next time', async () => {
    const dialog = await openPalette()
    const field = dialog.getByRole('combobox')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
    await field.fill('xjjc')
    await dialog.getByRole('option', { name: /新建检查/ }).waitFor()
    await screenshot(page, 'palette')
    await page.keyboard.press('Enter')
    await expectPlace(page, '检查')
    expect(new URL(page.url()).hash).toBe('#/visits/new')

    await openPalette()
    const first = dialog.getByRole('option').first()
    expect(await first.textContent()).toContain('新建检查')
    await field.fill('设置')
    await dialog.getByRole('option', { name: '转到设置' }).waitFor()
    await page.keyboard.press('Enter')
    await expectPlace(page, '设置')
    expect(faults()).toEqual([])
  })

  it('moves by arrows, and an Enter that ends a composition runs nothing', async () => {
    const dialog = await openPalette()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    const options = dialog.getByRole('option')
    expect(await options.nth(1).getAttribute('aria-selected')).toBe('true')
    const ime: CDPSession = await page.context().newCDPSession(page)
    await ime.send('Input.imeSetComposition', { text: 'she zhi', selectionStart: 7, selectionEnd: 7 })
    await page.keyboard.press('Enter')
    await ime.send('Input.insertText', { text: '设置' })
    await dialog.getByRole('option', { name: '转到设置' }).waitFor()
    await expectPlace(page, '工作台')
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    await expectPlace(page, '设置')
  })

  it('jumps to a record by two characters and by the initials of its unit', async () => {
    const visit = await makeVisit()
    const dialog = await openPalette()
    for (const typed of ['白云', 'bysswj']) {
      await dialog.getByRole('combobox').fill(typed)
      await dialog.getByRole('option', { name: /白云市税务局/ }).waitFor()
    }
    await page.keyboard.press('Enter')
    await expectPlace(page, '检查')
    expect(new URL(page.url()).hash).toBe(`#/visits/${visit}`)
    await openPalette()
    await dialog.getByRole('combobox').fill('查无此词')
    await dialog.getByText('没有找到').waitFor()
    expect(faults()).toEqual([])
  })
})

describe('locking', () => {
  it('by Ctrl+L leaves nothing of the workspace in the page, and unlocking comes back to where one was', async () => {
    await page.getByRole('link', { name: '备忘录', exact: true }).click()
    await expectPlace(page, '备忘录')
    await page.keyboard.press('Control+l')
    await page.getByRole('radio', { name: /第三检查组/ }).waitFor()
    expect(await page.content()).not.toContain('王敏')
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('王敏')
    await unlock(page)
    await expectPlace(page, '备忘录')
    expect(faults()).toEqual([])
  })

  it('works while a dialog is open', async () => {
    await openPalette()
    await page.keyboard.press('Control+l')
    await page.getByRole('radio', { name: /第三检查组/ }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('in a second tab leaves the first as it is', async () => {
    const [second] = await Promise.all([
      opened.context.waitForEvent('page'),
      page.getByRole('button', { name: '另开一页' }).click(),
    ])
    await unlock(second)
    await second.getByRole('button', { name: /^锁定/ }).click()
    await second.getByRole('radio', { name: /第三检查组/ }).waitFor()
    await page.getByRole('link', { name: '设置', exact: true }).click()
    await expectPlace(page, '设置')
    expect(await page.getByText('王敏').count()).toBeGreaterThan(0)
  })

  it('shows in the first tab what the second has written, without asking', async () => {
    await page.getByRole('region', { name: '今天和未填完的检查', includeHidden: true }).waitFor({ state: 'attached' })
    const visits = page.getByRole('link', { name: '白云市税务局' })
    const before = await visits.count()
    await makeVisit()
    await visits.nth(before).waitFor()
    expect(faults()).toEqual([])
  })
})

describe('a host that is lost', () => {
  it('leaves everything on the screen, says so, and goes on by itself when the connection is back', async () => {
    const line = await breakableLine()
    await makeVisit()
    await page.reload()
    await expectPlace(page, '工作台')
    const visits = page.getByRole('link', { name: '白云市税务局' })
    await visits.first().waitFor()
    const before = await visits.count()
    line.cut()
    const band = page.getByRole('alert').getByText('联系不上本机程序，正在重新连接')
    await band.waitFor()
    await screenshot(page, 'lost-host')
    expect(await visits.count()).toBe(before)
    await makeVisit()
    line.mend()
    await band.waitFor({ state: 'hidden' })
    // What was written meanwhile was not told; it is asked for on the return.
    await visits.nth(before).waitFor()
  })

  it('that answers no question is noticed though the watch stays open', async () => {
    await opened.context.setOffline(true)
    await page.keyboard.press('F1')
    await page.getByRole('alert').getByText('联系不上本机程序，正在重新连接').waitFor()
    await opened.context.setOffline(false)
    await page.getByText('正在重新连接').first().waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('F1')
    const help = page.getByRole('complementary', { name: '帮助' })
    await help.getByRole('heading', { name: '开始', exact: true }).waitFor()
    expect(await help.getByRole('alert').count()).toBe(0)
  })

  it('and comes back as another process says that this tab needs a new address', async () => {
    const { port } = new URL(opened.web.address)
    await opened.web.close()
    await page.getByRole('alert').getByText('联系不上本机程序，正在重新连接').waitFor()
    const again: WebHost = await startWebHost({ host: opened.host, router, rendererFolder, port: Number(port) })
    try {
      await page.getByRole('alert').getByText(/地址/).waitFor()
      expect(await page.getByText('王敏').count()).toBe(0)
      // In the very tab that shows the old one: only the fragment differs.
      await page.goto(again.address)
      await unlock(page)
    } finally {
      await again.close()
    }
  })
})

async function unlock(on: Page): Promise<void> {
  await on.getByRole('radio', { name: /第三检查组/ }).check()
  await on.getByLabel('密码', { exact: true }).fill(password)
  await on.getByRole('button', { name: '打开', exact: true }).click()
  await on.getByRole('navigation', { name: '页面' }).waitFor()
}

async function openPalette() {
  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog', { name: '查找命令和记录' })
  await dialog.getByRole('option').first().waitFor()
  return dialog
}

async function expectPlace(on: Page, place: string): Promise<void> {
  await on.locator('nav a[aria-current=page]', { hasText: new RegExp(`^${place}$`) }).waitFor()
  await on.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
}

/** A line to the host that can be cut in the middle of the next watch, and mended. */
async function breakableLine() {
  const broken = Promise.withResolvers<void>()
  let isCut = false
  let isFirst = true
  await opened.context.route('**/rpc/**', async (route) => {
    if (isCut) return route.abort()
    if (!isFirst || !route.request().url().endsWith('/live/watch')) return route.fallback()
    isFirst = false
    await broken.promise
    return route.abort()
  })
  return {
    cut() {
      isCut = true
      broken.resolve()
    },
    mend() {
      isCut = false
    },
  }
}

/** A visit of today, written by another window of the same program. */
async function makeVisit(): Promise<string> {
  const { createRouterClient } = await import('@orpc/server')
  const client = createRouterClient(router, { context: opened.host.connect().context })
  const [workspace] = await client.workspace.list()
  await client.workspace.unlock({ id: workspace?.id ?? '', password })
  const known = (await client.unit.list()).find(({ name }) => name === '白云市税务局')
  const unit = known ?? (await client.unit.save({ set: { name: '白云市税务局' } }))
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const visit = await client.visit.save({ set: { unit: unit.id, mode: '明察', visitedOn: today } })
  return visit.id
}

/** A refused or lost request is a line in the browser's console, though the page shows its Problem. */
function faults(): readonly string[] {
  return opened.faults.filter(
    (fault) => !/^console: Failed to load resource: the server responded with a status of (401|422)/.test(fault),
  )
}
