import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { demoPassword } from '../../electron/contract/workspace.ts'
import { openMachine, type Machine } from '../../electron/services/machine.ts'
import { createWorkspace } from '../../electron/services/workspace/workspaceAccess.ts'
import { testPassword } from '../world.ts'
import { launchBrowser } from './browser.ts'
import { at, closeDialog, openGallery, openWorkspace } from './gallery/desk.ts'
import { stretch, type Stretched } from './gallery/fullData.ts'
import { openAlbum } from './gallery/album.ts'
import { faultsOf, goTo } from './computers.ts'
import { buildWindow, type Opened } from './window.ts'

/** Every page and dialog of both sides, empty, full and in error, photographed and looked at for what needs no eyes. */
const { look, lookAtSizes, faults } = openAlbum()
let browser: Browser
let opened: Opened
let page: Page
let leader: Machine
let stretched: Stretched

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  opened = await openGallery({ browser, rendererFolder })
  page = opened.page
  page.setDefaultTimeout(20_000)
})
// A test that failed half way leaves its dialog; the next one begins without.
beforeEach(async () => {
  if (await page.getByRole('dialog').isVisible()) await closeDialog(page)
})
afterAll(async () => {
  await opened.close()
  await browser.close()
})

it('the first page: nothing yet, a form with faults, the 演练 while it is made and when it is there', async () => {
  await page.goto(opened.web.address)
  await page.getByText('本机还没有工作区').waitFor()
  await look(page, 'start-empty')
  await page.getByRole('button', { name: /^打开工作区/ }).click()
  await look(page, 'start-open-empty')
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^建立工作区/ })
    .click()
  await look(page, 'start-create')
  await lookAtSizes(page, 'start-create')
  await page.getByLabel('姓名').fill('王')
  await page.getByLabel('密码', { exact: true }).fill('短')
  await page.getByRole('button', { name: '建立', exact: true }).click()
  await page.getByText('姓名至少两个字').waitFor()
  await look(page, 'start-create-errors')
  await page.getByRole('button', { name: /^打开演练/ }).click()
  await page.locator('.job').waitFor()
  await look(page, 'start-demo-progress')
  await page.getByRole('navigation', { name: '页面' }).waitFor({ timeout: 90_000 })
  await look(page, 'demo-opened')
  await page.getByRole('button', { name: /^锁定/ }).click()
  await page.getByRole('radio', { name: /（组长）/ }).waitFor()
  expect(faults()).toEqual([])
})

it('the first page with workspaces, and a wrong password', async () => {
  const { host } = opened
  const about = { drill: false, unit: '江州市国家税务局', post: '科长', password: testPassword }
  const team = { ...about, kind: 'team', name: '第九检查组', person: '王敏' } as const
  const office = { ...about, kind: 'headquarters', name: '江州市局督查办', person: '陈督办' } as const
  await createWorkspace(host, join(host.dataFolder, 'team'), team)
  await createWorkspace(host, join(host.dataFolder, 'office'), office)
  await page.reload()
  await page.getByRole('radio', { name: /第九检查组/ }).check()
  await look(page, 'start-open')
  await page.getByLabel('密码', { exact: true }).fill('不是这个密码')
  await page.keyboard.press('Enter')
  await page.getByText('密码不正确').waitFor()
  await look(page, 'start-wrong-password')
  await lookAtSizes(page, 'start-wrong-password')
  expect(faults()).toEqual([])
})

