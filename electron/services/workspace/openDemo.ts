import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { jobKinds, type JobResult } from '../../contract/job/jobKind.ts'
import { Problem } from '../../contract/problem/problem.ts'
import { demoParts, type DemoPart } from '../../contract/workspace.ts'
import type { Host } from '../host/host.ts'
import type { JobReport } from '../job/jobRunner.ts'
import { findWorkspaces } from './workspaceAccess.ts'

/**
 * 打开演练: plays the demo beside the data folder and moves its workspaces in when all is done, so that a broken-off run
 * leaves nothing. Once there, they are simply opened again. Before a workspace is open it is no job of one.
 */
export async function openDemo(host: Host): Promise<{ job: string; kind: typeof kind }> {
  const { access } = jobKinds[kind]
  const run = async (report: JobReport): Promise<JobResult<typeof kind>> => {
    if ((await demoWorkspaces(host)).length < demoParts.length) {
      await makeDemo(host, (done, total, note) => {
        report.signal.throwIfAborted()
        report.progress(done, total, note)
      })
    }
    return { workspaces: await demoWorkspaces(host) }
  }
  return { job: await host.jobs.start({ kind, input: {}, access, workspace: undefined, run }), kind }
}

const kind = 'workspace.openDemo'

async function makeDemo(host: Host, tell: (done: number, total: number, note: string) => void): Promise<void> {
  if (host.playDemo === undefined) throw new Problem('permission.denied', {})
  const scratch = join(host.dataFolder, `.演练-${host.newId()}`)
  await mkdir(scratch, { recursive: true })
  try {
    await host.playDemo(scratch, tell)
    for (const name of demoParts) {
      await rm(join(host.dataFolder, demoName(name)), { recursive: true, force: true })
      await rename(join(scratch, '工作区', name), join(host.dataFolder, demoName(name)))
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function demoWorkspaces(host: Host): Promise<readonly { readonly id: string; readonly part: DemoPart }[]> {
  const found = await findWorkspaces(host.dataFolder)
  return found.flatMap(({ folder, file: { id, drill } }) => {
    const part = demoPartOf({ folder, drill })
    return part === null ? [] : [{ id, part }]
  })
}

/** A part of the 演练 is known by its folder's name: the demo gives it, and nothing else makes such a folder. */
export function demoPartOf(workspace: { readonly folder: string; readonly drill: boolean }): DemoPart | null {
  if (!workspace.drill) return null
  return demoParts.find((part) => demoName(part) === basename(workspace.folder)) ?? null
}

function demoName(part: DemoPart): string {
  return `演练-${part}`
}
