import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { forge } from './forgedLog.ts'

/** Enrolled machines whose program lies: what their logs may say, and what it must not do to the others. */
let world: World
let headquarters: Headquarters
let hostile: Laptop
beforeEach(async () => {
  world = await createWorld({ seed: 'hostile log' })
  headquarters = await world.headquarters('总部')
  hostile = await world.laptop('甲机', '组员')
  await world.enrol(headquarters, hostile, 'A')
})
afterEach(() => world.end())

const importsAt = (machine: Machine) =>
  workspaceOf(machine).store.read((tx) => tx.db.selectFrom('local_import').select('state').execute())

describe('a workspace', () => {
  test('takes a row change that sets nothing for what it is, and opens again', async () => {
    const nothing = {
      entity: 'finding',
      id: hostile.host.newId(),
      parent: hostile.host.newId(),
      kind: 'row',
      set: {},
    } as const
    await forge(hostile, [nothing])
    await world.carry(hostile, headquarters)
    expect(await importsAt(headquarters)).toEqual([{ state: 'applied' }])
    const reopened = await world.reopen(headquarters)
    expect(await reopened.client.finding.list({})).toMatchObject({ total: 0 })
  })

  test('opens although an accepted package cannot be brought to its end, and names the import as a defect', async () => {
    const file = await world.send(hostile, headquarters)
    await world.receive(headquarters, file)
    const { store } = workspaceOf(headquarters)
    const stuck = await store.write(async (tx) => {
      const row = await tx.db.selectFrom('local_import').select('id').executeTakeFirstOrThrow()
      await tx.db.updateTable('local_import').set({ state: 'applying', manifest: '{' }).execute()
      return row.id
    })
    const incidents: string[] = []
    const reopened = await world.reopen(headquarters, { reportDefect: (incident) => incidents.push(incident) })
    expect(incidents).toEqual([stuck])
    expect(await reopened.client.finding.list({})).toMatchObject({ total: 0 })
  })
})
