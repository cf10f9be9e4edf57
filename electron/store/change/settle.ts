import type { RefusalReason } from '../../domain/rights/authorise.ts'
import { compareChanges } from '../../domain/log/spoken.ts'
import { foldTrust, type GivenTrust, type TrustState } from '../../domain/rights/trust.ts'
import type { KnownChange } from '../log/storedChange.ts'
import { claimsWrongly, reasonAgainst } from './trust.ts'

/** Per decision: null where it is accepted, else the reason. */
export type Settled = ReadonlyMap<string, RefusalReason | null>

/**
 * Judges the decisions of headquarters among themselves: some allow or forbid others (a grant makes an administrator, a
 * revocation ends one). They are judged in the order of the log, each by those before it: of two who revoke each other the
 * first holds (decisions.md 79). Some reach back: an end, to what had not been seen when it was decided; a cut that is raised, an
 * end that is lifted, to what it lets in. Those are noted and all is judged again; what was taken out stays out, so this
 * comes to an end. The result depends on their set only.
 */
export function settleTrust(given: GivenTrust, changes: readonly KnownChange[]): Settled {
  const ordered = changes.toSorted(compareChanges)
  const reachedBack: ReachedBack = { ended: new Map(), letIn: new Set() }
  for (;;) {
    const { settled, state } = judgeInOrder(given, ordered, reachedBack)
    if (!reachBack(ordered, settled, state, reachedBack)) return told(ordered, settled, state)
  }
}

/** Of what is refused a person is told the reason that holds in the end, not the one when its turn came. */
function told(ordered: readonly KnownChange[], settled: Settled, state: TrustState): Settled {
  return new Map(
    ordered.map((change) => {
      const reason = settled.get(change.id) ?? null
      return [change.id, reason === null ? null : (reasonAgainst(change, state) ?? reason)]
    }),
  )
}

type ReachedBack = { readonly ended: Map<string, RefusalReason>; readonly letIn: Set<string> }

/** Notes what the decisions as a whole judge otherwise than those before it; false where there is nothing new. */
function reachBack(
  ordered: readonly KnownChange[],
  settled: Settled,
  state: TrustState,
  { ended, letIn }: ReachedBack,
): boolean {
  const before = ended.size + letIn.size
  for (const change of ordered) {
    const then = settled.get(change.id) ?? null
    const now = reasonAgainst(change, state)
    if (then === null && now !== null) ended.set(change.id, now)
    if (then !== null && now === null && !ended.has(change.id)) letIn.add(change.id)
  }
  return ended.size + letIn.size > before
}

function judgeInOrder(
  given: GivenTrust,
  ordered: readonly KnownChange[],
  { ended, letIn }: ReachedBack,
): { readonly settled: Settled; readonly state: TrustState } {
  const settled = new Map<string, RefusalReason | null>()
  const accepted: KnownChange[] = []
  const said = new Set<string>()
  let state = foldTrust(given, [])
  for (const change of ordered) {
    const reason =
      claimsWrongly(change, state) ??
      ended.get(change.id) ??
      (letIn.has(change.id) ? null : reasonAgainst(change, state))
    settled.set(change.id, reason)
    const name = `${change.entity} ${change.entityId}`
    // Headquarters says a decision in many channels under one id: the first stands for all.
    if (reason !== null || said.has(name)) continue
    said.add(name)
    accepted.push(change)
    if (steersDecisions(change, given)) state = foldTrust(given, accepted)
  }
  return { settled, state: foldTrust(given, accepted) }
}

/** What can change the judgement of other decisions: who decides for headquarters, and who is revoked. */
function steersDecisions({ entity, set }: KnownChange, { headquartersLogs }: GivenTrust): boolean {
  if (entity === 'grant') return typeof set['log'] === 'string' && headquartersLogs.has(set['log'])
  return revocations.has(entity)
}

const revocations: ReadonlySet<string> = new Set(['revocation', 'revocationLifted', 'cut', 'cutRaised'])
