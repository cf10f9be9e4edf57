import type { Selectable } from 'kysely'
import type { EventEntity } from '../../contract/catalogue/catalogue.ts'
import type { BirthRecord } from '../../contract/change.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { hashBirth } from '../../crypto/change.ts'
import { assertBound } from '../../crypto/logId.ts'
import { type LogHead, signHead, verifyHead } from '../../crypto/logKey.ts'
import { firstClock } from './clock.ts'
import { atMost, listed, query } from '../database/query.ts'
import type { LogKind, Tables } from '../database/tables.ts'
import { inParts, type ReadTx, type WriteTx } from '../database/transaction.ts'
import { loadLetters } from './letters.ts'

/**
 * `number` is 0 before the first change, and then `head` is the hash of the birth record. `forked`: two different changes
 * claim one number, so the log's key was used twice or stolen; both are kept.
 */
export type LogRow = Omit<Selectable<Tables['log']>, 'forked'> & {
  readonly forked: boolean
  readonly letter: string | null
}

/** A log of this installation, with the key that signs its heads. */
export async function addOwnLog(
  tx: WriteTx,
  log: { readonly birth: BirthRecord; readonly privateKey: string; readonly kind: 'own' | 'channel' },
): Promise<void> {
  await insertLog(tx, { birth: log.birth, kind: log.kind, privateKey: log.privateKey })
}

/** A log that is not known here yet. Problem `log.idForged`: the last gate, whatever way its birth record came. */
export async function insertLog(
  tx: WriteTx,
  {
    birth,
    kind,
    privateKey,
  }: { readonly birth: BirthRecord; readonly kind: LogKind; readonly privateKey: string | null },
): Promise<void> {
  assertBound(birth)
  const hash = hashBirth(birth)
  await tx.db
    .insertInto('log')
    .values({
      id: birth.log,
      publicKey: birth.publicKey,
      predecessorLog: birth.predecessor?.log ?? null,
      predecessorHead: birth.predecessor?.head ?? null,
      salt: birth.salt ?? null,
      birth: hash,
      kind,
      privateKey,
      number: 0,
      head: hash,
      clock: firstClock,
      forked: 0,
    })
    .execute()
  tx.memory.trust = undefined
}

export async function listLogs(tx: ReadTx): Promise<readonly LogRow[]> {
  const rows = await tx.db.selectFrom('log').selectAll().orderBy('id').execute()
  const letters = await loadLetters(tx)
  return rows.map((row) => ({ ...row, forked: row.forked === 1, letter: letters.get(row.id) ?? null }))
}

/** Whether this is a headquarters that speaks to others. */
export async function hasChannels(tx: ReadTx): Promise<boolean> {
  return (await tx.run(selectChannel, {})).length > 0
}

const selectChannel = query(({ db }) =>
  db.selectFrom('log').select('id').where('kind', '=', 'channel').limit(atMost(1)).compile(),
)

export async function findLog(tx: ReadTx, id: string): Promise<LogRow | undefined> {
  return (await listLogs(tx)).find((log) => log.id === id)
}

/** Problem `record.notFound`. */
export async function getLog(tx: ReadTx, id: string): Promise<LogRow> {
  const log = await findLog(tx, id)
  if (log === undefined) throw new Problem('record.notFound', {})
  return log
}

export function birthOf(log: LogRow): BirthRecord {
  const { id, publicKey, predecessorLog, predecessorHead, salt } = log
  const known = predecessorLog !== null && predecessorHead !== null
  const predecessor = known ? { log: predecessorLog, head: predecessorHead } : null
  return { log: id, publicKey, predecessor, ...(salt !== null && { salt }) }
}

/** The last change that is here without a gap; undefined before the first. */
export async function headOf(tx: ReadTx, log: string): Promise<LogHead | undefined> {
  const row = await tx.db.selectFrom('log').select(['number', 'head']).where('id', '=', log).executeTakeFirst()
  return row === undefined || row.number === 0 ? undefined : { log, number: row.number, hash: row.head }
}

