import { basename } from 'node:path'
import { listEvents } from '../store/events.ts'
import { listRefused } from '../store/quarantine.ts'
import { listPackages } from '../store/localPackage.ts'
import { loadTrust } from '../store/trust.ts'
import type { ReadTx } from '../store/store.ts'
import { refusalText } from '../domain/authorise.ts'
import { entityLabel } from '../domain/fieldLabel.ts'
import { isEventEntity, isRowEntity } from '../contract/catalogue.ts'
import { reading, working } from './door.ts'
import { nameOf } from './finding.ts'
import { startJob } from './job.ts'
import { exportPackage } from './packageExport.ts'
import { acceptPackage, dropStaged, stagePackage } from './packageImport.ts'
import { peersOf } from './peer.ts'

/** Packages out and in: to whom, what they hold, what became of them. */

const peers = reading.sync.peers.handler(async ({ context: { tx } }) => {
  const { letters } = await loadTrust(tx)
  return (await peersOf(tx)).map(({ log, name, kind }) => ({ log, name, kind, letter: letters.get(log) ?? null }))
})

const packages = reading.sync.packages.handler(async ({ context: { tx } }) => {
  const receipts = new Set((await listEvents(tx, 'receipt', {})).map((receipt) => receipt.package))
  const names = new Map((await peersOf(tx)).map(({ log, name }) => [log, name]))
  return (await listPackages(tx)).map((row) => ({
    id: row.id,
    direction: row.direction,
    peer: row.peer,
    peerName: names.get(row.peer) ?? '未登记的工作区',
    serial: row.serial,
    fileName: row.fileName,
    state: row.direction === 'out' && receipts.has(row.manifest) ? ('已接收' as const) : row.state,
    madeAt: row.madeAt,
    receivedAt: row.receivedAt,
  }))
})

const exportTo = working.sync.export.handler(async ({ input, context }) => {
  const { host, session } = context
  const job = await startJob(context, 'sync.export', input, async (report) => {
    const written = await exportPackage(host, session.workspace, input.to, (name) => host.files.outgoing(name), report)
    const { id, serial, changes, blobs, size } = written
    return { package: id, serial, changes, blobs, size, ticket: host.files.offer(written.file, basename(written.file)) }
  })
  return { job }
})

const stage = working.sync.stage.handler(async ({ input, context }) => {
  const file = context.host.files.resolve(input.handle)
  const job = await startJob(context, 'sync.stage', input, (report) => stagePackage(context, file.path, report))
  return { job }
})

const accept = working.sync.accept.handler(async ({ input, context }) => {
  const job = await startJob(context, 'sync.accept', input, async (report) => ({
    accepted: await acceptPackage(context, input.import, report),
  }))
  return { job }
})

const drop = working.sync.drop.handler(async ({ input, context }) => {
  await dropStaged(context.session.workspace.store, input.import)
  return {}
})

const quarantine = reading.sync.quarantine.handler(async ({ context: { tx } }) => refusedChanges(tx))

export const sync = { peers, packages, export: exportTo, stage, accept, drop, quarantine }

export async function refusedChanges(tx: ReadTx) {
  const refused = await listRefused(tx)
  return Promise.all(
    refused.map(async ({ entity, id, author, reason }) => ({
      entity: isRowEntity(entity) || isEventEntity(entity) ? entityLabel(entity) : entity,
      id,
      author: await nameOf(tx, author ?? null),
      reason: refusalText(reason),
    })),
  )
}
