import { goTo, type Stick } from '../computers.ts'
import type { Operator } from './operator.ts'

/** 同步 of a team, 导入 of a headquarters. */
export type Desk = '同步' | '导入'

/** The next package for a recipient, as it lies on the stick. */
export async function exportTo(operator: Operator, desk: Desk, recipient: string): Promise<Stick> {
  await goTo(operator.page, desk)
  return exportHere(operator, recipient)
}

/** On the page that hands packages over, which is open already. */
export async function exportHere(operator: Operator, recipient: string): Promise<Stick> {
  const { page } = operator
  const peer = page.getByRole('list', { name: '接收方' }).getByRole('listitem').filter({ hasText: recipient })
  await peer.getByRole('button', { name: '导出数据包' }).click()
  return operator.save(() => peer.getByRole('button', { name: '保存文件' }).click())
}

/** Looks at what a package would change, then takes it in. */
export async function importPackage(operator: Operator, desk: Desk, file: Stick): Promise<void> {
  await goTo(operator.page, desk)
  await importHere(operator, file)
}

export async function importHere(operator: Operator, file: Stick): Promise<void> {
  const { page } = operator
  await operator.give('数据包', file)
  const staged = page.getByRole('article', { name: /数据包$/ })
  await staged.getByText('检查无误：签名、校验和发送方都对得上。').waitFor()
  await staged.getByRole('button', { name: '导入', exact: true }).click()
  await page
    .getByText(/^已导入第 \d+ 号数据包$/)
    .last()
    .waitFor()
  await staged.waitFor({ state: 'detached' })
}

/** Everything that headquarters holds, as one file. */
export async function downloadHoldings(operator: Operator): Promise<Stick> {
  const { page } = operator
  await goTo(page, '导入')
  await page.getByRole('button', { name: '下载所存内容' }).click()
  await page.getByRole('button', { name: '开始整理' }).click()
  const file = await operator.save(() => page.getByRole('button', { name: '保存文件' }).click())
  await page.keyboard.press('Escape')
  return file
}
