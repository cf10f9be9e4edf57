import { writeFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drawScene } from '../../electron/picture/scene.ts'
import { enrol } from '../../electron/services/demo/enrol.ts'
import { carry, finished } from '../../electron/services/machine.ts'
import { compileMemo, freeze, makeVisit, photograph, prepareRoster, recordFinding, sign } from '../journeys/story.ts'
import { testPassword } from '../world.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf, give, goTo, saved, startComputer, unlock, type Computer, type Stick } from './computers.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, screenshot } from './window.ts'

/** Packages by hand between a laptop and its headquarters, which are enrolled before the test begins. */
let browser: Browser
let office: Computer
let laptop: Computer
let visit: string
let first: Stick
let second: Stick

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  ;[office, laptop] = await Promise.all([
    startComputer({ browser, rendererFolder }, { kind: 'headquarters', name: '江州市局督查办', person: '陈督办' }),
    startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王赟䶮' }),
  ])
})
afterAll(async () => {
  await Promise.all([office.close(), laptop.close()])
  await browser.close()
})

it('a laptop that nobody enrolled is led to enrolment; then it is enrolled', async () => {
  await goTo(laptop.page, '同步')
  await laptop.page.getByText('还没有登记', { exact: true }).waitFor()
  await screenshot(laptop.page, 'sync-not-enrolled')
  expect(await pageFaults(laptop.page)).toEqual([])
  await prepare()
})

it('a team writes a package for headquarters, sees it written, and saves it', async () => {
  const { page } = laptop
  await page.getByText(/有 \d+ 条改动还没有交给总部/).waitFor()
  first = await exported(laptop, '江州市局督查办')
  expect(first.name).toBe('第三检查组_至江州市局督查办_第1号.mcsync')
  await page.getByText('记录都已交给总部').waitFor()
  await page.getByRole('row', { name: /交出.*江州市局督查办.*第 1 号.*已写出/ }).waitFor()
  await screenshot(page, 'sync-exported')
  expect(await pageFaults(page)).toEqual([])
  await page.getByRole('button', { name: '导出数据包，交给江州市局督查办' }).click()
  await page.getByRole('alert').getByText('没有新的内容要报给江州市局督查办').waitFor()
})

it('headquarters refuses a damaged package and one that is none, and keeps nothing of them', async () => {
  const { page } = office
  await goTo(page, '导入')
  await screenshot(page, 'import-empty')
  const damaged = Buffer.from(first.buffer)
  damaged[damaged.length - 500] = (damaged[damaged.length - 500] ?? 0) ^ 1
  await give(
    page,
    '数据包',
    { ...first, buffer: damaged },
    { ...first, name: '照片.mcsync', buffer: Buffer.from('无') },
  )
  await page.getByRole('alert').nth(1).waitFor()
  await screenshot(page, 'import-refused')
  expect(await pageFaults(page)).toEqual([])
  for (const _ of [1, 2]) await page.getByRole('button', { name: '知道了' }).first().click()
  expect(await office.machine.client.sync.staged()).toEqual([])
})

it('a later package waits and says which one is missing; the gap stands beside the team', async () => {
  await recordAnother()
  second = await exported(laptop, '江州市局督查办')
  const { page } = office
  await give(page, '数据包', second)
  const waiting = page.getByRole('article', { name: '来自第三检查组的第 2 号数据包' })
  await waiting.getByText('前面还缺第 1 号').waitFor()
  expect(await waiting.getByRole('button', { name: '导入', exact: true }).count()).toBe(0)
  await page.getByRole('row', { name: /A 第三检查组.*缺第 1 号/ }).waitFor()
  await screenshot(page, 'import-waiting')
  expect(await pageFaults(page)).toEqual([])
})

it('shows what importing would do, remembers it over a reload, and takes both in when the missing one comes', async () => {
  const { page } = office
  await give(page, '数据包', first)
  const ready = page.getByRole('article', { name: '来自第三检查组的第 1 号数据包' })
  await ready.getByText('检查无误').waitFor()
  expect(await ready.getByText('新增').count()).toBe(1)
  await screenshot(page, 'import-preview')
  expect(await pageFaults(page)).toEqual([])
  await page.reload()
  if (await page.getByLabel('密码', { exact: true }).isVisible()) await unlock(page)
  expect((await office.machine.client.finding.list({})).total).toBe(0)
  await ready.getByRole('button', { name: '导入', exact: true }).click()
  await page.getByText('已导入第 1 号、第 2 号数据包').waitFor()
  await page.getByText('没有等着处理的数据包').waitFor()
  await page.getByRole('row', { name: /A 第三检查组.*2 个.*不缺/ }).waitFor()
  expect((await office.machine.client.finding.list({})).total).toBe(2)
})

