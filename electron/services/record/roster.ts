import { newRecord } from '../host/newRecord.ts'
import type { RowEntity, RowValues, JoinedEntity } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { foldedName, keptCode } from '../../domain/identity/foldedName.ts'
import type { Identities } from '../../domain/identity/sameAs.ts'
import { listEnrolled, listMadeByTeams, loadIdentities, withStanding } from '../../store/query/identity.ts'
import { getRow, listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { join, separate, uses } from './joining.ts'
import { askIfKnown, type Naming } from './known.ts'
import { reading, writing, type WritingContext } from '../host/procedure.ts'
import { viewRow } from './row.ts'
import { nameInitials, pinyinInitials } from './pinyin.ts'
import { presetDrafts, readCampaignPresets } from '../host/resource.ts'

/** Units, people, campaigns, tasks: what a team works with before it goes out. */

const listUnits = reading.unit.list.handler(async ({ context: { tx } }) => {
  const locally = await listMadeByTeams(tx)
  const rows = await Promise.all((await listRows(tx, 'unit', {})).map((row) => withStanding(tx, 'unit', row)))
  return listOnce(await loadIdentities(tx, 'unit'), rows, {
    view: viewRow('unit'),
    initials: pinyinInitials,
    isOfficial: (id) => !locally.has(id),
  })
})

const saveUnit = writing.unit.save.handler(async ({ input: { set: given, ...input }, context }) => {
  const set = typeof given.code === 'string' ? { ...given, code: keptCode(given.code) } : given
  await askIfKnown(context.tx, 'unit', await namedAnew(context.tx, 'unit', input.id, set), input)
  return save(context, 'unit', { ...input, set })
})

const listPeople = reading.person.list.handler(async ({ context: { tx } }) => {
  const enrolled = await listEnrolled(tx)
  const rows = await Promise.all((await listRows(tx, 'person', {})).map((row) => withStanding(tx, 'person', row)))
  return listOnce(await loadIdentities(tx, 'person'), rows, {
    view: viewRow('person'),
    initials: nameInitials,
    isOfficial: (id) => enrolled.has(id),
  })
})

const savePerson = writing.person.save.handler(async ({ input, context }) => {
  await askIfKnown(context.tx, 'person', await namedAnew(context.tx, 'person', input.id, input.set), input)
  return save(context, 'person', input)
})

const joinUnits = writing.unit.join.handler(({ input, context }) => join(context, 'unit', input))
const joinPeople = writing.person.join.handler(({ input, context }) => join(context, 'person', input))
const separateUnit = writing.unit.separate.handler(({ input, context }) => separate(context, 'unit', input.id))
const separatePerson = writing.person.separate.handler(({ input, context }) => separate(context, 'person', input.id))
const unitUses = reading.unit.uses.handler(({ input, context }) => uses(context.tx, 'unit', input.ids))
const personUses = reading.person.uses.handler(({ input, context }) => uses(context.tx, 'person', input.ids))

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

type Listing<R, V> = {
  readonly view: (row: R) => V
  readonly initials: (name: string) => string
  readonly isOfficial: (id: string) => boolean
}

/** Each that is the same once, under the row that stands for it; headquarters' units and enrolled people first. */
function listOnce<R extends Named, V>(identities: Identities, rows: readonly R[], listing: Listing<R, V>) {
  const { representativeOf, membersOf } = identities
  const byId = new Map(rows.map((row) => [row.id, row]))
  return rows
    .filter(({ id }) => representativeOf(id) === id || !byId.has(representativeOf(id)))
    .map((row) => {
      const others = membersOf(row.id).flatMap((id) => (id === row.id ? [] : (byId.get(id) ?? [])))
      const names = new Set([row, ...others].map(({ name }) => listing.initials(name ?? '')))
      return {
        ...listing.view(row),
        initials: [...names].join(' '),
        official: membersOf(row.id).some(listing.isOfficial),
        joined: others.map(({ id, name, code = null }) => ({ id, name, code })),
      }
    })
    .toSorted((a, b) => Number(b.official) - Number(a.official))
}

type Named = { readonly id: string; readonly name: string | null; readonly code?: string | null }

/** The name and code of a new one; of one that is here those that become others by this save. */
async function namedAnew(tx: ReadTx, noun: JoinedEntity, id: string | undefined, set: Naming): Promise<Naming> {
  const before: Naming = id === undefined ? {} : await getRow(tx, noun, id)
  const anew = (now: string | null | undefined, then: string | null | undefined) =>
    foldedName(now) === foldedName(then) ? null : now
  return { name: anew(set.name, before.name), code: anew(set.code, before.code) }
}

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
  const name: unknown = set.name
  if (typeof name === 'string' && foldedName(name) === '') {
    throw new Problem('input.invalid', { fields: [{ path: 'name', message: '请填写看得见的名称' }] })
  }
  if (known !== undefined) await getRow(context.tx, entity, known)
  const named = known === undefined ? newRecord(context, { entity }) : { id: known }
  await context.record([{ entity, ...named, set, ...(seen && { replaces: seen }) }])
  return { id: named.id }
}

export const unit = { list: listUnits, save: saveUnit, join: joinUnits, separate: separateUnit, uses: unitUses }
export const person = {
  list: listPeople,
  save: savePerson,
  join: joinPeople,
  separate: separatePerson,
  uses: personUses,
}
export const campaign = { list: listCampaigns, presets: listPresets, loadPreset: loadCampaignPreset }
export const task = { list: listTasks, save: saveTask }
