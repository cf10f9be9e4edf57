import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished, handleOf, type Machine } from '../../../electron/services/machine.ts'
import { chanceFrom, findingValues } from '../findings.ts'
import { newMachine } from '../machines.ts'
import { cameraPhotos } from '../photos.ts'

/** Makes the visit that the memo bench prints: 100 findings, 60 of them with a photo, and the memo ready to be frozen. */
const [folder = '.'] = process.argv.slice(2)
const findingCount = 100
const photoCount = 60

const photoFolder = join(folder, 'photos')
await mkdir(photoFolder, { recursive: true })
const photos = await cameraPhotos(photoFolder, photoCount)
const machine = await newMachine(folder, 'memo')
const visit = await makeVisit(machine)
await recordFindings(machine, visit)
const memo = await compile(machine, visit)
process.send?.({ memo, photos })
await machine.close()

async function makeVisit({ client, person }: Machine): Promise<string> {
  await client.campaign.loadPreset({ preset: '137' })
  const [campaign] = await client.campaign.list()
  const unit = (await client.unit.save({ set: { name: '江口县地方税务局', code: '24401' } })).id
  const set = { unit, campaign: campaign?.id ?? null, mode: '明察', visitedOn: '2026-11-20' } as const
  const more = {
    place: '办税服务厅',
    noticeNumber: '督通12号',
    accompanying: '办公室主任',
    overview: '听取汇报，查阅资料。',
  }
  const inspectors = [{ person, role: '组长' as const }]
  return (await client.visit.save({ set: { ...set, ...more, singleInspectorReason: '仅一人在岗' }, inspectors })).id
}

/** Photos for the first sixty findings, a written note for the others: no finding goes without evidence. */
async function recordFindings(at: Machine, visitId: string): Promise<void> {
  const chance = chanceFrom(3)
  for (let place = 0; place < findingCount; place += 1) {
    const { id } = await at.client.finding.save({ visit: visitId, set: findingValues(chance) })
    const path = photos[place] ?? (await writtenNote(place))
    const files = [{ handle: await handleOf(at, path) }]
    const started = await at.client.evidence.add({ finding: id, files, class: '现场拍摄导入' })
    const { results } = await finished(at.client, started)
    if (results.some((result) => 'problem' in result && result.problem !== null))
      throw new Error('evidence was refused')
  }
}

async function writtenNote(place: number): Promise<string> {
  const path = join(folder, `记录${place}.txt`)
  await writeFile(path, `第${place}号问题的书面记录。`)
  return path
}

async function compile({ client }: Machine, visitId: string): Promise<string> {
  const { id } = await client.document.compile({ kind: '检查备忘录', about: visitId })
  const set = { issuer: '督察内审第一检查组', issuedOn: '2026-11-21', statementKind: '无意见' } as const
  await client.document.save({ id, set })
  const obstacles = await client.document.obstacles({ id })
  if (obstacles.length > 0) throw new Error(`the memo cannot be frozen: ${JSON.stringify(obstacles[0])}`)
  return id
}
