import type { Entity } from '../../contract/catalogue/catalogue.ts'
import { makeId, type MadeId, type Ownership } from '../../store/change/idProof.ts'
import type { Host, Session } from './host.ts'

export type { MadeId } from '../../store/change/idProof.ts'

type Maker = { readonly host: Pick<Host, 'now' | 'random'>; readonly session: Session }
type Making = { readonly entity: Entity; readonly parent?: string; readonly parentEntity?: Entity } & Ownership

/** The id of something new in this workspace's own log, with its proof: spread it into the draft that makes it. */
export function newRecord({ host, session }: Maker, making: Making): MadeId {
  return newRecordIn(host, session.workspace.log, making)
}

/** The same in another log of this installation: a channel, or one that has just begun. */
export function newRecordIn({ now, random }: Maker['host'], log: string, making: Making): MadeId {
  return makeId({ log, now: now(), random }, making)
}
