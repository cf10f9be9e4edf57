import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { faultsOf, goTo, startComputer, type Computer } from './computers.ts'
import { dropFiles } from './dropping.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow } from './window.ts'

/** What holds on every page alike: keys, help, input methods, dates, files that do not belong. */
let browser: Browser
let laptop: Computer
let office: Computer
let page: Page
let finding: string

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  laptop = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王敏' })
  office = await startComputer({ browser, rendererFolder }, { kind: 'headquarters', name: '督查办', person: '陈督办' })
  page = laptop.page
  const { client, person } = laptop.machine
  const unit = (await client.unit.save({ set: { name: '江口县地方税务局' } })).id
  const visit = await client.visit.save({
    set: { unit, mode: '明察', visitedOn: '2026-11-20' },
    inspectors: [{ person, role: '组长' }],
  })
  finding = (await client.finding.save({ visit: visit.id, set: { title: '窗口空岗' } })).id
})
afterAll(async () => {
  await Promise.all([laptop.close(), office.close()])
  await browser.close()
})

/** The page, its help, where Ctrl+N leads, and whether something can be searched. */
const places = [
  { place: '检查', help: '检查与问题', made: /#\/visits\/new$/, searched: true },
  { place: '问题', help: '检查与问题', made: /#\/findings\/new$/, searched: true },
  { place: '证据', help: '检查与问题', made: /#\/visits\/new$/, searched: true },
  { place: '备忘录', help: '备忘录与签名', made: undefined, searched: false },
  { place: '同步', help: '交接', made: /#\/visits\/new$/, searched: false },
  { place: '设置', help: '设置与登记', made: /#\/visits\/new$/, searched: false },
] as const

describe.each(places)('on $place', ({ place, help, made, searched }) => {
  it('F1 opens its own help, and Esc closes it', async () => {
    await goTo(page, place)
    await page.keyboard.press('F1')
    const panel = page.getByRole('complementary', { name: '帮助' })
    await panel.locator('.markdown-title', { hasText: new RegExp(`^${help}$`) }).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'hidden' })
    expect(faultsOf(laptop)).toEqual([])
  })

  it('Ctrl+/ lists what can be done here, Ctrl+F searches, Ctrl+N makes something new', async () => {
    await goTo(page, place)
    await page.keyboard.press('Control+/')
    const list = page.getByRole('dialog', { name: '快捷键一览' })
    for (const keys of ['Ctrl+K', 'Ctrl+L', 'F1', ...(searched ? ['Ctrl+F'] : [])])
      await list.getByText(keys, { exact: true }).first().waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+f')
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('type') ?? '')
    expect(focused === 'search').toBe(searched)
    await page.keyboard.press('Alt+n')
    if (made === undefined) await page.getByRole('dialog', { name: '编制备忘录' }).waitFor()
    else await page.waitForURL(made)
    await page.keyboard.press('Escape')
    expect(faultsOf(laptop)).toEqual([])
  })
})

it('at headquarters F1 on 导入 opens what headquarters does', async () => {
  await goTo(office.page, '导入')
  await office.page.keyboard.press('F1')
  await office.page.locator('.markdown-title', { hasText: /^总部收文$/ }).waitFor()
  expect(faultsOf(office)).toEqual([])
})

it('the sheets of 同步 are turned by keyboard, and what is read out of them is Chinese', async () => {
  await goTo(page, '同步')
  await page.getByRole('tab', { name: '全部数据包' }).focus()
  await page.keyboard.press('ArrowRight')
  const turned = page.getByRole('tab', { name: '未采纳的内容' })
  expect(await turned.getAttribute('aria-selected')).toBe('true')
  expect(await turned.evaluate((tab) => tab === document.activeElement)).toBe(true)
  await page.getByText('没有未采纳的内容').waitFor()
  expect(await pageFaults(page)).toEqual([])
})

it('a record that is open is not carried to the next page', async () => {
  await open(finding)
  for (const { place } of places) {
    await goTo(page, place)
    expect(new URL(page.url()).hash).not.toContain(finding)
    await open(finding)
  }
})

describe('typing', () => {
  it('an Enter that an input method ends with saves nothing, whichever event comes first', async () => {
    await open(finding)
    const title = page.getByLabel('标题', { exact: true })
    await title.fill('窗口长时间空岗')
    await title.evaluate((field) => {
      const enter = () => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })
      const composing = (type: string) => new CompositionEvent(type, { bubbles: true, data: '空岗' })
      field.dispatchEvent(composing('compositionstart'))
      if (field.dispatchEvent(enter())) throw new Error('the Enter before the end went through')
      field.dispatchEvent(composing('compositionend'))
      if (field.dispatchEvent(enter())) throw new Error('the Enter right after the end went through')
    })
    expect((await laptop.machine.client.finding.get({ id: finding })).finding.title).toBe('窗口空岗')
    await page.getByRole('button', { name: '放弃修改' }).click()
    await expect.poll(() => title.inputValue()).toBe('窗口空岗')
  })

  it.each([
    ['20261125', '2026-11-25'],
    ['2026年11月25日', '2026-11-25'],
    ['２０２６１１２５', '2026-11-25'],
    ['2026.11.5', '2026-11-05'],
  ])('a date typed as %s is written out as %s', async (typed, written) => {
    await open(finding)
    const day = page.getByLabel('发生日期')
    await day.fill(typed)
    await day.press('Tab')
    expect(await day.inputValue()).toBe(written)
    await page.getByRole('button', { name: '放弃修改' }).click()
  })
})

it('of a dropped folder and what lies beside it, each file that is not taken is named with the reason', async () => {
  const stick = await mkdtemp(join(tmpdir(), 'mingcha-stick-'))
  try {
    const lie = async (name: string, bytes: string | Buffer) => {
      await writeFile(join(stick, name), bytes)
      return join(stick, name)
    }
    const picture = sharp({ create: { width: 400, height: 300, channels: 3, background: '#506070' } })
    await mkdir(join(stick, '相机'))
    await lie('相机/现场.jpg', await picture.jpeg().toBuffer())
    await lie('相机/坏照片.jpg', '这不是照片')
    const files = [
      join(stick, '相机'),
      await lie('安装程序.exe', 'MZ'),
      await lie('空文件.txt', ''),
      await lie('空照片.jpg', ''),
      await lie('通知.docx', '通知'),
    ]
    await open(finding)
    await dropFiles(page.getByRole('group', { name: '添加照片和文件' }), files)
    await page.getByText('共 6 个文件，收下 2 个，没有收 4 个').waitFor()
    for (const reason of [
      /^坏照片\.jpg：.*照片/,
      /^安装程序\.exe：这是一个程序文件/,
      /^空文件\.txt：这个文件是空的/,
      /^空照片\.jpg：这个文件是空的/,
    ])
      await page.getByRole('listitem').filter({ hasText: reason }).waitFor()
    const taken = await laptop.machine.client.evidence.list({ finding })
    expect(taken.map(({ fileName }) => fileName ?? '').toSorted()).toEqual(['现场.jpg', '通知.docx'])
    expect(faultsOf(laptop)).toEqual([])
  } finally {
    await rm(stick, { recursive: true })
  }
})

async function open(id: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, `#/findings/${id}`)
  await page.getByLabel('标题', { exact: true }).waitFor()
}
