import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { pageFaults } from './pageFaults.ts'

/** The checks that every photographed page passes, shown to be able to fail: one planted fault each. */
let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 800, height: 600 } })
})
afterAll(() => browser.close())

const clean = '<h1>问题</h1><p>共 2 条，按 Ctrl+F 查找，文件名 IMG_01.jpg。</p>'

it('a page in order has no faults', async () => {
  expect(await faultsWith('')).toEqual([])
})

it.each([
  ['an English word', '<p>Loading</p>', /^Loading in p/],
  ['an English name for a screen reader', '<button aria-label="close">×</button>', /^close in button/],
  ['an English placeholder', '<label>名称<input placeholder="Search"></label>', /^Search in input/],
  ['a page wider than the window', '<div style="width: 900px; height: 4px"></div>', /^the page is \d+ px wider/],
  [
    'text cut off',
    '<p style="width: 60px; overflow: hidden; white-space: nowrap">很长很长很长的一句话</p>',
    /^cut off by p/,
  ],
  [
    'text cut off inside a list that scrolls only down',
    '<div style="width: 60px; height: 40px; overflow: hidden auto"><p style="white-space: nowrap">很长很长很长的话</p></div>',
    /^cut off by div/,
  ],
  ['text outside its box', '<p style="width: 60px; white-space: nowrap">很长很长很长的一句话</p>', /^wider than p/],
  [
    'text that has no room at all',
    '<div style="display: flex; width: 200px"><span style="min-width: 0; overflow: hidden; text-overflow: ellipsis; flex: 0 1 0">名称</span><span>说明</span></div>',
    /^no room for: 名称/,
  ],
  ['text upon text', '<p style="margin-top: -34px">压在上面的一行字</p>', /^“.*” on “压在上面的一行字”/],
  ['what axe objects to', '<p style="color: #ccc; background: #fff">看不清的字</p>', /^color-contrast/],
])('finds %s', async (_, planted, named) => {
  expect(await faultsWith(planted)).toContainEqual(expect.stringMatching(named))
})

it('takes an ellipsis, and what can be scrolled to, for no fault', async () => {
  const line = 'white-space: nowrap; width: 60px'
  const planted = `<p style="${line}; overflow: hidden; text-overflow: ellipsis">很长很长很长的话</p>
    <div tabindex="0" style="${line}; overflow-x: auto">也很长很长很长的话</div>`
  expect(await faultsWith(planted)).toEqual([])
})

async function faultsWith(planted: string): Promise<readonly string[]> {
  await page.setContent(
    `<!doctype html><html lang="zh-CN"><head><title>明察</title></head><body><main>${clean}${planted}</main></body></html>`,
  )
  return pageFaults(page)
}
