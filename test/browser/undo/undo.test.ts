import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFinding, makeVisit } from '../../services/inspection.ts'
import { launchBrowser } from '../browser.ts'
import { faultsOf, goTo, startComputer, type Computer } from '../computers.ts'
import { pageFaults } from '../pageFaults.ts'
import { buildWindow, screenshot } from '../window.ts'

/** Undo by hand: the keys, the offer after a removal, the list of what was done, and 回收站. */
let browser: Browser
let computer: Computer
let page: Page
let finding: string

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  computer = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王敏' })
  page = computer.page
  const { machine } = computer
  const visit = await makeVisit(machine)
  finding = await makeFinding(machine, visit, { title: '窗口无人值守', place: '大厅' })
  await makeFinding(machine, visit, { title: '办事指南过期' })
})
afterAll(async () => {
  await computer.close()
  await browser.close()
})

const listed = (title: string) => page.getByRole('row').getByText(title)
const toast = (text: string | RegExp) => page.getByRole('status').getByText(text)

it('takes back what was saved by Ctrl+Z, does it again, and leaves a field that is typed in alone', async () => {
  await goTo(page, '问题')
  await listed('窗口无人值守').click()
  const place = page.getByLabel('地点', { exact: true })
  await place.fill('门口')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText(/^已保存/).waitFor()
  await place.focus()
  await page.keyboard.press('Control+z')
  expect(await computer.machine.client.finding.get({ id: finding })).toMatchObject({ finding: { place: '门口' } })
  await page.reload()
  await listed('窗口无人值守').waitFor()
  await page.keyboard.press('Control+z')
  await toast(/^已撤销：修改问题/).waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ value }) => value === '大厅'))
  await page.getByRole('status').getByRole('button', { name: '恢复' }).click()
  await toast(/^已恢复：修改问题/).waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some(({ value }) => value === '门口'))
})

it('offers to take a removal back, and shows a removed finding to read', async () => {
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await page.getByLabel('删除原因').fill('重复')
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await toast(/^已删除问题/).waitFor()
  await screenshot(page, 'undo-offer')
  await listed('窗口无人值守').waitFor({ state: 'detached' })
  await page.goto(`${new URL(page.url()).origin}/#/findings/${finding}`)
  await page.getByText('这个问题已删除（重复），只能查看。').waitFor()
  await screenshot(page, 'undo-removed')
  expect(await page.getByRole('button', { name: '保存', exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: '恢复', exact: true }).last().click()
  await listed('窗口无人值守').waitFor()
})

it('lists what was done, and what lies in 回收站', async () => {
  await page.keyboard.press('Control+h')
  const dialog = page.getByRole('dialog', { name: '最近操作' })
  await dialog.getByText(/^恢复问题/).waitFor()
  await screenshot(page, 'undo-operations')
  expect(await pageFaults(page)).toEqual([])
  await dialog
    .getByRole('listitem')
    .filter({ hasText: /^恢复问题/ })
    .getByRole('button')
    .click()
  await dialog.getByText('已撤销、可以恢复的操作', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await goTo(page, '设置')
  await page.getByRole('button', { name: '回收站', exact: true }).click()
  await page.getByRole('list', { name: '回收站' }).getByText(/^问题/).waitFor()
  await screenshot(page, 'undo-trash')
  expect(await pageFaults(page)).toEqual([])
  await page.getByRole('button', { name: /^恢复问题/ }).click()
  await page.getByText('回收站是空的').waitFor()
  expect(faultsOf(computer)).toEqual([])
})

it('edits several findings at once, and takes all of it back with one key', async () => {
  await goTo(page, '问题')
  await listed('窗口无人值守').click()
  await listed('办事指南过期').click({ modifiers: ['Control'] })
  await page.getByText('已选 2 个问题').waitFor()
  await screenshot(page, 'undo-picked')
  await page.getByRole('button', { name: '一并修改', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '一并修改 2 个问题' })
  await dialog.getByLabel(/整改时限/).fill('20261231')
  await screenshot(page, 'undo-many')
  expect(await pageFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: '修改 2 个问题', exact: true }).click()
  await toast('已修改 2 个问题').waitFor()
  const due = async () => {
    const { findings } = await computer.machine.client.finding.list({})
    return findings.map(({ rectifyBy }) => rectifyBy)
  }
  expect(await due()).toEqual(['2026-12-31', '2026-12-31'])
  await page.getByRole('grid', { name: '问题' }).focus()
  await page.keyboard.press('Control+z')
  await toast('已撤销：修改2个问题').waitFor()
  expect(await due()).toEqual([null, null])
  await page.getByRole('button', { name: '复制为新问题' }).click()
  await page.waitForFunction(() => document.querySelectorAll('[role=row][data-row]').length === 3)
  expect(faultsOf(computer)).toEqual([])
})
