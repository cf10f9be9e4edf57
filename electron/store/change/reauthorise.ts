import type { EventEntity } from '../../contract/catalogue/catalogue.ts'
import { knowsOwners } from '../../domain/rights/ownership.ts'
import type { TrustState } from '../../domain/rights/trust.ts'
import { casesOfLogs, rejudgeCases } from './caseJudging.ts'
import { rowsJoinedIn } from './joins.ts'
import { rejudgeLogs, rejudgeRows, rowsMadeIn, storeVerdicts, type Verdicts } from './judging.ts'
import { projectEvents } from '../row/projectEvents.ts'
import { rowsSpokenOfIn } from '../row/refold.ts'
import { type KnownChange, knownColumns, toKnownChange } from '../log/storedChange.ts'
import { type ReadTx, type Trust, type WriteTx } from '../database/transaction.ts'
import { settleTrust } from './settle.ts'
import { loadGivenTrust, loadTrust, trustEntities } from './trust.ts'

/**
 * What came of headquarters' decisions: changes that began or ceased to be accepted, rows to be folded anew because logs are
 * headquarters' now, and logs with another letter.
 */
export type TrustEffect = {
  readonly flipped: readonly KnownChange[]
  readonly refold: readonly Pick<KnownChange, 'entity' | 'entityId'>[]
  readonly lettered: readonly string[]
  readonly verdicts: Verdicts
}

/**
 * Judges all decisions of headquarters anew, then the changes of every log that they concern (decisions.md 11): a grant may
 * arrive after the work it allows. The caller lets the tables follow `flipped`. `before`: what was known before the
 * decisions, or the word on whose log is headquarters', were written.
 */
export async function settleAgain(tx: WriteTx, before: Trust): Promise<TrustEffect> {
  const changes = await loadTrustChanges(tx)
  const verdicts = settleTrust(await loadGivenTrust(tx, changes), changes)
  const decided = await storeVerdicts(tx, changes, verdicts)
  await projectEvents(tx, [], groupEvents(decided))
  const after = await loadTrust(tx)
  tx.memory.trust = after
  const flipped: KnownChange[] = []
  const logs = await concernedLogs(tx, before.state, after.state)
  for await (const page of rejudgeLogs(tx, logs, after)) flipped.push(...page)
  const cases = await concernedCases(tx, before.state, after.state)
  for await (const page of rejudgeCases(tx, cases, after)) flipped.push(...page)
  const revalued = differing([...before.state.headquartersLogs], [...after.state.headquartersLogs])
  const moved = differing(before.state.memberships, after.state.memberships).map(({ log }) => log)
  const rows = [...(await rowsMadeIn(tx, [...revalued, ...moved])), ...(await rowsJoinedIn(tx, revalued))]
  flipped.push(...(await rejudgeRows(tx, [...new Set(rows)], after)))
  const refold = await rowsSpokenOfIn(tx, revalued)
  return { flipped, refold, lettered: differingLetters(before, after), verdicts }
}

/** All decisions of headquarters that can be read here, whatever their verdict. */
export async function loadTrustChanges(tx: ReadTx): Promise<readonly KnownChange[]> {
  const rows = await tx.db
    .selectFrom('change')
    .select(knownColumns)
    .where('entity', 'in', [...trustEntities])
    .where('verdict', 'in', ['accepted', 'refused'])
    .execute()
  return rows.flatMap((row) => toKnownChange(row) ?? [])
}

function groupEvents(changes: readonly KnownChange[]) {
  const events = new Map<EventEntity, Set<string>>()
  for (const entity of trustEntities) {
    const ids = changes.filter((change) => change.entity === entity).map((change) => change.entityId)
    if (ids.length > 0) events.set(entity, new Set(ids))
  }
  return events
}

/** Logs whose changes may be judged differently now. */
async function concernedLogs(tx: ReadTx, before: TrustState, after: TrustState): Promise<readonly string[]> {
  const logs = await tx.db.selectFrom('log').select('id').orderBy('id').execute()
  const people = differing(before.revocations, after.revocations).some(({ kind }) => kind === '人员')
  const begins = knowsOwners(before) !== knowsOwners(after)
  const all = people || begins || before.founder?.log !== after.founder?.log
  const headquarters = new Set([...before.headquartersLogs, ...after.headquartersLogs])
  const named = new Set([
    ...differing([...before.enrolledLogs], [...after.enrolledLogs]),
    ...differing([...before.headquartersLogs], [...after.headquartersLogs]),
    ...differing(before.grants, after.grants).map((grant) => grant.log),
    ...differing(before.revocations, after.revocations).map((revocation) => revocation.subject),
    ...differing(before.memberships, after.memberships).map((membership) => membership.log),
  ])
  // Headquarters is one party with several logs: a role in one of them may hold in the others.
  const own = [...headquarters].some((log) => named.has(log))
  return logs.map((log) => log.id).filter((id) => all || named.has(id) || (own && headquarters.has(id)))
}

/** Roots whose owner may be another now: handed over, or made by a log that is in other teams now. */
async function concernedCases(tx: ReadTx, before: TrustState, after: TrustState): Promise<readonly string[]> {
  const handedOver = differing([...before.handOvers], [...after.handOvers]).map(([root]) => root)
  const moved = [
    ...differing(before.memberships, after.memberships).map(({ log }) => log),
    ...differing([...before.headquartersLogs], [...after.headquartersLogs]),
  ]
  if (!knowsOwners(after)) return []
  return [...new Set([...handedOver, ...(await casesOfLogs(tx, moved))])]
}

/** What is in one list and not in the other. */
function differing<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  const inA = new Set(a.map(spelled))
  const inB = new Set(b.map(spelled))
  return [...a.filter((item) => !inB.has(spelled(item))), ...b.filter((item) => !inA.has(spelled(item)))]
}

function spelled(item: unknown): string {
  return JSON.stringify(item, (_key, value: unknown) => (value instanceof Set ? [...value] : value))
}

function differingLetters(before: Trust, after: Trust): readonly string[] {
  const logs = new Set([...before.letters.keys(), ...after.letters.keys()])
  return [...logs].filter((log) => before.letters.get(log) !== after.letters.get(log))
}
