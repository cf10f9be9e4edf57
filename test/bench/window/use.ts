import type { Page } from 'playwright-core'
import { testPassword } from '../../world.ts'
import { busiestTask, watch, watchAll, watchLoading, type Drawn, type Watched } from './clock.ts'

/** What a person does in the window, each part watched by the page's own clock. */
export type Part =
  | 'first page'
  | 'opened'
  | 'reloaded'
  | 'first rows'
  | 'last row'
  | 'rows again'
  | 'rare search'
  | 'common search'
  | 'filter'
  | 'record'
  | 'wheel'
  | 'keys'
  | 'scrollbar'

/** `busiest`: the longest task in processor time, of the parts that scroll. */
export type Seen = Watched & { readonly part: Part; readonly busiest?: number }

const rows = '[role=grid] [data-row]'
const rowsDrawn: Drawn = { selector: rows, atLeast: 8 }
const otherRows: Drawn = { selector: rows, atLeast: 1, otherCount: true }
const workDrawn: Drawn = { selector: '.tasks', atLeast: 1 }

/** From the address to 工作台, and once more after a reload. */
export async function openWorkspace(page: Page, address: string): Promise<readonly Seen[]> {
  await page.goto(address)
  const first = await watchLoading(page, { selector: 'input[type=password]', atLeast: 1 })
  await page.getByLabel('密码', { exact: true }).fill(testPassword)
  const open = page.getByRole('button', { name: '打开', exact: true })
  const opened = await watch(page, () => open.click(), workDrawn)
  await page.reload()
  const reloaded = await watchLoading(page, workDrawn)
  return [
    { part: 'first page', ...first },
    { part: 'opened', ...opened },
    { part: 'reloaded', ...reloaded },
  ]
}

export async function lookThroughFindings(page: Page): Promise<readonly Seen[]> {
  const link = (name: string) => page.getByRole('navigation', { name: '页面' }).getByRole('link', { name, exact: true })
  const grid = page.getByRole('grid', { name: '问题' })
  // A person has looked at 工作台 first.
  await page.waitForTimeout(1500)
  const firstRows = await watch(page, () => link('问题').click(), rowsDrawn)
  await page.mouse.move(600, 500)
  const scrolled = [
    await scrolling('wheel', page, () => wheel(page)),
    await scrolling('scrollbar', page, () => drag(page)),
  ]
  await grid.evaluate((frame) => (frame.scrollTop = 0))
  await grid.focus()
  const keys = await scrolling('keys', page, () => press(page, 'PageDown', 60))
  const lastIndex = await grid.getAttribute('aria-rowcount')
  const lastRow = { selector: `[role=row][aria-rowindex="${lastIndex}"][data-row]`, atLeast: 1 }
  const end = await watch(page, () => page.keyboard.press('End'), lastRow)
  await link('工作台').click()
  await page.locator('.tasks').waitFor()
  const again = await watch(page, () => link('问题').click(), rowsDrawn)
  const found = await searchAndOpen(page)
  return [
    { part: 'first rows', ...firstRows },
    ...scrolled,
    keys,
    { part: 'last row', ...end },
    { part: 'rows again', ...again },
    ...found,
  ]
}

async function searchAndOpen(page: Page): Promise<readonly Seen[]> {
  const search = page.getByLabel('查找问题', { exact: true })
  const type = (text: string) => watch(page, () => search.pressSequentially(text), otherRows)
  const clear = async (): Promise<void> => {
    await search.fill('')
    await page.waitForTimeout(700)
  }
  const rare = await type('礼品')
  await clear()
  const common = await type('窗口')
  await clear()
  await page.getByRole('combobox', { name: '程度' }).first().click()
  const choose = () => page.keyboard.press('ArrowDown').then(() => page.keyboard.press('Enter'))
  const filter = await watch(page, choose, otherRows)
  const third = page.locator(rows).nth(2)
  const record = await watch(page, () => third.click(), { selector: '.desk-form .finding-head', atLeast: 1 })
  return [
    { part: 'rare search', ...rare },
    { part: 'common search', ...common },
    { part: 'filter', ...filter },
    { part: 'record', ...record },
  ]
}

async function scrolling(part: Part, page: Page, act: () => Promise<void>): Promise<Seen> {
  let seen: Watched | undefined
  const busiest = await busiestTask(page, async () => {
    seen = await watchAll(page, act)
  })
  if (seen === undefined) throw new Error('nothing was watched')
  return { part, ...seen, busiest }
}

/** Three thousand rows, as fast as a hand turns the wheel. */
async function wheel(page: Page): Promise<void> {
  for (let turn = 0; turn < 150; turn += 1) {
    await page.mouse.wheel(0, 760)
    await page.waitForTimeout(16)
  }
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key)
}

/** What a hand on the scrollbar does: all the way down and up again, another place for every frame. */
async function drag(page: Page): Promise<void> {
  await page.getByRole('grid', { name: '问题' }).evaluate(async (frame) => {
    const end = frame.scrollHeight - frame.clientHeight
    for (let step = 0; step <= 240; step += 1) {
      frame.scrollTop = end * Math.sin((Math.PI * step) / 240)
      await new Promise(requestAnimationFrame)
    }
  })
}
