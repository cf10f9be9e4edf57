import { createIdentity } from '../../../electron/crypto/age.ts'
import { uuidV5 } from '../../../electron/crypto/uuid.ts'
import { newLog } from '../../../electron/services/host/newLog.ts'
import { newRecordIn } from '../../../electron/services/host/newRecord.ts'
import { readSetting, requireSetting, writeSetting } from '../../../electron/services/host/settingAccess.ts'
import { type Machine, workspaceOf } from '../../../electron/services/machine.ts'
import { append } from '../../../electron/store/change/changeLog.ts'
import type { Draft } from '../../../electron/store/change/said.ts'
import { addOwnLog } from '../../../electron/store/log/log.ts'

export type PartyWish = { readonly unit?: string; readonly team?: string }

/** A party as its enrolment leaves it at headquarters, without a laptop: gives its log and its channel. */
export async function addParty(headquarters: Machine, name: string, { unit, team }: PartyWish = {}) {
  const { host, person } = headquarters
  const log = uuidV5(headquarters.log, name)
  const member = uuidV5(log, 'person')
  const { recipient } = await createIdentity()
  const channel = newLog(host, null)
  const made = (entity: 'logEnrolled' | 'grant' | 'teamMember', parent?: string) => ({
    ...{ entity, ...(parent !== undefined && { parent }) },
    ...newRecordIn(host, headquarters.log, { entity, ...(parent !== undefined && { parent }) }),
  })
  const drafts = [
    { ...made('logEnrolled'), set: { log, name, kind: '检查组', recipient } },
    { ...made('grant'), set: { person: member, log, role: '组长', unit: unit ?? null } },
    ...(team === undefined ? [] : [{ ...made('teamMember', team), set: { log, person: member } }]),
  ]
  await workspaceOf(headquarters).store.write(async (tx) => {
    await addOwnLog(tx, { ...channel, kind: 'channel' })
    const { logChain } = await requireSetting(tx, 'authority')
    const peers = (await readSetting(tx, 'peers')) ?? []
    const peer = { log, name, kind: '检查组' as const, recipient, channel: { birth: channel.birth, chain: logChain } }
    await writeSetting(tx, 'peers', [...peers, peer])
    const operation = { log: headquarters.log, operation: host.newId(), author: person, at: host.instant() }
    await append(tx, { ...operation, drafts: drafts as Draft[] })
  })
  return { log, channel: channel.birth.log }
}
