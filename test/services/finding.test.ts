import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceOf, type Client } from '../../electron/services/machine.ts'
import { problemText } from '../../electron/contract/problem/problem.ts'
import { chainFaults } from '../chain.ts'
import { kindOf, problemOf } from '../problem.ts'
import { createWorld, testPassword, type Laptop, type World } from '../world.ts'
import { laterText, makeFinding, makeUnit, makeVisit, textsOf } from './inspection.ts'

let world: World
let laptop: Laptop
let client: Client
let visit: string
beforeAll(async () => {
  world = await createWorld({ seed: 'finding' })
  laptop = await world.laptop('甲', '组长')
  client = laptop.client
  visit = await makeVisit(laptop)
})
afterAll(() => world.end())

const absent = '0197a000-0000-7000-8000-00000000ffff'

async function countChanges(): Promise<number> {
  const counted = await workspaceOf(laptop).store.read((tx) =>
    tx.db
      .selectFrom('change')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  return Number(counted.count)
}

describe('the text of a finding', () => {
  test.each([
    ['markup', '<script>alert(1)</script>&amp;"\'', '</textarea><img src=x onerror=alert(1)>'],
    ['control characters', '一\u0001二\u0008三\u000b四\u001f五\u007f六\u0085七', 'tab\tand\r\nlines'],
    ['direction marks and joiners', '\u202e倒着写\u202c', '零宽\u200b空格\ufeff'],
    ['rare characters', '赟和頔在䶮镇𠮷字号', '㑇𫖯𪩘'],
    ['a very long single word', 'x'.repeat(20_000), 'é'.repeat(9_999)],
    ['20,000 characters', '字'.repeat(20_000), '窗口无人。'.repeat(4_000)],
    ['20,000 code units of characters outside the basic plane', '𠮷'.repeat(10_000), ''],
    ['SQL', `'); DROP TABLE finding; --`, '%_*?"NEAR(a b)'],
  ])('with %s is kept exactly as it was written, over a lock too', async (_, first, second) => {
    const id = await makeFinding(laptop, visit, { fact: first })
    expect(await textsOf(client, id)).toBe(first)
    await client.finding.save({ id, set: { fact: second } })
    expect(await textsOf(client, id)).toBe(second)
    const { id: workspace } = await client.workspace.current()
    await client.workspace.lock()
    await client.workspace.unlock({ id: workspace, password: testPassword })
    expect(await textsOf(client, id)).toBe(second)
    const { findings } = await client.finding.list({ visit, limit: 500 })
    expect(findings.find((finding) => finding.id === id)?.fact).toBe(second)
  })

  test.each([
    ['20,001 characters', '字'.repeat(20_001), '不能超过 20000 个字符，现在超出 1 个'],
    ['20,001 code units', `${'𠮷'.repeat(10_000)}字`, '不能超过 20000 个字符，现在超出 1 个'],
    ['U+0000', '前\u0000后', '含有无法保存的字符（U+0000 或不完整的字符）'],
    ['a lone high surrogate', '前\ud842后', '含有无法保存的字符（U+0000 或不完整的字符）'],
    ['a lone low surrogate', '前\udfb7后', '含有无法保存的字符（U+0000 或不完整的字符）'],
  ])('with %s is refused in words that name the field, and nothing is written', async (_, fact, message) => {
    const id = await makeFinding(laptop, visit, { fact: '原来的事实' })
    const before = await countChanges()
    const edit = await problemOf(client.finding.save({ id, set: { fact } }))
    expect([edit.kind, edit.details]).toEqual(['input.invalid', { fields: [{ path: 'set.fact', message }] }])
    expect(problemText('input.invalid', { fields: [{ path: 'set.fact', message }] }).happened).toContain(message)
    expect(await kindOf(client.finding.save({ visit, set: { title: '新的', fact } }))).toBe('input.invalid')
    expect(await textsOf(client, id)).toBe('原来的事实')
    expect(await countChanges()).toBe(before)
  })

  test('can have every bad field named at once', async () => {
    const set = { title: '题'.repeat(101), fact: '\u0000', severity: 5, occurredOn: '2014-11-31' }
    const problem = await problemOf(client.finding.save({ visit, set }))
    const details: unknown = problem.details
    expect(details).toMatchObject({
      fields: [{ path: 'set.title' }, { path: 'set.fact' }, { path: 'set.severity' }, { path: 'set.occurredOn' }],
    })
  })
})

describe('searching', () => {
  test('finds a finding by any two neighbouring characters of its text', async () => {
    const fact = '赟镇税务分局三号窗口，䶮某頔某于𠮷日离岗；OCR ABC123'
    const id = await makeFinding(laptop, visit, { fact })
    const runs = [...fact.matchAll(/[\p{L}\p{N}]+/gu)].map(([run]) => [...run])
    const pairs = runs.flatMap((run) => run.slice(1).map((character, index) => `${run[index] ?? ''}${character}`))
    expect(pairs.length).toBeGreaterThan(20)
    for (const pair of pairs) {
      const { findings } = await client.finding.list({ text: pair, limit: 500 })
      expect(findings.map((finding) => finding.id)).toContain(id)
    }
    expect((await client.finding.list({ text: '口䶮', limit: 500 })).total).toBe(0)
  })

  test.each(['"', "'", '*', '()', 'a AND', 'NEAR(', '<script>', '\u0001', '\ud842', '%'])(
    'for %j is no error',
    async (text) => {
      expect((await client.finding.list({ text, limit: 500 })).findings).toBeInstanceOf(Array)
    },
  )
})

describe('two forms on one finding', () => {
  test('that saw the same old heads make a visible conflict in that field only; resolving it ends it', async () => {
    const id = await makeFinding(laptop, visit, { fact: '原来的', place: '一楼' })
    const { seen } = await client.finding.get({ id })
    world.clock.step()
    await client.finding.save({ id, set: { fact: '甲改的' }, seen })
    world.clock.step()
    await client.finding.save({ id, set: { fact: '乙改的', opinion: '乙的意见' }, seen })
    const { finding, conflicts, seen: both } = await client.finding.get({ id })
    expect(finding).toMatchObject({ conflicted: true, fact: '乙改的', opinion: '乙的意见', place: '一楼' })
    expect(conflicts.map(({ field }) => field)).toEqual(['fact'])
    expect(conflicts[0]?.values.map(({ value, shown, author }) => [value, shown, author])).toEqual([
      ['乙改的', true, '甲甲'],
      ['甲改的', false, '甲甲'],
    ])
    await client.finding.save({ id, set: { fact: '甲改的' }, seen: both })
    const resolved = await client.finding.get({ id })
    expect(resolved.finding).toMatchObject({ conflicted: false, fact: '甲改的' })
    expect(resolved.conflicts).toEqual([])
    const texts = (await client.history.of({ entity: 'finding', id })).entries.flatMap(({ fields }) =>
      fields.filter(({ field }) => field === 'fact').map(({ pieces }) => laterText(pieces)),
    )
    expect(texts).toHaveLength(4)
    expect(new Set(texts)).toEqual(new Set(['乙改的', '原来的', '甲改的']))
  })

  test('of which one saw the other follow each other without a conflict', async () => {
    const id = await makeFinding(laptop, visit, { fact: '原来的' })
    await client.finding.save({ id, set: { fact: '甲改的' }, seen: (await client.finding.get({ id })).seen })
    await client.finding.save({ id, set: { fact: '乙改的' }, seen: (await client.finding.get({ id })).seen })
    expect((await client.finding.get({ id })).finding).toMatchObject({ conflicted: false, fact: '乙改的' })
  })

  test('that name changes nobody knows are no way to hide a value', async () => {
    const id = await makeFinding(laptop, visit, { fact: '原来的' })
    const seen = { fact: ['A'.repeat(43)] }
    await client.finding.save({ id, set: { fact: '冒名改的' }, seen })
    const { conflicts } = await client.finding.get({ id })
    expect(conflicts[0]?.values.map(({ value }) => value).toSorted()).toEqual(['冒名改的', '原来的'].toSorted())
    expect(await kindOf(client.finding.save({ id, set: { fact: '再改' }, seen: { fact: ['no hash'] } }))).toBe(
      'input.invalid',
    )
  })
})

describe('removing', () => {
  test('takes a finding out of the lists and keeps its text, its reason and its number', async () => {
    const id = await makeFinding(laptop, visit, { fact: '将被删除的事实' })
    const { number } = (await client.finding.get({ id })).finding
    await client.finding.remove({ id, reason: '重复录入' })
    expect((await client.finding.list({ text: '将被删除', limit: 500 })).total).toBe(0)
    const { finding } = await client.finding.get({ id })
    expect(finding).toMatchObject({ fact: '将被删除的事实', removed: true, removedReason: '重复录入', number })
    const fields = (await client.history.of({ entity: 'finding', id })).entries.flatMap((entry) => entry.fields)
    expect(fields.map(({ pieces }) => laterText(pieces))).toEqual(
      expect.arrayContaining(['将被删除的事实', '重复录入']),
    )
    const next = (await client.finding.get({ id: await makeFinding(laptop, visit) })).finding.number
    expect(next).not.toBe(number)
  })

  test('asks for a reason', async () => {
    const id = await makeFinding(laptop, visit)
    const problem = await problemOf(client.finding.remove({ id, reason: '  ' }))
    expect(problem.details).toEqual({ fields: [{ path: 'reason', message: '请写明删除原因' }] })
    expect((await client.finding.get({ id })).finding.removed).not.toBe(true)
  })
})

describe('what a form may not do', () => {
  test.each([
    ['give itself a number', { ordinal: 7 }],
    ['remove without a reason', { removed: true }],
    ['set a field that no finding has', { secret: 'x' }],
  ])('%s', async (_, set) => {
    const id = await makeFinding(laptop, visit)
    const { number } = (await client.finding.get({ id })).finding
    // @ts-expect-error what the types forbid and a foreign program may send
    expect(await kindOf(client.finding.save({ id, set }))).toBe('input.invalid')
    expect((await client.finding.get({ id })).finding).toMatchObject({ number, removed: null })
  })

  test('write to what does not exist, or make a finding without a visit', async () => {
    const before = await countChanges()
    const set = { title: '无主' }
    for (const call of [
      () => client.finding.save({ id: absent, set }),
      () => client.finding.save({ set }),
      () => client.finding.save({ visit: absent, set }),
      () => client.finding.remove({ id: absent, reason: '无' }),
      () => client.finding.get({ id: absent }),
      () => client.visit.save({ id: absent, set: { place: '无' } }),
      () => client.unit.save({ id: absent, set: { name: '无' } }),
      () => client.person.save({ id: absent, set: { name: '无' } }),
      () => client.evidence.save({ id: absent, set: { caption: '无' } }),
      () => client.evidence.remove({ id: absent, reason: '无' }),
      () => client.visit.get({ id: absent }),
    ]) {
      expect(await kindOf(call)).toBe('record.notFound')
    }
    expect(await countChanges()).toBe(before)
  })

  test('spoil the order for the findings after it', async () => {
    const own = await makeVisit(laptop)
    await makeFinding(laptop, own, { position: '不是位置' })
    const later = await makeFinding(laptop, own)
    expect((await client.finding.get({ id: later })).finding.position).toBe('a0')
  })
})

describe('a visit', () => {
  const complete = { mode: '明察', noticeNumber: '检通〔2026〕3号', accompanying: '县局办公室主任' } as const
  const disclosed = { identityDisclosedAt: '2026-11-21T03:00:00.000Z', identityDisclosedReason: '当事人要求' }
  test.each([
    ['明察 that is complete', complete, []],
    ['明察 without notice and company', { mode: '明察' }, ['noticeNumber', 'accompanying']],
    ['明察 with a time of disclosure', { ...complete, ...disclosed }, ['identityDisclosedAt']],
    ['暗访 that shows nothing', { mode: '暗访' }, []],
    ['暗访 with a notice', { ...complete, mode: '暗访' }, ['noticeNumber', 'accompanying']],
    ['暗访 with a notice, disclosed', { ...complete, mode: '暗访', ...disclosed }, []],
    [
      '暗访 disclosed without a reason',
      { mode: '暗访', identityDisclosedAt: disclosed.identityDisclosedAt },
      ['identityDisclosedReason'],
    ],
    ['暗访 disclosed without a time', { mode: '暗访', identityDisclosedReason: '当事人要求' }, ['identityDisclosedAt']],
    ['one that ends before it begins', { ...complete, startMinute: 600, endMinute: 599 }, ['endMinute']],
  ] as const)('as %s can be saved and says what it lacks', async (_, set, expected) => {
    const id = await makeVisit(laptop, { ...set, campaign: absent, singleInspectorReason: '另一人请假' })
    expect((await client.visit.get({ id })).problems.map(({ field }) => field)).toEqual(expected)
  })

  test('wants two inspectors or a reason, counts the same person once and forgets who has left', async () => {
    const other = (await client.person.save({ set: { name: '乙' } })).id
    const id = await makeVisit(laptop, complete)
    const lacks = async () => (await client.visit.get({ id })).problems.map(({ field }) => field)
    expect(await lacks()).toEqual(['campaign', 'inspectors'])
    const twice = [
      { person: laptop.person, role: '组长' },
      { person: laptop.person, role: '组员' },
    ] as const
    await client.visit.save({ id, set: {}, inspectors: [...twice] })
    expect((await client.visit.get({ id })).visit.inspectors).toEqual([{ person: laptop.person, role: '组员' }])
    expect(await lacks()).toContain('inspectors')
    await client.visit.save({ id, set: {}, inspectors: [...twice, { person: other, role: '组员' }] })
    expect((await client.visit.get({ id })).visit.inspectors).toHaveLength(2)
    expect(await lacks()).toEqual(['campaign'])
    await client.visit.save({ id, set: {}, inspectors: [{ person: other, role: '组员' }] })
    expect((await client.visit.get({ id })).visit.inspectors).toEqual([{ person: other, role: '组员' }])
    await client.visit.save({ id, set: { singleInspectorReason: '另一人请假' } })
    expect(await lacks()).toEqual(['campaign'])
  })
})

describe('the roster', () => {
  test('keeps one unit and one person however often they are saved, and writes nothing where nothing differs', async () => {
    const unit = await makeUnit(laptop, '白云县国家税务局')
    const person = (await client.person.save({ set: { name: '丙', unit } })).id
    const before = await countChanges()
    const units = (await client.unit.list()).length
    await client.unit.save({ id: unit, set: { name: '白云县国家税务局', code: '24401' } })
    await client.person.save({ id: person, set: { name: '丙', unit } })
    expect(await countChanges()).toBe(before)
    await client.unit.save({ id: unit, set: { name: '白云县税务局' } })
    expect((await client.unit.list()).filter(({ id }) => id === unit).map(({ name }) => name)).toEqual(['白云县税务局'])
    expect((await client.unit.list()).length).toBe(units)
  })

  test('merges nothing by name: two people called the same are two, where somebody says so', async () => {
    const { id } = await client.person.save({ set: { name: '张伟' } })
    await client.person.save({ set: { name: '张伟' }, besides: [id] })
    expect((await client.person.list()).filter(({ name }) => name === '张伟')).toHaveLength(2)
  })
})

describe('the preset of 137号', () => {
  test('loaded twice is one campaign with its deadlines', async () => {
    const [preset] = await client.campaign.presets()
    const first = await client.campaign.loadPreset({ preset: preset?.preset ?? '' })
    const before = await countChanges()
    expect(await client.campaign.loadPreset({ preset: preset?.preset ?? '' })).toEqual(first)
    expect(await countChanges()).toBe(before)
    const campaigns = await client.campaign.list()
    expect(campaigns).toHaveLength(1)
    expect(campaigns[0]?.milestones.length).toBeGreaterThan(5)
    expect(await kindOf(client.campaign.loadPreset({ preset: '../../etc/passwd' }))).toBe('record.notFound')
  })
})

test('after all this the chain of changes holds', async () => {
  expect(await chainFaults(workspaceOf(laptop).store)).toEqual([])
})
