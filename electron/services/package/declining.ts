import { canBeUndone } from '../../store/change/decisions.ts'
import type { EventDraft } from '../../store/change/said.ts'
import { choicesOf } from '../../store/imports/choices.ts'
import { stagedChangesOf } from '../../store/imports/stagedUnder.ts'
import { inParts } from '../../store/database/transaction.ts'
import type { ReadTx } from '../../store/store.ts'
import type { JobContext } from '../host/procedure.ts'
import { newRecord } from '../host/newRecord.ts'

/** What a person chose to decline of a staged package, as the events that do it: written with its acceptance, in one operation. */
export async function declinedDrafts(
  context: JobContext,
  tx: ReadTx,
  importId: string,
): Promise<readonly EventDraft[]> {
  const choices = await choicesOf(tx, importId)
  const declined = [...choices].flatMap(([name, { choice }]) => (choice === 'declined' ? [name] : []))
  const drafts: EventDraft[] = []
  for (const part of inParts(declined)) {
    const ids = part.flatMap((name) => name.split(' ')[1] ?? [])
    for (const { hash, name, known } of await stagedChangesOf(tx, importId, ids)) {
      const choice = choices.get(name)
      if (choice?.choice !== 'declined' || (known !== undefined && !canBeUndone(known))) continue
      drafts.push(declination(context, hash, choice.reason ?? ''))
    }
  }
  return drafts
}

export function declination(context: Pick<JobContext, 'host' | 'session'>, change: string, reason: string): EventDraft {
  return { entity: 'changeDeclined', ...newRecord(context, { entity: 'changeDeclined' }), set: { change, reason } }
}
