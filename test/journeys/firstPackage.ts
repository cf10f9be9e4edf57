import type { Headquarters, Laptop, World } from '../world.ts'
import { makeVisit, photograph, prepareRoster, recordFinding } from './story.ts'

/** A headquarters, a leader's laptop and a member's, and a finding with two photos on its way to headquarters. */
export type FirstPackage = {
  readonly headquarters: Headquarters
  readonly team: Laptop
  readonly mate: Laptop
  readonly visit: string
  /** The team's first package to headquarters. */
  readonly genuine: string
}

export async function prepareFirstPackage(world: World): Promise<FirstPackage> {
  const [headquarters, team, mate] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
  ])
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, mate, 'B')
  await world.enrol(headquarters, team, 'A')
  const visit = await makeVisit(team, mate, unit)
  const finding = await recordFinding(team, visit)
  await photograph(team, finding, 1)
  // Large enough for a package of several pieces, so that reading can be broken off between them.
  await photograph(team, finding, 2, 1600)
  return { headquarters, team, mate, visit, genuine: await world.send(team, headquarters) }
}
