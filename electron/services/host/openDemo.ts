import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Problem } from '../../contract/problem/problem.ts'
import { demoParts, type DemoPart } from '../../contract/workspace.ts'
import type { Host } from './host.ts'
import { findWorkspaces } from './workspaceAccess.ts'

/**
 * 打开演练: plays the demo beside the data folder and moves its workspaces in when all is done, so that a broken-off run
 * leaves nothing. Once there, they are simply opened again. Gives the job's id; its result is `demoOpenedSchema`.
 */
export function openDemo(host: Host): Promise<string> {
  return host.jobs.start({
    kind: 'workspace.openDemo',
    input: {},
    access: 'read',
    workspace: undefined,
    run: async (report) => {
      if ((await demoWorkspaces(host)).length < demoParts.length) {
        await makeDemo(host, (done, total, note) => {
          report.signal.throwIfAborted()
          report.progress(done, total, note)
        })
      }
      return { workspaces: await demoWorkspaces(host) }
    },
  })
}

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
