import type { Selectable } from 'kysely'
import { type Entity, isEntity } from '../../contract/catalogue/catalogue.ts'
import type { LocalTables } from '../database/localTables.ts'
import { listed, query } from '../database/query.ts'
import { inParts, type ReadTx, touch, type WriteTx } from '../database/transaction.ts'

/** What a channel of headquarters speaks of; remakeable from the channel and the tables. */
export type DownwardNote = Omit<Selectable<LocalTables['local_downward']>, 'entity'> & { readonly entity: Entity }

/** What is noted of these, in whatever channel. */
export async function downwardNotesOf(tx: ReadTx, ids: readonly string[]): Promise<readonly DownwardNote[]> {
  const found: DownwardNote[] = []
  for (const part of inParts(ids)) found.push(...(await tx.run(selectNotes, { ids: part })).flatMap(toNote))
  return found
}

const selectNotes = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db.selectFrom('local_downward').selectAll().where('id', 'in', listed(at.ids)).compile(),
)

function toNote({ entity, ...note }: Selectable<LocalTables['local_downward']>): readonly DownwardNote[] {
  return isEntity(entity) ? [{ ...note, entity }] : []
}

/** Windows hear of it as they do of packages: by the channel. */
export async function putDownwardNotes(tx: WriteTx, notes: readonly DownwardNote[]): Promise<void> {
  for (const { log } of notes) touch(tx, 'package', log)
  for (const part of inParts(notes)) {
    await tx.db
      .insertInto('local_downward')
      .values([...part])
      .onConflict((conflict) =>
        conflict.columns(['log', 'entity', 'id']).doUpdateSet((eb) => ({
          said: eb.ref('excluded.said'),
          number: eb.ref('excluded.number'),
          due: eb.ref('excluded.due'),
        })),
      )
      .execute()
  }
}

/** A channel that goes on from another need not say what its reader has of that: all up to this number. */
export async function inheritDownwardNotes(
  tx: WriteTx,
  { from, to, upTo }: { readonly from: string; readonly to: string; readonly upTo: number },
): Promise<void> {
  const rows = await tx.db.selectFrom('local_downward').selectAll().where('log', '=', from).execute()
  const notes = rows.flatMap(toNote).map((note): DownwardNote => {
    const has = note.said !== null && note.number <= upTo
    const due = note.due === 2 || (note.said !== null && !has) ? 2 : 0
    return { ...note, log: to, number: 0, said: has ? note.said : null, due }
  })
  await putDownwardNotes(tx, notes)
}

/** What is to be said in the channel. */
export async function listUnsaid(tx: ReadTx, log: string): Promise<readonly DownwardNote[]> {
  const rows = await tx.db
    .selectFrom('local_downward')
    .selectAll()
    .where('log', '=', log)
    .where('due', '=', 2)
    .orderBy('id')
    .execute()
  return rows.flatMap(toNote)
}

/** The channels of which anything is noted. */
export async function notedChannels(tx: ReadTx): Promise<ReadonlySet<string>> {
  const rows = await tx.db.selectFrom('local_downward').select('log').distinct().execute()
  return new Set(rows.map(({ log }) => log))
}

export type DueCount = { readonly log: string; readonly entity: Entity; readonly count: number }

/** How much waits in each channel, by noun. */
export async function countDue(tx: ReadTx): Promise<readonly DueCount[]> {
  const rows = await tx.run(selectDue, {})
  return rows.flatMap(({ log, entity, count }) => (isEntity(entity) ? [{ log, entity, count: Number(count) }] : []))
}

const selectDue = query(({ db }) =>
  db
    .selectFrom('local_downward')
    .select((eb) => ['log', 'entity', eb.fn.countAll<number>().as('count')])
    .where('due', '>', 0)
    .groupBy(['log', 'entity'])
    .compile(),
)

/** What was said in the channel beyond this number waits for a package. */
export async function markHandedOver(tx: WriteTx, log: string, sent: number): Promise<void> {
  const said = tx.db.updateTable('local_downward').where('log', '=', log).where('due', '<', 2)
  await said.where('number', '<=', sent).set({ due: 0 }).where('due', '=', 1).execute()
  await said.where('number', '>', sent).set({ due: 1 }).where('due', '=', 0).execute()
}
