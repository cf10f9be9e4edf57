import { eventEntities, type EventEntity, eventNounOf, isEventEntity } from '../../contract/catalogue/catalogue.ts'
import { can, type Role } from '../../contract/capability.ts'
import { authorise, type Grant, type RefusalReason, type Revocation, type TrustState } from '../../domain/authorise.ts'
import { compareChanges, firstChange } from '../../domain/merge.ts'
import { query } from '../database/query.ts'
import { loadLetters } from '../log/letters.ts'
import { mayMake } from './idProof.ts'
import type { KnownChange } from '../log/storedChange.ts'
import type { ReadTx, Trust, WriteTx } from '../database/transaction.ts'

/** Events that steer the judgement of all others. */
export const trustEntities: readonly EventEntity[] = eventEntities.filter(isTrustEntity)

export function isTrustEntity(entity: string): boolean {
  return isEventEntity(entity) && eventNounOf(entity).steers === true
}

/** Who may write, and which letter each log has, as the tables say now. */
export async function loadTrust(tx: ReadTx): Promise<Trust> {
  const base = await loadGivenTrust(tx)
  const enrolled = await tx.run(selectEnrolled, {})
  const grants = await tx.run(selectGrants, {})
  const revocations = await tx.run(selectRevocations, {})
  const own = await tx.run(selectOwnLogs, {})
  return {
    state: {
      ...base,
      enrolledLogs: new Set(enrolled.flatMap(({ log }) => log ?? [])),
      grants: grants.flatMap(toGrant),
      revocations: revocations.flatMap(toRevocation),
    },
    ownLogs: new Set(own.map(({ id }) => id)),
    letters: await loadLetters(tx),
  }
}

const selectEnrolled = query(({ db }) => db.selectFrom('logEnrolled').select('log').compile())
const selectGrants = query(({ db }) => db.selectFrom('grant').select(['person', 'log', 'role', 'unit']).compile())
const selectRevocations = query(({ db }) => db.selectFrom('revocation').select(['kind', 'subject', 'since']).compile())
const selectOwnLogs = query(({ db }) => db.selectFrom('log').select('id').where('kind', '=', 'own').compile())

/** The rights known now, for a door that asks before it opens. */
export async function readTrust(tx: ReadTx): Promise<TrustState> {
  return (await loadTrust(tx)).state
}

/** As `loadTrust`, from memory where the writing connection still holds it. */
export async function trustOf(tx: WriteTx): Promise<Trust> {
  const known = tx.memory.trust
  // The founder is a setting of this machine, written without the change log.
  if (known !== undefined && sameFounder(known.state.founder, await loadFounder(tx))) return known
  tx.memory.trust = await loadTrust(tx)
  return tx.memory.trust
}

function sameFounder(a: TrustState['founder'], b: TrustState['founder']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What is given before any event: which logs are headquarters', and the founder of this workspace. */
export async function loadGivenTrust(tx: ReadTx): Promise<TrustState> {
  const logs = await tx.run(selectTrustedLogs, {})
  const founder = await loadFounder(tx)
  const kinds =
    founder !== null && can(founder.roles, 'administerTrust')
      ? ['own', 'channel', 'headquarters']
      : ['channel', 'headquarters']
  return {
    headquartersLogs: new Set(logs.filter((log) => kinds.includes(log.kind)).map((log) => log.id)),
    headquartersElsewhere: new Set(logs.filter((log) => log.kind === 'headquarters').map((log) => log.id)),
    enrolledLogs: new Set(),
    grants: [],
    revocations: [],
    founder,
  }
}

const selectTrustedLogs = query(({ db }) =>
  db.selectFrom('log').select(['id', 'kind']).where('kind', 'in', ['own', 'channel', 'headquarters']).compile(),
)

async function loadFounder(tx: ReadTx): Promise<TrustState['founder']> {
  const [setting] = await tx.run(selectFounder, {})
  return setting === undefined ? null : (JSON.parse(setting.value) as TrustState['founder'])
}

const selectFounder = query(({ db }) =>
  db.selectFrom('local_setting').select('value').where('key', '=', 'founder').compile(),
)

export type Settled = ReadonlyMap<string, RefusalReason | null>

/**
 * Judges the events of headquarters among themselves: some allow or forbid others (a grant makes an administrator, a
 * revocation ends one). Starting from what is given, they are judged again until nothing changes, so the result depends
 * on their set only. Per change: null where it is accepted, else the reason.
 */
export function settleTrust(given: TrustState, changes: readonly KnownChange[]): Settled {
  const ordered = changes.toSorted(compareChanges)
  let state = given
  let settled: Settled = new Map()
  for (let round = 0; round < mostRounds; round += 1) {
    const judged: Settled = new Map(
      ordered.map((change) => [change.id, claimsWrongly(change, state) ?? reasonAgainst(change, state)]),
    )
    if (sameVerdicts(settled, judged)) return judged
    settled = judged
    state = extendTrust(
      given,
      ordered.filter((change) => judged.get(change.id) === null),
    )
  }
  return settled
}

/** More rounds than one chain of appointments is ever long; events that contradict each other end somewhere. */
const mostRounds = 16

export function extendTrust(given: TrustState, accepted: readonly KnownChange[]): TrustState {
  // As the tables hold them: two kinds of events may claim one id.
  const events = [...Map.groupBy(accepted, ({ entity, entityId }) => `${entity} ${entityId}`).values()].flatMap(
    (claims) => firstChange(claims) ?? [],
  )
  const of = (entity: EventEntity) => events.filter((event) => event.entity === entity).map(({ set }) => set)
  return {
    ...given,
    enrolledLogs: new Set(of('logEnrolled').flatMap(({ log }) => (typeof log === 'string' ? log : []))),
    grants: of('grant').flatMap(toGrant),
    revocations: of('revocation').flatMap(toRevocation),
  }
}

/**
 * It makes something under an id that is another's: refused, judged from the change itself. Headquarters may make again
 * what a team made, when it takes it into its roster.
 */
export function claimsWrongly(change: KnownChange, { headquartersLogs }: TrustState): RefusalReason | undefined {
  return change.isNew && !headquartersLogs.has(change.log) && !mayMake(change) ? 'idUnproved' : undefined
}

export function reasonAgainst(change: KnownChange, trust: TrustState, madeBy?: string): RefusalReason | null {
  const { log, author, at, entity, isNew, set } = change
  const verdict = authorise({ log, author, at, entity, isNew, fields: Object.keys(set), madeBy }, trust)
  return verdict.ok ? null : verdict.reason
}

function sameVerdicts(a: Settled, b: Settled): boolean {
  return a.size === b.size && [...a].every(([id, reason]) => b.get(id) === reason)
}

type Values = Readonly<Record<string, unknown>>

function toGrant({ person, log, role, unit }: Values): Grant[] {
  if (typeof person !== 'string' || typeof log !== 'string' || typeof role !== 'string') return []
  // The catalogue checked the word when the change came in.
  return [{ person, log, role: role as Role, unit: typeof unit === 'string' ? unit : null }]
}

function toRevocation({ kind, subject, since }: Values): Revocation[] {
  if (typeof kind !== 'string' || typeof subject !== 'string' || typeof since !== 'string') return []
  return [{ kind: kind as Revocation['kind'], subject, since }]
}
