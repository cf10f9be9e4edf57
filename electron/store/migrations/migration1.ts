import { type Kysely, sql } from 'kysely'
import { createLocalTables } from '../database/localTables.ts'
import { type Columns, countedKey, eventTable, rowTable, strictTable } from '../database/schema.ts'
import { inWords } from '../database/engineWords.ts'

/** The first shape of the database, column by column: history, so it is not derived from the catalogue of today. */
export async function createTables<T>(db: Kysely<T>): Promise<void> {
  for (const [name, columns] of Object.entries(rowTables)) await createRowTable(db, name, columns)
  for (const [name, columns] of Object.entries(eventTables)) await createEventTable(db, name, columns)
  await createLogTables(db)
  await createImportTables(db)
  await createSearchIndex(db)
  await createLocalTables(db)
}

const rowTables: Readonly<Record<string, Columns>> = {
  unit: {
    code: 'text',
    name: 'text',
    shortName: 'text',
    system: 'text',
    level: 'text',
    parentUnit: 'text',
    sameAs: 'text',
  },
  person: { name: 'text', unit: 'text', post: 'text', sameAs: 'text' },
  campaign: {
    name: 'text',
    documentNumber: 'text',
    issuedOn: 'text',
    startsOn: 'text',
    endsOn: 'text',
    preset: 'text',
  },
  milestone: {
    code: 'text',
    title: 'text',
    kind: 'text',
    dueOn: 'text',
    recurrence: 'text',
    responsible: 'text',
    submitTo: 'text',
    source: 'text',
    remark: 'text',
  },
  task: { title: 'text', unit: 'text', mode: 'text', dueOn: 'text', team: 'text' },
  visit: {
    ordinal: 'integer',
    campaign: 'text',
    task: 'text',
    unit: 'text',
    mode: 'text',
    visitedOn: 'text',
    startMinute: 'integer',
    endMinute: 'integer',
    place: 'text',
    placeType: 'text',
    noticeNumber: 'text',
    accompanying: 'text',
    identityDisclosedAt: 'text',
    identityDisclosedReason: 'text',
    singleInspectorReason: 'text',
    overview: 'text',
  },
  visitInspector: { person: 'text', role: 'text' },
  finding: {
    ordinal: 'integer',
    riskPoint: 'text',
    riskPointName: 'text',
    title: 'text',
    fact: 'text',
    ruleText: 'text',
    ruleDocument: 'text',
    ruleArticle: 'text',
    ruleValidity: 'text',
    opinion: 'text',
    severity: 'integer',
    occurredOn: 'text',
    occurredMinute: 'integer',
    place: 'text',
    involved: 'text',
    rectificationType: 'text',
    rectifyBy: 'text',
    requirement: 'text',
    clue: 'integer',
    position: 'text',
  },
  evidence: {
    ordinal: 'integer',
    content: 'text',
    size: 'integer',
    mediaType: 'text',
    fileName: 'text',
    caption: 'text',
    class: 'text',
    takenAt: 'text',
    device: 'text',
    latitude: 'integer',
    longitude: 'integer',
    width: 'integer',
    height: 'integer',
    fileModifiedAt: 'text',
    addedAt: 'text',
    position: 'text',
  },
  memo: { title: 'text', issuer: 'text', issuedOn: 'text', statementKind: 'text', statement: 'text' },
  memoFinding: { finding: 'text', included: 'integer', reason: 'text', position: 'text' },
}

const eventTables: Readonly<Record<string, Columns>> = {
  memoFrozen: { version: 'integer', code: 'text', printed: 'text', document: 'text' },
  memoSigner: { person: 'text', name: 'text', role: 'text', line: 'text', place: 'integer' },
  memoSigned: { signer: 'text', signature: 'text', certificate: 'text', method: 'text', signedAt: 'text' },
  memoVoided: { reason: 'text' },
  packageAccepted: {
    package: 'text',
    sender: 'text',
    serial: 'integer',
    changes: 'integer',
    blobs: 'integer',
    refused: 'integer',
  },
  packageWithdrawn: { reason: 'text' },
  packageLost: { sender: 'text', serial: 'integer', reason: 'text' },
  changeDeclined: { change: 'text', reason: 'text' },
  receipt: {
    package: 'text',
    sender: 'text',
    serial: 'integer',
    acceptedAt: 'text',
    changes: 'integer',
    blobs: 'integer',
    refused: 'integer',
  },
  logEnrolled: { log: 'text', publicKey: 'text', kind: 'text', name: 'text', recipient: 'text' },
  letter: { log: 'text', letter: 'text' },
  grant: { person: 'text', log: 'text', role: 'text', unit: 'text' },
  revocation: { kind: 'text', subject: 'text', since: 'text', reason: 'text' },
}

/** Tables whose rows have a visible number, derived from an ordinal and the letter of the log that gave it. */
const numbered = ['visit', 'finding', 'evidence']