/** How many changes of a log come after a number, those that made events of one entity left out. */
export async function countChangesAfter(
  tx: ReadTx,
  { log, number, except }: { readonly log: string; readonly number: number; readonly except: EventEntity },
): Promise<number> {
  // Both counts read an index or a small table: not the changes with their bodies.
  const all = await tx.db
    .selectFrom('change')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('log', '=', log)
    .where('number', '>', number)
    .executeTakeFirstOrThrow()
  const left = await tx.catalogue
    .selectFrom<EventEntity>(except)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('changeLog', '=', log)
    .where('changeNumber', '>', number)
    .executeTakeFirstOrThrow()
  return Number(all.count) - Number(left.count)
}

/** The private key of an own or channel log, PKCS#8 in base64url. */
export async function logKeyOf(tx: ReadTx, log: string): Promise<string> {
  const row = await tx.db.selectFrom('log').select('privateKey').where('id', '=', log).executeTakeFirst()
  if (row === undefined || row.privateKey === null)
    throw new Error('this installation does not hold the key of that log')
  return row.privateKey
}

export type SignedHead = LogHead & { readonly signature: string }

/**
 * Signs the heads of these own logs with their keys and keeps the signatures; a log without changes is left out.
 *
 * @internal
 */
export async function signHeads(tx: WriteTx, logs: readonly string[]): Promise<readonly SignedHead[]> {
  const signed: SignedHead[] = []
  for (const log of logs) {
    const head = await headOf(tx, log)
    if (head === undefined) continue
    const signature = signHead(head, await logKeyOf(tx, log))
    await putSignedHead(tx, { ...head, signature })
    signed.push({ ...head, signature })
  }
  return signed
}

/** The highest head of a log that its own key signed: as far as the log can be forwarded. */
export async function signedHeadOf(tx: ReadTx, log: string): Promise<SignedHead | undefined> {
  return tx.db
    .selectFrom('logHead')
    .innerJoin('change', (join) =>
      join.onRef('change.hash', '=', 'logHead.hash').onRef('change.log', '=', 'logHead.log'),
    )
    .select(['logHead.log', 'logHead.number', 'logHead.hash', 'logHead.signature'])
    .where('logHead.log', '=', log)
    .orderBy('logHead.number', 'desc')
    .orderBy('logHead.hash')
    .limit(atMost(1))
    .executeTakeFirst()
}

/** The highest head of a log that came with an accepted package, be its changes applied yet or not. */
export async function seenHeadOf(tx: ReadTx, log: string): Promise<LogHead | undefined> {
  return tx.db
    .selectFrom('logHead')
    .select(['log', 'number', 'hash'])
    .where('log', '=', log)
    .orderBy('number', 'desc')
    .orderBy('hash')
    .limit(atMost(1))
    .executeTakeFirst()
}

/** The logs that have written to a case. */
export async function logsWritingTo(tx: ReadTx, root: string): Promise<readonly string[]> {
  const rows = await tx.db.selectFrom('change').select('log').distinct().where('root', '=', root).execute()
  return rows.map(({ log }) => log)
}

/** The logs of which something counts in one of these cases. */
export async function logsCountingIn(tx: ReadTx, roots: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const part of inParts(roots)) for (const { log } of await tx.run(selectWriters, { roots: part })) found.add(log)
  return [...found]
}

const selectWriters = query(({ db }, at: { readonly roots: readonly string[] }) =>
  db
    .selectFrom('change')
    .select('log')
    .distinct()
    .where('root', 'in', listed(at.roots))
    .where('verdict', '=', 'accepted')
    .compile(),
)

/** Keeps a signature that came with a package. Problem `log.headInvalid` unless the log's key made it. */
export async function putSignedHead(tx: WriteTx, head: SignedHead): Promise<void> {
  const log = await tx.db.selectFrom('log').select('publicKey').where('id', '=', head.log).executeTakeFirstOrThrow()
  checkSignedHead(head, log.publicKey)
  const { log: id, number, hash, signature } = head
  await tx.db
    .insertInto('logHead')
    .values({ log: id, number, hash, signature })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Problem `log.headInvalid`. */
export function checkSignedHead(head: SignedHead, publicKey: string): void {
  const told = verifyHead(head.signature, publicKey)
  if (told.log !== head.log || told.number !== head.number || told.hash !== head.hash) {
    throw new Problem('log.headInvalid', {})
  }
}
