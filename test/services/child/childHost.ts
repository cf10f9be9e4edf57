import { join } from 'node:path'
import { randomBytes } from '../../../electron/crypto/hash.ts'
import type { HostOptions } from '../../../electron/services/host/host.ts'

/** A host as the real program starts it, but with a password that costs nothing, for a child that will be killed. */
export function childHost(dataFolder: string, installation = '0197a000-0000-7000-8000-000000000001'): HostOptions {
  return {
    dataFolder,
    resourceFolder: join(import.meta.dirname, '..', '..', '..', 'resources'),
    now: () => Date.now(),
    random: randomBytes,
    scryptCost: { n: 2 ** 4, r: 8, p: 1 },
    codeCost: { n: 2 ** 4, r: 8, p: 1 },
    programVersion: '0.1.0',
    installation,
    loopback: true,
  }
}