/** Look-ups by other columns than id and parent. */
const indexes: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['visit', ['unit']],
  ['visit', ['campaign']],
  ['visit', ['numberLog', 'ordinal']],
  ['finding', ['numberLog', 'ordinal']],
  ['evidence', ['numberLog', 'ordinal']],
  ['evidence', ['content']],
  ['changeDeclined', ['change']],
]

async function createRowTable<T>(db: Kysely<T>, name: string, columns: Columns): Promise<void> {
  let table = rowTable(db, name, columns)
  if (numbered.includes(name)) {
    table = table.addColumn('number', 'text', (column) => column.notNull().defaultTo('')).addColumn('numberLog', 'text')
  }
  if (name === 'finding') table = table.addColumn('missing', 'integer', (column) => column.notNull().defaultTo(0))
  await table.execute()
  await createIndexes(db, name)
}

async function createEventTable<T>(db: Kysely<T>, name: string, columns: Columns): Promise<void> {
  await eventTable(db, name, columns).execute()
  await createIndexes(db, name)
}

async function createIndexes<T>(db: Kysely<T>, name: string): Promise<void> {
  await db.schema.createIndex(`${name}_parent`).on(name).column('parent').execute()
  for (const [table, columns] of indexes) {
    if (table !== name) continue
    await db.schema
      .createIndex(`${name}_${columns[0]}`)
      .on(name)
      .columns([...columns])
      .execute()
  }
}

async function createLogTables<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'log')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('publicKey', 'text', (column) => column.notNull())
    .addColumn('predecessorLog', 'text')
    .addColumn('predecessorHead', 'text')
    .addColumn('birth', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('privateKey', 'text')
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('head', 'text', (column) => column.notNull())
    .addColumn('clock', 'text', (column) => column.notNull())
    .addColumn('forked', 'integer', (column) => column.notNull())
    .execute()
  await strictTable(db, 'logHead')
    .addColumn('log', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('logHead_key', ['log', 'number', 'hash'])
    .execute()
  await createChangeTable(db)
}

async function createChangeTable<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'change')
    .addColumn('seq', 'integer', countedKey)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('log', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('clock', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('schemaVersion', 'integer', (column) => column.notNull())
    .addColumn('bodyHash', 'text', (column) => column.notNull())
    .addColumn('bodyState', 'text', (column) => column.notNull())
    .addColumn('salt', 'text')
    .addColumn('body', 'text')
    .addColumn('sealed', 'text')
    .addColumn('erasedBy', 'text')
    .addColumn('erasedReason', 'text')
    .addColumn('entity', 'text')
    .addColumn('entityId', 'text')
    .addColumn('author', 'text')
    .addColumn('at', 'text')
    .addColumn('isNew', 'integer', (column) => column.notNull())
    .addColumn('importId', 'text')
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('declined', 'integer', (column) => column.notNull())
    .addColumn('withdrawn', 'integer', (column) => column.notNull())
    .addColumn('included', 'integer', (column) => column.notNull())
    .addColumn('ahead', 'integer', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('change_position').on('change').columns(['log', 'number']).execute()
  await db.schema.createIndex('change_entityId').on('change').column('entityId').execute()
  await db.schema
    .createIndex('change_verdict')
    .on('change')
    .columns(['verdict', 'entity'])
    .where(sql.ref('verdict'), '<>', 'accepted')
    .execute()
}

async function createImportTables<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_import')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('package', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('serial', 'integer', (column) => column.notNull())
    .addColumn('manifest', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('accepted', 'text')
    .addColumn('createdAt', 'text', (column) => column.notNull())
    .execute()
  await strictTable(db, 'local_stagedChange')
    .addColumn('seq', 'integer', countedKey)
    .addColumn('importId', 'text', (column) => column.notNull())
    .addColumn('priority', 'integer', (column) => column.notNull())
    .addColumn('log', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('entity', 'text')
    .addColumn('entityId', 'text')
    .addColumn('line', 'text', (column) => column.notNull())
    .execute()
  const staged = 'local_stagedChange'
  await db.schema.createIndex('local_stagedChange_order').on(staged).columns(['importId', 'priority', 'seq']).execute()
  await db.schema.createIndex('local_stagedChange_position').on(staged).columns(['importId', 'log', 'number']).execute()
  await db.schema.createIndex('local_stagedChange_entityId').on(staged).columns(['importId', 'entityId']).execute()
}

async function createSearchIndex<T>(db: Kysely<T>): Promise<void> {
  await strictTable(db, 'local_searchDocument')
    .addColumn('key', 'integer', (column) => column.primaryKey())
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('local_searchDocument_id')
    .unique()
    .on('local_searchDocument')
    .columns(['entity', 'id'])
    .execute()
  await sql`${inWords((words) => words.fullText.create)}`.execute(db)
}
