import type { Generated, GeneratedAlways, Kysely } from 'kysely'
import { strictTable } from './schema.ts'

/**
 * What belongs to this machine and never travels (electron/README §3): no change log stands behind these tables, and a rebuild
 * leaves them alone. Times are ISO 8601 UTC with milliseconds; columns named as JSON hold JSON text.
 */
export type LocalTables = {
  local_setting: {
    key: string
    /** JSON. */
    value: string
  }
  local_identity: {
    person: string
    /** 'RSA-3072' or 'P-256'. */
    algorithm: string
    /** PKCS#10, PEM. */
    request: string
    /** JSON of a WrappedKey: only its owner's password opens it. */
    wrappedKey: string
    /** JSON array of DER in base64, leaf first; null before the answer of headquarters. */
    certificateChain: string | null
    createdAt: string
  }
  local_job: {
    id: string
    kind: string
    state: string
    /** JSON. */
    input: string
    done: Generated<number>
    total: Generated<number>
    note: Generated<string>
    /** JSON of what the job returned. */
    result: string | null
    /** JSON of the Problem it ended in: {kind, details}. */
    error: string | null
    createdAt: string
    updatedAt: string
  }
  local_package: {
    id: string
    direction: 'out' | 'in'
    /** Log of the recipient (out) or of the sender (in). */
    peer: string
    serial: number
    fileName: string
    /** SHA-256 of the manifest, hex: the package's name in receipts. */
    manifest: string
    /** JSON: [{log, from, to}]. */
    ranges: string
    /** JSON: {noun: how many it speaks of}; null where an older program noted nothing. */
    records: string | null
    madeAt: string
    forwardedFor: string | null
    receivedAt: string | null
    receiptAt: string | null
    state: string
  }
  local_draft: {
    person: string
    form: string
    entityId: string
    /** JSON: {field: [change id]}, what the form saw when it was opened. */
    baseChanges: string
    json: string
    savedAt: string
  }
  local_document: {
    id: string
    state: string
    version: number | null
    signers: number
    signed: number
    /** Ids of persons, parted by spaces. */
    waitsFor: string
    /** Words. */
    changed: string
    /** Words; null where it was noted before that was asked. */
    grounds: string | null
  }
  local_printedRow: { document: string; id: string }
  /** At headquarters: what each channel speaks of. */
  local_downward: {
    /** The channel. */
    log: string
    entity: string
    id: string
    /** What stood when it was last said there; null where it never was. */
    said: string | null
    /** As far as the channel reached when it was said. */
    number: number
    /** 0: said and handed over; 1: said, in no package that counts as sent; 2: to be said. */
    due: number
  }
  /** What the people of this workspace did, in the order of the doing. */
  local_operation: {
    seq: GeneratedAlways<number>
    operation: string
    log: string
    person: string
    at: string
    verb: string
    /** The record that it was done to, the first of `count`. */
    entity: string
    entityId: string
    count: number
    /** Of its first change in the log. */
    number: number
    /** The operation that it takes back. */
    undoes: string | null
  }
  local_thumbnail: {
    /** SHA-256 of the original, hex. */
    sha256: string
    jpeg: Uint8Array
  }
}

/** Called by the first migration. The tables are STRICT, like all others (electron/README §4). */
export async function createLocalTables<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_setting')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  await strictTable(db, 'local_identity')
    .addColumn('person', 'text', (column) => column.primaryKey())
    .addColumn('algorithm', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('wrappedKey', 'text', (column) => column.notNull())
    .addColumn('certificateChain', 'text')
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .execute()
  await strictTable(db, 'local_draft')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('entityId', 'text', (column) => column.notNull())
    .addColumn('baseChanges', 'text', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .addColumn('savedAt', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('local_draft_key', ['person', 'form', 'entityId'])
    .execute()
  await strictTable(db, 'local_thumbnail')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('jpeg', 'blob', (column) => column.notNull())
    .execute()
  await createJobTable(db)
  await createPackageTable(db)
}

async function createJobTable<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_job')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('done', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('total', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('note', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('result', 'text')
    .addColumn('error', 'text')
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .addColumn('updatedAt', 'text', (column) => column.notNull())
    .execute()
}

async function createPackageTable<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_package')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('peer', 'text', (column) => column.notNull())
    .addColumn('serial', 'integer', (column) => column.notNull())
    .addColumn('fileName', 'text', (column) => column.notNull())
    .addColumn('manifest', 'text', (column) => column.notNull())
    .addColumn('ranges', 'text', (column) => column.notNull())
    .addColumn('madeAt', 'text', (column) => column.notNull())
    .addColumn('forwardedFor', 'text')
    .addColumn('receivedAt', 'text')
    .addColumn('receiptAt', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('local_package_peer')
    .on('local_package')
    .columns(['direction', 'peer', 'serial'])
    .execute()
}
