import { assertNever } from '../../domain/assertNever.ts'
import { choicesOf, chooseRows } from '../../store/imports/choices.ts'
import { getImport } from '../../store/imports/importing.ts'
import { withAllUnder } from '../../store/imports/stagedUnder.ts'
import type { Store } from '../../store/store.ts'
import { type JobContext, working } from '../host/procedure.ts'
import { stagedRows } from '../package/incomingRows.ts'
import { meetingIn } from '../package/packageImport.ts'

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

export const incoming = { staged, choose }
