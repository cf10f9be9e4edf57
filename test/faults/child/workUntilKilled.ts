import { writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomBytes } from '../../../electron/crypto/hash.ts'
import { createHost } from '../../../electron/services/createHost.ts'
import { finished, handleOf, openMachine, type Machine } from '../../../electron/services/machine.ts'
import { send } from '../../../electron/services/demo/packages.ts'
import { childHost } from '../../services/child/childHost.ts'
import { makeFinding, takeIn } from '../../services/inspection.ts'
import { testPassword } from '../../world.ts'

/**
 * Works through the procedures until it is killed, and tells on one line each what it was told is done.
 * Arguments: kind of work, workspace folder, installation, and what the work is on.
 */
const [kind = '', folder = '', installation = '', ...on] = process.argv.slice(2)
const host = createHost(childHost(dirname(folder), installation))
const machine = await openMachine(host, folder, testPassword)
const works: Readonly<Record<string, (machine: Machine, on: readonly string[]) => Promise<void>>> = {
  save,
  intake,
  import: importPackage,
  freeze,
  sign,
  package: writePackages,
}
const stroke = Array.from({ length: 12 }, (_, step) => ({ x: 60 + step * 20, y: 110 + (step % 3) * 25 }))
tell('ready')
await works[kind]?.(machine, on)
// Whatever it did is done: waits for the end that is coming.
setInterval(() => undefined, 60_000)

async function save(at: Machine, [visit = '']: readonly string[]): Promise<void> {
  for (;;) {
    const first = Buffer.from(randomBytes(3000)).toString('hex')
    const id = await makeFinding(at, visit, { fact: first })
    tell({ id, fact: first })
    const { seen } = await at.client.finding.get({ id })
    const second = Buffer.from(randomBytes(6000)).toString('hex')
    await at.client.finding.save({ id, set: { fact: second }, seen })
    tell({ id, fact: second })
  }
}

async function intake(at: Machine, [finding = '', ...photos]: readonly string[]): Promise<void> {
  for (;;) for (const { evidence } of await takeIn(at, finding, photos)) tell({ evidence })
}

async function importPackage(at: Machine, [file = '']: readonly string[]): Promise<void> {
  const started = await at.client.sync.stage({ handle: await handleOf(at, file) })
  const preview = await finished(at.client, started)
  tell({ staged: preview.import })
  await finished(at.client, await at.client.sync.accept({ import: preview.import }))
  tell({ accepted: true })
}

async function freeze(at: Machine, [memo = '']: readonly string[]): Promise<void> {
  for (;;) tell(await finished(at.client, await at.client.document.freeze({ id: memo })))
}

async function sign(at: Machine, [memo = '']: readonly string[]): Promise<void> {
  for (;;) {
    const { mayFreeze, current } = await at.client.document.get({ id: memo })
    if (!mayFreeze && current !== null) await at.client.document.void({ version: current, reason: '内容有误' })
    const { version } = await finished(at.client, await at.client.document.freeze({ id: memo }))
    tell(await at.client.document.sign({ version, password: testPassword, ink: [stroke] }))
  }
}

async function writePackages(
  at: Machine,
  [visit = '', to = '', stick = '', ...photos]: readonly string[],
): Promise<void> {
  for (;;) {
    const finding = await makeFinding(at, visit)
    await takeIn(at, finding, photos)
    tell({ finding })
    const { serial, file } = await send(at, to, stick)
    tell({ serial, file })
  }
}

function tell(said: string | object): void {
  // Waits until it is said: process.stdout would keep for later what a slow reader has not taken, and the kill would take it.
  writeSync(1, `${JSON.stringify(said)}\n`)
}