it('a team that has nothing yet', async () => {
  await openWorkspace(page, /第九检查组/, testPassword)
  await page.getByRole('region', { name: '从这里开始' }).waitFor()
  await look(page, 'team-empty-work')
  for (const [place, name] of [
    ['检查', 'visits'],
    ['问题', 'findings'],
    ['证据', 'evidence'],
    ['备忘录', 'documents'],
    ['同步', 'sync'],
    ['设置', 'settings'],
  ] as const) {
    await goTo(page, place)
    await look(page, `team-empty-${name}`)
  }
  for (const [section, name] of [
    ['单位', 'units'],
    ['人员', 'people'],
    ['活动', 'campaigns'],
    ['回收站', 'trash'],
  ] as const) {
    await page.getByRole('navigation', { name: '设置' }).getByRole('button', { name: section, exact: true }).click()
    await look(page, `team-empty-settings-${name}`)
  }
  await at(page, '#/visits/new')
  await page.getByLabel('检查日期').waitFor()
  await look(page, 'team-empty-visit-new')
  await page.getByRole('button', { name: '名单里没有？新增单位' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '新增', exact: true }).click()
  await page.getByText('单位名称至少两个字').waitFor()
  await look(page, 'dialog-add-unit')
  await closeDialog(page)
  await page.getByRole('button', { name: '名单里没有？新增人员' }).click()
  await look(page, 'dialog-add-person')
  await closeDialog(page)
  await page.getByLabel('检查日期').fill('2026年某日')
  await page.getByLabel('开始时刻').fill('25:70')
  await page.keyboard.press('Control+s')
  await look(page, 'visit-new-errors')
  await page.getByRole('button', { name: /清空|放弃/ }).click()
  await at(page, '#/findings/new')
  await look(page, 'team-empty-finding-new')
  await goTo(page, '备忘录')
  await page.getByRole('button', { name: '编制备忘录' }).first().click()
  await look(page, 'dialog-compile-empty')
  await closeDialog(page)
  await at(page, '#/nowhere')
  await look(page, 'page-not-found')
  await at(page, '#/findings/0198c0de-0000-7000-8000-00000000dead')
  await look(page, 'finding-not-there')
  expect(faults()).toEqual([])
})

