import { join } from 'node:path'
import { randomBytes } from '../../electron/crypto/hash.ts'
import { deriveKey, openKeySlot } from '../../electron/crypto/keySlot.ts'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import { createHost } from '../../electron/services/createHost.ts'
import type { HostOptions } from '../../electron/services/host/host.ts'
import { openMachine, startMachine, type Machine } from '../../electron/services/machine.ts'
import { connect, type Connection } from '../../electron/store/database/connection.ts'
import { readWorkspaceFile, workspacePaths } from '../../electron/store/folder/workspaceFolder.ts'
import { cheapCost, testPassword } from '../world.ts'

/** Machines as a person has them: the real clock and real randomness, unlike those of the tests. */
export function benchHost(dataFolder: string): HostOptions {
  return {
    dataFolder,
    resourceFolder: join(import.meta.dirname, '..', '..', 'resources'),
    now: () => Date.now(),
    random: randomBytes,
    scryptCost: cheapCost,
    codeCost: cheapCost,
    programVersion: '0.1.0',
    // The same when another process opens the folder, or it would begin a log of its own.
    installation: uuidV5(installations, dataFolder),
    loopback: true,
  }
}

export function newMachine(folder: string, name: string, kind: 'team' | 'headquarters' = 'team'): Promise<Machine> {
  return startMachine(benchHost(join(folder, name)), 'workspace', {
    kind,
    name,
    drill: false,
    person: `${name}甲`,
    unit: name,
    post: '主任科员',
    password: testPassword,
  })
}

/** One that an earlier process of this run has made and closed. */
export function openAgain(folder: string, name: string): Promise<Machine> {
  const options = benchHost(join(folder, name))
  return openMachine(createHost(options), join(options.dataFolder, 'workspace'), testPassword)
}

const installations = '0b1f1a52-6d5e-4a6e-9a64-2f8e3d1c7b55'

/** The database under a machine, by the same driver, cipher and settings as the program opens it: the bare side. */
export async function connectBare(workspace: string, file = workspacePaths(workspace).database): Promise<Connection> {
  const [slot] = (await readWorkspaceFile(workspace)).slots
  if (slot === undefined) throw new Error('a workspace without a key slot')
  const workspaceKey = await openKeySlot(slot, testPassword)
  return connect(file, deriveKey(workspaceKey, 'database'), { create: false })
}
