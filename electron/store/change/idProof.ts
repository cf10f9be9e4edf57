import { type Entity, isRowEntity, parentsOf, type RowEntity, rowNounOf } from '../../contract/catalogue/catalogue.ts'
import type { PairOf } from '../../contract/catalogue/noun.ts'
import { asksForProof, idNonceSize, type IdProof, isProven, provenId } from '../../crypto/provenId.ts'
import { uuidV5, uuidVersion } from '../../crypto/uuid.ts'
import type { KnownChange } from '../log/storedChange.ts'

/** A new id, and what its making has to carry: to be spread into the draft. */
export type MadeId = { readonly id: string; readonly nonce: string } & Ownership

type Making = {
  readonly entity: Entity
  readonly parent?: string | undefined
  readonly parentEntity?: string | undefined
} & Ownership

/** What the making of a root fixes for it and all that stands under it; nothing where it is not known. */
export type Ownership = { readonly campaign?: string | undefined; readonly team?: string | undefined }

/** An id for something new that only this log can make, under that parent and no other. */
export function makeId(
  { log, now, random }: { readonly log: string; readonly now: number; readonly random: (count: number) => Uint8Array },
  making: Making,
): MadeId {
  const nonce = Buffer.from(random(idNonceSize)).toString('base64url')
  // The first of several parents goes without saying, in a change and so in its proof.
  const parentEntity = making.parentEntity === parentsOf(making.entity)[0] ? undefined : making.parentEntity
  const { campaign, team } = making
  const id = provenId(now, proofOf(log, nonce, { ...making, parentEntity }))
  return { id, nonce, ...(campaign !== undefined && { campaign }), ...(team !== undefined && { team }) }
}

/** Whether a change may make what it names, as far as the id goes; judged from the change itself. */
export function mayMake(change: KnownChange): boolean {
  const { entity, entityId, log, nonce } = change
  if (uuidVersion(entityId) === '5') return isItsPair(change)
  if (!needsMaker(entity, entityId)) return true
  return nonce !== undefined && isProven(entityId, proofOf(log, nonce, change))
}

/** Only the change that proves such an id makes the row: without it there is none, whatever others edit. */
export function needsMaker(entity: Entity, id: string): boolean {
  return asksForProof(id) && derivationOf(entity) === undefined
}

/** The id of a noun that is reckoned from a pair: two people who make the same make one row. */
export function pairId(entity: RowEntity, parent: string, value: string): string {
  const derivation = derivationOf(entity)
  if (derivation === undefined || derivation === true) throw new Error(`${entity} is no pair`)
  return uuidV5(parent, derivation.named?.[value] ?? value)
}

/** What claims the id of a pair is that pair, or it would move or empty the row that is. */
function isItsPair({ entity, entityId, parent, set }: KnownChange): boolean {
  const derivation = derivationOf(entity)
  if (derivation === undefined || derivation === true || !isRowEntity(entity)) return true
  const value = set[derivation.from]
  return typeof value === 'string' && parent !== undefined && pairId(entity, parent, value) === entityId
}

function derivationOf(entity: Entity): true | PairOf | undefined {
  return isRowEntity(entity) ? rowNounOf(entity).derivedId : undefined
}

function proofOf(log: string, nonce: string, { entity, parent, parentEntity, campaign, team }: Making): IdProof {
  return {
    log,
    nonce,
    entity,
    parent: parent ?? null,
    parentEntity: parentEntity ?? null,
    campaign: campaign ?? null,
    team: team ?? null,
  }
}
