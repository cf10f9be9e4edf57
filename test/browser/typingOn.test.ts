import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { faultsOf, goTo, startComputer, type Computer } from './computers.ts'
import { buildWindow } from './window.ts'

/** People do not wait for the computer: what they type while it is still busy belongs to what comes next. */
let browser: Browser
let rendererFolder: string
let laptop: Computer
let page: Page
let visit: string

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
})
afterAll(() => browser.close())

beforeEach(async () => {
  laptop = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王敏' })
  page = laptop.page
  const { client, person } = laptop.machine
  const unit = (await client.unit.save({ set: { name: '江口县地方税务局' } })).id
  const set = { unit, mode: '明察', visitedOn: '2026-11-20', noticeNumber: '督通〔2026〕12号' } as const
  visit = (await client.visit.save({ set, inspectors: [{ person, role: '组长' }] })).id
})
afterEach(() => laptop.close())

const field = (label: string) => page.getByLabel(label, { exact: true })

/** Holds every call of this procedure until the returned function is called. */
async function hold(procedure: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(`**/rpc/${procedure}`, async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

/** Ctrl+S; the save has been asked for and is not answered until the returned function is called. */
async function beginSave(): Promise<() => void> {
  const goOn = await hold('finding/save')
  const asked = page.waitForRequest('**/rpc/finding/save')
  await page.keyboard.press('Control+s')
  await asked
  return goOn
}

async function openFinding(): Promise<string> {
  const { id } = await laptop.machine.client.finding.save({ visit, set: { title: '窗口空岗', place: '一楼' } })
  await goTo(page, '问题')
  await page.getByRole('row', { name: /窗口空岗/ }).click()
  await field('标题').waitFor()
  return id
}

/** The changes of the title that the finding's draft knows of. */
async function titleSeen(id: string): Promise<unknown> {
  const draft = await laptop.machine.client.draft.find({ form: 'finding', entityId: id })
  return draft?.seen['title']
}

describe('while a save is under way', () => {
  it('what is typed on stays unsaved and typed, and its own save conflicts with nothing', async () => {
    const id = await openFinding()
    const { client } = laptop.machine
    await field('标题').fill('窗口长时间空岗')
    const goOn = await beginSave()
    await field('标题').fill('窗口长时间空岗四十分钟')
    await field('地点').fill('二楼大厅')
    goOn()
    await expect.poll(async () => (await client.finding.get({ id })).finding.title).toBe('窗口长时间空岗')
    // The note alone would not do: a pause before the save was done has kept the same text, over what it still saw then.
    await expect.poll(() => titleSeen(id)).toEqual((await client.finding.get({ id })).seen.title)
    expect(await field('标题').inputValue()).toBe('窗口长时间空岗四十分钟')
    expect(await field('地点').inputValue()).toBe('二楼大厅')
    const [kept] = await client.draft.list({})
    expect(JSON.parse(kept?.json ?? '')).toEqual({ title: '窗口长时间空岗四十分钟', place: '二楼大厅' })

    // The draft knows what the save has replaced, so that even a window opened anew is in no conflict with itself.
    await page.reload()
    await page.getByText(/上次留存于/).waitFor()
    await page.keyboard.press('Control+s')
    await page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor()
    const { finding, conflicts } = await client.finding.get({ id })
    expect([finding.title, finding.place, conflicts]).toEqual(['窗口长时间空岗四十分钟', '二楼大厅', []])
    await expect.poll(() => client.draft.list({})).toEqual([])
    expect(faultsOf(laptop)).toEqual([])
  })

  it('a value put back to what it was before is not lost to the save that it undoes', async () => {
    const id = await openFinding()
    const { client } = laptop.machine
    await field('标题').fill('窗口长时间空岗')
    const goOn = await beginSave()
    await field('标题').fill('窗口空岗')
    goOn()
    await expect.poll(async () => (await client.finding.get({ id })).finding.title).toBe('窗口长时间空岗')
    await page.getByText(/草稿已留存/).waitFor()
    expect(await field('标题').inputValue()).toBe('窗口空岗')
    await page.keyboard.press('Control+s')
    await page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor()
    const { finding, conflicts } = await client.finding.get({ id })
    expect([finding.title, conflicts]).toEqual(['窗口空岗', []])
    await expect.poll(() => client.draft.list({})).toEqual([])
    expect(faultsOf(laptop)).toEqual([])
  })

  it('what is typed on is a draft also where the person leaves before the save is done', async () => {
    const id = await openFinding()
    const { client } = laptop.machine
    await field('标题').fill('窗口长时间空岗')
    const goOn = await beginSave()
    expect(await page.getByRole('button', { name: '放弃修改' }).isDisabled()).toBe(true)
    await field('地点').fill('二楼大厅')
    await goTo(page, '检查')
    goOn()
    await expect.poll(async () => (await client.finding.get({ id })).finding.title).toBe('窗口长时间空岗')
    const drafts = async () => (await client.draft.list({})).map(({ json }) => JSON.parse(json) as unknown)
    await expect.poll(drafts).toEqual([{ place: '二楼大厅' }])
    expect(faultsOf(laptop)).toEqual([])
  })

  it('of a new finding, what is typed on is waiting in the finding that the save makes', async () => {
    await page.evaluate((to) => {
      window.location.hash = to
    }, `#/findings/new?visit=${visit}`)
    await field('标题').fill('资料重复报送')
    const goOn = await beginSave()
    await field('事实').fill('同一份资料报送两次。')
    goOn()
    await page.getByText(/上次留存于/).waitFor()
    expect(await field('标题').inputValue()).toBe('资料重复报送')
    expect(await field('事实').inputValue()).toBe('同一份资料报送两次。')
    await page.keyboard.press('Control+s')
    await page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor()
    const { client } = laptop.machine
    const { findings } = await client.finding.list({ visit })
    expect(findings.map(({ title, fact }) => [title, fact])).toEqual([['资料重复报送', '同一份资料报送两次。']])
    await expect.poll(() => client.draft.list({})).toEqual([])
    expect(faultsOf(laptop)).toEqual([])
  })
})

it('a new finding of which the save was done but not heard of any more is saved on, not made twice', async () => {
  await page.evaluate((to) => {
    window.location.hash = to
  }, `#/findings/new?visit=${visit}`)
  await field('标题').fill('资料重复报送')
  await page.route('**/rpc/finding/get', (route) => route.abort(), { times: 1 })
  const refused = page.waitForEvent('requestfailed')
  await page.keyboard.press('Control+s')
  await refused
  const { client } = laptop.machine
  const titles = async () => (await client.finding.list({ visit })).findings.map(({ title }) => title)
  expect(await titles()).toEqual(['资料重复报送'])
  await expect.poll(() => field('标题').inputValue()).toBe('资料重复报送')
  await field('标题').fill('资料重复报送两次')
  await page.keyboard.press('Control+s')
  await expect.poll(titles).toEqual(['资料重复报送两次'])
  await expect.poll(() => page.url()).toMatch(/findings\/[0-9a-f-]{36}/)
  await expect.poll(() => client.draft.list({})).toEqual([])
})

it('a memo saved twice in a row, before its page has heard of the first, is in no conflict with itself', async () => {
  const { client } = laptop.machine
  await client.finding.save({ visit, set: { title: '窗口空岗' } })
  const { id } = await client.document.compile({ kind: '检查备忘录', about: visit })
  // No word of the commits: the form has only what its own save has told it.
  await page.route('**/rpc/live/watch', () => undefined)
  await page.reload()
  await page.evaluate((to) => {
    window.location.hash = to
  }, `#/documents/${id}`)
  for (const issuer of ['第三检查组', '省局第三检查组']) {
    await field('署名单位').fill(issuer)
    await page.keyboard.press('Control+s')
    await page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor()
    await expect.poll(async () => (await client.document.get({ id })).document.issuer).toBe(issuer)
    expect((await client.document.get({ id })).seen['issuer']).toHaveLength(1)
  }
})

it('after 放弃修改 the form is as it was at once, and what is typed then stays', async () => {
  await openFinding()
  await field('标题').fill('写错了')
  await page.getByText(/草稿已留存/).waitFor()
  const goOn = await hold('draft/remove')
  const asked = page.waitForRequest('**/rpc/draft/remove')
  await page.getByRole('button', { name: '放弃修改' }).click()
  await asked
  expect(await field('标题').inputValue()).toBe('窗口空岗')
  await field('标题').fill('窗口无人')
  const answered = page.waitForResponse('**/rpc/draft/remove')
  goOn()
  await answered
  await page.getByText(/草稿已留存/).waitFor()
  expect(await field('标题').inputValue()).toBe('窗口无人')
  await page.getByRole('button', { name: '放弃修改' }).click()
})
