import type { Insertable, Selectable } from 'kysely'
import { type Entity, isEntity } from '../../contract/catalogue/catalogue.ts'
import type { ChangeBody, ChangeLine } from '../../contract/change.ts'
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import { compareChanges, type RowChange } from '../../domain/log/spoken.ts'
import { upcast } from '../../domain/log/upcast.ts'
import { insertion, listed, query } from '../database/query.ts'
import type { Tables, Verdict } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { makesItsEntity, readBody } from './readBody.ts'

/** A change as the pipeline carries it: its line, its id, and where it came from. */
export type ArrivingChange = {
  readonly hash: string
  readonly line: ChangeLine
  /** Canonical JSON of a present body, where it is at hand. */
  readonly bodyText?: string | undefined
  readonly importId: string | null
  readonly ahead: boolean
  /** Of schema 1 after its chain has spoken a later one (decisions.md 88). */
  readonly fallen?: boolean
}

/** A change whose body is here and speaks the catalogue's terms. */
export type KnownChange = RowChange & {
  readonly number: number
  readonly entity: Entity
  readonly entityId: string
  readonly author: string | undefined
  readonly at: string
  readonly root: ChangeBody['root']
  readonly nonce: ChangeBody['nonce']
  readonly campaign: ChangeBody['campaign']
  readonly team: ChangeBody['team']
  readonly isNew: boolean
  readonly verdict: Verdict
  readonly reason: RefusalReason | null
  readonly included: boolean
}

export type ChangeRow = Insertable<Tables['change']>

export const insertChange = insertion('change', [
  'hash',
  'log',
  'number',
  'clock',
  'operation',
  'previous',
  'schemaVersion',
  'bodyHash',
  'bodyState',
  'salt',
  'body',
  'sealed',
  'erasedBy',
  'erasedReason',
  'entity',
  'entityId',
  'author',
  'at',
  'root',
  'restates',
  'fallen',
  'isNew',
  'importId',
  'verdict',
  'reason',
  'declined',
  'withdrawn',
  'included',
  'ahead',
])

/** The row of the change table, with the verdict that can be given without knowing anyone's rights. */
export function toChangeRow(change: ArrivingChange, readable: boolean): ChangeRow {
  const { line, hash, importId, ahead, fallen = false } = change
  const { body: bodyHash, clock, log, number, operation, previous, schemaVersion } = line.header
  const header = { hash, log, number, clock, operation, previous, schemaVersion, bodyHash, bodyState: line.state }
  const judged = { importId, declined: 0, withdrawn: 0, included: 0, reason: null, ahead: ahead ? 1 : 0 }
  return Object.assign(header, noBody, { fallen: fallen ? 1 : 0 }, bodyColumns(change, readable), judged)
}

const noBody = {
  salt: null,
  body: null,
  sealed: null,
  erasedBy: null,
  erasedReason: null,
  entity: null,
  entityId: null,
  author: null,
  at: null,
  root: null,
  restates: 0,
  isNew: 0,
  verdict: 'unread' as Verdict,
}

/**
 * What the state of a body fills in; used again when a withheld body arrives later. `readable`: `arrivedChange` has found
 * it in the catalogue's terms, which is not asked twice.
 */
export function bodyColumns({ line, bodyText, fallen }: ArrivingChange, readable: boolean): Partial<ChangeRow> {
  switch (line.state) {
    case 'present': {
      const { body } = line
      return {
        bodyState: line.state,
        salt: line.salt,
        body: bodyText ?? canonicalJson(body as JsonValue),
        // The name of today, whatever the body calls it
        entity: upcast(line.header.schemaVersion, body).body.entity,
        entityId: body.id,
        author: body.author ?? null,
        at: body.at,
        isNew: makesItsEntity(line.header.schemaVersion, body) ? 1 : 0,
        root: body.root?.id ?? null,
        restates: body.restates === undefined && body.standsFor === undefined ? 0 : 1,
        verdict: readable ? 'refused' : firstVerdict(line.header.schemaVersion, body, fallen),
      }
    }
    case 'withheld':
      return { bodyState: line.state }
    case 'sealed':
      return { bodyState: line.state, sealed: line.sealed }
    case 'erased':
      return { bodyState: line.state, erasedBy: line.erasedBy, erasedReason: line.erasedReason }
  }
}

