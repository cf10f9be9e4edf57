import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../electron/contract/workspace.ts'
import type { Host } from '../../electron/services/host/host.ts'
import { createWorkspace } from '../../electron/services/workspace/workspaceAccess.ts'
import { launchBrowser } from './browser.ts'
import { compose } from './typing.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, openWindow, screenshot, type Opened } from './window.ts'

const password = '梧桐 扁担 2014 渡口'

let browser: Browser
let rendererFolder: string
let opened: Opened
let page: Page
let release: () => void

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
})
afterAll(() => browser.close())

beforeEach(async () => {
  opened = await openWindow({ browser, rendererFolder, playDemo: playSlowly })
  page = opened.page
})
afterEach(async () => {
  await opened.close()
})

describe('the first page', () => {
  it('makes a workspace typed with an input method, locks it, refuses a wrong password and opens it again', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await page.getByText('本机还没有工作区').waitFor()
    await screenshot(page, '1-start')
    expect(await pageFaults(page)).toEqual([])

    await page.getByRole('button', { name: /^建立工作区/ }).click()
    await compose(page.getByLabel('工作区名称'), ['di', 'di san', '第三'], '第三检查组（赟州市）')
    await compose(page.getByLabel('姓名'), ['wang', '王'], '王赟䶮')
    await page.getByLabel('单位', { exact: true }).fill('江州市税务局')
    await page.getByLabel('职务').fill('科长')
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByLabel('再输一次密码').fill(password)
    await page.getByRole('button', { name: '建立', exact: true }).click()

    await page.getByRole('heading', { level: 1, name: '第三检查组（赟州市）' }).waitFor()
    await page.getByText('王赟䶮').first().waitFor()
    await page.getByText('未登记', { exact: true }).first().waitFor()
    await screenshot(page, '5-workspace')

    await page.keyboard.press('Control+l')
    await page.getByRole('radio', { name: /第三检查组（赟州市）/ }).waitFor()
    expect(await page.getByRole('radio', { name: /第三检查组/ }).isChecked()).toBe(true)
    expect(await page.getByText('王赟䶮').count()).toBe(0)

    await page.getByLabel('密码', { exact: true }).fill('不是这个密码呀')
    await page.keyboard.press('Enter')
    const notice = page.getByRole('alert')
    await notice.getByText('密码不正确。').waitFor()
    expect(await notice.textContent()).toContain('数据未动。')
    await screenshot(page, '3-wrong-password')
    expect(await pageFaults(page)).toEqual([])

    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '第三检查组（赟州市）' }).waitFor()
    expect(opened.faults.filter((fault) => !isRefusal(fault))).toEqual([])
  })

  it('names every field that is wrong, goes to the first, and does not send the form', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).click()
    await page.getByLabel('姓名').fill('王')
    await page.getByLabel('密码', { exact: true }).fill('短')
    await page.getByLabel('再输一次密码').fill('不同')
    await page.getByRole('button', { name: '建立', exact: true }).click()
    for (const message of ['工作区名称至少两个字', '姓名至少两个字', '单位名称至少两个字', '密码至少 10 个字符']) {
      await page.getByText(message).waitFor()
    }
    await screenshot(page, '2-create-errors')
    expect(await pageFaults(page)).toEqual([])
    const name = page.getByLabel('工作区名称')
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    const note = await name.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${note}"]`).textContent()).toBe('工作区名称至少两个字')
    expect(opened.faults.filter((fault) => !isRefusal(fault))).toEqual([])
  })

  it('shows what the host refuses, and keeps what was typed', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).click()
    await fillForm(page, '1234567890')
    await page.getByRole('button', { name: '建立', exact: true }).click()
    await page.getByRole('alert').getByText('密码太弱').waitFor()
    expect(await page.getByLabel('工作区名称').inputValue()).toBe('第三检查组')
    expect(opened.faults.filter((fault) => !isRefusal(fault))).toEqual([])
  })

  it('an Enter that ends a composition never sends a form', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).click()
    await fillForm(page, password)
    const name = page.getByLabel('工作区名称')
    await name.focus()
    const ime = await page.context().newCDPSession(page)
    await ime.send('Input.imeSetComposition', { text: 'jian cha', selectionStart: 8, selectionEnd: 8 })
    await page.keyboard.press('Enter')
    await ime.send('Input.insertText', { text: '检查' })
    // An input method that reports the end of the composition first, and the Enter that ended it right after.
    await name.evaluate((element) => {
      element.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }))
      element.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '检查' }))
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
      if (element.dispatchEvent(enter)) throw new Error('the Enter after a composition went through')
    })
    expect(await page.getByRole('heading', { level: 1, name: '第三检查组' }).count()).toBe(0)
    expect(await name.inputValue()).toContain('检查')
    expect((await opened.host.connect().context.host.jobs.list(undefined)).length).toBe(0)
    // The same key, pressed later and without a composition, does send it.
    await page.waitForTimeout(100)
    await name.press('Enter')
    await page.getByText('检查组工作区').waitFor()
    expect(opened.faults.filter((fault) => !isRefusal(fault))).toEqual([])
  })

  it('goes through the ways and the form by keyboard, top to bottom', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).waitFor()
    const seen: string[] = []
    for (let n = 0; n < 14; n++) {
      await page.keyboard.press('Tab')
      seen.push(await focusedName(page))
      if (n === 2) {
        await page.keyboard.press('Shift+Tab')
        await page.keyboard.press('Shift+Tab')
        await page.keyboard.press('Enter')
        await page.getByLabel('工作区名称').waitFor()
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
      }
    }
    expect(seen.slice(0, 3)).toEqual(['建立工作区', '打开工作区', '打开演练'])
    expect(seen.slice(3).filter((name) => name !== '')).toEqual([
      '检查组',
      '工作区名称',
      '姓名',
      '职务',
      '单位',
      '密码',
      '再输一次密码',
      '这是演练工作区',
      '建立',
    ])
  })

  it('plays the 演练 with its progress at one click, opens the leader’s side, and the others in tabs of their own', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^打开演练/ }).click()
    await page.getByText('组员的数据包交给组长').waitFor()
    await page.getByText(demoPassword).waitFor()
    await screenshot(page, '4-demo-progress')
    expect(await pageFaults(page)).toEqual([])
    release()
    await page.getByRole('heading', { level: 1, name: '第一检查组（演练）' }).waitFor()
    const band = page.getByRole('region', { name: '演练' })
    await band.getByText(/单位、人员和问题都是虚构的/).waitFor()
    await screenshot(page, '7-demo-workspace')
    expect(await pageFaults(page)).toEqual([])
    const [office] = await Promise.all([
      opened.context.waitForEvent('page'),
      band.getByRole('button', { name: '总部的电脑' }).click(),
    ])
    await office.getByRole('heading', { level: 1, name: '省局督查内审处（演练）' }).waitFor()
    await office.reload()
    await office.getByRole('heading', { level: 1, name: '省局督查内审处（演练）' }).waitFor()

    // After a lock it is one workspace among others; its password is no secret.
    await page.keyboard.press('Control+l')
    await page.getByRole('radio', { name: /第一检查组（演练）/ }).check()
    await page.getByText(`演练的密码是 ${demoPassword}`).waitFor()
    await screenshot(page, '6-demo-locked')
    expect(await pageFaults(page)).toEqual([])
    expect(opened.faults.filter((fault) => !isRefusal(fault))).toEqual([])
  })

  it('begins the 演练 anew after it was broken off', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^打开演练/ }).click()
    await page.getByText('组员的数据包交给组长').waitFor()
    await page.getByRole('button', { name: '取消' }).click()
    release()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('radio').count()).toBe(0)
    await page.getByRole('button', { name: '重新开始' }).click()
    await page.getByRole('heading', { level: 1, name: '第一检查组（演练）' }).waitFor()
  })
})

