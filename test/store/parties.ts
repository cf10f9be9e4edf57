import { findRow } from '../../electron/store/row/rows.ts'
import { createReplica, createWorld, pack, type Package, type Replica, type World } from './world.ts'

/** A headquarters and a team that it has not enrolled yet. */
export async function createParties(): Promise<{
  readonly world: World
  readonly headquarters: Replica
  readonly team: Replica
}> {
  const world = createWorld()
  const headquarters = await createReplica(world, 'headquarters', ['系统管理员', '督办员'])
  return { world, headquarters, team: await createReplica(world, 'team') }
}

/** Writes a visit and a finding of it: two changes. */
export async function makeFinding(world: World, replica: Replica) {
  const visit = world.newId()
  const finding = world.newId()
  await replica.write([
    { entity: 'visit', id: visit, set: { ordinal: 1, mode: '明察' } },
    { entity: 'finding', id: finding, parent: visit, set: { ordinal: 1, title: '为税不廉' } },
  ])
  return { visit, finding }
}

export function findFinding(replica: Replica, id: string) {
  return replica.store.read((tx) => findRow(tx, 'finding', id))
}

/** A package of everything in the replica's own log. */
export function everythingOf(world: World, replica: Replica): Promise<Package> {
  return pack(world, replica, [{ log: replica.log }])
}
