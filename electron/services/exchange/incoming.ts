import { assertNever } from '../../domain/assertNever.ts'
import { choicesOf, chooseRows } from '../../store/imports/choices.ts'
import { getAccepted } from '../../store/imports/acceptedImports.ts'
import { declinable, declinationsOf, withImportedUnder } from '../../store/imports/importedRows.ts'
import { Problem } from '../../contract/problem/problem.ts'
import type { EventDraft } from '../../store/change/said.ts'
import { newRecord } from '../host/newRecord.ts'
import { startJob } from '../host/startJob.ts'
import { declination } from '../package/declining.ts'
import { acceptedRows } from '../package/incomingRows.ts'
import { refuseUnseen, viewRests } from '../package/importRests.ts'
import { viewGaps } from '../package/packageGaps.ts'
import { restoreJob, undoJob } from './incomingJobs.ts'
import { getImport } from '../../store/imports/importing.ts'
import { withAllUnder } from '../../store/imports/stagedUnder.ts'
import type { Store } from '../../store/store.ts'
import { type JobContext, reading, working, writing } from '../host/procedure.ts'
import { stagedRows } from '../package/incomingRows.ts'
import { meetingIn } from '../package/importPreview.ts'

/** Packages that come in, row by row: what each would do, and what a person decides about it. */

const staged = working.incoming.staged.handler(async ({ input, context }) => {
  const { store, staged: imports } = context.session.workspace
  const { import: importId, ...page } = input
  const meeting = await meetingIn(store, importId)
  const plan = await imports.plan(importId, meeting)
  return store.read((tx) => stagedRows(tx, { importId, plan, meeting, ...page }))
})

const choose = working.incoming.choose.handler(async ({ input, context }) => {
  const { store, staged: imports } = context.session.workspace
  await store.read((tx) => getImport(tx, input.import))
  switch (input.choice) {
    case 'declined': {
      const rows = await withTheirs(context, input)
      return chosen(store, input.import, { rows, choice: input.choice, reason: input.reason })
    }
    case 'seen':
      return chosen(store, input.import, { rows: input.rows.map(nameOf), choice: input.choice })
    case 'none': {
      const rows = await withTheirs(context, input)
      return chosen(store, input.import, { rows, choice: input.choice })
    }
    case 'parallelSeen': {
      const plan = await imports.plan(input.import, await meetingIn(store, input.import))
      const before = await store.read((tx) => choicesOf(tx, input.import))
      const rows = (plan.rows.parallel ?? []).filter((name) => !before.has(name))
      return chosen(store, input.import, { rows, choice: 'seen' })
    }
    default:
      return assertNever(input)
  }
})

type Chosen = { readonly import: string; readonly rows: readonly { readonly entity: string; readonly id: string }[] }

/** With a new record goes what stands under it; under one that is here its own edit alone is meant. */
async function withTheirs({ session }: JobContext, { import: importId, rows }: Chosen): Promise<readonly string[]> {
  const { store, staged: imports } = session.workspace
  const { rows: planned } = await imports.plan(importId, await meetingIn(store, importId))
  const added = new Set(planned.added)
  const names = rows.map(nameOf)
  const under = await store.read((tx) =>
    withAllUnder(
      tx,
      importId,
      names.filter((name) => added.has(name)),
    ),
  )
  return [...new Set([...names, ...under])]
}

type Choosing = Parameters<typeof chooseRows>[2]

async function chosen(store: Store, importId: string, choosing: Choosing): Promise<{ rows: number }> {
  await store.write((tx) => chooseRows(tx, importId, choosing))
  return { rows: choosing.rows.length }
}

function nameOf({ entity, id }: { readonly entity: string; readonly id: string }): string {
  return `${entity} ${id}`
}

const accepted = reading.incoming.accepted.handler(({ input, context: { tx } }) =>
  acceptedRows(tx, input.import, { offset: input.offset, limit: input.limit }),
)

const decline = writing.incoming.decline.handler(async ({ input, context }) => {
  const { tx, record } = context
  await getAccepted(tx, input.import)
  const rows = await withImportedUnder(tx, input.import, input.rows.map(nameOf))
  const changes = await declinable(tx, input.import, rows)
  await record(changes.map((change) => declination(context, change, input.reason)))
  return { changes: changes.length }
})

const readmit = writing.incoming.readmit.handler(async ({ input, context }) => {
  const { tx, record } = context
  await getAccepted(tx, input.import)
  const rows = await withImportedUnder(tx, input.import, input.rows.map(nameOf))
  const declinations = await declinationsOf(tx, input.import, rows)
  await record(
    declinations.map(({ id: parent }): EventDraft => {
      const entity = 'changeReadmitted' as const
      return { entity, ...newRecord(context, { entity, parent }), parent, set: { reason: input.reason } }
    }),
  )
  return { changes: declinations.length }
})

const restsOn = reading.incoming.restsOn.handler(({ input, context: { tx } }) => viewRests(tx, input.import))

const undo = working.incoming.undo.handler(async ({ input, context }) => {
  const { accepted: parent } = await context.session.workspace.store.read(async (tx) => {
    const rests = await viewRests(tx, input.import)
    if (rests.withdrawn) throw new Problem('sync.alreadyUndone', {})
    refuseUnseen(rests, input.seen)
    return getAccepted(tx, input.import)
  })
  return startJob(context, undoJob, decisionOn(context, { entity: 'packageWithdrawn', parent, reason: input.reason }))
})

const restore = working.incoming.restore.handler(async ({ input, context }) => {
  const { withdrawal: parent } = await context.session.workspace.store.read((tx) => getAccepted(tx, input.import))
  if (parent === null) throw new Problem('sync.notUndone', {})
  return startJob(context, restoreJob, decisionOn(context, { entity: 'packageRestored', parent, reason: input.reason }))
})

type Deciding = {
  readonly entity: 'packageWithdrawn' | 'packageRestored'
  readonly parent: string
  readonly reason: string
}

function decisionOn(context: JobContext, { entity, parent, reason }: Deciding) {
  const { id, nonce } = newRecord(context, { entity, parent })
  return { id, nonce, parent, reason }
}

const gaps = reading.incoming.gaps.handler(({ context: { tx, session } }) => viewGaps(tx, session.workspace.log))

const declareLost = writing.incoming.declareLost.handler(async ({ input, context }) => {
  const { tx, record } = context
  const { sender, serial, reason } = input
  const open = (await viewGaps(tx, context.session.workspace.log)).filter((gap) => gap.lost === null)
  if (!open.some((gap) => gap.sender === sender && gap.serial === serial)) {
    throw new Problem('sync.notMissing', { serial })
  }
  const made = newRecord(context, { entity: 'packageLost' })
  await record([{ entity: 'packageLost', ...made, set: { sender, serial, reason } }])
  return {}
})

export const incoming = {
  ...{ staged, choose },
  ...{ accepted, decline, readmit },
  ...{ restsOn, undo, restore },
  ...{ gaps, declareLost },
}
