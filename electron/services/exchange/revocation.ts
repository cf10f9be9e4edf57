import { isEntity } from '../../contract/catalogue/catalogue.ts'
import { furthestOf } from '../../domain/rights/cut.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { entityLabel } from '../../domain/fieldLabel.ts'
import { refusalText, type RefusalReason } from '../../domain/rights/authorise.ts'
import type { EventDraft } from '../../store/change/said.ts'
import { findLate, lateChanges } from '../../store/query/revocation.ts'
import { type EventRow, findEvent, listEvents } from '../../store/row/events.ts'
import type { ReadTx } from '../../store/store.ts'
import { newRecord } from '../host/newRecord.ts'
import { reading, writing } from '../host/procedure.ts'
import { namesIn } from '../record/recordName.ts'
import { cutDrafts, cutsNow, logNames, type Subject, viewCuts } from '../trust/cuts.ts'
import { listSubjects, subjectName } from './revocationSubjects.ts'

/** Who and what is out of use, and what came after (electron/README §8): ends as cuts, raised after a look, and lifted. */

const list = reading.revocation.list.handler(async ({ context: { tx } }) => {
  const names = namesIn(tx)
  const revocations = await listEvents(tx, 'revocation')
  const views = []
  for (const row of revocations.toReversed()) {
    const subject = subjectOf(row)
    if (subject === undefined) continue
    const [lifted] = await listEvents(tx, 'revocationLifted', { parent: row.id })
    views.push({
      id: row.id,
      ...subject,
      name: await subjectName(tx, names, subject),
      reason: row.reason ?? '',
      by: await names.authorOf(row.author),
      at: row.at,
      cuts: await viewCuts(tx, await standingCuts(tx, row.id)),
      lifted: lifted === undefined ? null : { reason: lifted.reason ?? '', at: lifted.at },
    })
  }
  return views
})

const subjects = reading.revocation.subjects.handler(({ context: { tx } }) => listSubjects(tx, namesIn(tx)))

const cuts = reading.revocation.cuts.handler(async ({ input, context: { tx } }) =>
  viewCuts(tx, await cutsNow(tx, input)),
)

const revoke = writing.revocation.revoke.handler(async ({ input, context }) => {
  const { tx, record, session } = context
  const { reason, ...subject } = input
  if (subject.subject === session.person || subject.subject === session.workspace.log) {
    throw new Problem('revocation.own', {})
  }
  if ((await standingOn(tx, subject)).length > 0) throw new Problem('revocation.standing', {})
  const { id, nonce } = newRecord(context, { entity: 'revocation' })
  const places = await cutsNow(tx, subject)
  await record([
    { entity: 'revocation', id, nonce, set: { ...subject, since: null, reason } },
    ...cutDrafts(context, { entity: 'revocation', id }, places),
  ])
  return { id }
})

const lift = writing.revocation.lift.handler(async ({ input: { id: parent, reason }, context }) => {
  const { tx, record } = context
  if ((await findEvent(tx, 'revocation', parent)) === undefined) throw new Problem('record.notFound', {})
  const entity = 'revocationLifted' as const
  await record([{ entity, ...newRecord(context, { entity, parent }), parent, set: { reason } }])
  return {}
})

const late = reading.revocation.late.handler(async ({ input, context: { tx } }) => {
  const names = namesIn(tx)
  const logs = await logNames(tx)
  const { total, rows } = await lateChanges(tx, input)
  const views = []
  for (const { hash, entity, entityId, author, log, number, at, reason } of rows) {
    const known = isEntity(entity)
    views.push({
      change: hash,
      noun: known ? entityLabel(entity) : entity,
      name: known ? await names.nameOfRecord({ entity, id: entityId }) : '',
      author: await names.authorOf(author),
      log: logs.get(log) ?? '总部',
      at,
      // Told from the two reasons that the query asks for.
      reason: refusalText(reason as RefusalReason),
      letsIn: number - (await reachedBy(tx, { log, number, author })),
    })
  }
  return { total, rows: views }
})

const letIn = writing.revocation.letIn.handler(async ({ input, context }) => {
  const { tx, record } = context
  const change = await findLate(tx, input.change)
  if (change === undefined) throw new Problem('revocation.notLate', {})
  const { log, number, hash, author } = change
  const drafts: EventDraft[] = []
  for (const { id } of await endsOf(tx, { log, author })) {
    const places = (await listEvents(tx, 'cut', { parent: id })).filter((cut) => cut.log === log)
    // A log that no cut named was unseen: it gets its place now.
    if (places.length === 0) {
      drafts.push(...cutDrafts(context, { entity: 'revocation', id }, [{ log, number, id: hash }]))
    }
    for (const { id: parent } of places) {
      const made = newRecord(context, { entity: 'cutRaised', parent })
      drafts.push({ entity: 'cutRaised', ...made, parent, set: { number, hash, reason: input.reason } })
    }
  }
  await record(drafts)
  return {}
})

export const revocation = { list, subjects, cuts, revoke, lift, late, letIn }

function subjectOf({ kind, subject }: EventRow<'revocation'>): Subject | undefined {
  return kind === null || subject === null ? undefined : { kind, subject }
}

/** Those that are not lifted. */
async function standingOn(tx: ReadTx, { kind, subject }: Subject): Promise<readonly EventRow<'revocation'>[]> {
  const lifted = new Set((await listEvents(tx, 'revocationLifted')).map(({ parent }) => parent))
  const revocations = await listEvents(tx, 'revocation')
  return revocations.filter((row) => row.kind === kind && row.subject === subject && !lifted.has(row.id))
}

type Writer = { readonly log: string; readonly author: string | null }

/** The ends by which what this person writes in this log does not count. */
async function endsOf(tx: ReadTx, { log, author }: Writer): Promise<readonly EventRow<'revocation'>[]> {
  return [
    ...(await standingOn(tx, { kind: '日志', subject: log })),
    ...(author === null ? [] : await standingOn(tx, { kind: '人员', subject: author })),
  ]
}

/** Up to which number the log counts before this change. */
async function reachedBy(tx: ReadTx, { log, author, number }: Writer & { readonly number: number }): Promise<number> {
  const ends = await endsOf(tx, { log, author })
  const reached = await Promise.all(
    ends.map(async ({ id }) => (await standingCuts(tx, id)).find((cut) => cut.log === log)?.number ?? 0),
  )
  return Math.min(number, ...reached)
}

/** The cuts under an end, each as far as it has been raised; of several of one log the smallest. */
async function standingCuts(tx: ReadTx, end: string): Promise<readonly { log: string; number: number }[]> {
  const smallest = new Map<string, number>()
  for (const { id, log, number } of await listEvents(tx, 'cut', { parent: end })) {
    if (log === null || number === null) continue
    const raised = (await listEvents(tx, 'cutRaised', { parent: id })).flatMap((one) => one.number ?? [])
    const { number: reaches } = furthestOf([{ number }, ...raised.map((further) => ({ number: further }))])
    smallest.set(log, Math.min(reaches, smallest.get(log) ?? reaches))
  }
  return [...smallest].map(([log, number]) => ({ log, number }))
}
