import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createRouterClient, ORPCError } from '@orpc/server'
import type { contract } from '../contract/api.ts'
import type { JobView } from '../contract/job/job.ts'
import { jobResult, type JobKind, type JobResult } from '../contract/job/jobKind.ts'
import { Problem, problemIn } from '../contract/problem/problem.ts'
import type { WorkspaceCreate } from '../contract/workspace.ts'
import { createHost } from './createHost.ts'
import type { Connection, Host, HostOptions, UnlockedWorkspace } from './host/host.ts'
import { router } from './router.ts'
import { saveCopy } from './file/savedCopy.ts'
import { createWorkspace, unlockWorkspace } from './workspace/workspaceAccess.ts'
import type { ContractRouterClient } from '@orpc/contract'

/** The same procedures that the window calls, called in this process: the demo, the command line and the journeys. */
export type Client = ContractRouterClient<typeof contract>

/** One computer of the story: a host with its data folder, a workspace in it, and a person who has unlocked it. */
export type Machine = {
  readonly host: Host
  readonly connection: Connection
  readonly client: Client
  readonly folder: string
  readonly person: string
  readonly log: string
  close(): Promise<void>
}

export async function startMachine(
  options: HostOptions,
  folderName: string,
  wanted: WorkspaceCreate,
): Promise<Machine> {
  const host = createHost(options)
  await mkdir(options.dataFolder, { recursive: true })
  const folder = join(options.dataFolder, folderName)
  await createWorkspace(host, folder, wanted)
  return openMachine(host, folder, wanted.password)
}

export async function openMachine(host: Host, folder: string, password: string): Promise<Machine> {
  const connection = host.connect()
  const session = await unlockWorkspace(connection, folder, password)
  const client = clientOf(connection)
  return {
    host,
    connection,
    client,
    folder,
    person: session.person,
    log: session.workspace.log,
    close: () => host.close(),
  }
}

/** Calls every procedure as a window does; what fails as a Problem behind the door is a Problem again here. */
export function clientOf({ context }: Connection): Client {
  return createRouterClient(router, {
    context,
    interceptors: [
      async (call) => {
        try {
          return await call.next()
        } catch (error) {
          throw refusalIn(error) ?? error
        }
      },
    ],
  })
}

/** Watches a job to its end and gives its result; a job that failed throws the Problem it ended in. */
export async function finished<K extends JobKind>(
  client: Client,
  started: { readonly job: string; readonly kind: K },
  watch: (view: JobView) => void = () => undefined,
): Promise<JobResult<K>> {
  let last: JobView | undefined
  for await (const view of await client.job.watch({ id: started.job })) {
    last = view
    watch(view)
  }
  const result = jobResult(started.kind, last)
  if (result === undefined) throw problemOf(last)
  return result
}

/**
 * Carries a file that a machine offers to a folder, as a person does with a stick; returns where it lies. It gets its name
 * when it is whole: a half package under a good name would be taken along.
 */
export async function carry(machine: Machine, ticket: string, folder: string, name?: string): Promise<string> {
  const file = machine.host.files.redeem(ticket)
  if (file === undefined) throw new Problem('file.expired', {})
  await mkdir(folder, { recursive: true })
  const target = join(folder, name ?? basename(file.name))
  await saveCopy(file, target)
  await file.taken?.()
  return target
}

export function workspaceOf({ connection }: Machine): UnlockedWorkspace {
  if (connection.session === undefined) throw new Error('the machine is locked')
  return connection.session.workspace
}

export function handleOf(machine: Machine, path: string): Promise<string> {
  return machine.host.files.issue(path)
}

function problemOf(view: JobView | undefined): Error {
  return problemIn(view?.problem) ?? new Error(`the job ended ${view?.state ?? 'unwatched'}`)
}

function refusalIn(error: unknown): Problem | undefined {
  return error instanceof ORPCError && error.code === 'PROBLEM' ? problemIn(error.data) : undefined
}
