import type { BirthRecord } from '../../contract/change.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { hashBirth } from '../../crypto/change.ts'
import type { Trust, WriteTx } from '../database/transaction.ts'
import { insertLog } from '../log/log.ts'
import { projectEffect } from './apply.ts'
import { settleAgain } from './reauthorise.ts'
import { trustOf } from './trust.ts'

/**
 * A log known from enrolment or a package. One that is known stays as it is, except that it may prove to be
 * headquarters': what it holds is judged again then. Problem `log.headInvalid` when another key claims a known log.
 */
export async function addLog(
  tx: WriteTx,
  log: { readonly birth: BirthRecord; readonly kind: 'headquarters' | 'other' },
): Promise<void> {
  const known = await tx.db
    .selectFrom('log')
    .select(['birth', 'kind'])
    .where('id', '=', log.birth.log)
    .executeTakeFirst()
  if (known === undefined) return insertLog(tx, { birth: log.birth, kind: log.kind, privateKey: null })
  if (known.birth !== hashBirth(log.birth)) throw new Problem('log.headInvalid', {})
  if (known.kind !== 'other' || log.kind === 'other') return
  // Read before the write that it judges, or nothing would seem to have changed.
  const before = await trustOf(tx)
  await tx.db.updateTable('log').set({ kind: log.kind }).where('id', '=', log.birth.log).execute()
  await judgeAgain(tx, before)
}

/** Judges again what rests on who headquarters is. */
async function judgeAgain(tx: WriteTx, before: Trust): Promise<void> {
  await projectEffect(tx, await settleAgain(tx, before))
}
