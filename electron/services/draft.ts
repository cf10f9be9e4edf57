import { findDraft, listDrafts, putDraft, removeDraft, type Draft } from '../store/localDraft.ts'
import { working } from './door.ts'

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

function viewDraft({ form, entityId, json, baseChanges, savedAt }: Draft) {
  const seen = Object.fromEntries(Object.entries(baseChanges).map(([field, changes]) => [field, [...changes]]))
  return { form, entityId, json, seen, savedAt }
}
