import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Problem } from '../contract/problem.ts'
import type { Host } from './host.ts'
import { findWorkspaces } from './workspaceAccess.ts'

/** Folders of the three workspaces, in the data folder and in what the demo leaves. */
const demoFolders = ['组长', '组员', '总部'] as const

/**
 * 打开演练: plays the demo beside the data folder and moves its workspaces in when all is done, so that a broken-off run
 * leaves nothing. Once there, they are simply opened again. Gives the job's id; its result names the workspaces.
 */
export function openDemo(host: Host): Promise<string> {
  return host.jobs.start({
    kind: 'workspace.openDemo',
    input: {},
    access: 'read',
    workspace: undefined,
    run: async (report) => {
      if ((await demoWorkspaces(host)).length < demoFolders.length) {
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
    for (const name of demoFolders) {
      await rm(join(host.dataFolder, demoName(name)), { recursive: true, force: true })
      await rename(join(scratch, '工作区', name), join(host.dataFolder, demoName(name)))
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function demoWorkspaces(host: Host): Promise<readonly string[]> {
  const names: readonly string[] = demoFolders.map(demoName)
  const found = await findWorkspaces(host.dataFolder)
  return found.filter(({ folder }) => names.includes(basename(folder))).map(({ file }) => file.id)
}

function demoName(name: (typeof demoFolders)[number]): string {
  return `演练-${name}`
}
