import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enrol } from '../../../electron/services/demo/enrol.ts'
import { send } from '../../../electron/services/demo/packages.ts'
import { compileMemo, freeze, makeVisit, photograph, prepareRoster, recordFinding, sign } from '../../journeys/story.ts'
import { testPassword } from '../../world.ts'
import { launchBrowser } from '../browser.ts'
import { faultsOf, give, goTo, startComputer, type Computer, type Stick } from '../computers.ts'
import { pageFaults } from '../pageFaults.ts'
import { buildWindow, screenshot } from '../window.ts'

/** Headquarters decides about a package row by row, takes it back, and puts a laptop out of use. One story. */
let browser: Browser
let office: Computer
let laptop: Computer
let visit: string

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  ;[office, laptop] = await Promise.all([
    startComputer({ browser, rendererFolder }, { kind: 'headquarters', name: '江州市局督查办', person: '陈督办' }),
    startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王组长' }),
  ])
  const headquarters = { ...office.machine, ca: '' }
  await office.machine.client.enrolment.createAuthority({ name: '江州证书机构', password: testPassword })
  const { unit } = await prepareRoster(headquarters)
  const how = { letter: 'A', role: '组长' as const, authorityPassword: testPassword, stick: laptop.host.dataFolder }
  await enrol(office.machine, laptop.machine, how)
  const { id: person } = await laptop.machine.client.person.save({ set: { name: '李组员', unit, post: '科员' } })
  visit = await makeVisit(laptop.machine, { person }, unit)
  await photograph(laptop.machine, await recordFinding(laptop.machine, visit), 1)
})
afterAll(async () => {
  await Promise.all([office.close(), laptop.close()])
  await browser.close()
})

async function packed(): Promise<Stick> {
  const { file } = await send(laptop.machine, office.machine.log, laptop.host.dataFolder)
  return { name: basename(file), mimeType: 'application/octet-stream', buffer: await readFile(file) }
}

const dialog = () => office.page.getByRole('dialog')

it('looks at each row of a package in words, and chooses one not to be taken', async () => {
  const { page } = office
  await recordFinding(laptop.machine, visit, { title: '与前面重复的问题' })
  await goTo(page, '导入')
  await give(page, '数据包', await packed())
  const staged = page.getByRole('article', { name: /第 1 号/ })
  await staged.getByText('内容：1 次检查、2 个问题、1 件证据。').waitFor()
  await screenshot(page, 'import-staged')
  await staged.getByRole('button', { name: '逐条看' }).click()
  await dialog()
    .getByRole('row', { name: /问题.*与前面重复的问题/ })
    .click()
  await screenshot(page, 'import-rows')
  expect(await pageFaults(page)).toEqual([])
  await dialog().getByRole('button', { name: '不采用…' }).click()
  await page.getByLabel('不采用的原因').fill('与第一个重复')
  await screenshot(page, 'import-decline')
  await page.getByRole('button', { name: '不采用', exact: true }).click()
  await dialog()
    .getByRole('row', { name: /与前面重复的问题.*不采用/ })
    .waitFor()
  await page.keyboard.press('Escape')
  await staged.getByText('已选定 1 条不采用').waitFor()
  await staged.getByRole('button', { name: '导入', exact: true }).click()
  await page.getByText('已导入第 1 号数据包').waitFor()
  expect((await office.machine.client.finding.list({})).total).toBe(1)
})

it('undoes the import after saying which signed paper rests on it, and restores it', async () => {
  const { page } = office
  const memo = await compileMemo(laptop.machine, visit)
  const second = (await laptop.machine.client.finding.list({})).findings.find(({ missing }) => missing > 0)
  const left = { document: memo, finding: second?.id ?? '', included: false, reason: '重复' }
  await laptop.machine.client.document.choose(left)
  await sign(laptop.machine, await freeze(laptop.machine, memo))
  await give(page, '数据包', await packed())
  await page
    .getByRole('article', { name: /第 2 号/ })
    .getByRole('button', { name: '导入', exact: true })
    .click()
  await page.getByText('已导入第 2 号数据包').waitFor()
  await page.getByRole('tab', { name: '全部数据包' }).click()
  await page.getByRole('row', { name: /收进.*第 1 号.*已导入/ }).click()
  await page.getByRole('button', { name: '撤销本次导入…' }).click()
  await dialog()
    .getByText(/有已签名的文书依据它/)
    .waitFor()
  await screenshot(page, 'import-undo')
  expect(await pageFaults(page)).toEqual([])
  await page.getByLabel('撤销原因').fill('导错了')
  await page.getByRole('button', { name: '撤销本次导入', exact: true }).click()
  await page.getByRole('row', { name: /收进.*第 1 号.*已撤销/ }).waitFor()
  expect((await office.machine.client.finding.list({})).total).toBe(0)
  await page.getByRole('button', { name: '恢复导入…' }).click()
  await page.getByLabel('恢复原因').fill('没有导错')
  await page.getByRole('button', { name: '恢复导入', exact: true }).click()
  await page.getByRole('row', { name: /收进.*第 1 号.*已导入/ }).waitFor()
  expect((await office.machine.client.finding.list({})).total).toBe(1)
})

it('puts the laptop out of use up to what was seen of it, and lets it in again', async () => {
  const { page } = office
  await page.getByRole('tab', { name: '停用和恢复' }).click()
  await screenshot(page, 'revocation-none')
  await page.getByRole('button', { name: '停用人员、电脑或证书…' }).click()
  await dialog().getByLabel('停用谁').click()
  await page.locator('.ant-select-item-option-content').filter({ hasText: '电脑　第三检查组' }).click()
  await dialog()
    .getByText(/截至第 2 号数据包/)
    .waitFor()
  await page.getByLabel('停用原因').fill('电脑遗失')
  await screenshot(page, 'revocation-dialog')
  expect(await pageFaults(page)).toEqual([])
  await dialog().getByRole('button', { name: '停用', exact: true }).click()
  await page.getByText('有效的内容截至第 2 号数据包').waitFor()
  await screenshot(page, 'revocation-standing')
  expect(await pageFaults(page)).toEqual([])
  await page.getByRole('button', { name: '恢复使用…' }).click()
  await page.getByLabel('恢复的原因').fill('电脑找到了')
  await page.getByRole('button', { name: '恢复使用', exact: true }).click()
  await page.getByText('已恢复使用：电脑找到了').waitFor()
  expect(faultsOf(office)).toEqual([])
})
