import { newRecord } from '../host/newRecord.ts'
import type { RowEntity, RowValues } from '../../contract/catalogue/catalogue.ts'
import { getRow, listRows } from '../../store/row/rows.ts'
import { reading, writing, type WritingContext } from '../host/procedure.ts'
import { viewRow } from './row.ts'
import { nameInitials, pinyinInitials } from './pinyin.ts'
import { presetDrafts, readCampaignPresets } from '../host/resource.ts'

/** Units, people, campaigns, tasks: what a team works with before it goes out. */

const listUnits = reading.unit.list.handler(async ({ context }) =>
  (await listRows(context.tx, 'unit', {})).map((row) => ({
    ...viewRow('unit')(row),
    initials: pinyinInitials(row.name ?? ''),
  })),
)

const saveUnit = writing.unit.save.handler(({ input, context }) => save(context, 'unit', input))

const listPeople = reading.person.list.handler(async ({ context }) =>
  (await listRows(context.tx, 'person', {})).map((row) => ({
    ...viewRow('person')(row),
    initials: nameInitials(row.name ?? ''),
  })),
)

const savePerson = writing.person.save.handler(({ input, context }) => save(context, 'person', input))

const listCampaigns = reading.campaign.list.handler(async ({ context: { tx } }) => {
  const milestones = (await listRows(tx, 'milestone', {})).map(viewRow('milestone'))
  return (await listRows(tx, 'campaign', {})).map((row) => ({
    ...viewRow('campaign')(row),
    milestones: milestones.filter((milestone) => milestone.parent === row.id),
  }))
})

const listPresets = reading.campaign.presets.handler(async ({ context: { host } }) =>
  (await readCampaignPresets(host.resourceFolder)).map(({ preset, name }) => ({ preset, name })),
)

const loadCampaignPreset = writing.campaign.loadPreset.handler(async ({ input, context }) => {
  const { campaign: id, drafts } = await presetDrafts(context.host.resourceFolder, input.preset)
  await context.record(drafts)
  return { id }
})

const listTasks = reading.task.list.handler(async ({ context }) =>
  (await listRows(context.tx, 'task', {})).map(viewRow('task')),
)

const saveTask = writing.task.save.handler(async ({ input, context }) => {
  await getRow(context.tx, 'campaign', input.campaign)
  if (input.id !== undefined) await getRow(context.tx, 'task', input.id)
  const making = { entity: 'task', parent: input.campaign } as const
  const named = input.id === undefined ? newRecord(context, making) : { id: input.id }
  await context.record([{ entity: 'task', ...named, parent: input.campaign, set: input.set }])
  return { id: named.id }
})

type Saving<E extends RowEntity> = {
  readonly id?: string | undefined
  readonly set: Partial<RowValues<E>>
  readonly seen?: { readonly [field: string]: readonly string[] } | undefined
}

async function save<E extends 'unit' | 'person'>(
  context: Pick<WritingContext, 'host' | 'session' | 'tx' | 'record'>,
  entity: E,
  { id: known, set, seen }: Saving<E>,
) {
  if (known !== undefined) await getRow(context.tx, entity, known)
  const named = known === undefined ? newRecord(context, { entity }) : { id: known }
  await context.record([{ entity, ...named, set, ...(seen && { replaces: seen }) }])
  return { id: named.id }
}

export const unit = { list: listUnits, save: saveUnit }
export const person = { list: listPeople, save: savePerson }
export const campaign = { list: listCampaigns, presets: listPresets, loadPreset: loadCampaignPreset }
export const task = { list: listTasks, save: saveTask }