it('the same package again says that it is here already', async () => {
  const { page } = office
  await give(page, '数据包', first)
  await page.getByText('这个数据包以前已经导入过').waitFor()
  await page.getByRole('button', { name: '移走' }).click()
  await page.getByText('没有等着处理的数据包').waitFor()
  expect(await office.machine.client.sync.staged()).toEqual([])
})

it('says of a memo who signed, in what role and when, and whether it holds', async () => {
  const { page } = office
  await page.getByRole('tab', { name: '备忘录核验' }).click()
  await page.getByRole('row', { name: /临江县国家税务局/ }).click()
  await page.getByText('签名未齐').waitFor()
  const signature = page.getByRole('region', { name: '王赟䶮的签名' })
  await signature.getByText('组长', { exact: true }).waitFor()
  await signature.getByText('签名之后没有改动；证书由本单位受信任的机构签发').waitFor()
  await page.getByText('都与本机的记录一致').waitFor()
  await screenshot(page, 'import-memo-check')
  expect(await pageFaults(page)).toEqual([])
})

it('the receipt goes back, and the packages are 已接收 at the team', async () => {
  const receipt = await exported(office, '第三检查组')
  const { page } = laptop
  await give(page, '数据包', receipt)
  await page.getByRole('article').getByRole('button', { name: '导入', exact: true }).click()
  for (const serial of [1, 2])
    await page.getByRole('row', { name: new RegExp(`交出.*第 ${serial} 号.*已接收`) }).waitFor()
  await screenshot(page, 'sync-received')
  expect(await pageFaults(page)).toEqual([])
})

it('a package that never arrived is taken back and written again', async () => {
  const { page } = laptop
  await recordAnother()
  await exported(laptop, '江州市局督查办')
  await page.getByRole('row', { name: /交出.*第 3 号.*已写出/ }).click()
  await page.getByRole('button', { name: '没有送到，重新写一个' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '按未送达处理' }).click()
  await page.getByRole('row', { name: /交出.*第 3 号.*已撤回/ }).waitFor()
  const again = await exported(laptop, '江州市局督查办')
  await give(office.page, '数据包', again)
  await office.page
    .getByRole('article', { name: /第 4 号/ })
    .getByRole('button', { name: '导入', exact: true })
    .click()
  await office.page.getByText('已导入第 4 号数据包').waitFor()
  expect((await office.machine.client.finding.list({})).total).toBe(3)
})

