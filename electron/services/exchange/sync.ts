import { recordWords } from '../../domain/recordWords.ts'
import { listEvents } from '../../store/row/events.ts'
import { isOnItsWay } from '../../contract/exchange/sync.ts'
import { acceptedImports } from '../../store/imports/acceptedImports.ts'
import { getImport } from '../../store/imports/importing.ts'
import { type LocalPackage, listPackages } from '../../store/local/localPackage.ts'
import { loadTrust } from '../../store/change/trust.ts'
import { reading, working } from '../host/procedure.ts'
import { givenFile } from '../file/fileHandle.ts'
import { startJob } from '../host/startJob.ts'
import { previewImport } from '../package/importPreview.ts'
import { dropStaged } from '../package/packageImport.ts'
import { withdrawPackage } from '../package/packageWithdrawal.ts'
import { peersOf } from '../trust/peer.ts'
import { acceptJob, exportJob, stageJob } from './syncJobs.ts'
import { unconfirmedDown, waitingDown } from '../package/waitingDown.ts'
import { refusedChanges } from '../package/refusedChanges.ts'

/** Packages out and in: to whom, what they hold, what became of them. */

const peers = reading.sync.peers.handler(async ({ context: { tx } }) => {
  const { letters } = await loadTrust(tx)
  return (await peersOf(tx)).map(({ log, name, kind }) => ({ log, name, kind, letter: letters.get(log) ?? null }))
})

const waiting = reading.sync.waitingDown.handler(async ({ context: { tx } }) => {
  const waits = new Map((await waitingDown(tx)).map((one) => [one.log, one]))
  const unconfirmed = await unconfirmedDown(tx)
  return (await peersOf(tx)).flatMap(({ log, name, channel }) => {
    if (channel === null) return []
    const { total = 0, words = '' } = waits.get(log) ?? {}
    return [{ log, name, total, words, unconfirmed: [...(unconfirmed.get(log) ?? [])] }]
  })
})

const packages = reading.sync.packages.handler(async ({ context: { tx, session } }) => {
  const imports = new Map((await acceptedImports(tx)).map((row) => [row.package, row]))
  const lost = await listEvents(tx, 'packageLost')
  const receipts = new Set((await listEvents(tx, 'receipt', {})).map((receipt) => receipt.package))
  const known = await peersOf(tx)
  const names = new Map(known.map(({ log, name }) => [log, name]))
  const above = new Set(known.flatMap(({ kind, log }) => (kind === '总部' ? [log] : [])))
  const stateOf = ({ direction, manifest, state }: LocalPackage) => {
    if (direction === 'out') return receipts.has(manifest) ? ('已接收' as const) : state
    return imports.get(manifest)?.withdrawal == null ? state : ('已撤销' as const)
  }
  const lossOf = ({ direction, serial, peer, state }: LocalPackage) =>
    direction === 'out' && above.has(peer) && isOnItsWay(state)
      ? (lost.find((event) => event.sender === session.workspace.log && event.serial === serial)?.reason ?? null)
      : null
  return (await listPackages(tx)).map((row) => ({
    id: row.id,
    direction: row.direction,
    peer: row.peer,
    peerName: names.get(row.peer) ?? '未登记的工作区',
    serial: row.serial,
    fileName: row.fileName,
    state: stateOf(row),
    madeAt: row.madeAt,
    receivedAt: row.receivedAt,
    records: recordWords(row.records ?? {}),
    import: row.direction === 'in' ? (imports.get(row.manifest)?.id ?? null) : null,
    lost: receipts.has(row.manifest) ? null : lossOf(row),
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

export const sync = {
  peers,
  waitingDown: waiting,
  packages,
  export: exportTo,
  stage,
  accept,
  drop,
  staged,
  withdraw,
  quarantine,
}
