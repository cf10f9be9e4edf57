import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { enrol } from '../../electron/services/demo/enrol.ts'
import { send } from '../../electron/services/demo/packages.ts'
import type { Machine } from '../../electron/services/machine.ts'
import { testPassword } from '../world.ts'
import { chanceFrom, fillWithFindings } from './findings.ts'
import { newMachine, openAgain } from './machines.ts'

/** A team with 100,000 findings and its headquarters, made once in a run and shared by the benches. */
export const inspection = { team: 'team', headquarters: 'headquarters', findings: 100_000 } as const

/** The team's machine, made where this run has not got it yet. */
export async function openTeam(folder: string): Promise<Machine> {
  if (!existsSync(join(folder, inspection.team))) await makeInspection(folder)
  return openAgain(folder, inspection.team)
}

async function makeInspection(folder: string): Promise<void> {
  const headquarters = await newMachine(folder, inspection.headquarters, 'headquarters')
  const team = await newMachine(folder, inspection.team)
  const stick = join(folder, 'stick')
  await headquarters.client.enrolment.createAuthority({ name: '试验证书机构', password: testPassword })
  await enrol(headquarters, team, { letter: 'A', role: '组长', authorityPassword: testPassword, stick })
  await fillWithFindings(team, inspection.findings, chanceFrom(2))
  await team.close()
  await headquarters.close()
}

/** Writes the team's package for headquarters; gives the file. */
export async function packInspection(team: Machine, folder: string): Promise<string> {
  const [headquarters] = await team.client.sync.peers()
  if (headquarters === undefined) throw new Error('the team has no headquarters')
  return (await send(team, headquarters.log, join(folder, 'stick'))).file
}