it('headquarters saves all that it holds as one file', async () => {
  const { page } = office
  await page.getByRole('button', { name: '下载所存内容' }).click()
  await page.getByRole('button', { name: '开始整理' }).click()
  await page.getByText('问题 3 个，照片 3 件').waitFor()
  await screenshot(page, 'import-holdings')
  const zip = await saved(page, () => page.getByRole('button', { name: '保存文件' }).click())
  expect(zip.name).toMatch(/^江州市局督查办_所存内容_\d{4}-\d\d-\d\d\.zip$/)
  expect(zip.buffer.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
  expect([...faultsOf(office), ...faultsOf(laptop)]).toEqual([])
})

it('a package that is being written when the page is reloaded is still there to be saved', async () => {
  const { page, machine } = laptop
  await recordAnother()
  const intake = await keepBusy()
  await page.getByRole('button', { name: '导出数据包，交给江州市局督查办' }).click()
  await page.getByRole('region', { name: '导出数据包' }).waitFor()
  await page.reload()
  await page.getByRole('region', { name: '导出数据包' }).waitFor()
  await finished(machine.client, intake)
  await page.getByRole('button', { name: '保存文件' }).waitFor()
  await page.getByRole('row', { name: /交出.*江州市局督查办.*待保存/ }).click()
  await screenshot(page, 'sync-unsaved')
  // Written and not fetched: another reload does not lose it either.
  await page.reload()
  const file = await saved(page, () => page.getByRole('button', { name: '保存文件' }).click())
  expect(file.name).toMatch(/^第三检查组_至江州市局督查办_第\d+号\.mcsync$/)
  await Promise.all([page.waitForResponse('**/rpc/job/list'), page.reload()])
  await page.getByRole('button', { name: '导出数据包，交给江州市局督查办' }).waitFor()
  expect(await page.getByRole('button', { name: '保存文件' }).count()).toBe(0)
})

it('a package that was running when another page asked, and is saved since, is not offered again', async () => {
  const { page, machine } = laptop
  await recordAnother()
  const intake = await keepBusy()
  await page.getByRole('button', { name: '导出数据包，交给江州市局督查办' }).click()
  await page.getByRole('region', { name: '导出数据包' }).waitFor()
  const running = page.waitForResponse('**/rpc/job/list')
  await goTo(page, '证据')
  await running
  await goTo(page, '检查')
  await finished(machine.client, intake)
  const [job] = await machine.client.job.list()
  const { ticket } = await finished(machine.client, { job: job?.id ?? '', kind: 'sync.export' })
  await carry(machine, ticket, laptop.host.dataFolder)
  const asked = page.waitForResponse('**/rpc/job/list')
  await goTo(page, '同步')
  await asked
  await page
    .getByRole('row', { name: /交出.*江州市局督查办.*已写出/ })
    .first()
    .waitFor()
  expect(await page.getByRole('button', { name: '保存文件' }).count()).toBe(0)
})

it('headquarters corrects a finding and says why; the team reads both, and may put back what it had written', async () => {
  const { page } = office
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await goTo(page, '问题')
  await page.getByRole('row', { name: /A-001/ }).click()
  await page.getByRole('button', { name: '更正', exact: true }).click()
  await page.getByLabel('地点', { exact: true }).fill('二楼大厅')
  await page.getByRole('button', { name: '保存更正' }).click()
  await page.getByText('请写明更正原因').waitFor()
  expect(await pageFaults(page)).toEqual([])
  await page.getByLabel('更正原因').fill('与监控录像不符')
  await page.getByRole('button', { name: '保存更正' }).click()
  await page.getByRole('button', { name: '更正', exact: true }).waitFor()
  await goTo(page, '导入')
  const down = await exported(office, '第三检查组')
  await goTo(laptop.page, '同步')
  await give(laptop.page, '数据包', down)
  const staged = laptop.page.getByRole('article').getByRole('button', { name: '导入', exact: true })
  await staged.click()
  await staged.waitFor({ state: 'hidden' })
  await goTo(laptop.page, '问题')
  await laptop.page.getByRole('row', { name: /A-001/ }).click()
  await laptop.page.getByRole('button', { name: '修改记录' }).click()
  const history = laptop.page.getByRole('dialog')
  const correction = history.getByRole('listitem').filter({ hasText: '总部更正' })
  await correction.getByText('更正原因：与监控录像不符').waitFor()
  await screenshot(laptop.page, 'history-correction')
  expect(await pageFaults(laptop.page)).toEqual([])
  const own = history.getByRole('listitem').filter({ hasText: '新建' })
  await own.getByRole('button', { name: /恢复成这时的.*地点/ }).click()
  await own.getByText(/印在检查备忘录（第 1 版，.*）上，保存后这份文书就过时了/).waitFor()
  await own.getByRole('button', { name: '恢复', exact: true }).click()
  await laptop.page.getByText('已恢复问题 A-001的地点').waitFor()
  expect([...faultsOf(office), ...faultsOf(laptop)]).toEqual([])
})

/** An intake that takes long enough for everything that writes to wait for it. */
async function keepBusy() {
  const { client, host } = laptop.machine
  const finding = await recordFinding(laptop.machine, visit)
  const picture = await drawScene({ scene: 'office', seed: 7, width: 1600, height: 1200, exif: {} })
  const files = await Promise.all(
    Array.from({ length: 40 }, async (_, place) => {
      const path = host.files.outgoing(`占用${place}.jpg`)
      await writeFile(path, Buffer.concat([picture, Buffer.from(`${place}`)]))
      return { handle: await host.files.issue(path) }
    }),
  )
  return client.evidence.add({ finding, files, class: '现场拍摄导入' })
}

/** Enrolled, with a visit, a finding with its photo, and a memo that one of two has signed. */
async function prepare(): Promise<void> {
  const { machine: up } = office
  const { machine: down } = laptop
  await up.client.enrolment.createAuthority({ name: '督查办证书机构', password: testPassword })
  const { unit } = await prepareRoster({ ...up, ca: '' })
  const stick = office.host.dataFolder
  await enrol(up, down, { letter: 'A', role: '组长', authorityPassword: testPassword, stick })
  // He signs on another laptop, which is not part of this story.
  const mate = (await down.client.person.save({ set: { name: '李组员' } })).id
  visit = await makeVisit(down, { person: mate }, unit)
  await recordAnother()
  const version = await freeze(down, await compileMemo(down, visit))
  await sign(down, version)
}

let photos = 0

async function recordAnother(): Promise<void> {
  photos += 1
  await photograph(laptop.machine, await recordFinding(laptop.machine, visit), photos)
}

async function exported({ page }: Computer, to: string): Promise<Stick> {
  await page.getByRole('button', { name: `导出数据包，交给${to}` }).click()
  return saved(page, () => page.getByRole('button', { name: '保存文件' }).click())
}
