import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { faultsOf, give, goTo, manyPhotos, photo, startComputer, type Computer, type Stick } from './computers.ts'
import { compose } from './typing.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, screenshot } from './window.ts'

let browser: Browser
let rendererFolder: string
let laptop: Computer
let page: Page

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
})
afterAll(() => browser.close())

beforeEach(async () => {
  laptop = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王敏' })
  page = laptop.page
})
afterEach(() => laptop.close())

describe('recording by hand', () => {
  it('a visit with a unit and a colleague added on the way, a finding by initials, its photos, and finding it again', async () => {
    await goTo(page, '检查')
    await page.getByText('还没有检查').waitFor()
    await screenshot(page, 'visits-empty')
    await page.keyboard.press('Control+n')
    await page.getByRole('button', { name: /^载入/ }).click()
    await addUnit('江口县地方税务局')
    await page.getByRole('radio', { name: /^明察/ }).check()
    await page.getByLabel('检查日期').fill('20261120')
    await page.getByLabel('开始时刻').fill('0930')
    await page.getByLabel('检查地点').fill('办税服务厅')
    expect(await page.getByLabel('检查日期').inputValue()).toBe('2026-11-20')
    expect(await page.getByLabel('开始时刻').inputValue()).toBe('09:30')
    await addPerson('李建国')
    await page.getByRole('textbox', { name: '通知书号' }).fill('督通〔2026〕12号')
    await page.getByRole('textbox', { name: '陪同人员' }).fill('办公室主任')
    await page.keyboard.press('Control+s')
    await page.getByText('本次检查还没有记录问题。').waitFor()
    expect(await page.getByLabel('备忘录定稿前要补的').count()).toBe(0)
    await screenshot(page, 'visit')

    await page.keyboard.press('Control+n')
    await page.getByText(/^属于检查/).waitFor()
    // The form begins at the risk point: its initials, and Enter.
    await page.keyboard.type('swzr')
    await page.getByText('NF-01 首问责任不落实').waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('风险点提示').waitFor()
    expect(await page.getByLabel('标题', { exact: true }).inputValue()).toBe('首问责任不落实')
    await compose(
      page.getByLabel('事实', { exact: true }),
      ['chuang', '窗口'],
      '三号窗口无人值守，纳税人赟某等候四十分钟。',
    )
    await page.keyboard.press('Control+s')
    await page
      .getByRole('paragraph')
      .filter({ hasText: /^缺\d项：/ })
      .waitFor()

    await give(page, '添加照片和文件', await photo('三号窗口.jpg', '#506070'), notAPhoto)
    await page.getByText(/共 2 个文件，收下 1 个，没有收 1 个/).waitFor(patient)
    await page.getByText(/^坏照片.jpg：/).waitFor()
    await page.getByRole('img', { name: /三号窗口/ }).waitFor()
    await screenshot(page, 'finding')

    await page.getByRole('button', { name: /三号窗口/ }).click()
    const viewer = page.getByRole('dialog')
    await viewer.getByRole('img', { name: '三号窗口.jpg' }).waitFor()
    expect(await viewer.getByText('未提供').count()).toBeGreaterThanOrEqual(3)
    await viewer.getByRole('textbox', { name: /^说明文字/ }).fill('三号窗口无人')
    await viewer.getByRole('button', { name: '保存', exact: true }).click()
    await viewer.getByText('已保存').waitFor()
    await screenshot(page, 'evidence-viewer')
    await page.keyboard.press('Escape')

    await goTo(page, '问题')
    await page.getByLabel('查找问题', { exact: true }).fill('赟某')
    await page.getByRole('row', { name: /首问责任不落实/ }).waitFor()
    await page.getByRole('button', { name: /^缺\d项/ }).click()
    await page.waitForFunction(() => document.activeElement?.closest('.field')?.textContent?.startsWith('依据文件'))
    await page.getByLabel('查找问题', { exact: true }).fill('不存在')
    await page.getByText('没有符合的问题').waitFor()

    await goTo(page, '证据')
    await page.getByRole('button', { name: /三号窗口无人/ }).waitFor()
    await page.getByRole('button', { name: '校验全部证据' }).click()
    await page.getByText('1 件全部完好').waitFor()
    await screenshot(page, 'evidence')
    expect(await pageFaults(page)).toEqual([])
    expect(faultsOf(laptop)).toEqual([])
  })

  it('files dropped on a finding that is not saved yet save it first, and the same file elsewhere is named', async () => {
    const visit = await recordVisit()
    const first = await laptop.machine.client.finding.save({ visit, set: { title: '甲事' } })
    await goTo(page, '问题')
    await page.getByRole('row', { name: /甲事/ }).click()
    await give(page, '添加照片和文件', await photo('同一张.jpg', '#203040'))
    await page.getByRole('img', { name: /同一张/ }).waitFor()
    const { number } = (await laptop.machine.client.finding.get(first)).finding

    await page.getByRole('button', { name: '新建问题' }).click()
    await page.getByRole('button', { name: /江口县/ }).click()
    await page.getByLabel('标题', { exact: true }).fill('乙事')
    await give(page, '添加照片和文件', await photo('同一张.jpg', '#203040'))
    await page.getByText(`同一个文件也是问题 ${number} 的证据`).waitFor()
    const { findings } = await laptop.machine.client.finding.list({ visit })
    expect(findings.map(({ title, evidence }) => `${title} ${evidence}`).toSorted()).toEqual(['乙事 1', '甲事 1'])
    expect(faultsOf(laptop)).toEqual([])
  })

  it('shows photos being taken in again after a reload in the middle, and loses none', async () => {
    const visit = await recordVisit()
    await laptop.machine.client.finding.save({ visit, set: { title: '现场杂乱' } })
    await goTo(page, '问题')
    await page.getByRole('row', { name: /现场杂乱/ }).click()
    await give(page, '添加照片和文件', ...(await manyPhotos(40)))
    const progress = page.getByRole('region', { name: '添加证据' })
    await progress.getByText(/^\d+ \/ 40$/).waitFor()
    await page.waitForFunction(() => /[1-9]\d* \/ 40/.test(document.querySelector('.job-count')?.textContent ?? ''))
    await expect.poll(async () => (await laptop.machine.client.job.list())[0]?.kind, patient).toBe('evidence.add')
    await page.reload()
    await progress.waitFor()
    await progress.waitFor({ state: 'detached', ...patient })
    await expect.poll(() => page.getByRole('img', { name: /^证据 .*现场/ }).count(), patient).toBe(40)
    expect(faultsOf(laptop)).toEqual([])
  })

  it('keeps what is typed over a reload, saves only that, and shows who changed what', async () => {
    const visit = await recordVisit()
    const { id } = await laptop.machine.client.finding.save({ visit, set: { title: '窗口空岗', place: '一楼' } })
    await goTo(page, '问题')
    await page.getByRole('row', { name: /窗口空岗/ }).click()
    await page.getByLabel('地点', { exact: true }).fill('二楼大厅')
    await page.getByText(/草稿已留存/).waitFor()
    await page.reload()
    await page.getByText(/上次留存于/).waitFor()
    expect(await page.getByLabel('地点', { exact: true }).inputValue()).toBe('二楼大厅')
    await page.getByRole('button', { name: '放弃修改' }).click()
    await expect.poll(() => page.getByLabel('地点', { exact: true }).inputValue()).toBe('一楼')
    await page.getByLabel('地点', { exact: true }).fill('二楼大厅')
    await page.keyboard.press('Control+s')
    await page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor()
    // The second save rests on the first: no conflict with oneself.
    await page.getByLabel('地点', { exact: true }).fill('三楼')
    await page.keyboard.press('Control+s')
    await expect.poll(async () => (await laptop.machine.client.finding.get({ id })).finding.place).toBe('三楼')
    const { conflicts, finding } = await laptop.machine.client.finding.get({ id })
    expect({ conflicts, title: finding.title }).toEqual({ conflicts: [], title: '窗口空岗' })

    await page.getByRole('button', { name: '修改记录' }).click()
    await page.getByRole('dialog').getByText('二楼大厅').first().waitFor()
    await screenshot(page, 'finding-history')
    expect(faultsOf(laptop)).toEqual([])
  })

  it('an edit that arrives while another is typed becomes a conflict with both values, and one of them is chosen', async () => {
    const visit = await recordVisit()
    const { client } = laptop.machine
    const { id } = await client.finding.save({ visit, set: { title: '原来的标题' } })
    const { seen } = await client.finding.get({ id })
    await goTo(page, '问题')
    await page.getByRole('row', { name: /原来的标题/ }).click()
    await page.getByLabel('标题', { exact: true }).fill('窗口里写的')
    await page.getByText(/草稿已留存/).waitFor()
    await client.finding.save({ id, set: { title: '另一人写的' }, seen })
    await page.keyboard.press('Control+s')
    const conflict = page.getByRole('region', { name: '标题有冲突' })
    await conflict.getByText('另一人写的').first().waitFor()
    await conflict.getByText('窗口里写的').first().waitFor()
    await screenshot(page, 'finding-conflict')
    await conflict.getByRole('button', { name: /^采用这个.*另一人写的$/ }).click()
    await conflict.waitFor({ state: 'detached' })
    expect((await client.finding.get({ id })).finding.title).toBe('另一人写的')
    await expect.poll(() => page.getByLabel('标题', { exact: true }).inputValue()).toBe('另一人写的')
    expect(faultsOf(laptop)).toEqual([])
  })

  it('a finding is removed with a reason, and 暗访 asks for no notice until the identity is shown', async () => {
    const visit = await recordVisit()
    await laptop.machine.client.finding.save({ visit, set: { title: '记错了' } })
    await goTo(page, '问题')
    await page.getByRole('row', { name: /记错了/ }).click()
    await page.getByRole('button', { name: '删除', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '删除', exact: true }).click()
    await dialog.getByText('请写明删除原因').waitFor()
    await dialog.getByLabel('删除原因').fill('重复记录')
    await dialog.getByRole('button', { name: '删除', exact: true }).click()
    await page.getByText('还没有问题').waitFor()

    await goTo(page, '检查')
    await page.getByRole('row', { name: /江口县/ }).click()
    await page.getByRole('radio', { name: /^暗访/ }).check()
    await page.getByText('尚未公开身份').waitFor()
    expect(await page.getByRole('textbox', { name: '通知书号' }).count()).toBe(0)
    await page.getByRole('button', { name: '公开身份' }).click()
    await page.getByLabel('公开身份原因').fill('需要调取台账')
    await page.getByRole('textbox', { name: '通知书号' }).waitFor()
    await page.keyboard.press('Control+s')
    await page.getByText(/^已保存/).waitFor()
    const saved = (await laptop.machine.client.visit.get({ id: visit })).visit
    expect(saved).toMatchObject({ mode: '暗访', identityDisclosedReason: '需要调取台账' })
    expect(faultsOf(laptop)).toEqual([])
  })
})

async function recordVisit(): Promise<string> {
  const { client, person } = laptop.machine
  const unit = await client.unit.save({ set: { name: '江口县地方税务局', code: '24401' } })
  const { id } = await client.visit.save({
    set: { unit: unit.id, mode: '明察', visitedOn: '2026-11-20', place: '办税服务厅' },
    inspectors: [{ person, role: '组长' }],
  })
  return id
}

async function addUnit(name: string): Promise<void> {
  await page.getByRole('button', { name: '名单里没有？新增单位' }).click()
  await page.getByRole('dialog').getByLabel('单位名称').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: '新增' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function addPerson(name: string): Promise<void> {
  await page.getByRole('button', { name: '名单里没有？新增人员' }).click()
  await page.getByRole('dialog').getByLabel('姓名').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: '新增' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Forty photos on a busy machine take their time. */
const patient = { timeout: 60_000 } as const

const notAPhoto: Stick = { name: '坏照片.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('这不是照片') }
