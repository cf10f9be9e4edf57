import { join } from 'node:path'
import { enrol } from '../../electron/services/demo/enrol.ts'
import { send, stage } from '../../electron/services/demo/packages.ts'
import type { Machine } from '../../electron/services/machine.ts'
import { testPassword } from '../world.ts'
import { say, tell } from './figure.ts'
import { chanceFrom, fillWithFindings } from './findings.ts'
import { newMachine, openAgain } from './machines.ts'
import { median, milliseconds, timed } from './timing.ts'

/** A stick with a month of packages whose first one is missing: what each of them would do is listed, ten and twenty. */
const [folder = '.'] = process.argv.slice(2)
const [few, many] = [10, 20]
const findingsEach = 200
const rounds = 5
const name = 'waiting'
const stick = join(folder, 'waitingStick')

say('twenty packages that wait')
let headquarters = await newMachine(folder, name, 'headquarters')
const team = await newMachine(folder, 'sender')
await headquarters.client.enrolment.createAuthority({ name: '试验证书机构', password: testPassword })
await enrol(headquarters, team, { letter: 'A', role: '组长', authorityPassword: testPassword, stick })
const files: string[] = []
const chance = chanceFrom(4)
for (let number = 0; number <= many; number += 1) {
  await fillWithFindings(team, findingsEach, chance)
  files.push((await send(team, headquarters.log, stick)).file)
}
await team.close()

const ofFew = await listAfterStaging(files.slice(1, few + 1))
const ofMany = await listAfterStaging(files.slice(few + 1))
await headquarters.close()
tell({
  what: `previews of ${many} waiting packages, beside ${few}`,
  measured: ofMany.first / ofFew.first,
  unit: '×',
  limit: { most: (1.1 * many) / few },
  numbers: `${milliseconds(ofMany.first)} beside ${milliseconds(ofFew.first)}, ${findingsEach} findings each`,
})
tell({
  what: 'the same list asked for again',
  measured: ofMany.again,
  unit: 'ms',
  numbers: `${milliseconds(ofFew.again)} of ${few}`,
})

/** Each round opens the workspace anew, so that nothing is known of them yet. */
async function listAfterStaging(more: readonly string[]): Promise<{ readonly first: number; readonly again: number }> {
  for (const file of more) await stage(headquarters, file)
  const first: number[] = []
  const again: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await headquarters.close()
    headquarters = await openAgain(folder, name)
    first.push(await timed(() => staged(headquarters)))
    again.push(await timed(() => staged(headquarters)))
  }
  return { first: median(first), again: median(again) }
}

async function staged({ client }: Machine): Promise<void> {
  const previews = await client.sync.staged()
  if (previews.some(({ state }) => state !== 'waiting')) throw new Error('a package does not wait')
}
