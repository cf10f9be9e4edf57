import { rm } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { Problem } from '../../contract/problem/problem.ts'
import { type Connection, copyDatabase, inTransaction, readVersion, writeVersion } from '../database/connection.ts'
import { renameDurably } from '../folder/durable.ts'
import { createTables } from './migration1.ts'
import { indexLists } from './migration2.ts'
import { searchPresentOnly } from './migration3.ts'
import { growLog } from './migration4.ts'
import { nameDocuments } from './migration5.ts'
import { noteDocuments } from './migration6.ts'
import { nameDueRows } from './migration7.ts'
import { addTeams } from './migration8.ts'
import { addColumns } from './tableShape.ts'
import { markRestatements } from './migration10.ts'
import { nameOperations } from './migration11.ts'
import { noteChannels } from './migration12.ts'
import { findJoined } from './migration13.ts'
import { decideRows } from './migration14.ts'
import { tellCorrections } from './migration15.ts'
import { foldSearch } from './migration16.ts'
import { markInternal } from './migration17.ts'
import { indexOwn } from './migration18.ts'

/**
 * One step of the database's shape. Steps are never edited once released; tables are altered in place. New fields and nouns
 * are told in a line of the list, by `tableShape.ts`: `(db) => addColumns(db, 'finding', { amount: 'integer' })`; what takes
 * more has a file of its own.
 */
export type Migration = { readonly version: number; readonly up: <T>(db: Kysely<T>) => Promise<void> }

export const migrations: readonly Migration[] = [
  { version: 1, up: createTables },
  { version: 2, up: indexLists },
  { version: 3, up: searchPresentOnly },
  { version: 4, up: growLog },
  { version: 5, up: nameDocuments },
  { version: 6, up: noteDocuments },
  { version: 7, up: nameDueRows },
  { version: 8, up: addTeams },
  // Of logs whose ids follow from their keys: a part of their birth records.
  { version: 9, up: (db) => addColumns(db, 'log', { salt: 'text' }) },
  { version: 10, up: markRestatements },
  { version: 11, up: nameOperations },
  { version: 12, up: noteChannels },
  { version: 13, up: findJoined },
  { version: 14, up: decideRows },
  { version: 15, up: tellCorrections },
  { version: 16, up: foldSearch },
  { version: 17, up: markInternal },
  { version: 18, up: indexOwn },
]

/**
 * Brings the database to the newest version, each step with its version number in one transaction. A database that holds
 * something is copied to `copyTo` first. Problem `workspace.fromFuture`.
 */
export async function migrate(
  connection: Connection,
  options: { readonly steps: readonly Migration[]; readonly copyTo: (version: number) => string },
): Promise<void> {
  const found = readVersion(connection)
  const supported = options.steps.at(-1)?.version ?? 0
  if (found > supported) throw new Problem('workspace.fromFuture', { found, supported })
  const pending = options.steps.filter((step) => step.version > found)
  if (pending.length > 0 && found > 0) await keepCopy(connection, options.copyTo(found))
  for (const step of pending) await runStep(connection, step)
}

/** Whole or not at all under its name; one that an earlier, killed attempt left gives way: more may have been saved since. */
async function keepCopy(connection: Connection, file: string): Promise<void> {
  const part = `${file}.part`
  await rm(part, { force: true })
  copyDatabase(connection, part)
  await renameDurably(part, file)
}

function runStep(connection: Connection, step: Migration): Promise<void> {
  return inTransaction(connection, 'write', async () => {
    await step.up(connection.db)
    writeVersion(connection, step.version)
  })
}
