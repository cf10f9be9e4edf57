import { dirname, resolve } from 'node:path'
import { createHost } from '../services/createHost.ts'
import { type Machine, openMachine } from '../services/machine.ts'
import { hostOptionsFor } from './options.ts'
import { readPassword } from './password.ts'

/** A workspace and where its password is read; without a file it is asked for. */
export type Opening = { readonly workspace: string; readonly passwordFile?: string }

export async function withMachine(opening: Opening, work: (machine: Machine) => Promise<void>): Promise<void> {
  const folder = resolve(opening.workspace)
  const host = createHost(await hostOptionsFor(dirname(folder)))
  try {
    await work(await openMachine(host, folder, await readPassword(opening.passwordFile)))
  } finally {
    await host.close()
  }
}

/** JSON for a person or a program, on standard output. */
export function print(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
