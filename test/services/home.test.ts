import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../electron/services/machine.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { makeFinding, makeUnit, makeVisit } from './inspection.ts'

let world: World
let laptop: Laptop
let client: Client
beforeAll(async () => {
  // 01:00 UTC on the 22nd is 09:00 in Beijing.
  world = await createWorld({ seed: 'home', startsAt: '2014-11-22T01:00:00.000Z' })
  laptop = await world.laptop('甲', '组长')
  client = laptop.client
})
afterAll(() => world.end())

describe('工作台 of a team', () => {
  test('a new workspace has nothing to do, and says what day it is in Beijing', async () => {
    expect(await client.home.summary()).toEqual({
      today: '2014-11-22',
      visits: [],
      incomplete: { total: 0, findings: [] },
      conflicts: 0,
      waiting: 0,
      drafts: [],
      documents: [],
      groundless: { total: 0, papers: [] },
      unwritten: [],
      packages: [],
      waitingDown: [],
      milestones: [],
    })
  })

  test('the day is that of Beijing also when it is still yesterday in UTC', async () => {
    const before = world.clock.now
    world.clock.now = Date.parse('2014-11-22T16:30:00.000Z')
    expect((await client.home.summary()).today).toBe('2014-11-23')
    world.clock.now = before
  })

  test('visits of today come first, then those that are not filled in, with what they lack', async () => {
    const unit = await makeUnit(laptop, '江口县地方税务局')
    const old = await makeVisit(laptop, { unit, visitedOn: '2014-11-20' })
    world.clock.step()
    const today = await makeVisit(laptop, { unit, visitedOn: '2014-11-22' })
    world.clock.step()
    const later = await makeVisit(laptop, { unit, visitedOn: '2014-11-21' })
    const { visits } = await client.home.summary()
    expect(visits.map(({ id }) => id)).toEqual([today, later, old])
    expect(visits[0]).toMatchObject({ unitName: '江口县地方税务局', mode: '明察', today: true, findings: 0 })
    expect(visits[0]?.problems).toContain('明察须填写通知书号')
    expect(visits[1]?.today).toBe(false)
  })

  test('an old visit that is complete is no work any more; one of today stays', async () => {
    const complete = await completeVisit('2014-11-19')
    const completeToday = await completeVisit('2014-11-22')
    const shown = new Map((await client.home.summary()).visits.map((visit) => [visit.id, visit.problems]))
    expect(shown.has(complete)).toBe(false)
    expect(shown.get(completeToday)).toEqual([])
  })

  test('findings with gaps are counted, and the first gap of each is named', async () => {
    const visit = await makeVisit(laptop)
    const finding = await makeFinding(laptop, visit, { title: '窗口无人值守' })
    const { incomplete } = await client.home.summary()
    expect(incomplete.total).toBe(1)
    expect(incomplete.findings[0]).toMatchObject({ id: finding, title: '窗口无人值守', unitName: '江口县地方税务局' })
    expect(incomplete.findings[0]?.missing[0]).toEqual({ field: 'riskPoint', label: '风险点' })
    for (let n = 0; n < 10; n++) await makeFinding(laptop, visit)
    const many = (await client.home.summary()).incomplete
    expect(many.total).toBe(11)
    expect(many.findings).toHaveLength(8)
  })

  test('a memo that is not frozen yet is work for the lead', async () => {
    const visit = await makeVisit(laptop)
    const { id } = await client.document.compile({ kind: '检查备忘录', about: visit })
    expect((await client.home.summary()).documents).toEqual([
      { id, unitName: '江口县地方税务局', state: '草稿', waitsForMe: false },
    ])
  })

  test('a complete visit of an earlier day with findings waits for its memo, until the lead compiles one', async () => {
    const before = (await client.home.summary()).unwritten
    const visit = await completeVisit('2014-11-18')
    expect((await client.home.summary()).unwritten).toEqual(before)
    await makeFinding(laptop, visit)
    const waiting = { id: visit, unitName: '江口县地方税务局', visitedOn: '2014-11-18', findings: 1 }
    expect((await client.home.summary()).unwritten).toContainEqual(waiting)
    await client.document.compile({ kind: '检查备忘录', about: visit })
    expect((await client.home.summary()).unwritten).toEqual(before)
  })

  test('deadlines of a loaded campaign appear with their days, the nearest first', async () => {
    const [preset] = await client.campaign.presets()
    await client.campaign.loadPreset({ preset: preset?.preset ?? '' })
    const { milestones } = await client.home.summary()
    expect(milestones.length).toBeGreaterThan(2)
    expect(milestones.map(({ days }) => days)).toEqual(milestones.map(({ days }) => days).toSorted((a, b) => a - b))
    expect(milestones).toContainEqual(expect.objectContaining({ dueOn: '2014-11-25', days: 3, text: '还有3天' }))
  })
})

