import { goTo } from '../computers.ts'
import { pick, write } from '../typing.ts'
import type { Person, Operator } from './operator.ts'

/** From the first page to an open workspace of one's own. */
export async function createWorkspace(
  { page }: Operator,
  wanted: { readonly kind: '检查组' | '总部'; readonly name: string; readonly person: Person },
): Promise<void> {
  const { kind, name, person } = wanted
  await page.getByRole('button', { name: /^建立工作区/ }).click()
  await page.getByRole('radio', { name: new RegExp(`^${kind}`) }).check()
  await write(page.getByLabel('工作区名称'), name)
  await write(page.getByLabel('姓名'), person.name)
  await write(page.getByLabel('职务'), person.post)
  await write(page.getByLabel('单位', { exact: true }), person.unit)
  await page.getByLabel('密码', { exact: true }).fill(person.password)
  await page.getByLabel('再输一次密码').fill(person.password)
  await page.getByRole('button', { name: '建立', exact: true }).click()
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

export async function lockAndOpen({ page }: Operator, { password }: Person): Promise<void> {
  await page.keyboard.press('Control+l')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: '页面' }).waitFor()
}

/** What headquarters prepares before it enrols a team: the campaign and a unit to inspect. */
export async function prepareRoster({ page }: Operator, unit: { readonly name: string; readonly code: string }) {
  await goTo(page, '设置')
  const settings = page.getByRole('navigation', { name: '设置' })
  await settings.getByRole('button', { name: '活动', exact: true }).click()
  await page.getByRole('button', { name: '载入' }).click()
  await page.getByText(/时间节点 \d+ 个/).waitFor()
  await settings.getByRole('button', { name: '单位', exact: true }).click()
  await page.getByRole('button', { name: '添加单位' }).click()
  await write(page.getByLabel('单位名称'), unit.name)
  await page.getByLabel('单位代码').fill(unit.code)
  await pick(page.getByLabel('层级'), '县')
  await page.getByRole('button', { name: '添加', exact: true }).click()
  await page.getByRole('row', { name: new RegExp(unit.name) }).waitFor()
}
