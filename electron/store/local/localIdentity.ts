import type { Selectable } from 'kysely'
import { Problem } from '../../contract/problem/problem.ts'
import type { WrappedKey } from '../../crypto/personalKey.ts'
import type { LocalTables } from '../database/localTables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

/** A person's signing identity on this machine. */
export type Identity = {
  readonly person: string
  readonly algorithm: string
  /** The certificate request this person sends to headquarters. */
  readonly request: string
  readonly wrappedKey: WrappedKey
  /** DER in base64, leaf first; undefined until headquarters has answered. */
  readonly certificateChain: readonly string[] | undefined
  readonly createdAt: string
}

/** Adds a person's identity or replaces it by a new one, which then has no certificate yet. */
export async function putIdentity(tx: WriteTx, identity: Omit<Identity, 'certificateChain'>): Promise<void> {
  const { person, ...given } = identity
  const row = { ...given, wrappedKey: JSON.stringify(identity.wrappedKey), certificateChain: null }
  await tx.db
    .insertInto('local_identity')
    .values({ person, ...row })
    .onConflict((conflict) => conflict.column('person').doUpdateSet(row))
    .execute()
}

/** Keeps what headquarters certified. Problem `record.notFound` for a person without an identity here. */
export async function putCertificateChain(tx: WriteTx, person: string, chain: readonly string[]): Promise<void> {
  const updated = await tx.db
    .updateTable('local_identity')
    .set({ certificateChain: JSON.stringify(chain) })
    .where('person', '=', person)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) throw new Problem('record.notFound', {})
}

export async function findIdentity(tx: ReadTx, person: string): Promise<Identity | undefined> {
  const row = await tx.db.selectFrom('local_identity').selectAll().where('person', '=', person).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** Problem `record.notFound`. */
export async function getIdentity(tx: ReadTx, person: string): Promise<Identity> {
  const identity = await findIdentity(tx, person)
  if (identity === undefined) throw new Problem('record.notFound', {})
  return identity
}

export async function listIdentities(tx: ReadTx): Promise<readonly Identity[]> {
  const rows = await tx.db.selectFrom('local_identity').selectAll().orderBy('createdAt').orderBy('person').execute()
  return rows.map(fromRow)
}

function fromRow(row: Selectable<LocalTables['local_identity']>): Identity {
  return {
    ...row,
    // Both columns are written by this file only.
    wrappedKey: JSON.parse(row.wrappedKey) as WrappedKey,
    certificateChain: row.certificateChain === null ? undefined : (JSON.parse(row.certificateChain) as string[]),
  }
}
