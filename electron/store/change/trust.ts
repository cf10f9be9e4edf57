import { eventEntities, type EventEntity, eventNounOf, isEventEntity } from '../../contract/catalogue/catalogue.ts'
import { joins } from './joins.ts'
import { authorise, type JudgedChange, type RefusalReason } from '../../domain/rights/authorise.ts'
import { type Decision, foldTrust, type GivenTrust, type TrustState } from '../../domain/rights/trust.ts'
import { query } from '../database/query.ts'
import { loadBranches, logsCutBy } from '../log/branches.ts'
import { loadFounder, loadGiven } from '../log/headquarters.ts'
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
  const decisions = await loadDecisions(tx)
  const own = await tx.run(selectOwnLogs, {})
  return {
    state: foldTrust(await loadGivenTrust(tx, decisions), decisions),
    ownLogs: new Set(own.map(({ id }) => id)),
    letters: await loadLetters(tx),
  }
}

/** The decisions that count, as their tables hold them. */
async function loadDecisions(tx: ReadTx): Promise<readonly Decision[]> {
  const found: Decision[] = []
  for (const [entity, select] of selectDecisions) {
    for (const row of await tx.run(select, {})) {
      const { id: entityId, parent, changeId: id, changeLog: log, clock, ...set } = row
      found.push({ id, clock, log, entity, entityId, parent: parent ?? undefined, set })
    }
  }
  return found
}

type DecisionRow = Readonly<{ id: string; parent: string | null; changeId: string; changeLog: string; clock: string }>
const selectDecisions = new Map(
  trustEntities.map((entity) => [
    entity,
    query(({ catalogue }) => catalogue.selectFrom<EventEntity>(entity).selectAll().$castTo<DecisionRow>().compile()),
  ]),
)

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

/** What is given before any decision: which logs are headquarters', the founder of this workspace, and how cut logs branch. */
export async function loadGivenTrust(tx: ReadTx, decisions: readonly Decision[] = []): Promise<GivenTrust> {
  return { ...(await loadGiven(tx)), branches: await loadBranches(tx, logsCutBy(decisions)) }
}

/**
 * It makes something under an id that is another's: refused, judged from the change itself. Headquarters may make again
 * what a team made, when it takes it into its roster.
 */
export function claimsWrongly(change: KnownChange, { headquartersLogs }: TrustState): RefusalReason | undefined {
  return change.isNew && !headquartersLogs.has(change.log) && !mayMake(change) ? 'idUnproved' : undefined
}

type Found = Pick<JudgedChange, 'madeBy' | 'cases' | 'joinSettled'>

export function reasonAgainst(change: KnownChange, trust: TrustState, found: Found = {}): RefusalReason | null {
  const { id, log, number, author, at, entity, isNew, set } = change
  const said = { fields: Object.keys(set), joins: joins(change) }
  const judged = { id, log, number, author, at, entity, isNew, ...said, ...found }
  const verdict = authorise(judged, trust)
  return verdict.ok ? null : verdict.reason
}
