import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileMemo, makeVisit, photograph, recordFinding } from '../../journeys/story.ts'
import { launchBrowser } from '../browser.ts'
import { faultsOf, goTo, startComputer, type Computer } from '../computers.ts'
import { pageFaults } from '../pageFaults.ts'
import { buildWindow, screenshot } from '../window.ts'

/** One person, one row: asked for where a name is typed, joined and taken apart in 设置, told before a paper is frozen. */
let browser: Browser
let office: Computer
let team: Computer

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  office = await startComputer(
    { browser, rendererFolder },
    { kind: 'headquarters', name: '省局督查组', person: '周明远' },
  )
  team = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第一检查组', person: '李强' })
})

afterAll(async () => {
  for (const computer of [office, team]) await computer.close()
  await browser.close()
})

async function openPeople({ page }: Computer): Promise<void> {
  await goTo(page, '设置')
  await page.getByRole('navigation', { name: '设置' }).getByRole('button', { name: '人员' }).click()
}

async function addPerson({ page }: Computer, name: string): Promise<void> {
  await page.getByRole('button', { name: '添加人员' }).click()
  await page.getByLabel('姓名').fill(name)
  await page.getByRole('button', { name: '添加', exact: true }).click()
}

describe('at headquarters', () => {
  test('a name that exists is a question, with what is there', async () => {
    const { page } = office
    await openPeople(office)
    await addPerson(office, '王敏')
    await page.getByText('已保存人员“王敏”').waitFor()
    await addPerson(office, '王 敏')
    await page.getByRole('alertdialog', { name: '已有同名的人员：王敏。是同一个吗？' }).waitFor()
    await screenshot(page, 'one-person-1-question')
    expect(await pageFaults(page)).toEqual([])
    await page.getByRole('button', { name: '用已有的：王敏' }).click()
    await page.getByRole('form', { name: '修改人员' }).waitFor()
    expect((await office.machine.client.person.list()).map(({ name }) => name)).toEqual(['周明远', '王敏'])
    await addPerson(office, '王 敏')
    await page.getByRole('button', { name: '仍然新建' }).click()
    await page.getByText('已保存人员“王 敏”').waitFor()
    expect(await office.machine.client.person.list()).toHaveLength(3)
  })

  test('two are joined with their uses in view, are one row, and are taken apart', async () => {
    const { page } = office
    await page.getByRole('button', { name: '合并…' }).click()
    const dialog = page.getByRole('dialog', { name: '合并：王 敏' })
    await dialog.getByLabel('另一条').click()
    await page.getByTitle('王敏', { exact: true }).click()
    await dialog.getByText('检查 0 次，文书 0 份').first().waitFor()
    await screenshot(page, 'one-person-2-join')
    expect(await pageFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: '合并', exact: true }).click()
    await page.getByText('又名').waitFor()
    await screenshot(page, 'one-person-3-joined')
    expect(await pageFaults(page)).toEqual([])
    await page.getByRole('button', { name: '拆开' }).click()
    await page.getByText('已拆开').waitFor()
    expect(await office.machine.client.person.list()).toHaveLength(3)
    expect(faultsOf(office)).toEqual([])
  })
})

test('who cannot sign is told before the memo is frozen, and freezing asks', async () => {
  const { machine, page } = team
  const { client } = machine
  const unit = (await client.unit.save({ set: { name: '临江县国家税务局', code: '14401120' } })).id
  await client.campaign.loadPreset({ preset: '137' })
  const mate = (await client.person.save({ set: { name: '王敏' } })).id
  const visit = await makeVisit(machine, { person: mate }, unit)
  await photograph(machine, await recordFinding(machine, visit), 1)
  await compileMemo(machine, visit)
  await goTo(page, '备忘录')
  await page.getByRole('link', { name: /临江县国家税务局/ }).click()
  await page.getByText(/^王敏 还没有登记/).waitFor()
  await screenshot(page, 'one-person-4-unable')
  expect(await pageFaults(page)).toEqual([])
  await page.getByRole('button', { name: '定稿', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '有人现在还不能签名' })
  await dialog.getByText(/王敏 还没有登记，现在不能签名/).waitFor()
  await screenshot(page, 'one-person-5-anyway')
  expect(await pageFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: '仍然定稿' }).click()
  await page.getByText('第 1 版已定稿，等您签名。').waitFor({ timeout: 30_000 })
  expect(faultsOf(team)).toEqual([])
})
