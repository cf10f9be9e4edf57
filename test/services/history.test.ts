import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../electron/contract/capability.ts'
import { fieldsOf, rowEntities, type RowEntity } from '../../electron/contract/catalogue/catalogue.ts'
import type { Field } from '../../electron/contract/catalogue/field.ts'
import type { PlainValue } from '../../electron/contract/change.ts'
import { newRecordIn } from '../../electron/services/host/newRecord.ts'
import { writeSetting } from '../../electron/services/host/settingAccess.ts'
import { type Machine, workspaceOf } from '../../electron/services/machine.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import type { Draft } from '../../electron/store/change/said.ts'
import { findRow, listRows } from '../../electron/store/row/rows.ts'
import { kindOf } from '../problem.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { laterText, makeFinding, makeUnit, makeVisit } from './inspection.ts'

/** 修改记录 of every noun of the catalogue: told in words, with the way back. */
let world: World
let headquarters: Headquarters
let laptop: Laptop
const made = new Map<RowEntity, { readonly at: Machine; readonly id: string }>()

beforeAll(async () => {
  world = await createWorld({ seed: 'history' })
  headquarters = await world.headquarters('省局')
  laptop = await world.laptop('甲', '组长')
  await makeRoster()
  await makeCase()
})
afterAll(() => world.end())

async function makeRoster(): Promise<void> {
  const { client, host, log } = headquarters
  const unit = await makeUnit(headquarters)
  const person = await client.person.save({ set: { name: '丙', unit } })
  const { preset = '' } = (await client.campaign.presets())[0] ?? {}
  const campaign = await client.campaign.loadPreset({ preset })
  const task = await client.task.save({ campaign: campaign.id, set: { title: '暗访', unit } })
  const team = newRecordIn(host, log, { entity: 'team' })
  await say(headquarters, [{ entity: 'team', ...team, set: { name: '一组' } }])
  const milestone = (await client.campaign.list())[0]?.milestones[0]?.id ?? ''
  const ids = { unit, person: person.id, campaign: campaign.id, milestone, task: task.id, team: team.id }
  for (const [entity, id] of Object.entries(ids)) made.set(entity as RowEntity, { at: headquarters, id })
}

async function makeCase(): Promise<void> {
  const { client, host, log } = laptop
  const visit = await makeVisit(laptop)
  const finding = await makeFinding(laptop, visit)
  const evidence = newRecordIn(host, log, { entity: 'evidence', parent: finding })
  await say(laptop, [{ entity: 'evidence', ...evidence, parent: finding, set: { fileName: 'a.jpg', caption: '窗口' } }])
  const document = await client.document.compile({ kind: '检查备忘录', about: visit })
  await client.document.choose({ document: document.id, finding, included: true, reason: null })
  const under = (entity: 'visitInspector' | 'documentItem', parent: string) =>
    workspaceOf(laptop).store.read(async (tx) => (await listRows(tx, entity, { parent }))[0]?.id ?? '')
  const visitInspector = await under('visitInspector', visit)
  const documentItem = await under('documentItem', document.id)
  const ids = { visit, visitInspector, finding, evidence: evidence.id, document: document.id, documentItem }
  for (const [entity, id] of Object.entries(ids)) made.set(entity as RowEntity, { at: laptop, id })
}

async function say(machine: Machine, drafts: readonly Draft[]): Promise<void> {
  const { host, log, person } = machine
  world.clock.step()
  await workspaceOf(machine).store.write((tx) =>
    append(tx, { log, operation: host.newId(), author: person, at: host.instant(), drafts }),
  )
}

/** Two values of a field, which are not there yet; undefined of one whose values are not made up here. */
function values(field: Field): readonly [PlainValue, PlainValue] | undefined {
  if (field.untold === true || field.fixedSince !== undefined) return undefined
  if (field.type === 'text') return ['第一次改', '第二次改']
  if (field.type === 'choice') return [field.of.at(-1) ?? '', field.of[0] ?? '']
  if (field.type === 'boolean') return [false, true]
  return field.type === 'date' ? ['2026-11-02', '2026-11-03'] : undefined
}

function changeable(entity: RowEntity) {
  for (const [name, field] of Object.entries(fieldsOf(entity))) {
    const two = values(field)
    if (two !== undefined && name !== 'removed') return { name, label: field.label, two }
  }
  throw new Error(`no field of ${entity} can be changed here`)
}

const shown = (machine: Machine, entity: RowEntity, id: string, field: string) =>
  workspaceOf(machine).store.read(async (tx) => Reflect.get(Object(await findRow(tx, entity, id)), field) as PlainValue)

