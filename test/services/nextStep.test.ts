import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeFinding, makeUnit, makeVisit } from './inspection.ts'

/** The one step that is said on every page, as the work goes on: each of these acts changes it, and it leads there. */
let world: World
let headquarters: Headquarters
let lead: Laptop
beforeAll(async () => {
  world = await createWorld({ seed: 'next', startsAt: '2014-11-22T01:00:00.000Z' })
  headquarters = await world.headquarters('省局')
  lead = await world.laptop('甲', '组长')
})
afterAll(() => world.end())

const next = async ({ client }: Pick<Laptop, 'client'>) => {
  const { action, place, words } = await client.home.next()
  return { action, words, ...place }
}

test('from an empty folder to the package that headquarters answers', async () => {
  expect(await next(lead)).toMatchObject({ action: '去办登记', page: 'settings', section: '登记' })
  expect(await next(headquarters)).toMatchObject({ action: '去收文件', page: 'import' })
  await world.enrol(headquarters, lead, 'A')
  expect(await next(lead)).toMatchObject({ action: '去新建', page: 'visits', id: 'new' })

  const unit = await makeUnit(lead)
  const visit = await makeVisit(lead, { unit, visitedOn: '2014-11-22' })
  expect(await next(lead)).toMatchObject({ action: '补齐', page: 'visits', id: visit })
  const preset = (await lead.client.campaign.presets())[0]?.preset ?? ''
  const { id: campaign } = await lead.client.campaign.loadPreset({ preset })
  const set = { campaign, noticeNumber: '明察通〔2014〕3号', accompanying: '李强', singleInspectorReason: '另一人患病' }
  await lead.client.visit.save({ id: visit, set })
  expect(await next(lead)).toMatchObject({ action: '去记录', page: 'findings', id: 'new', visit })

  const finding = await makeFinding(lead, visit)
  const gaps = await next(lead)
  expect(gaps).toMatchObject({ action: '补齐', page: 'findings', id: finding, field: 'riskPoint' })
  expect(gaps.words).toMatch(/^问题 A-001 还缺风险点、/)
  await lead.client.finding.remove({ id: finding, reason: '记错了' })
  expect(await next(lead)).toMatchObject({ action: '去记录' })

  world.clock.now += 86_400_000
  expect(await next(lead)).toMatchObject({ action: '编包', page: 'sync' })

  const file = await world.send(lead, headquarters)
  expect(await next(lead)).toMatchObject({ action: '去收回执', page: 'sync' })
  await world.stage(headquarters, file)
  expect(await next(headquarters)).toMatchObject({ action: '去看看', page: 'import' })
  await world.receive(headquarters, file)
  expect(await next(headquarters)).toMatchObject({ action: '编包', page: 'import' })
  await world.carry(headquarters, lead)
  expect(await next(headquarters)).toMatchObject({ action: '去收文件' })
  expect(await next(lead)).toMatchObject({ action: '去新建', words: '记录都已交给总部，回执也都收到了。' })
})