it('a headquarters that has nothing yet', async () => {
  await openWorkspace(page, /江州市局督查办/, testPassword)
  await look(page, 'office-empty-work')
  for (const [place, name] of [
    ['检查', 'visits'],
    ['问题', 'findings'],
    ['证据', 'evidence'],
    ['备忘录', 'documents'],
    ['导入', 'import'],
    ['设置', 'settings'],
  ] as const) {
    await goTo(page, place)
    await look(page, `office-empty-${name}`)
  }
  await goTo(page, '导入')
  for (const [tab, name] of [
    ['编组', 'members'],
    ['备忘录核验', 'documents'],
    ['全部数据包', 'packages'],
    ['未采纳的内容', 'quarantine'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await look(page, `office-empty-import-${name}`)
  }
  await page.getByLabel('数据包：选择文件').setInputFiles({
    name: '照片.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('这不是数据包'),
  })
  await page.getByRole('alert').first().waitFor()
  await look(page, 'import-refused')
  expect(faults()).toEqual([])
})

it('a team with much, and with long texts', async () => {
  leader = await openMachine(opened.host, join(opened.host.dataFolder, '演练-组长'), demoPassword)
  stretched = await stretch(leader)
  await openWorkspace(page, /（组长）/, demoPassword)
  await look(page, 'team-work')
  await lookAtSizes(page, 'team-work')
  await goTo(page, '检查')
  await look(page, 'visits')
  await lookAtSizes(page, 'visits')
  await page.getByRole('row', { name: /明察/ }).nth(1).click()
  await look(page, 'visit')
  await page.getByRole('row', { name: /暗访/ }).first().click()
  await look(page, 'visit-covert')
  await at(page, `#/visits/${stretched.visit}`)
  await look(page, 'visit-long')
  await lookAtSizes(page, 'visit-long')
  await goTo(page, '问题')
  await look(page, 'findings')
  await lookAtSizes(page, 'findings')
  await page.getByLabel('查找问题', { exact: true }).fill('查无此词')
  await page.getByText('没有符合的问题').waitFor()
  await look(page, 'findings-none')
  await page.getByLabel('查找问题', { exact: true }).fill('')
  await page.getByRole('row').nth(2).click()
  await page
    .getByRole('row')
    .nth(4)
    .click({ modifiers: ['Shift'] })
  await page.getByText('已选 3 个问题').waitFor()
  await page.getByRole('button', { name: '一并修改', exact: true }).click()
  await look(page, 'dialog-edit-many')
  await closeDialog(page)
  const demoFinding = (await leader.client.finding.list({ text: '接待' })).findings[0]
  await at(page, `#/findings/${demoFinding?.id}`)
  await page.getByRole('img').first().waitFor()
  await look(page, 'finding')
  await page.getByLabel('地点', { exact: true }).fill('二楼大厅')
  await page.getByText(/保存后这份文书就过时了/).waitFor()
  await look(page, 'finding-outdating')
  await page.getByRole('button', { name: '放弃修改' }).click()
  await lookAtSizes(page, 'finding')
  await at(page, `#/findings/${stretched.finding}`)
  await page.getByRole('img').first().waitFor()
  await look(page, 'finding-long')
  await lookAtSizes(page, 'finding-long')
  await at(page, `#/findings/${stretched.conflict}`)
  await page
    .getByRole('region', { name: /有冲突/ })
    .first()
    .waitFor()
  await look(page, 'finding-conflict')
  await page.getByRole('button', { name: '修改记录' }).click()
  await look(page, 'dialog-history')
  await closeDialog(page)
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await page.getByText('请写明删除原因').waitFor()
  await look(page, 'dialog-remove')
  await closeDialog(page)
  await page.getByLabel('添加照片和文件：选择文件').setInputFiles([
    { name: '安装程序.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
    { name: '空文件.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    { name: '通知.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('不是文书') },
  ])
  await page.getByText(/共 3 个文件/).waitFor()
  await look(page, 'finding-wrong-files')
  await at(page, '#/findings/new')
  await look(page, 'finding-new-choose-visit')
  await page
    .getByRole('button', { name: /临江县/ })
    .first()
    .click()
  await page.getByLabel('标题', { exact: true }).waitFor()
  await look(page, 'finding-new')
  await page.getByLabel('风险点', { exact: true }).click()
  await look(page, 'finding-new-tree')
  await page.keyboard.press('Escape')
  expect(faults()).toEqual([])
})

it('evidence: the gallery, one piece, and whether all of it is still what was taken in', async () => {
  await goTo(page, '证据')
  await page.getByRole('img').first().waitFor()
  await look(page, 'evidence')
  await lookAtSizes(page, 'evidence')
  await page.getByLabel('查找证据', { exact: true }).fill('接待报销')
  await page.getByRole('button', { name: /接待报销凭证抽查/ }).click()
  await page.getByRole('dialog').getByRole('img').first().waitFor()
  await look(page, 'dialog-evidence')
  await lookAtSizes(page, 'dialog-evidence')
  await closeDialog(page)
  await page.getByRole('button', { name: '校验全部证据' }).click()
  await page.getByText(/全部完好/).waitFor()
  await look(page, 'evidence-verified')
  await page.getByLabel('查找证据', { exact: true }).fill('查无此词')
  await page.getByText('没有符合的证据').waitFor()
  await look(page, 'evidence-none')
  expect(faults()).toEqual([])
})

it('memos: the list, one that is being written, what is in its way, its versions and signatures', async () => {
  await goTo(page, '备忘录')
  await look(page, 'memos')
  await page.getByRole('button', { name: '编制备忘录' }).click()
  await look(page, 'dialog-compile')
  await closeDialog(page)
  await page.getByRole('link', { name: /临江县国家税务局（演练）/ }).click()
  await page.getByText(/^第 1 页，共/).waitFor()
  await look(page, 'memo-signed')
  await lookAtSizes(page, 'memo-signed')
  await page.getByRole('button', { name: '作废', exact: true }).click()
  await look(page, 'dialog-void')
  await closeDialog(page)
  const { id } = await leader.client.document.compile({ kind: '检查备忘录', about: stretched.visit })
  await at(page, `#/documents/${id}`)
  await page.getByText(/^第 1 页，共/).waitFor()
  await look(page, 'memo-draft')
  await page.getByRole('button', { name: '不列入' }).first().click()
  await look(page, 'dialog-leave-out')
  await closeDialog(page)
  expect(faults()).toEqual([])
})

it('packages and settings of a team', async () => {
  await goTo(page, '同步')
  await look(page, 'sync')
  await lookAtSizes(page, 'sync')
  await page.getByRole('button', { name: /^导出数据包，交给.*省国家税务局/ }).click()
  await page.getByRole('button', { name: '保存文件' }).waitFor()
  await look(page, 'sync-written')
  await page
    .getByRole('row', { name: /已写出/ })
    .first()
    .click()
  await look(page, 'sync-package')
  await page.getByRole('button', { name: '没有送到，重新写一个' }).click()
  await look(page, 'dialog-withdraw')
  await closeDialog(page)
  await goTo(page, '设置')
  await look(page, 'settings')
  for (const [section, name] of [
    ['单位', 'units'],
    ['人员', 'people'],
    ['活动', 'campaigns'],
    ['回收站', 'trash'],
  ] as const) {
    await page.getByRole('navigation', { name: '设置' }).getByRole('button', { name: section, exact: true }).click()
    await look(page, `settings-${name}`)
  }
  await page.getByRole('navigation', { name: '设置' }).getByRole('button', { name: '单位', exact: true }).click()
  await page.getByRole('row', { name: /南城办税服务厅/ }).click()
  await look(page, 'settings-unit')
  await lookAtSizes(page, 'settings-unit')
  expect(faults()).toEqual([])
})

it('what opens over every page: palette, list of shortcuts, help', async () => {
  await at(page, '#/work')
  await page.keyboard.press('Control+k')
  await look(page, 'palette')
  await page.getByRole('combobox').fill('窗口')
  await page.getByRole('option', { name: /窗口/ }).first().waitFor()
  await look(page, 'palette-found')
  await page.getByRole('combobox').fill('查无此词')
  await page.getByText('没有找到').waitFor()
  await look(page, 'palette-none')
  await closeDialog(page)
  await page.keyboard.press('Control+/')
  await look(page, 'shortcuts')
  await closeDialog(page)
  await page.keyboard.press('Control+h')
  await look(page, 'dialog-operations')
  await closeDialog(page)
  for (const [place, name] of [
    ['问题', 'findings'],
    ['备忘录', 'documents'],
    ['同步', 'sync'],
  ] as const) {
    await goTo(page, place)
    await page.keyboard.press('F1')
    await page.getByRole('complementary', { name: '帮助' }).getByRole('heading').first().waitFor()
    await look(page, `help-${name}`)
    await page.keyboard.press('Escape')
  }
  await at(page, '#/help/shortcuts')
  await look(page, 'help-page')
  await lookAtSizes(page, 'help-page')
  expect(faults()).toEqual([])
})

it('a headquarters with all of it', async () => {
  await openWorkspace(page, /省国家税务局/, demoPassword)
  await look(page, 'office-work')
  await goTo(page, '检查')
  await page.getByRole('row', { name: /明察/ }).first().click()
  await look(page, 'office-visit')
  await goTo(page, '问题')
  await look(page, 'office-findings')
  await page.getByRole('row').nth(1).click()
  await page.getByRole('img').first().waitFor()
  await look(page, 'office-finding')
  await goTo(page, '备忘录')
  await page.getByRole('link', { name: /临江县国家税务局（演练）/ }).click()
  await page.getByText(/^第 1 页，共/).waitFor()
  await look(page, 'office-memo')
  await goTo(page, '导入')
  await look(page, 'office-import')
  await lookAtSizes(page, 'office-import')
  for (const [tab, name] of [
    ['编组', 'members'],
    ['备忘录核验', 'documents'],
    ['全部数据包', 'packages'],
    ['未采纳的内容', 'quarantine'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await look(page, `office-import-${name}`)
  }
  await page.getByRole('tab', { name: '编组' }).click()
  await page.getByRole('button', { name: '离组' }).first().click()
  await look(page, 'office-leave')
  await closeDialog(page)
  await page.getByRole('tab', { name: '备忘录核验' }).click()
  await page
    .getByRole('row', { name: /临江县/ })
    .first()
    .click()
  await page
    .getByRole('region', { name: /的签名/ })
    .first()
    .waitFor()
  await look(page, 'office-memo-check')
  await page.getByRole('button', { name: '下载所存内容' }).click()
  await look(page, 'dialog-holdings')
  await page.getByRole('button', { name: '开始整理' }).click()
  await page.getByText(/照片 \d+ 件/).waitFor()
  await look(page, 'dialog-holdings-done')
  await closeDialog(page)
  await goTo(page, '设置')
  await look(page, 'office-settings')
  expect(faults()).toEqual([])
})

it('a program that is gone', async () => {
  expect(faultsOf(opened)).toEqual([])
  await at(page, '#/work')
  await opened.web.close()
  await page.getByRole('alert').getByText('联系不上本机程序').waitFor()
  await look(page, 'host-gone')
  expect(faults()).toEqual([])
})
