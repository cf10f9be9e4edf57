import { cp, mkdir, mkdtemp, readdir, readFile, rename, stat } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sha256Hex } from '../../../electron/crypto/hash.ts'
import { openMachine } from '../../../electron/services/machine.ts'
import { createWorkspace } from '../../../electron/services/workspace/workspaceAccess.ts'
import { scryptCost } from '../../../electron/crypto/passwordBox.ts'
import { hostOn } from '../../browser/window.ts'
import { projectRoot } from '../../rules/oxlint.ts'
import { seededBytes } from '../../store/world.ts'
import { testPassword } from '../../world.ts'
import { recordInspections } from './inspections.ts'

/**
 * A workspace with so many findings, made through the one write path and kept in an ignored folder under a name that
 * follows from what makes it: a second run only copies it. Give it a folder to be copied to.
 */
export async function layWorkspace(findings: number, dataFolder: string): Promise<void> {
  const kept = join(projectRoot, 'out', `benchWorkspace-${findings}-${await makersHash()}`)
  if (!existsSync(kept)) await make(findings, kept)
  await cp(kept, dataFolder, { recursive: true })
}

const makers = [
  'test/bench/window/workspace.ts',
  'test/bench/window/inspections.ts',
  'test/bench/window/texts.ts',
  'electron/contract/catalogue',
  'electron/store/migrations',
  'electron/domain',
] as const

async function makersHash(): Promise<string> {
  const parts: string[] = []
  for (const maker of makers) {
    for (const name of await filesIn(join(projectRoot, maker))) parts.push(sha256Hex(await readFile(name)))
  }
  return sha256Hex(parts.join('\n')).slice(0, 12)
}

/** A file, or all below a folder, in the order of their names. */
async function filesIn(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const found = await readdir(path, { recursive: true, withFileTypes: true })
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .toSorted()
}

async function make(findings: number, kept: string): Promise<void> {
  process.stderr.write(`making a workspace with ${findings} findings, once …\n`)
  await mkdir(join(projectRoot, 'out'), { recursive: true })
  const dataFolder = await mkdtemp(join(projectRoot, 'out', 'benchWorkspace-'))
  let now = Date.UTC(2014, 10, 25, 1, 0, 0)
  const host = hostOn(dataFolder, {
    scryptCost: scryptCost.standard,
    now: () => (now += 50),
    random: seededBytes('window'),
  })
  const folder = join(dataFolder, 'workspace')
  const about = { kind: 'team', drill: false, unit: '江州市国家税务局', post: '科长', password: testPassword } as const
  await createWorkspace(host, folder, { ...about, name: '第三检查组', person: '王敏' })
  const machine = await openMachine(host, folder, testPassword)
  await recordInspections(machine, { findings, pieces: 2000 })
  await machine.close()
  await rename(dataFolder, kept)
}
