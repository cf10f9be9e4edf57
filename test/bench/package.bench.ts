import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { send, stage } from '../../electron/services/demo/packages.ts'
import { type Machine, workspaceOf } from '../../electron/services/machine.ts'
import { say, tell } from './figure.ts'
import { openAgain } from './machines.ts'
import { packageBench } from './packageSize.ts'
import { inTurn, milliseconds, peakMemory, type Sides, timed } from './timing.ts'

/**
 * A package of 200 MB written and read through the API beside `tar | age` and `age -d | tar x` on the same files. Ours
 * also decrypts and checks each blob, hashes what it writes, syncs it, reads it back and compares; reading also checks
 * every hash and signature, and keeps each blob encrypted anew.
 */
const [folder = '.'] = process.argv.slice(2)
const rounds = 3
const run = promisify(execFile)

if (!(await hasAge())) {
  tell({ what: 'a package of 200 MB beside tar | age', leftOut: 'age and tar are not installed here' })
} else {
  say('200 MB of evidence')
  await prepare()
  await measure()
}

async function measure(): Promise<void> {
  const team = await openAgain(folder, packageBench.team)
  const [peer] = await team.client.sync.peers()
  const { recipient, identity } = await identityOf()
  const identityFile = join(folder, 'package-identity.txt')
  await writeFile(identityFile, `${identity}\n`)
  const plain = join(folder, packageBench.plain)
  const stick = join(folder, 'package-stick')
  let file = ''
  say('written')
  const written = await inTurn(rounds, {
    ours: async () => {
      await forgetSent(team)
      return timed(async () => {
        const { job } = await team.client.sync.export({ to: peer?.log ?? '' })
        for await (const view of await team.client.job.watch({ id: job })) {
          if (view.problem !== null) throw new Error(`writing ended with ${view.problem.kind}`)
        }
      })
    },
    bare: () =>
      timed(() => shell(`tar -C "$1" -cf - . | age -r "$2" > "$3"`, plain, recipient, join(folder, 'bare.age'))),
  })
  report('written, beside tar | age', written)
  const writingMemory = peakMemory()
  await forgetSent(team)
  file = (await send(team, peer?.log ?? '', stick)).file
  await team.close()

  say('read')
  const headquarters = await openAgain(folder, packageBench.headquarters)
  const out = join(folder, 'package-out')
  const read = await inTurn(rounds, {
    ours: async () => {
      let id = ''
      const taken = await timed(async () => {
        id = (await stage(headquarters, file)).import
      })
      await headquarters.client.sync.drop({ import: id })
      return taken
    },
    bare: async () => {
      await rm(out, { recursive: true, force: true })
      await mkdir(out)
      return timed(() => shell(`age -d -i "$1" "$2" | tar -C "$3" -xf -`, identityFile, file, out))
    },
  })
  report('read, beside age -d | tar x', read)
  tell({
    what: 'peak memory of the process',
    measured: peakMemory(),
    unit: 'MB',
    numbers: `${Math.round(writingMemory)} MB after writing; the file has ${Math.round((await stat(file)).size / 1e6)} MB`,
  })
  await headquarters.close()
}

function report(what: string, { ours, bare, ratio }: Sides): void {
  const speed = (taken: number) => `${Math.round((packageBench.files * packageBench.fileSize) / 1000 / taken)} MB/s`
  tell({
    what,
    // The ratio of speeds, as the limit says it.
    measured: 1 / ratio,
    unit: '×',
    limit: { least: 1 / 8 },
    numbers: `${milliseconds(ours)}, ${speed(ours)}; bare ${milliseconds(bare)}, ${speed(bare)}`,
  })
}

/** A package holds what was not sent yet; for the next round nothing was. */
async function forgetSent(machine: Machine): Promise<void> {
  await workspaceOf(machine).store.write((tx) => tx.db.deleteFrom('local_package').execute())
}

async function identityOf(): Promise<{ readonly recipient: string; readonly identity: string }> {
  const headquarters = await openAgain(folder, packageBench.headquarters)
  const { recipient, identity } = workspaceOf(headquarters)
  await headquarters.close()
  return { recipient, identity }
}

async function prepare(): Promise<void> {
  const child = fork(join(import.meta.dirname, 'preparePackage.child.ts'), [folder], { stdio: ['ignore', 2, 2, 'ipc'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('the package could not be prepared')
}

/** A pipe fails when any part of it does. */
async function shell(script: string, ...values: readonly string[]): Promise<void> {
  await run('bash', ['-c', `set -o pipefail; ${script}`, 'bench', ...values])
}

async function hasAge(): Promise<boolean> {
  try {
    await shell('age --version && tar --version')
    return true
  } catch {
    return false
  }
}