/** `refused` until judged: nothing counts before someone's right to write it has been looked at. */
export function firstVerdict(schemaVersion: number, body: ChangeBody, fallen = false): Verdict {
  if (fallen) return 'invalid'
  const read = readBody(schemaVersion, body)
  return typeof read === 'string' ? read : 'refused'
}

type KnownRow = Pick<
  Selectable<Tables['change']>,
  'hash' | 'log' | 'number' | 'clock' | 'schemaVersion' | 'body' | 'verdict' | 'reason' | 'included'
>
export const knownColumns = [
  'hash',
  'log',
  'number',
  'clock',
  'schemaVersion',
  'body',
  'verdict',
  'reason',
  'included',
] as const satisfies readonly (keyof KnownRow)[]

/** Of a row whose verdict says that it is in the catalogue's terms; undefined where the body is not here. */
export function toKnownChange(row: KnownRow): KnownChange | undefined {
  if (row.body === null) return undefined
  const { body } = upcast(row.schemaVersion, JSON.parse(row.body) as ChangeBody)
  if (!isEntity(body.entity)) return undefined
  const { hash: id, clock, log, number, verdict, reason, included, schemaVersion } = row
  const said = saidBy(schemaVersion, body, body.entity)
  const takenBack = verdict === 'accepted' && included === 0
  return { id, clock, log, number, ...said, verdict, reason, included: included === 1, takenBack }
}

/** The same before the change is in the table; undefined unless it can be judged. */
export function arrivedChange({ hash, line, fallen }: ArrivingChange): KnownChange | undefined {
  if (line.state !== 'present' || fallen === true) return undefined
  const { clock, log, number, schemaVersion } = line.header
  const body = readBody(schemaVersion, line.body)
  if (typeof body === 'string') return undefined
  const said = saidBy(schemaVersion, body, body.entity)
  return { id: hash, clock, log, number, ...said, verdict: 'refused', reason: null, included: false }
}

function saidBy(schemaVersion: number, body: ChangeBody, entity: Entity) {
  const { author, at, id: entityId, parent, parentEntity, root, nonce, campaign, team } = body
  const { set, replaces, restates, standsFor } = body
  const isNew = makesItsEntity(schemaVersion, body)
  const place = { parent, parentEntity, root, campaign, team }
  return { entity, entityId, author, at, ...place, nonce, set, replaces, restates, standsFor, isNew }
}

/** Every change known of these rows or events, in the order of clock and log. */
export async function loadChangesOf(tx: ReadTx, ids: readonly string[]): Promise<readonly KnownChange[]> {
  const rows = await tx.run(selectChangesOf, { ids })
  return rows.flatMap((row) => toKnownChange(row) ?? []).toSorted(compareChanges)
}

const selectChangesOf = query(({ db }, at: { readonly ids: readonly string[] }) =>
  db
    .selectFrom('change')
    .select(knownColumns)
    .where('entityId', 'in', listed(at.ids))
    .where('verdict', 'in', ['accepted', 'refused'])
    .compile(),
)

/** Changes by their own ids. */
export async function loadChanges(tx: ReadTx, hashes: readonly string[]): Promise<readonly KnownChange[]> {
  const rows = await tx.run(selectChanges, { hashes })
  return rows.flatMap((row) => toKnownChange(row) ?? [])
}

const selectChanges = query(({ db }, at: { readonly hashes: readonly string[] }) =>
  db.selectFrom('change').select(knownColumns).where('hash', 'in', listed(at.hashes)).compile(),
)

/** What the fold of these rows asks for: the changes that count, and those that were taken back. */
export async function loadAcceptedOf(tx: ReadTx, ids: readonly string[]): Promise<readonly KnownChange[]> {
  return (await loadChangesOf(tx, ids)).filter(({ verdict }) => verdict === 'accepted')
}

export async function loadIncludedOf(tx: ReadTx, ids: readonly string[]): Promise<readonly KnownChange[]> {
  return (await loadChangesOf(tx, ids)).filter((change) => change.included)
}