describe('the session of a tab', () => {
  it('survives a reload, opens a second tab as a session of its own, and the address works once', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).click()
    await fillForm(page, password)
    await page.getByRole('button', { name: '建立', exact: true }).click()
    await page.getByText('检查组工作区').waitFor()
    await page.reload()
    await page.getByText('检查组工作区').waitFor()

    const [second] = await Promise.all([
      opened.context.waitForEvent('page'),
      page.getByRole('button', { name: '另开一页' }).click(),
    ])
    await second.getByRole('radio', { name: /第三检查组/ }).waitFor()
    await second.getByLabel('密码', { exact: true }).fill(password)
    await second.getByRole('button', { name: '打开', exact: true }).click()
    await second.getByText('检查组工作区').waitFor()
    await second.getByRole('button', { name: '锁定' }).click()
    await second.getByRole('radio', { name: /第三检查组/ }).waitFor()
    await page.reload()
    await page.getByText('检查组工作区').waitFor()

    const late = await opened.context.newPage()
    await late.goto(opened.web.address)
    await late.getByRole('alert').getByText('这个打开地址已经用过').waitFor()
    expect(opened.faults.filter((fault) => !isRefusal(fault))).toEqual([])
  })

  it('says so when the program has gone', async () => {
    await page.goto(opened.web.address)
    await page.getByRole('button', { name: /^建立工作区/ }).click()
    await fillForm(page, password)
    await opened.web.close()
    await page.getByRole('button', { name: '建立', exact: true }).click()
    await page.getByRole('alert').getByText('联系不上本机程序').waitFor()
    expect(await page.getByLabel('工作区名称').inputValue()).toBe('第三检查组')
  })
})

/** Three real workspaces under the demo's password, stopped once half way so that the progress can be seen. */
function playSlowly(host: () => Host) {
  const halfway = new Promise<void>((resolve) => {
    release = resolve
  })
  return async (out: string, tell: (done: number, total: number, note: string) => void): Promise<void> => {
    tell(6, 12, '组员的数据包交给组长')
    await halfway
    const casts = [
      ['组长', 'team', '第一检查组（演练）'],
      ['组员', 'team', '第一检查组·组员（演练）'],
      ['总部', 'headquarters', '省局督查内审处（演练）'],
    ] as const
    for (const [name, kind, title] of casts) {
      tell(7, 12, `做出${title}`)
      const about = { person: '周明远', unit: '演练省税务局', post: '', drill: true, password: demoPassword }
      await createWorkspace(host(), join(out, '工作区', name), { ...about, kind, name: title })
    }
  }
}

async function fillForm(on: Page, secret: string): Promise<void> {
  await on.getByLabel('工作区名称').fill('第三检查组')
  await on.getByLabel('姓名').fill('王敏')
  await on.getByLabel('单位', { exact: true }).fill('江州市税务局')
  await on.getByLabel('密码', { exact: true }).fill(secret)
  await on.getByLabel('再输一次密码').fill(secret)
}

/** A refused request is a line in the browser's console, though the page shows its Problem. */
function isRefusal(fault: string): boolean {
  return /^console: Failed to load resource: the server responded with a status of (401|422)/.test(fault)
}

function focusedName(on: Page): Promise<string> {
  return on.evaluate(() => {
    const focused = document.activeElement
    if (focused === null) return ''
    const title = focused.querySelector('.start-way-title')?.textContent
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0] : undefined
    const name = label?.querySelector('.choice-name')?.textContent ?? label?.textContent
    return (title ?? name ?? focused.textContent ?? '').replace('（可不填）', '').trim()
  })
}
