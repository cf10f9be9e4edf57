import { Problem } from '../../contract/problem/problem.ts'
import type { Position } from '../../domain/rights/cut.ts'
import { ownerNow } from '../../domain/rights/ownership.ts'
import { casesAt } from '../../store/change/cases.ts'
import { readTrust } from '../../store/change/trust.ts'
import { loadLetters } from '../../store/log/letters.ts'
import { logsWritingTo } from '../../store/log/log.ts'
import { type EventRow, listEvents } from '../../store/row/events.ts'
import { findRow, getRow, listRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { newRecord } from '../host/newRecord.ts'
import { type Draft, reading, type WorkingContext, writing } from '../host/procedure.ts'
import { namesIn } from '../record/recordName.ts'
import { cutDrafts } from '../trust/cuts.ts'
import { seenOf } from '../trust/seen.ts'

/** Teams as headquarters keeps them: who is in one, who leaves, whose a visit is (electron/README §8). */

const list = reading.team.list.handler(async ({ context: { tx } }) => {
  const names = new Map((await listEvents(tx, 'logEnrolled')).map(({ log, name }) => [log, name]))
  const letters = await loadLetters(tx)
  const members = Map.groupBy(
    (await listEvents(tx, 'teamMember')).filter(({ person }) => person !== null),
    ({ parent }) => parent,
  )
  const people = namesIn(tx)
  const left = new Set((await listEvents(tx, 'teamLeft')).map(({ parent }) => parent))
  const campaigns = new Map((await listRows(tx, 'campaign')).map(({ id, name }) => [id, name]))
  return Promise.all(
    (await listRows(tx, 'team')).map(async ({ id, name, parent }) => ({
      id,
      name: name ?? '',
      campaign: campaigns.get(parent ?? '') ?? null,
      members: await Promise.all(
        [...Map.groupBy(members.get(id) ?? [], ({ log }) => log ?? '')].map(async ([log, own]) => ({
          log,
          name: names.get(log) ?? '未登记的电脑',
          letter: letters.get(log) ?? null,
          people: await Promise.all(
            [...new Set(own.map(({ person }) => person))].map((person) => people.authorOf(person)),
          ),
          left: own.every((member) => left.has(member.id)),
        })),
      ),
    })),
  )
})

const ofVisit = reading.team.ofVisit.handler(async ({ input, context: { tx } }) => {
  const id = await teamOfVisit(tx, input.id)
  const row = id === undefined ? undefined : await findRow(tx, 'team', id)
  return row === undefined ? null : { id: row.id, name: row.name ?? '' }
})

const leave = writing.team.leave.handler(async ({ input: { id, log, reason }, context }) => {
  const { tx, record } = context
  const left = new Set((await listEvents(tx, 'teamLeft')).map(({ parent }) => parent))
  const memberships = (await listEvents(tx, 'teamMember', { parent: id })).filter(
    (member) => member.log === log && !left.has(member.id),
  )
  if (memberships.length === 0) throw new Problem('team.notMember', {})
  const seen = await seenOf(tx, [log])
  await record(memberships.flatMap((member) => leavingDrafts(context, member, reason, seen)))
  return {}
})

function leavingDrafts(
  context: Pick<WorkingContext, 'host' | 'session'>,
  { id: parent }: EventRow<'teamMember'>,
  reason: string,
  seen: readonly Position[],
): readonly Draft[] {
  const end = newRecord(context, { entity: 'teamLeft', parent })
  return [
    { entity: 'teamLeft', ...end, parent, set: { reason } },
    ...cutDrafts(context, { entity: 'teamLeft', id: end.id }, seen),
  ]
}

const handOver = writing.team.handOver.handler(async ({ input: { visit, to, reason }, context }) => {
  const { tx, record } = context
  await getRow(tx, 'visit', visit)
  const team = await getRow(tx, 'team', to)
  const owner = await teamOfVisit(tx, visit)
  if (owner === to) throw new Problem('team.ownsAlready', { team: team.name ?? '' })
  const { memberships, headquartersLogs } = await readTrust(tx)
  const members = memberships.flatMap((one) => (one.team === owner ? [one.log] : []))
  const writers = (await logsWritingTo(tx, visit)).filter((log) => !headquartersLogs.has(log))
  const seen = await seenOf(tx, [...writers, ...members])
  const given = newRecord(context, { entity: 'rootHandedOver', parent: visit })
  await record([
    { entity: 'rootHandedOver', ...given, parent: visit, set: { to, reason } },
    ...cutDrafts(context, { entity: 'rootHandedOver', id: given.id }, seen),
  ])
  return {}
})

async function teamOfVisit(tx: ReadTx, visit: string): Promise<string | undefined> {
  const state = await readTrust(tx)
  const [found] = (await casesAt(tx, { entity: 'visit', id: visit }, state)) ?? []
  return found && ownerNow(found, state)
}

export const team = { list, ofVisit, leave, handOver }
