import { afterAll, beforeAll, expect, test } from 'vitest'
import { newRecord } from '../../../electron/services/host/newRecord.ts'
import { recorder } from '../../../electron/services/host/procedure.ts'
import { finished, workspaceOf } from '../../../electron/services/machine.ts'
import { createWorld, type Headquarters, type World } from '../../world.ts'
import { addParty } from './parties.ts'

/** Of units, people and tasks a party is told what it works with, and what that names (decisions.md 54). */
let world: World
let headquarters: Headquarters
let campaign: string
const units: Record<string, string> = {}
const teams: Record<string, string> = {}
let narrow: Awaited<ReturnType<typeof addParty>>
let wide: Awaited<ReturnType<typeof addParty>>

beforeAll(async () => {
  world = await createWorld({ seed: 'scope' })
  headquarters = await world.headquarters('总部')
  const { client } = headquarters
  campaign = (await client.campaign.loadPreset({ preset: '137' })).id
  for (const [name, parent] of [
    ['省局', undefined],
    ['甲市', '省局'],
    ['甲县', '甲市'],
    ['乙市', '省局'],
    ['乙县', '乙市'],
    ['丙县', undefined],
  ] as const) {
    const { id } = await client.unit.save({
      set: { name, parentUnit: parent === undefined ? null : (units[parent] ?? '') },
    })
    units[name] = id
  }
  for (const name of ['甲组', '乙组']) teams[name] = await makeTeam(name)
  narrow = await addParty(headquarters, '甲机', { unit: units['甲市'] ?? '', team: teams['甲组'] ?? '' })
  wide = await addParty(headquarters, '乙机', { team: teams['乙组'] ?? '' })
  for (const one of [narrow, wide]) await send(one.log)
})
afterAll(() => world.end())

async function makeTeam(name: string): Promise<string> {
  const session = { workspace: workspaceOf(headquarters), person: headquarters.person }
  const made = newRecord({ host: headquarters.host, session }, { entity: 'team' })
  await workspaceOf(headquarters).store.write((tx) =>
    recorder(headquarters, session, tx)([{ entity: 'team', ...made, set: { name } }]),
  )
  return made.id
}

async function send(to: string): Promise<void> {
  await finished(headquarters.client, await headquarters.client.sync.export({ to }))
}

/** What its channel says: names of units, titles of tasks. */
async function told({ channel }: { readonly channel: string }): Promise<readonly string[]> {
  const rows = await workspaceOf(headquarters).store.read((tx) =>
    tx.db.selectFrom('change').select(['entity', 'entityId', 'body']).where('log', '=', channel).execute(),
  )
  const said = rows.flatMap(({ entity, body }) => {
    const { set } = JSON.parse(body ?? '{}') as { readonly set: Readonly<Record<string, unknown>> }
    const word = entity === 'unit' ? set['name'] : entity === 'task' ? set['title'] : undefined
    return typeof word === 'string' ? [word] : []
  })
  return [...new Set(said)].toSorted()
}

const sorted = (...names: readonly string[]) => names.toSorted()

test('who works in a part is told of it, of what lies below and above it', async () => {
  expect(await told(narrow)).toEqual(sorted('甲市', '甲县', '省局'))
  expect(await told(wide)).toEqual(sorted('总部', '省局', '甲市', '甲县', '乙市', '乙县', '丙县'))
})

test('a task goes to the team it names, with its unit and those above it, and to nobody else', async () => {
  const { client } = headquarters
  await client.task.save({
    campaign,
    set: { title: '甲组的任务', unit: units['乙县'] ?? '', team: teams['甲组'] ?? '' },
  })
  await client.task.save({ campaign, set: { title: '大家的任务', unit: units['甲县'] ?? '' } })
  for (const one of [narrow, wide]) await send(one.log)
  expect(await told(narrow)).toEqual(sorted('甲市', '甲县', '省局', '乙县', '乙市', '甲组的任务', '大家的任务'))
  expect(await told(wide)).not.toContain('甲组的任务')
  expect(await told(wide)).toContain('大家的任务')
})

test('a unit that comes under the one it works in is told of, with all below', async () => {
  await headquarters.client.unit.save({ set: { name: '丙所', parentUnit: units['丙县'] ?? '' } })
  expect(await told(narrow)).not.toContain('丙县')
  await headquarters.client.unit.save({ id: units['丙县'] ?? '', set: { parentUnit: units['甲市'] ?? '' } })
  await send(narrow.log)
  expect(await told(narrow)).toEqual(expect.arrayContaining(['丙县', '丙所']))
})
