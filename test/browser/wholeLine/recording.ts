import type { Page } from 'playwright-core'
import { drawScene, type SceneName } from '../../../electron/picture/scene.ts'
import { goTo, type Stick } from '../computers.ts'
import { pick, write } from '../typing.ts'
import type { Operator } from './operator.ts'

type Visit = {
  /** As initials of its name, typed into the list. */
  readonly unitInitials: string
  readonly unit: string
  readonly day: string
  readonly place: string
  readonly notice: string
  readonly company: string
  readonly colleague: string
}

/** 明察, with a colleague; the form is filled top to bottom and saved with Ctrl+S. */
export async function recordVisit({ page }: Operator, visit: Visit): Promise<void> {
  await goTo(page, '检查')
  await page.keyboard.press('Control+n')
  await page.getByLabel('被检查单位').fill(visit.unitInitials)
  await page.locator('.ant-select-item-option-content').getByText(visit.unit).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: /^明察/ }).check()
  await page.getByLabel('检查日期').fill(visit.day.replaceAll('-', ''))
  await page.getByLabel('开始时刻').fill('0900')
  await write(page.getByLabel('检查地点'), visit.place)
  await pick(page.getByLabel('检查人员', { exact: true }), visit.colleague)
  await page.keyboard.press('Escape')
  await write(page.getByRole('textbox', { name: '通知书号' }), visit.notice)
  await write(page.getByRole('textbox', { name: '陪同人员' }), visit.company)
  await page.keyboard.press('Control+s')
  await page.getByText('本次检查还没有记录问题。').waitFor()
}

type Finding = {
  /** As initials of the risk point's name. */
  readonly riskPoint: string
  readonly named: string
  readonly fact: string
  readonly rule: string
  readonly opinion: string
}

/** A complete finding on the visit in view, begun with Ctrl+N at the risk point. */
export async function recordFinding(operator: Operator, finding: Finding): Promise<void> {
  await operator.page.keyboard.press('Control+n')
  await fillFinding(operator, finding)
}

/** In the form of a new one, which is open already. */
export async function fillFinding({ page }: Operator, finding: Finding): Promise<void> {
  await page.getByText(/^属于检查/).waitFor()
  await page.keyboard.type(finding.riskPoint)
  await page.getByText(finding.named).waitFor()
  await page.keyboard.press('Enter')
  await page.getByLabel('风险点提示').waitFor()
  await write(page.getByLabel('事实', { exact: true }), finding.fact)
  await write(page.getByLabel('依据文件'), finding.rule)
  await write(page.getByLabel('初步意见'), finding.opinion)
  await pick(page.getByLabel('整改类别'), '立行立改')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: '删除', exact: true }).waitFor()
}

/** Photos of the finding in view. */
export async function addPhotos(operator: Operator, ...photos: readonly Stick[]): Promise<void> {
  await operator.give('添加照片和文件', ...photos)
  for (const { name } of photos) await photoInView(operator.page, name).waitFor()
}

export function photoInView(page: Page, name: string) {
  return page.getByRole('img', { name: new RegExp(`^证据 .*${name.replace(/\.\w+$/, '')}`) })
}

/** What the list of findings says, row by row. */
export async function listedFindings({ page }: Operator): Promise<readonly string[]> {
  await goTo(page, '问题')
  const rows = page.locator('[role=row][data-row]')
  await rows.first().waitFor()
  return rows.allTextContents()
}

/** As a phone takes it: date, place and make in its EXIF. */
export async function photo(name: string, scene: SceneName, seed: number): Promise<Stick> {
  const exif = { takenAt: '2026-11-20 09:30:05', offset: '+08:00', make: 'HUAWEI', model: 'Mate 60' }
  const position = { latitude: 30_572_800, longitude: 104_066_800 }
  const picture = await drawScene({ scene, seed, width: 1200, height: 900, exif: { ...exif, ...position } })
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(picture) }
}
