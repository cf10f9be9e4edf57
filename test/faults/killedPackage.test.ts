import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as z from 'zod'
import type { exportWritten } from '../../electron/contract/exchange/sync.ts'
import { carry, workspaceOf } from '../../electron/services/machine.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { inspectSyncPackage } from '../../electron/syncPackage/inspect.ts'
import { makeFinding, makeVisit, takeIn } from '../services/inspection.ts'
import { copyOf, createGround, killAgainAndAgain, opened, type Ground } from './killing.ts'

let ground: Ground
let parcel: string
let identity: string
const sent = 150
beforeAll(async () => {
  ground = await createGround('killed package')
  const { world, laptop, headquarters, photos } = ground
  const shown = await makeVisit(laptop)
  for (let index = 0; index < sent; index += 1) await makeFinding(laptop, shown, { fact: '窗口无人。'.repeat(200) })
  await takeIn(laptop, await makeFinding(laptop, shown), photos)
  ;({ identity } = workspaceOf(headquarters))
  parcel = await world.send(laptop, headquarters)
  await headquarters.close()
  await laptop.close()
})
afterAll(() => ground.world.end())

describe('kill -9', () => {
  test('during an import: all of the package or nothing of it, and importing it again ends well', async () => {
    const { world, headquarters, laptop } = ground
    const on = async (turn: number) => ({
      folder: await copyOf(ground, headquarters, `killed-import-${turn}`),
      on: [parcel],
    })
    await killAgainAndAgain({ kind: 'import', of: headquarters, within: 900, on }, async ({ told, reopened }) => {
      const count = async () => (await reopened.client.finding.list({ limit: 1 })).total
      const before = await count()
      expect([0, sent + 1]).toContain(before)
      expect(told.some(({ accepted }) => accepted === true) && before === 0).toBe(false)
      await world.receive(reopened, parcel)
      expect(await count()).toBe(sent + 1)
      const { store } = workspaceOf(reopened)
      // The laptop's own acceptance of its enrolment answer came with the package.
      const accepted = (await store.read((tx) => listEvents(tx, 'packageAccepted', {}))).filter(
        ({ sender }) => sender === laptop.log,
      )
      const receipts = await store.read((tx) => listEvents(tx, 'receipt', {}))
      expect([accepted.length, receipts.length]).toEqual([1, 1])
      expect((await reopened.client.sync.packages()).filter(({ direction }) => direction === 'in')).toHaveLength(1)
    })
  })

  test('while packages are written: every file on the stick is whole and on record, and headquarters gets all', async () => {
    const { world, laptop, headquarters, photos } = ground
    const folder = await copyOf(ground, laptop, 'killed-package')
    const machine = await opened(laptop, folder)
    const visit = await makeVisit(machine)
    await machine.close()
    const stick = join(world.folder, 'killed-stick')
    const acknowledged = new Map<number, string>()
    const facts = new Set<string>()
    const work = { kind: 'package', of: laptop, within: 1500 }
    const on = async () => ({ folder, on: [visit, headquarters.log, stick, ...photos] })
    await killAgainAndAgain({ ...work, on }, async ({ told, reopened }) => {
      for (const { serial, file, finding } of told) {
        if (typeof finding === 'string') facts.add(finding)
        if (typeof serial === 'number' && typeof file === 'string') acknowledged.set(serial, file)
      }
      for (const { result, fetchable } of await reopened.client.job.list()) {
        if (fetchable) await carry(reopened, ticketIn(result), stick)
      }
      const onRecord = (await reopened.client.sync.packages()).filter(({ direction }) => direction === 'out')
      const serials = onRecord.map(({ serial }) => serial).toSorted((a, b) => a - b)
      expect(serials).toEqual(serials.map((_serial, index) => index + 1))
      expect([...acknowledged.keys()].filter((serial) => !serials.includes(serial))).toEqual([])
      for (const name of await packagesIn(stick)) {
        expect(onRecord.map(({ fileName }) => fileName)).toContain(name)
        const { state, manifest } = await inspectSyncPackage({ file: join(stick, name), identities: [identity] })
        expect([name, state]).toEqual([name, 'intact'])
        expect(serials).toContain(manifest?.serial)
      }
    })
    const team = await opened(laptop, folder)
    const above = await opened(headquarters, await copyOf(ground, headquarters, 'killed-package-above'))
    await world.receive(above, parcel)
    // What was put on record and did not reach the stick has been taken back by itself, and went anew.
    const reached = await packagesIn(stick)
    const packages = (await team.client.sync.packages()).filter(
      ({ direction, serial }) => direction === 'out' && serial > 1,
    )
    const inOrder = packages.toSorted((a, b) => a.serial - b.serial)
    const lost = inOrder.filter(({ fileName }) => !reached.includes(fileName))
    expect(lost.map(({ state }) => state)).toEqual(lost.map(() => '已撤回'))
    for (const name of inOrder.map(({ fileName }) => fileName)) {
      if (reached.includes(name)) await world.receive(above, join(stick, name))
    }
    await makeFinding(team, visit)
    await world.carry(team, above)
    const arrived = new Set<string>()
    for (const { id } of (await above.client.finding.list({ visit, limit: 500 })).findings) arrived.add(id)
    expect(facts.size).toBeGreaterThan(0)
    expect([...facts].filter((id) => !arrived.has(id))).toEqual([])
    await team.close()
    await above.close()
  })
})

function ticketIn(result: unknown): string {
  // The host wrote it by the schema of this job.
  return (result as z.infer<typeof exportWritten>).ticket
}

async function packagesIn(stick: string): Promise<readonly string[]> {
  return (await readdir(stick).catch(() => [])).filter((name) => name.endsWith('.mcsync'))
}
