import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { faultsOf, give, goTo, saved, startComputer, type Computer, type Stick } from './computers.ts'
import { pageFaults } from './pageFaults.ts'
import { pick } from './typing.ts'
import { buildWindow, screenshot } from './window.ts'

/** Enrolment by hand: two computers, a stick between them, and two codes read out over the telephone (decisions.md 19). */
const authorityPassword = '发证-渡口-扁担-二〇一四'

let browser: Browser
let office: Computer
let laptop: Computer
let request: Stick
let requestCode: string
let answer: Stick
let answerCode: string

beforeAll(async () => {
  const [launched, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
  browser = launched
  ;[office, laptop] = await Promise.all([
    startComputer(
      { browser, rendererFolder },
      { kind: 'headquarters', name: '江州市国家税务局督查办', person: '陈督办' },
    ),
    startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王赟䶮' }),
  ])
})
afterAll(async () => {
  await Promise.all([office.close(), laptop.close()])
  await browser.close()
})

it('headquarters makes its authority, under a password typed twice', async () => {
  const { page } = office
  await goTo(page, '设置')
  await page.getByText('先建立发证机构').waitFor()
  await screenshot(page, 'enrolment-office-empty')
  expect(await pageFaults(page)).toEqual([])
  await page.getByLabel('发证密码', { exact: true }).fill(authorityPassword)
  await page.getByLabel('再输一次发证密码').fill('不一样的')
  await page.getByRole('button', { name: '建立发证机构' }).click()
  await page.getByText('两次输入的密码不一样').waitFor()
  await page.getByLabel('再输一次发证密码').fill(authorityPassword)
  await page.getByRole('button', { name: '建立发证机构' }).click()
  await page.getByRole('heading', { name: '办理登记' }).waitFor()
  await page.getByText('江州市国家税务局督查办证书机构').waitFor()
  await page.getByText('已建立发证机构').waitFor()
  const root = await saved(page, () => page.getByRole('button', { name: '保存根证书' }).click())
  expect(root.name).toBe('江州市国家税务局督查办证书机构_根证书.pem')
  expect(root.buffer.toString()).toContain('-----BEGIN CERTIFICATE-----')
})

it('a laptop saves its request and shows the code to read out', async () => {
  const { page } = laptop
  await goTo(page, '设置')
  request = await saved(page, () => page.getByRole('button', { name: '生成申请文件' }).click())
  expect(request.name).toMatch(/^登记申请_.*\.mcreq$/)
  requestCode = await shownCode(laptop, '申请校验码')
  await page.getByText('重新生成之后，总部对前一份申请的答复就不能用了').waitFor()
  await screenshot(page, 'enrolment-request')
  expect(await pageFaults(page)).toEqual([])
})

it('headquarters refuses a file that is no request, and says what it is', async () => {
  const { page } = office
  await give(page, '申请文件', { ...request, buffer: Buffer.from('这不是申请文件') })
  await page.getByRole('alert').getByText('这份申请文件不完整').waitFor()
  expect(await office.machine.client.sync.peers()).toEqual([])
})

it('headquarters does not show the code it expects, refuses a wrong one, and answers the right one', async () => {
  const { page } = office
  await give(page, '申请文件', request)
  await page.getByText('这是“第三检查组”的申请').waitFor()
  expect(await page.locator('body').textContent()).not.toContain(requestCode)
  await page.getByLabel('检查组读出的申请校验码').fill(other(requestCode))
  await page.getByLabel('编号字头').fill('a')
  await pick(page.getByLabel('检查组', { exact: true }), '新建检查组')
  await page.getByLabel('新检查组的名称').fill('第三检查组')
  await page.getByLabel('发证密码', { exact: true }).fill(authorityPassword)
  await page.getByRole('button', { name: '核对并写出答复' }).click()
  await page.getByText('与这份文件不符').waitFor()
  await screenshot(page, 'enrolment-code-wrong')
  expect(await pageFaults(page)).toEqual([])

  // Typed as some input methods do, in full-width digits and without spaces.
  await page.getByLabel('检查组读出的申请校验码').fill(fullWidth(requestCode))
  await page.getByLabel('发证密码', { exact: true }).fill('不是这个密码呀')
  await page.getByRole('button', { name: '核对并写出答复' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('发证密码', { exact: true }).fill(authorityPassword)
  answer = await saved(page, () => page.getByRole('button', { name: '核对并写出答复' }).click())
  expect(answer.name).toBe('登记答复_A.mcans')
  answerCode = await shownCode(office, '答复校验码')
  expect(answerCode).not.toBe(requestCode)
  await page.getByRole('list', { name: '已登记的检查组' }).getByText('第三检查组').waitFor()
  await page.getByRole('list', { name: '状态' }).getByText('没有待发的改动').waitFor()
  await screenshot(page, 'enrolment-answered')
  expect(await pageFaults(page)).toEqual([])
})

it('the laptop compares the second code, refuses a wrong one, and is then enrolled', async () => {
  const { page } = laptop
  await give(page, '答复文件', { ...answer, buffer: answer.buffer.subarray(0, 2000) })
  await page.getByRole('alert').waitFor()
  await give(page, '答复文件', answer)
  await page.getByText('这是“江州市国家税务局督查办”的答复').waitFor()
  expect(await page.locator('body').textContent()).not.toContain(answerCode)
  await page.getByLabel('总部读出的答复校验码').fill(requestCode)
  await page.getByRole('button', { name: '核对并完成登记' }).click()
  await page.getByText('与这份文件不符').waitFor()
  expect((await laptop.machine.client.workspace.current()).registered).toBe(false)

  await page.getByLabel('总部读出的答复校验码').fill(answerCode)
  await page.keyboard.press('Enter')
  await page.getByText('已在“江州市国家税务局督查办”登记，编号字头 A').waitFor()
  await page.getByRole('list', { name: '状态' }).getByText('已登记').waitFor()
  expect(await laptop.machine.client.workspace.current()).toMatchObject({
    registered: true,
    letter: 'A',
    person: { roles: ['组长'] },
  })
  await screenshot(page, 'enrolment-done')
  expect(await pageFaults(page)).toEqual([])
})

it('units, people and the campaign are kept in small lists beside their forms', async () => {
  const { page } = laptop
  const settings = page.getByRole('navigation', { name: '设置' })
  await settings.getByRole('button', { name: '单位', exact: true }).click()
  await page.getByRole('button', { name: '添加单位' }).click()
  await page.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByText('单位名称至少两个字').waitFor()
  await page.getByLabel('单位名称').fill('临江县国家税务局')
  await page.getByLabel('简称').fill('临江县局')
  await page.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByRole('row', { name: /临江县国家税务局/ }).waitFor()
  await screenshot(page, 'settings-units')
  expect(await pageFaults(page)).toEqual([])

  await settings.getByRole('button', { name: '人员', exact: true }).click()
  await page.getByRole('row', { name: /王赟䶮/ }).click()
  await page.getByLabel('职务').fill('主任科员')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByRole('row', { name: /王赟䶮.*主任科员/ }).waitFor()

  await settings.getByRole('button', { name: '活动', exact: true }).click()
  await page.getByRole('button', { name: '载入' }).click()
  await page.getByText('时间节点 18 个').waitFor()
  await screenshot(page, 'settings-campaign')
  expect(await pageFaults(page)).toEqual([])
  expect(await laptop.machine.client.unit.list()).toContainEqual(
    expect.objectContaining({ name: '临江县国家税务局', shortName: '临江县局', initials: 'ljxgjswj' }),
  )
})

it('shows nothing on the way that a person should not see', () => {
  expect([...faultsOf(office), ...faultsOf(laptop)]).toEqual([])
})

/** The digits as they stand on the screen, for the telephone. */
async function shownCode({ page }: Computer, label: string): Promise<string> {
  const name = await page.getByRole('group', { name: new RegExp(`^${label}`) }).getAttribute('aria-label')
  const code = name?.slice(label.length + 1) ?? ''
  expect(code).toMatch(/^\d{4} \d{4} \d{4}$/)
  return code
}

function other(code: string): string {
  return code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
}

function fullWidth(code: string): string {
  return code.replaceAll(' ', '').replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
}
