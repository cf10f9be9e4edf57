import type { Selectable } from 'kysely'
import type { ChangeLine } from '../../contract/change.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { assertBound } from '../../crypto/logId.ts'
import { type Append, append } from '../change/changeLog.ts'
import { applyStaged } from './importApply.ts'
import { blobsNamed } from './exporting.ts'
import { readManifest } from '../change/importManifest.ts'
import { findGaps, isComplete } from './importCheck.ts'
import { forgetChoices } from './choices.ts'
import { addLog } from '../change/addLog.ts'
import { putSignedHead } from '../log/log.ts'
import { checkChain, checkLine, keepStaged, readStaged } from './staging.ts'
import { query } from '../database/query.ts'
import type { Store } from '../store.ts'
import type { ImportTables } from '../database/tables.ts'
import type { ReadTx, WriteTx } from '../database/transaction.ts'

export type ImportRow = Selectable<ImportTables['local_import']>

export type NewImport = {
  readonly id: string
  /** SHA-256 of the manifest, hex: the package's name. */
  readonly package: string
  readonly sender: string
  readonly serial: number
  /** JSON text of the manifest whose signature has been verified. */
  readonly manifest: string
}

/**
 * Opens a place for the lines of a package; nothing of it is visible before it is accepted. Problems `package.damaged`,
 * `log.idForged`.
 */
export async function beginImport(store: Store, wanted: NewImport): Promise<void> {
  for (const { birth } of readManifest(wanted.manifest).ranges) assertBound(birth)
  await store.write(async (tx) => {
    const createdAt = tx.now().toISOString()
    await tx.db
      .insertInto('local_import')
      .values({ ...wanted, state: 'staging', accepted: null, createdAt })
      .execute()
  })
}

/**
 * Takes in the next lines, in the order of the package. Problem `package.damaged` where a hash, the chain or the form
 * does not hold; the import should be dropped then.
 */
export async function stageLines(store: Store, importId: string, lines: readonly ChangeLine[]): Promise<void> {
  const checked = lines.map(checkLine)
  await store.write(async (tx) => {
    const { ranges } = readManifest((await getImport(tx, importId)).manifest)
    await keepStaged(tx, importId, await checkChain(tx, importId, ranges, checked))
  })
}

export async function findImport(tx: ReadTx, importId: string): Promise<ImportRow | undefined> {
  return (await tx.run(selectImport, { id: importId }))[0]
}
const selectImport = query(({ db }, at: { readonly id: string }) =>
  db.selectFrom('local_import').selectAll().where('id', '=', at.id).compile(),
)

/** Problem `record.notFound`. */
export async function getImport(tx: ReadTx, importId: string): Promise<ImportRow> {
  const row = await findImport(tx, importId)
  if (row === undefined) throw new Problem('record.notFound', {})
  return row
}

