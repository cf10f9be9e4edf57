import type { Generated, GeneratedAlways } from 'kysely'
import type {
  Entity,
  EventEntity,
  events,
  RowEntity,
  rowCommonFields,
  rows,
} from '../../contract/catalogue/catalogue.ts'
import type { BodyState } from '../../contract/change.ts'
import type { RefusalReason } from '../../domain/rights/authorise.ts'
import type { LocalTables } from './localTables.ts'

/** Every table, typed from the catalogue (decisions.md 8): nouns, events, the change log, and what stays on this machine. */
export type Tables = { [E in RowEntity]: RowTable<E> } & { [E in EventEntity]: EventTable<E> } & LogTables &
  ImportTables &
  LocalTables

/** The same noun and event tables for code that works on any entity; columns are named by the catalogue only. */
export type CatalogueTables = Record<Entity, GenericRow>
export type SqlValue = string | number | null
export type GenericRow = { readonly id: string; readonly parent: string | null; readonly [column: string]: SqlValue }

/** Columns that the store adds to the fields of a row. */
export type RowColumns = {
  id: string
  parent: string | null
  change: string
  heads: string | null
  conflicted: number
}
/** `numberLog` is the log whose ordinal and letter the number shows; without an ordinal the number is empty. */
type NumberColumns = { number: Generated<string>; numberLog: string | null }
/** Columns that the projection derives, as the catalogue names them. */
export type DerivedColumns<E extends RowEntity> = ((typeof rows)[E] extends { numbered: true }
  ? NumberColumns
  : unknown) &
  ((typeof rows)[E] extends { derived: infer D }
    ? { [K in keyof D]: Generated<D[K] extends 'integer' ? number : string> }
    : unknown)
/** Columns that the store adds to the fields of an event: whose change made it. */
export type EventColumns = {
  id: string
  parent: string | null
  changeId: string
  changeLog: string
  changeNumber: number
  clock: string
  author: string | null
  at: string
}

export type RowTable<E extends RowEntity> = Columns<(typeof rows)[E]['fields']> &
  Columns<typeof rowCommonFields> &
  RowColumns &
  DerivedColumns<E>
export type EventTable<E extends EventEntity> = Columns<(typeof events)[E]['fields']> & EventColumns

type Columns<F> = { [K in keyof F]: Column<F[K]> | null }
type Column<F> = F extends { type: 'integer' | 'boolean' } ? number : string

/**
 * accepted: counts; refused: quarantined with its reason; invalid: not in the catalogue's terms; future: written by a
 * newer program; unread: the body is not here.
 */
export type Verdict = 'accepted' | 'refused' | 'invalid' | 'future' | 'unread'
export type LogKind = 'own' | 'channel' | 'headquarters' | 'other'

export type LogTables = {
  log: {
    id: string
    publicKey: string
    predecessorLog: string | null
    predecessorHead: string | null
    /** Of the birth record; null where the id is of schema 1. */
    salt: string | null
    /** Hash of the birth record: what number 1 names as previous. */
    birth: string
    kind: LogKind
    /** PKCS#8 in base64url, of own and channel logs. */
    privateKey: string | null
    /** The last change that is here without a gap; 0 and the birth's hash before the first. */
    number: number
    head: string
    /** The highest clock adopted from this log. */
    clock: string
    /** Two different changes claim the same number. */
    forked: number
  }
  logHead: { log: string; number: number; hash: string; signature: string }
  change: {
    seq: GeneratedAlways<number>
    hash: string
    log: string
    number: number
    clock: string
    operation: string
    previous: string
    schemaVersion: number
    bodyHash: string
    bodyState: BodyState
    salt: string | null
    /** Canonical JSON. */
    body: string | null
    sealed: string | null
    erasedBy: string | null
    erasedReason: string | null
    entity: string | null
    entityId: string | null
    author: string | null
    at: string | null
    /** Of a present body of schema 2 or later: the row at the top of its case. */
    root: string | null
    /** It says other changes again, or puts back what they said (decisions.md 95, 96): its row is folded as a whole. */
    restates: Generated<number>
    /** Of schema 1 after its chain has spoken a later one: a lie, since schema 2 names what it does not (decisions.md 88). */
    fallen: Generated<number>
    isNew: number
    importId: string | null
    verdict: Verdict
    reason: RefusalReason | null
    declined: number
    withdrawn: number
    /** Accepted, not declined, not withdrawn: the tables follow it. */
    included: number
    /** Its clock was more than 24 h ahead of this machine's when it came. */
    ahead: number
  }
}

export type ImportState = 'staging' | 'applying' | 'applied'

/** seen: looked at and to be taken in as it is; declined: not to count. */
export type ImportChoice = 'seen' | 'declined'

export type ImportTables = {
  local_import: {
    id: string
    package: string
    sender: string
    serial: number
    /** JSON. */
    manifest: string
    state: ImportState
    /** The packageAccepted event. */
    accepted: string | null
    createdAt: string
  }
  /** What a person chose about rows of a package that waits: local until it is taken in, when declining becomes an event. */
  local_importChoice: {
    importId: string
    entity: string
    entityId: string
    choice: ImportChoice
    reason: string | null
  }
  /** Rows with so many changes that an import makes them anew once, at its end. */
  local_dueRow: { entity: string; id: string }
  local_stagedChange: {
    seq: GeneratedAlways<number>
    importId: string
    /** 0: what headquarters decided, applied first; 1: the rest. */
    priority: number
    log: string
    number: number
    hash: string
    previous: string
    /**
     * The change before this package on the chain that has spoken schema 1 so far; null where this line, or one before it in
     * the package, is of a later schema.
     */
    base: string | null
    entity: string | null
    entityId: string | null
    /** JSON of the ChangeLine. */
    line: string
  }
  local_searchDocument: { key: Generated<number>; entity: string; id: string }
}
