import { query } from '../database/query.ts'
import type { ReadTx } from '../database/transaction.ts'
import { readManifest } from '../change/importManifest.ts'
import type { LogRange } from '../log/ranges.ts'
import { Problem } from '../../contract/problem/problem.ts'

/** A package that was taken in here. `withdrawal`: the event that undoes it, where one stands. */
export type AcceptedImport = {
  readonly id: string
  readonly package: string
  readonly sender: string
  readonly serial: number
  /** The event by which it was taken in. */
  readonly accepted: string
  readonly withdrawal: string | null
}

export async function acceptedImports(tx: ReadTx): Promise<readonly AcceptedImport[]> {
  const rows = await tx.run(selectAccepted, {})
  const withdrawn = new Map((await tx.run(selectStanding, {})).map(({ id, parent }) => [parent, id]))
  return rows.flatMap(({ accepted, ...row }) =>
    accepted === null ? [] : [{ ...row, accepted, withdrawal: withdrawn.get(accepted) ?? null }],
  )
}

/** Problem `record.notFound`. */
export async function getAccepted(tx: ReadTx, importId: string): Promise<AcceptedImport> {
  const found = (await acceptedImports(tx)).find(({ id }) => id === importId)
  if (found === undefined) throw new Problem('record.notFound', {})
  return found
}

const selectAccepted = query(({ db }) =>
  db
    .selectFrom('local_import')
    .select(['id', 'package', 'sender', 'serial', 'accepted'])
    .where('accepted', 'is not', null)
    .compile(),
)
const selectStanding = query(({ db }) =>
  db
    .selectFrom('packageWithdrawn')
    .leftJoin('packageRestored', 'packageRestored.parent', 'packageWithdrawn.id')
    .select(['packageWithdrawn.id', 'packageWithdrawn.parent'])
    .where('packageRestored.id', 'is', null)
    .compile(),
)

/** The numbers that a package brought: its changes are found by them. */
export async function rangesOfImport(tx: ReadTx, importId: string): Promise<readonly LogRange[]> {
  const [row] = await tx.run(selectManifest, { importId })
  if (row === undefined) return []
  return readManifest(row.manifest).ranges.map(({ birth, from, to }) => ({ log: birth.log, from, to }))
}

const selectManifest = query(({ db }, at: { readonly importId: string }) =>
  db.selectFrom('local_import').select('manifest').where('id', '=', at.importId).compile(),
)
