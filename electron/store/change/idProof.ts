import { type Entity, isRowEntity, parentsOf, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import { asksForProof, idNonceSize, type IdProof, isProven, provenId } from '../../crypto/provenId.ts'
import type { KnownChange } from '../log/storedChange.ts'

/** A new id, and what its making has to carry: to be spread into the draft. */
export type MadeId = { readonly id: string; readonly nonce: string }

type Making = {
  readonly entity: Entity
  readonly parent?: string | undefined
  readonly parentEntity?: string | undefined
}

/** An id for something new that only this log can make, under that parent and no other. */
export function makeId(
  { log, now, random }: { readonly log: string; readonly now: number; readonly random: (count: number) => Uint8Array },
  making: Making,
): MadeId {
  const nonce = Buffer.from(random(idNonceSize)).toString('base64url')
  // The first of several parents goes without saying, in a change and so in its proof.
  const parentEntity = making.parentEntity === parentsOf(making.entity)[0] ? undefined : making.parentEntity
  return { id: provenId(now, proofOf(log, nonce, { ...making, parentEntity })), nonce }
}

/** Whether a change may make what it names, as far as the id goes; judged from the change itself. */
export function mayMake(change: KnownChange): boolean {
  if (!needsMaker(change.entity, change.entityId)) return true
  return change.nonce !== undefined && isProven(change.entityId, proofOf(change.log, change.nonce, change))
}

/** Only the change that proves such an id makes the row: without it there is none, whatever others edit. */
export function needsMaker(entity: Entity, id: string): boolean {
  return asksForProof(id) && !(isRowEntity(entity) && rowNounOf(entity).derivedId === true)
}

function proofOf(log: string, nonce: string, { entity, parent, parentEntity }: Making): IdProof {
  return {
    log,
    nonce,
    entity,
    parent: parent ?? null,
    parentEntity: parentEntity ?? null,
    campaign: null,
    team: null,
  }
}