describe.each(rowEntities)('%s', (entity) => {
  test('is told save by save, goes back to an earlier value, and that is undone', async () => {
    const { at, id } = made.get(entity) ?? { at: laptop, id: '' }
    const { client } = at
    const { name, label, two } = changeable(entity)
    const [first, second] = two
    for (const value of two) await say(at, [{ entity, id, set: { [name]: value } } as object as Draft])
    const told = (await client.history.of({ entity, id })).entries.filter((entry) => entry.id === id)
    expect(told.slice(0, 2)).toMatchObject([
      { verb: '修改', author: `${at === laptop ? '甲' : '省局'}甲`, computer: '本机', through: '', correction: false },
      { verb: '修改', fields: [{ field: name, label }] },
    ])
    expect(told.at(-1)?.verb).toBe('新建')
    const [later, earlier] = told.map(({ change, fields }) => ({
      change,
      ...fields.find(({ field }) => field === name),
    }))
    expect(laterText(later?.pieces ?? [])).not.toBe(laterText(earlier?.pieces ?? []))
    expect([later?.restorable, earlier?.restorable]).toEqual([false, true])
    const restored = await client.history.restore({ entity, id, change: earlier?.change ?? '', fields: [name] })
    expect(restored.words).not.toContain('未到达')
    expect(await shown(at, entity, id, name)).toBe(first)
    const [last] = (await client.undo.list()).back
    await client.undo.back({ operation: last?.operation ?? '' })
    expect(await shown(at, entity, id, name)).toBe(second)
    const [undone] = (await client.history.of({ entity, id })).entries.filter((entry) => entry.id === id)
    expect(undone).toMatchObject({ verb: '撤销', fields: [{ field: name }] })
  })
})

test('members of a set are told with what they stand under', async () => {
  const { id = '' } = made.get('visit') ?? {}
  const { entries } = await laptop.client.history.of({ entity: 'visit', id })
  const inspector = entries.find(({ entity }) => entity === 'visitInspector')
  expect(inspector?.about).toBe('检查人员 甲甲')
})

test('what is for the program alone, and what a save left empty, is not told', async () => {
  const { id = '' } = made.get('finding') ?? {}
  const { entries } = await laptop.client.history.of({ entity: 'finding', id })
  const fields = entries.at(-1)?.fields.map(({ field }) => field)
  expect(fields).toEqual(expect.arrayContaining(['title', 'fact']))
  expect(fields).not.toEqual(expect.arrayContaining(['ordinal']))
  expect(fields).not.toContain('position')
  expect(fields).not.toContain('opinion')
})

describe('bad restoring', () => {
  const finding = () => made.get('finding')?.id ?? ''
  const change = async () => (await laptop.client.history.of({ entity: 'finding', id: finding() })).entries.at(-1)
  test.each([
    ['of a noun that nobody knows', async () => ({ entity: 'nothing' }), 'record.notFound'],
    ['of an event', async () => ({ entity: 'grant' }), 'record.notFound'],
    ['of a change of another record', async () => ({ change: 'A'.repeat(43) }), 'record.notFound'],
    ['of a number that the log gave', async () => ({ fields: ['ordinal'] }), 'record.notFound'],
    ['of a removal', async () => ({ fields: ['removed'] }), 'record.notFound'],
    ['of no field of the noun', async () => ({ fields: ['constructor'] }), 'record.notFound'],
  ] as const)('%s ends as a Problem', async (_, wrong, kind) => {
    const right = { entity: 'finding', id: finding(), change: (await change())?.change ?? '', fields: ['title'] }
    expect(await kindOf(laptop.client.history.restore({ ...right, ...(await wrong()) } as typeof right))).toBe(kind)
  })

  test('of what was removed asks for it to come back first', async () => {
    const id = await makeFinding(laptop, made.get('visit')?.id ?? '')
    await laptop.client.finding.save({ id, set: { title: '改过' } })
    const { change: making = '' } = (await laptop.client.history.of({ entity: 'finding', id })).entries.at(-1) ?? {}
    await laptop.client.finding.remove({ id, reason: '重复' })
    const { entries } = await laptop.client.history.of({ entity: 'finding', id })
    expect(entries.flatMap(({ fields }) => fields).some(({ restorable }) => restorable)).toBe(false)
    const restoring = laptop.client.history.restore({ entity: 'finding', id, change: making, fields: ['title'] })
    expect(await kindOf(restoring)).toBe('record.removed')
  })
})

test('who may not write a noun is offered no way back, and is refused', async () => {
  const { client, log, person } = laptop
  const give = (roles: readonly Role[]) =>
    workspaceOf(laptop).store.write((tx) => writeSetting(tx, 'founder', { log, person, roles: [...roles] }))
  const { id = '' } = made.get('document') ?? {}
  const wayBack = async () => {
    const { entries } = await client.history.of({ entity: 'document', id })
    return entries.find((entry) => entry.id === id && entry.fields.some(({ restorable }) => restorable))
  }
  const { change = '', fields = [] } = (await wayBack()) ?? {}
  await give(['组员'])
  expect(await wayBack()).toBeUndefined()
  const names = fields.flatMap(({ field, restorable }) => (restorable ? [field] : []))
  expect(names.length).toBeGreaterThan(0)
  const restoring = client.history.restore({ entity: 'document', id, change, fields: names })
  expect(await kindOf(restoring)).toBe('permission.denied')
  await give(['组长'])
})
