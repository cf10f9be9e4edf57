import type { Selectable } from 'kysely'
import { isProblem } from '../../contract/problem/problem.ts'
import { bodySaltSize, hashBirth, hashBodyText, hashHeader } from '../../crypto/change.ts'
import type { Tables } from '../database/tables.ts'
import type { ReadTx } from '../database/transaction.ts'
import { birthOf, checkSignedHead, listLogs, type LogRow } from './log.ts'

/**
 * birth: the log is not the one that its first change names; gap: a change is missing; link: one names another before it, or
 * its clock falls; header, body: not what its hash says; head: the log does not end where it says; signature: a signed head
 * does not hold; cut: its own key signed a head beyond what is here.
 */
export type ChainFault = 'birth' | 'gap' | 'link' | 'header' | 'body' | 'head' | 'signature' | 'cut'

export type ChainCheck = {
  readonly logs: number
  readonly changes: number
  readonly faults: readonly { readonly log: string; readonly faults: readonly ChainFault[] }[]
}

/** Works every chain out anew from the change table: body under header, header under the next, from birth to signed head. */
export async function checkChains(tx: ReadTx): Promise<ChainCheck> {
  const logs = await listLogs(tx)
  const faults: { log: string; faults: readonly ChainFault[] }[] = []
  let changes = 0
  for (const log of logs) {
    const found = new Set<ChainFault>()
    changes += await checkChain(tx, log, found)
    for (const fault of await headFaults(tx, log)) found.add(fault)
    if (found.size > 0) faults.push({ log: log.id, faults: [...found] })
  }
  for (const log of await strayLogs(tx)) faults.push({ log, faults: ['birth'] })
  return { logs: logs.length, changes, faults }
}

type ChangeRow = Selectable<Tables['change']>
const pageSize = 500

/** Gives how many changes there are. Of a forked log several may claim a number; each names one of those before. */
async function checkChain(tx: ReadTx, log: LogRow, faults: Set<ChainFault>): Promise<number> {
  if (hashBirth(birthOf(log)) !== log.birth) faults.add('birth')
  let before: ReadonlyMap<string, string> = new Map([[log.birth, '']])
  let number = 0
  let count = 0
  for (let first = 1; ; first += pageSize) {
    const page = await changesFrom(tx, log.id, first)
    for (const [at, claims] of Map.groupBy(page, (change) => change.number)) {
      if (at !== number + 1) faults.add('gap')
      for (const change of claims) checkChange(change, before, faults)
      before = new Map(claims.map(({ hash, clock }) => [hash, clock]))
      number = at
      count += claims.length
    }
    if (page.length === 0 && first > log.number) break
  }
  if (number !== log.number || !before.has(log.head)) faults.add('head')
  return count
}

function changesFrom(tx: ReadTx, log: string, first: number): Promise<readonly ChangeRow[]> {
  return tx.db
    .selectFrom('change')
    .selectAll()
    .where('log', '=', log)
    .where('number', '>=', first)
    .where('number', '<', first + pageSize)
    .orderBy('number')
    .orderBy('hash')
    .execute()
}

function checkChange(change: ChangeRow, before: ReadonlyMap<string, string>, faults: Set<ChainFault>): void {
  const { log, number, clock, operation, previous, schemaVersion, bodyHash, bodyState, body, salt, hash } = change
  const clockBefore = before.get(previous)
  if (clockBefore === undefined || clock <= clockBefore) faults.add('link')
  if (hashHeader({ body: bodyHash, clock, log, number, operation, previous, schemaVersion }) !== hash) {
    faults.add('header')
  }
  if (bodyState !== 'present') return
  const salted = Buffer.from(salt ?? '', 'base64url')
  if (body === null || salted.length !== bodySaltSize || hashBodyText(salted, body) !== bodyHash) faults.add('body')
}

async function headFaults(tx: ReadTx, log: LogRow): Promise<readonly ChainFault[]> {
  const heads = await tx.db
    .selectFrom('logHead')
    .leftJoin('change', 'change.hash', 'logHead.hash')
    .select(['logHead.log', 'logHead.number', 'logHead.hash', 'logHead.signature', 'change.number as place'])
    .where('logHead.log', '=', log.id)
    .execute()
  return heads.flatMap(({ place, ...head }): readonly ChainFault[] => {
    if (!isSigned(head, log.publicKey)) return ['signature']
    return place === head.number ? [] : ['cut']
  })
}

function isSigned(head: Parameters<typeof checkSignedHead>[0], publicKey: string): boolean {
  try {
    checkSignedHead(head, publicKey)
    return true
  } catch (error) {
    if (isProblem(error)) return false
    throw error
  }
}

/** Changes of a log of which nothing is known. */
async function strayLogs(tx: ReadTx): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom('change')
    .leftJoin('log', 'log.id', 'change.log')
    .select('change.log')
    .distinct()
    .where('log.id', 'is', null)
    .execute()
  return rows.map(({ log }) => log)
}
