import { findDraft, listDrafts, putDraft, removeDraft, type Draft } from '../../store/local/localDraft.ts'
import { findStanding } from '../../store/query/identity.ts'
import { findRow, type Row } from '../../store/row/rows.ts'
import { visitOf } from './documentVisit.ts'
import type { ReadTx } from '../../store/store.ts'
import { working } from '../host/procedure.ts'

/** Drafts of the person who asks: nobody sees another's. */

const list = working.draft.list.handler(async ({ context: { session } }) => {
  const drafts = await session.workspace.store.read((tx) => listDrafts(tx, session.person))
  return drafts.map(viewDraft)
})

const find = working.draft.find.handler(async ({ input, context: { session } }) => {
  const found = await session.workspace.store.read((tx) => findDraft(tx, { ...input, person: session.person }))
  return found === undefined ? null : viewDraft(found)
})

const put = working.draft.put.handler(async ({ input, context: { host, session } }) => {
  const { seen, ...rest } = input
  const savedAt = host.instant()
  await session.workspace.store.write((tx) =>
    putDraft(tx, { ...rest, person: session.person, baseChanges: seen, savedAt }),
  )
  return { savedAt }
})

const remove = working.draft.remove.handler(async ({ input, context: { session } }) => {
  await session.workspace.store.write((tx) => removeDraft(tx, { ...input, person: session.person }))
  return {}
})

export const draft = { list, find, put, remove }

/** What stands in dialogs that were left (renderer/api/keptForms.ts): it is no record that a list could lead to. */
const keptForms = 'kept'

/** A person's drafts with the words by which they know them. */
export async function listOwnDrafts(tx: ReadTx, person: string) {
  const drafts = (await listDrafts(tx, person)).filter(({ form }) => form !== keptForms)
  return Promise.all(
    drafts.map(async ({ form, entityId, savedAt }) => ({
      form,
      entityId,
      savedAt,
      label: await labelOf(tx, form, entityId),
    })),
  )
}

/** Form names are agreed with renderer/api/draft.ts; `entityId` is the record, or for a new finding its visit. */
async function labelOf(tx: ReadTx, form: string, entityId: string): Promise<string> {
  switch (form) {
    case 'visit.new':
      return '新的检查'
    case 'visit': {
      const visit = await findRow(tx, 'visit', entityId)
      return `检查 ${visit?.number ?? ''}　${await unitOf(tx, visit)}`
    }
    case 'finding.new':
      return `新的问题　${await unitOf(tx, await findRow(tx, 'visit', entityId))}`
    case 'finding': {
      const finding = await findRow(tx, 'finding', entityId)
      return `问题 ${finding?.number ?? ''}　${finding?.title ?? '未填标题'}`
    }
    case 'document': {
      const document = await findRow(tx, 'document', entityId)
      return `${document?.kind ?? '文书'}　${await unitOf(tx, document && (await visitOf(tx, document)))}`
    }
    default:
      return '未保存的修改'
  }
}

async function unitOf(tx: ReadTx, visit: Row<'visit'> | undefined): Promise<string> {
  const unit = await findStanding(tx, 'unit', visit?.unit ?? null)
  return unit?.name ?? '单位未填'
}

function viewDraft({ form, entityId, json, baseChanges, savedAt }: Draft) {
  const seen = Object.fromEntries(Object.entries(baseChanges).map(([field, changes]) => [field, [...changes]]))
  return { form, entityId, json, seen, savedAt }
}
