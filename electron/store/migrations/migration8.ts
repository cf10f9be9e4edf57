import type { Kysely } from 'kysely'
import { type Columns, eventTable, rowTable } from '../database/schema.ts'

const events: Readonly<Record<string, Columns>> = {
  teamMember: { log: 'text', person: 'text' },
  teamLeft: { reason: 'text' },
  rootHandedOver: { to: 'text', reason: 'text' },
  grantEnded: { reason: 'text' },
  revocationLifted: { reason: 'text' },
  cut: { log: 'text', number: 'integer', hash: 'text' },
  cutRaised: { number: 'integer', hash: 'text', reason: 'text' },
  packageRestored: { reason: 'text' },
}

/** Teams, who is in them, and where rights end: as cuts through logs, not at a time. */
export async function addTeams<T>(db: Kysely<T>): Promise<void> {
  await rowTable(db, 'team', { name: 'text' }).execute()
  await db.schema.createIndex('team_parent').on('team').column('parent').execute()
  for (const [name, columns] of Object.entries(events)) {
    await eventTable(db, name, columns).execute()
    await db.schema.createIndex(`${name}_parent`).on(name).column('parent').execute()
  }
  await db.schema.alterTable('grant').addColumn('campaign', 'text').execute()
}
