import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enrol } from '../../electron/services/demo/enrol.ts'
import { finished, handleOf } from '../../electron/services/machine.ts'
import { testPassword } from '../world.ts'
import { chanceFrom, fillWithFindings } from './findings.ts'
import { newMachine } from './machines.ts'
import { packageBench } from './packageSize.ts'

/** Two machines for the package bench: a headquarters, and a team with 200 MB of evidence that does not compress. */
const [folder = '.'] = process.argv.slice(2)
const headquarters = await newMachine(folder, packageBench.headquarters, 'headquarters')
const team = await newMachine(folder, packageBench.team)
await headquarters.client.enrolment.createAuthority({ name: '试验证书机构', password: testPassword })
const stick = join(folder, 'package-stick')
await enrol(headquarters, team, { letter: 'B', role: '组长', authorityPassword: testPassword, stick })
const [finding = ''] = await fillWithFindings(team, 500, chanceFrom(4))
const plain = join(folder, packageBench.plain)
await mkdir(plain)
const files = []
for (let place = 0; place < packageBench.files; place += 1) {
  const path = join(plain, `录像${place}.mp4`)
  await writeFile(path, randomBytes(packageBench.fileSize))
  files.push({ handle: await handleOf(team, path) })
}
await finished(team.client, await team.client.evidence.add({ finding, files, class: '现场拍摄导入' }))
await team.close()
await headquarters.close()
