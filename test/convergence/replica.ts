import { cpSync, mkdirSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Role } from '../../electron/contract/capability.ts'
import type { BirthRecord } from '../../electron/contract/change.ts'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { addLog } from '../../electron/store/change/addLog.ts'
import { append, type Append } from '../../electron/store/change/changeLog.ts'
import type { EventDraft, RowDraft } from '../../electron/store/change/said.ts'
import { addOwnLog } from '../../electron/store/log/log.ts'
import { openStore, type Store } from '../../electron/store/store.ts'
import { drawFrom } from './draw.ts'
import { drawLog } from './pen.ts'

/** A log that a workspace writes, with its key. */
export type OwnLog = { readonly birth: BirthRecord; readonly privateKey: string }

/** A real workspace on disk, with the log that it writes and the person who writes it. */
export type Replica = OwnLog & {
  readonly name: string
  readonly folder: string
  /** Of headquarters: where it says again what others have not got. */
  readonly channel: OwnLog | undefined
  readonly person: string
  readonly isHeadquarters: boolean
  /** Milliseconds that its machine's clock goes wrong. */
  skew: number
  store: Store
  /** Decided something that concerns only what came into this workspace: it is compared with its rebuild alone. */
  isApart: boolean
  /** Per row what a person has seen and may save over later. */
  readonly seen: Map<string, Readonly<Record<string, readonly string[]>>>
}

export type Clock = { now: number }
export type Ground = {
  readonly folder: string
  readonly template: string
  readonly clock: Clock
  readonly seed: string
}

export const workspaceKey = createHash('sha256').update('a key of histories').digest()

/** An empty workspace that others are copied from: to make every table anew would be most of the time. */
export async function makeTemplate(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const store = await openStore({ folder, workspaceKey, create: true })
  await store.close()
}

export async function createReplica(ground: Ground, name: string, roles: readonly Role[]): Promise<Replica> {
  const draw = drawFrom(`${ground.seed} replica ${name}`)
  const folder = join(ground.folder, name)
  cpSync(ground.template, folder, { recursive: true })
  const own = drawLog(draw, ground.clock.now)
  const person = draw.id(ground.clock.now)
  const isHeadquarters = roles.includes('系统管理员')
  const channel = isHeadquarters ? drawLog(draw, ground.clock.now) : undefined
  const replica: Replica = {
    ...own,
    ...{ name, folder, channel, person, isHeadquarters, skew: 0, isApart: false, seen: new Map() },
    store: await openFolder(ground, { name, folder, skewed: () => replica.skew }),
  }
  await replica.store.write(async (tx) => {
    await addOwnLog(tx, { ...own, kind: 'own' })
    if (channel !== undefined) await addOwnLog(tx, { ...channel, kind: 'channel' })
    const value = JSON.stringify({ log: own.birth.log, person, roles })
    await tx.db.insertInto('local_setting').values({ key: 'founder', value }).execute()
  })
  return replica
}

/** The logs that a replica writes. */
export function ownLogs(replica: Replica): readonly OwnLog[] {
  return replica.channel === undefined ? [replica] : [replica, replica.channel]
}

export async function reopen(ground: Ground, replica: Replica): Promise<void> {
  await replica.store.close()
  const { name, folder } = replica
  replica.store = await openFolder(ground, { name, folder, skewed: () => replica.skew })
}

/** The folder as it lies there, opened a second time under another name: from then on one log is written twice. */
export async function copyReplica(ground: Ground, original: Replica, name: string): Promise<Replica> {
  const folder = join(ground.folder, name)
  await original.store.close()
  cpSync(original.folder, folder, { recursive: true })
  const copy = { ...original, name, folder, seen: new Map<string, Readonly<Record<string, readonly string[]>>>() }
  copy.store = await openFolder(ground, { name, folder, skewed: () => copy.skew })
  original.store = await openFolder(ground, {
    ...{ name: original.name, folder: original.folder },
    skewed: () => original.skew,
  })
  return copy
}

type Opening = { readonly name: string; readonly folder: string; readonly skewed: () => number }

async function openFolder({ clock, seed }: Ground, { name, folder, skewed }: Opening): Promise<Store> {
  const draw = drawFrom(`${seed} salts ${name} ${clock.now}`)
  return openStore({ folder, workspaceKey, random: draw.bytes, now: () => new Date(clock.now + skewed()) })
}

/** Writes as the program does; false where the person may not. */
export async function save(
  { clock }: Ground,
  replica: Replica,
  operation: string,
  drafts: readonly (RowDraft | EventDraft)[],
): Promise<boolean> {
  return write({ clock }, replica, { log: replica.birth.log, operation, drafts })
}

/** Says rows again, word for word, in the channel of headquarters; false where the person may not. */
export async function sayAgain(
  { clock }: Ground,
  replica: Replica,
  operation: string,
  drafts: readonly RowDraft[],
): Promise<boolean> {
  const { channel } = replica
  if (channel === undefined) return false
  return write({ clock }, replica, { log: channel.birth.log, operation, drafts, restate: true })
}

async function write(
  { clock }: Pick<Ground, 'clock'>,
  { store, skew, person: author }: Replica,
  operation: Omit<Append, 'author' | 'at'>,
): Promise<boolean> {
  clock.now += 1000
  const at = new Date(clock.now + skew).toISOString()
  try {
    await store.write((tx) => append(tx, { ...operation, author, at }))
    return true
  } catch (error) {
    if (isProblem(error) && error.kind === 'permission.denied') return false
    throw error
  }
}

/** The replica learns that a log is headquarters', as enrolment or a certificate would tell it. */
export async function meetHeadquarters(replica: Replica, birth: BirthRecord): Promise<void> {
  if (ownLogs(replica).some((own) => own.birth.log === birth.log)) return
  await replica.store.write((tx) => addLog(tx, { birth, kind: 'headquarters' }))
}
