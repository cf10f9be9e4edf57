import type { ReadTx } from '../database/transaction.ts'
import type { Store } from '../store.ts'
import { blobsOf } from './exporting.ts'

/** The files that bodies here name. `declared`: lost at the sender, whose package said so; they are in no other count. */
export type HeldFiles = {
  readonly named: number
  readonly absent: number
  readonly damaged: number
  readonly declared: number
}

/** Reads and hashes every file that a body names, whoever wrote it and whether or not it can be read here. */
export async function checkFiles(store: Store, progress: (done: number, of: number) => void): Promise<HeldFiles> {
  const { named, declared } = await store.read(async (tx) => ({
    named: await namedByLog(tx),
    declared: await declaredAbsent(tx),
  }))
  const counts = { named: named.length, absent: 0, damaged: 0, declared: 0 }
  for (const [place, sha256] of named.entries()) {
    progress(place, named.length)
    if (await store.blobs.has(sha256)) counts.damaged += (await store.blobs.verify(sha256)) ? 0 : 1
    else if (declared.has(sha256)) counts.declared += 1
    else counts.absent += 1
  }
  return counts
}

async function namedByLog(tx: ReadTx): Promise<readonly string[]> {
  const logs = await tx.db
    .selectFrom('change')
    .select((eb) => ['log', eb.fn.max<number>('number').as('to')])
    .groupBy('log')
    .execute()
  return blobsOf(
    tx,
    logs.map(({ log, to }) => ({ log, from: 1, to, bodiesFrom: 1 })),
  )
}

async function declaredAbsent(tx: ReadTx): Promise<ReadonlySet<string>> {
  const imports = await tx.db.selectFrom('local_import').select('manifest').where('accepted', 'is not', null).execute()
  // Kept by this program from a manifest that its schema had passed.
  return new Set(
    imports.flatMap(({ manifest }) => (JSON.parse(manifest) as { absent?: readonly string[] }).absent ?? []),
  )
}
