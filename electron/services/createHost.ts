import { turns } from '../contract/turns.ts'
import { uuidV7 } from '../crypto/uuid.ts'
import { noteDocuments } from './document/note.ts'
import { createFileHandles } from './file/fileHandle.ts'
import type { Connection, Host, HostOptions } from './host/host.ts'
import { createApart } from './job/apart.ts'
import { createJobRunner } from './job/jobRunner.ts'
import { resumersOf } from './host/startJob.ts'
import { jobs } from './jobs.ts'
import { createWorkerPool } from './job/worker.ts'
import { noteDownward } from './package/noteDownward.ts'
import { closeUnused } from './workspace/workspaceAccess.ts'

/** The services of one process: what every host (desktop, web, command line, tests) starts and closes. */
export function createHost(options: HostOptions): Host {
  const connections = new Set<Connection>()
  const host: Host = {
    ...options,
    beforeCommit: async (tx, store) => {
      await noteDocuments(tx, store)
      await noteDownward(tx)
    },
    files: createFileHandles(options),
    jobs: createJobRunner(options),
    resumers: (workspace) => resumersOf(host, workspace, Object.values(jobs)),
    workers: createWorkerPool(options.workerEntry),
    apart: createApart(options.workerEntry),
    unlocked: new Map(),
    connections,
    inTurn: turns(),
    newId: () => uuidV7(options.now(), options.random(16)),
    instant: () => new Date(options.now()).toISOString(),
    connect: () => connect(host),
    closeUnused: () => closeUnused(host),
    close: () => close(host),
  }
  return host
}

function connect(host: Host): Connection {
  const connection: Connection = {
    session: undefined,
    get context() {
      return { host, connection }
    },
    async close() {
      host.connections.delete(connection)
      connection.session = undefined
      await host.closeUnused()
    },
  }
  host.connections.add(connection)
  return connection
}

async function close(host: Host): Promise<void> {
  await host.jobs.close()
  for (const connection of [...host.connections]) await connection.close()
  await host.workers.close()
  await host.apart.close()
  await host.files.close()
}