describe('packages', () => {
  let headquarters: Headquarters
  test('a package to headquarters waits for its receipt, and no longer when that has come', async () => {
    headquarters = await world.headquarters('省局')
    await world.enrol(headquarters, laptop, 'A')
    const file = await world.send(laptop, headquarters)
    expect((await client.home.summary()).packages).toMatchObject([
      { direction: 'out', peerName: '省局', serial: 1, state: '已写出' },
    ])
    await world.receive(headquarters, file)
    await world.carry(headquarters, laptop)
    expect((await client.home.summary()).packages).toEqual([])
  })

  test('one that was only looked at waits at headquarters, which has no visits of its own to fill in', async () => {
    const visit = await makeVisit(laptop)
    await makeFinding(laptop, visit)
    await world.stage(headquarters, await world.send(laptop, headquarters))
    const { packages, visits, incomplete, documents } = await headquarters.client.home.summary()
    expect(packages).toMatchObject([{ direction: 'in', state: '待导入' }])
    expect([visits, incomplete.findings, documents]).toEqual([[], [], []])
  })
})

describe('the palette', () => {
  test('finds a visit by its unit, by the initials of the unit, and a finding by two characters of its text', async () => {
    const unit = await makeUnit(laptop, '白云市国家税务局')
    const visit = await makeVisit(laptop, { unit })
    const finding = await makeFinding(laptop, visit, { title: '公示栏过期', fact: '公示的是两年前的收费标准。' })
    const { id: memo } = await client.document.compile({ kind: '检查备忘录', about: visit })
    const nouns = async (text: string) =>
      (await client.palette.find({ text })).filter(({ id }) => [visit, finding, memo].includes(id))
    expect((await nouns('白云')).map(({ noun }) => noun)).toEqual(expect.arrayContaining(['visit', 'document']))
    expect((await nouns('bysgj')).map(({ noun }) => noun)).toEqual(['visit', 'document'])
    const [found] = await nouns('收费')
    expect(found).toMatchObject({ noun: 'finding', id: finding, note: '白云市国家税务局' })
    expect(found?.label).toContain('公示栏过期')
    expect(await client.palette.find({ text: '查无此词' })).toEqual([])
  })

  test('gives the initials of each text, in order', async () => {
    expect(await client.palette.initials({ texts: ['新建检查', '锁定', 'F1 帮助', ''] })).toEqual([
      'xjjc',
      'sd',
      'f1bz',
      '',
    ])
  })
})

async function completeVisit(visitedOn: string): Promise<string> {
  const unit = await makeUnit(laptop)
  const [campaign] = await client.campaign.list()
  const preset = (await client.campaign.presets())[0]?.preset ?? ''
  const id = campaign?.id ?? (await client.campaign.loadPreset({ preset })).id
  return makeVisit(laptop, {
    unit,
    campaign: id,
    visitedOn,
    noticeNumber: '明察通〔2014〕3号',
    accompanying: '县局办公室李强',
    singleInspectorReason: '另一人途中患病',
  })
}