/** Whether this package was accepted here; what others say that they accepted is their own affair. */
export async function wasAccepted(tx: ReadTx, name: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('local_import')
    .select('id')
    .where('package', '=', name)
    .where('accepted', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The blobs that the staged bodies name, each once. */
export async function stagedBlobs(tx: ReadTx, importId: string): Promise<readonly string[]> {
  const blobs = new Set<string>()
  for (let after: number | undefined = 0; after !== undefined;) {
    const from: number = after
    const rows = await tx.db
      .selectFrom('local_stagedChange')
      .select(['seq', 'hash', 'line'])
      .where('importId', '=', importId)
      .where('seq', '>', from)
      .orderBy('seq')
      .limit(500)
      .execute()
    for (const row of rows) for (const sha256 of blobsNamed(readStaged(row).line)) blobs.add(sha256)
    after = rows.at(-1)?.seq
  }
  return [...blobs]
}

/**
 * Whole packages that wait for a decision or for another package, oldest first. `whole`: those already found to be, which
 * are not counted again.
 */
export async function unfinishedImports(store: Store, whole: Set<string> = new Set()): Promise<readonly ImportRow[]> {
  return store.read(async (tx) => {
    const rows = await listStaging(tx)
    for (const { id, manifest } of rows) {
      if (!whole.has(id) && (await isComplete(tx, id, readManifest(manifest)))) whole.add(id)
    }
    return rows.filter(({ id }) => whole.has(id))
  })
}

/** Other copies of this package that wait here. */
export async function findCopies(tx: ReadTx, { id, package: name }: ImportRow): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('local_import')
    .select('id')
    .where('package', '=', name)
    .where('id', '<>', id)
    .where('state', '=', 'staging')
    .execute()
  return rows.map((row) => row.id)
}

export type Acceptance = {
  /** The importer's `packageAccepted` event. */
  readonly accepted: Append
  /** What the caller writes in the same transaction: both stand or neither does. */
  readonly before?: (tx: WriteTx) => Promise<void>
  readonly after?: (tx: WriteTx) => Promise<void>
}

/**
 * Writes the event that accepts the package in one small transaction, then lets the tables follow in chunks (decision
 * 10). Killed in between, it goes on at the next opening. Problems of `append`; `log.headInvalid`.
 */
export async function acceptImport(
  store: Store,
  importId: string,
  { accepted, before, after }: Acceptance,
): Promise<void> {
  await store.write(async (tx) => {
    await before?.(tx)
    await accept(tx, importId, accepted)
    await after?.(tx)
  })
  await applyStaged(store, importId)
}

async function accept(tx: WriteTx, importId: string, accepted: Append): Promise<void> {
  const row = await getImport(tx, importId)
  const manifest = readManifest(row.manifest)
  const [event] = accepted.drafts
  if (event?.entity !== 'packageAccepted') throw new Error('an import is accepted by its own event')
  if (row.state !== 'staging') throw new Error('this import was accepted before')
  if (!(await isComplete(tx, importId, manifest))) throw new Problem('package.damaged', {})
  if ((await findGaps(tx, importId, manifest)).length > 0) throw new Error('a waiting package cannot be accepted')
  for (const { birth, to, head, signedHead } of manifest.ranges) {
    await addLog(tx, { birth, kind: 'other' })
    await putSignedHead(tx, { log: birth.log, number: to, hash: head, signature: signedHead })
  }
  await append(tx, { ...accepted, evenRefused: true })
  await tx.db
    .updateTable('local_import')
    .set({ state: 'applying', accepted: event.id })
    .where('id', '=', importId)
    .execute()
}

/** Forgets a package that was not accepted, with its blobs. One that was accepted is brought to its end instead. */
export async function dropImport(store: Store, importId: string): Promise<void> {
  const state = await store.write(async (tx) => {
    const row = await tx.db.selectFrom('local_import').select('state').where('id', '=', importId).executeTakeFirst()
    if (row?.state !== 'staging') return row?.state
    await tx.db.deleteFrom('local_stagedChange').where('importId', '=', importId).execute()
    await forgetChoices(tx, importId)
    await tx.db.deleteFrom('local_import').where('id', '=', importId).execute()
    return undefined
  })
  if (state === 'applying') return applyStaged(store, importId)
  if (state === undefined) await store.blobs.dropStaged(importId)
}

/** An accepted import that could not be brought to its end; it is tried again at the next opening. */
export type StuckImport = { readonly id: string; readonly error: unknown }

/**
 * To be called after opening: brings accepted imports to their end and drops what was being staged when it stopped. One
 * import that fails keeps neither the others nor the person out.
 */
export async function resumeImports(store: Store): Promise<readonly StuckImport[]> {
  const { applying, broken, known } = await store.read(async (tx) => {
    const rows = await tx.db.selectFrom('local_import').select(['id', 'state']).execute()
    const broken: string[] = []
    for (const row of await listStaging(tx)) {
      if (!(await isComplete(tx, row.id, readManifest(row.manifest)))) broken.push(row.id)
    }
    const applying = rows.filter(({ state }) => state === 'applying').map(({ id }) => id)
    return { applying, broken, known: new Set(rows.map(({ id }) => id)) }
  })
  const stuck: StuckImport[] = []
  for (const id of applying) {
    try {
      await applyStaged(store, id)
    } catch (error) {
      stuck.push({ id, error })
    }
  }
  for (const id of broken) await dropImport(store, id)
  for (const id of await store.blobs.stagedImports()) if (!known.has(id)) await store.blobs.dropStaged(id)
  return stuck
}

/** Those that were staged, whole or not, oldest first. */
export async function listStaging(tx: ReadTx): Promise<readonly ImportRow[]> {
  return tx.db
    .selectFrom('local_import')
    .selectAll()
    .where('state', '=', 'staging')
    .orderBy('createdAt')
    .orderBy('serial')
    .orderBy('id')
    .execute()
}
