import type { Locator, Page } from 'playwright-core'
import { goTo, type Stick } from '../computers.ts'
import { pick, write } from '../typing.ts'
import type { Person, Operator } from './operator.ts'

/** From the only visit to a frozen version whose pages were in view before. */
export async function compileAndFreeze(operator: Operator, memo: { readonly unit: string; readonly issuer: string }) {
  const { page } = operator
  await goTo(page, '备忘录')
  await page.keyboard.press('Alt+n')
  await page.getByRole('radio', { name: new RegExp(memo.unit) }).check()
  await fillMemo(operator, memo.issuer)
  await freeze(operator)
}

/** The visit is chosen. */
export async function fillMemo({ page }: Operator, issuer: string): Promise<void> {
  await page.getByRole('button', { name: '开始编制' }).click()
  await firstPage(page).waitFor()
  await page.getByLabel('署名单位').fill('')
  await write(page.getByLabel('署名单位'), issuer)
  await page.getByLabel('成文日期').fill('20261121')
  await pick(page.getByLabel('被检查单位意见', { exact: true }), '无意见')
  await page.keyboard.press('Control+s')
  await page.getByText('内容完整，可以定稿。').waitFor()
}

export async function freeze({ page }: Operator): Promise<void> {
  const main = page.getByRole('main')
  await main.getByRole('button', { name: '定稿', exact: true }).click()
  const told = page.getByRole('button', { name: '仍然定稿' })
  const frozen = page.getByText(/第 1 版已定稿，等您签名/)
  await told.or(frozen).first().waitFor()
  if (await told.isVisible()) await told.click()
  await frozen.waitFor()
}

/** Opens the memo of a unit from the list. */
export async function openMemo({ page }: Operator, unit: string): Promise<void> {
  await goTo(page, '备忘录')
  await page.getByRole('row', { name: new RegExp(unit) }).click()
  await page.getByRole('heading', { level: 1, name: unit }).waitFor()
}

/** Draws the name in the box and gives the password that opens the personal key. */
export async function sign({ page }: Operator, { name, password }: Person): Promise<void> {
  await page.getByRole('button', { name: '签名…', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await draw(page, dialog.getByLabel('手写签名框'))
  await dialog.getByLabel('您的密码').fill(password)
  await dialog.getByRole('button', { name: '签名', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page
    .getByRole('listitem')
    .getByText(new RegExp(`^${name}（.*已签名$`))
    .waitFor()
}

/** The package for the colleague who is to sign, written from the memo itself. */
export async function askPeer(operator: Operator, peer: string): Promise<Stick> {
  const { page } = operator
  await page.getByRole('button', { name: '请同伴签名…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: new RegExp(peer) }).check()
  await dialog.getByRole('button', { name: '写出数据包' }).click()
  const file = await operator.save(() => dialog.getByRole('button', { name: '保存数据包' }).click())
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
  return file
}

export function saveMemo(operator: Operator): Promise<Stick> {
  return operator.save(() => operator.page.getByRole('button', { name: '保存文书' }).first().click())
}

export function firstPage(page: Page): Locator {
  return page.getByLabel(/^第 1 页，共/).first()
}

/** Three strokes of a pen across the box. */
export async function draw(page: Page, box: Locator): Promise<void> {
  const { x, y, width, height } = (await box.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  for (const start of [0.2, 0.45, 0.7]) {
    await page.mouse.move(x + width * start, y + height * 0.3)
    await page.mouse.down()
    await page.mouse.move(x + width * (start + 0.1), y + height * 0.7, { steps: 6 })
    await page.mouse.move(x + width * (start + 0.15), y + height * 0.35, { steps: 6 })
    await page.mouse.up()
  }
}
