import { goTo, type Stick } from '../computers.ts'
import { pick } from '../typing.ts'
import type { Operator } from './operator.ts'

/** A file, and the code that is read out over the telephone beside it. */
export type WithCode = { readonly file: Stick; readonly code: string }

export async function makeAuthority(operator: Operator, password: string): Promise<void> {
  await openEnrolment(operator.page)
  await fillAuthority(operator, password)
}

/** Here and below: on the page of enrolment, which is open already. */
export async function fillAuthority({ page }: Operator, password: string): Promise<void> {
  await page.getByLabel('发证密码', { exact: true }).fill(password)
  await page.getByLabel('再输一次发证密码').fill(password)
  await page.getByRole('main').getByRole('button', { name: '建立发证机构' }).click()
  await page.getByRole('heading', { name: '办理登记' }).waitFor()
}

export async function requestEnrolment(operator: Operator): Promise<WithCode> {
  await openEnrolment(operator.page)
  return requestFile(operator)
}

export async function requestFile(operator: Operator): Promise<WithCode> {
  const file = await operator.save(() => operator.page.getByRole('button', { name: '生成申请文件' }).click())
  return { file, code: await shownCode(operator, '申请校验码') }
}

type Answer = {
  readonly workspace: string
  readonly person: string
  readonly role: '组长' | '组员'
  readonly letter: string
  readonly authorityPassword: string
}

export async function answerRequest(operator: Operator, request: WithCode, answer: Answer): Promise<WithCode> {
  await openEnrolment(operator.page)
  return answerHere(operator, request, answer)
}

export async function answerHere(operator: Operator, request: WithCode, answer: Answer): Promise<WithCode> {
  const { page } = operator
  const next = page.getByRole('button', { name: '办理下一份' })
  if (await next.isVisible()) await next.click()
  await operator.give('申请文件', request.file)
  await page.getByText(`这是“${answer.workspace}”的申请`).waitFor()
  await page.getByLabel('检查组读出的申请校验码').fill(request.code)
  await page.getByLabel('编号字头').fill(answer.letter)
  await page.getByLabel('发证密码', { exact: true }).fill(answer.authorityPassword)
  await chooseTeam(page)
  await pick(page.getByLabel(new RegExp(`^${answer.person}.*的角色$`)), `${answer.role}：`)
  const file = await operator.save(() => page.getByRole('button', { name: '核对并写出答复' }).click())
  return { file, code: await shownCode(operator, '答复校验码') }
}

/** The first computer makes the team, the next ones join it. */
async function chooseTeam(page: Operator['page']): Promise<void> {
  const name = '第一检查组'
  const teams = page.getByLabel('检查组', { exact: true })
  await teams.fill(name)
  const known = page.locator('.ant-select-item-option', { hasText: name })
  if (await known.isVisible()) return teams.press('Enter')
  await pick(teams, '新建检查组')
  await page.getByLabel('新检查组的名称').fill(name)
}

export async function acceptAnswer(operator: Operator, answer: WithCode): Promise<void> {
  const { page } = operator
  await operator.give('答复文件', answer.file)
  await page.getByLabel('总部读出的答复校验码').fill(answer.code)
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: '状态' }).getByText('已登记').waitFor()
}

async function openEnrolment(page: Operator['page']): Promise<void> {
  await goTo(page, '设置')
  await page.getByRole('navigation', { name: '设置' }).getByRole('button', { name: '登记', exact: true }).click()
}

/** The digits as they stand on the screen. */
async function shownCode({ page }: Operator, label: string): Promise<string> {
  const name = await page.getByRole('group', { name: new RegExp(`^${label}`) }).getAttribute('aria-label')
  return name?.slice(label.length + 1) ?? ''
}
