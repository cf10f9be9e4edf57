import { join } from 'node:path'
import { countedEntities, type CountedEntity } from '../../contract/catalogue/catalogue.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { rolesOf } from '../../domain/rights/authorise.ts'
import { countRows } from '../../store/row/rows.ts'
import type { ReadTx } from '../../store/store.ts'
import { readTrust } from '../../store/change/trust.ts'
import { demoPartOf, openDemo } from './openDemo.ts'
import { opening, reading, working } from '../host/procedure.ts'
import { namesIn } from '../record/recordName.ts'
import { unsentChanges } from '../trust/peer.ts'
import { findOwnLogChain } from '../trust/logCertificate.ts'
import { readSetting } from '../host/settingAccess.ts'
import { createWorkspace, findWorkspaces, unlockWorkspace } from './workspaceAccess.ts'

/** Workspaces of this machine: make, find, unlock, lock, and what the status bar says of the open one. */

const list = opening.workspace.list.handler(async ({ context: { host } }) =>
  (await findWorkspaces(host.dataFolder)).map(({ folder, file }) => ({
    id: file.id,
    name: file.name,
    kind: file.kind,
    drill: file.drill,
    demoPart: demoPartOf({ folder, drill: file.drill }),
    createdAt: file.createdAt,
  })),
)

const create = opening.workspace.create.handler(async ({ input, context: { host, connection } }) => {
  const folder = join(host.dataFolder, host.newId())
  const { id } = await createWorkspace(host, folder, input)
  await unlockWorkspace(connection, folder, input.password)
  return { id }
})

const unlock = opening.workspace.unlock.handler(async ({ input, context: { host, connection } }) => {
  const found = (await findWorkspaces(host.dataFolder)).find(({ file }) => file.id === input.id)
  if (found === undefined) throw new Problem('workspace.notFound', {})
  await unlockWorkspace(connection, found.folder, input.password)
  return { id: input.id }
})

const lock = opening.workspace.lock.handler(async ({ context: { host, connection } }) => {
  connection.session = undefined
  await host.closeUnused()
  return {}
})

const startDemo = opening.workspace.openDemo.handler(async ({ context: { host } }) => openDemo(host))

const current = reading.workspace.current.handler(async ({ context: { session, tx } }) => {
  const { workspace, person } = session
  const trust = await readTrust(tx)
  const registration = await readSetting(tx, 'registration')
  return {
    id: workspace.id,
    name: workspace.name,
    kind: workspace.kind,
    drill: workspace.drill,
    demoPart: demoPartOf(workspace),
    log: workspace.log,
    letter: registration?.letter ?? null,
    registered: (await findOwnLogChain(tx, workspace)) !== undefined,
    recoverable: false,
    person: { id: person, name: await namesIn(tx).authorOf(person), roles: [...rolesOf(person, workspace.log, trust)] },
    counts: { held: await countHeld(tx), unsent: await unsentChanges(tx) },
  }
})

async function countHeld(tx: ReadTx): Promise<Record<CountedEntity, number>> {
  const counts = await Promise.all(countedEntities.map(async (noun) => [noun, await countRows(tx, noun)] as const))
  // An entry for each counted noun, as the catalogue lists them.
  return Object.fromEntries(counts) as Record<CountedEntity, number>
}

const check = working.workspace.check.handler(async ({ context: { session } }) => ({
  sound: await session.workspace.store.isSound(),
  tailLost: session.workspace.store.tailLost,
}))

export const workspace = { list, create, unlock, lock, openDemo: startDemo, current, check }
