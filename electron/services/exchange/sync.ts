import { recordWords } from '../../domain/recordWords.ts'
import { listEvents } from '../../store/row/events.ts'
import { getImport } from '../../store/imports/importing.ts'
import { listPackages } from '../../store/local/localPackage.ts'
import { loadTrust } from '../../store/change/trust.ts'
import { reading, working } from '../host/procedure.ts'
import { givenFile } from '../file/fileHandle.ts'
import { startJob } from '../host/startJob.ts'
import { dropStaged, previewImport } from '../package/packageImport.ts'
import { withdrawPackage } from '../package/packageWithdrawal.ts'
import { peersOf } from '../trust/peer.ts'
import { acceptJob, exportJob, stageJob } from './syncJobs.ts'
import { refusedChanges } from '../package/refusedChanges.ts'

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
    records: recordWords(row.records ?? {}),
  }))
})

const exportTo = working.sync.export.handler(({ input, context }) => startJob(context, exportJob, input))

const stage = working.sync.stage.handler(async ({ input: { handle }, context }) => {
  const { files } = context.host
  files.resolve(handle)
  return startJob(context, stageJob, givenFile(files, handle))
})

const accept = working.sync.accept.handler(async ({ input, context }) => {
  const { package: name } = await context.session.workspace.store.read((tx) => getImport(tx, input.import))
  return startJob(context, acceptJob, { import: input.import, package: name })
})

const drop = working.sync.drop.handler(async ({ input, context }) => {
  await dropStaged(context.session.workspace.store, input.import)
  return {}
})

const staged = working.sync.staged.handler(async ({ context }) => {
  const imports = await context.session.workspace.staged.list()
  return Promise.all(imports.map(({ id }) => previewImport(context, id)))
})

const withdraw = working.sync.withdraw.handler(async ({ input, context }) => {
  await context.session.workspace.store.write((tx) => withdrawPackage(tx, input.id))
  return {}
})

const quarantine = reading.sync.quarantine.handler(async ({ context: { tx } }) => refusedChanges(tx))

export const sync = { peers, packages, export: exportTo, stage, accept, drop, staged, withdraw, quarantine }
