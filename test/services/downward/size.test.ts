import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from '../../../electron/crypto/canonicalJson.ts'
import { finished, workspaceOf } from '../../../electron/services/machine.ts'
import { selectLines } from '../../../electron/store/imports/exporting.ts'
import { listPackages, setPackageState } from '../../../electron/store/local/localPackage.ts'
import type { WriteTx } from '../../../electron/store/store.ts'
import { createWorld, type Headquarters, type World } from '../../world.ts'
import { addParty } from './parties.ts'

/** What goes down is as much as is new, and the desk knows of it without looking for it (decisions.md 54). */
let world: World
let headquarters: Headquarters
let unit: string
const statements: string[] = []

const parties = 36

beforeAll(async () => {
  world = await createWorld({ seed: 'size' })
  headquarters = await world.headquarters('总部')
  headquarters = await world.reopen(headquarters, { traceSql: (sql) => void statements.push(sql) })
  for (let number = 1; number <= 40; number += 1) {
    const { id } = await headquarters.client.unit.save({ set: { name: `第${number}单位`, code: `1440${number}` } })
    unit = id
  }
  for (let number = 1; number <= parties; number += 1) await addParty(headquarters, `第${number}组`)
})
afterAll(() => world.end())

async function sendToAll() {
  const sizes: { readonly changes: number; readonly size: number; readonly bytes: number }[] = []
  for (const { log } of await headquarters.client.sync.peers()) {
    const { changes, size } = await finished(headquarters.client, await headquarters.client.sync.export({ to: log }))
    sizes.push({ changes, size, bytes: await workspaceOf(headquarters).store.write((tx) => handOver(tx, log)) })
  }
  return sizes
}

/** As if a person had taken the file; gives how many bytes its changes take. */
async function handOver(tx: WriteTx, peer: string): Promise<number> {
  const last = (await listPackages(tx)).find((one) => one.peer === peer)
  if (last === undefined) throw new Error('a package was just written')
  await setPackageState(tx, last.id, '已写出')
  let bytes = 0
  const ranges = last.ranges.map((range) => ({ ...range, bodiesFrom: range.from }))
  for await (const line of selectLines(tx, ranges)) bytes += canonicalJson(line as JsonValue).length + 1
  return bytes
}

describe('to 36 parties', () => {
  test('goes one change each after one unit was renamed', async () => {
    const first = await sendToAll()
    expect(first.every(({ changes }) => changes >= 40 + parties)).toBe(true)
    await headquarters.client.unit.save({ id: unit, set: { name: '更名后的单位' } })
    const then = await sendToAll()
    expect(then.map(({ changes }) => changes)).toEqual(first.map(() => 1))
    expect(then.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(parties * 1024)
    // Certificates, signature and padding, whatever is said.
    expect(Math.max(...then.map(({ size, bytes }) => size - bytes))).toBeLessThanOrEqual(7 * 1024)
  })

  test('is noted as it is written: a look costs the desk as many statements for much as for little', async () => {
    const look = async () => {
      const before = statements.length
      const waits = (await headquarters.client.home.summary()).waitingDown
      return { waits, count: statements.length - before }
    }
    const nothing = await look()
    expect(nothing.waits).toEqual([])
    await headquarters.client.unit.save({ id: unit, set: { shortName: '简称' } })
    const one = await look()
    expect(one.waits.map(({ words }) => words)).toEqual(Array.from({ length: parties }, () => '1 个单位'))
    for (const { id } of await headquarters.client.unit.list()) {
      await headquarters.client.unit.save({ id, set: { shortName: '又一简称' } })
    }
    const many = await look()
    expect(many.waits[0]?.words).toBe('41 个单位')
    expect(many.count).toBe(one.count)
    expect(one.count - nothing.count).toBeLessThanOrEqual(2)
  })
})
