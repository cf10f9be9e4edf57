import type { Kysely } from 'kysely'
import type { Columns } from '../database/schema.ts'
import { addColumns, createEventTable, createRowTable } from './tableShape.ts'

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
  await createRowTable(db, 'team', { name: 'text' })
  for (const [name, columns] of Object.entries(events)) await createEventTable(db, name, columns)
  await addColumns(db, 'grant', { campaign: 'text' })
}
