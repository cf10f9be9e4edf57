import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { IntakeResult } from '../../electron/services/intake.ts'
import { finished, handleOf, type Machine } from '../../electron/services/machine.ts'
import { memoContent } from './memoContent.ts'
import { say, tell } from './figure.ts'
import { chanceFrom, findingValues } from './findings.ts'
import { newMachine } from './machines.ts'
import { cameraPhotos } from './photos.ts'
import { pythonDocument, type PythonDocument } from './pythonDocument.ts'
import { inTurn, milliseconds, peakMemory, timed } from './timing.ts'

/**
 * A memo of 100 findings and 60 photos of 12 megapixels, frozen through the API: evidence read and decrypted, print copies
 * made, the document laid out, signature lines placed, kept as an encrypted blob. Beside it python3-docx writes the same
 * paragraphs, tables and photos, scaled by Pillow to the same size and quality, from plain files; its start and imports
 * are not counted.
 */
const [folder = '.'] = process.argv.slice(2)
const rounds = 3
const findingCount = 100
const photoCount = 60

const missing = await pythonDocument.missing()
const photoFolder = join(folder, 'photos')
await mkdir(photoFolder, { recursive: true })
say('60 photos of 12 megapixels')
const photos = await cameraPhotos(photoFolder, photoCount)
const machine = await newMachine(folder, 'memo')
say('100 findings with their evidence')
const visit = await makeVisit(machine)
await recordFindings(machine, visit)
const memo = await compile(machine, visit)

let version = ''
const freeze = () =>
  timed(async () => {
    const started = await machine.client.memo.freeze({ id: memo })
    version = (await finished<{ version: string }>(machine.client, started)).version
  })

const what = `memo of ${findingCount} findings and ${photoCount} photos`
if (missing === undefined) await besidePython()
else {
  await freeze()
  tell({ what, measured: (await freeze()) / 1000, unit: 's', numbers: `peak ${Math.round(peakMemory())} MB` })
  tell({ what: `${what}, beside python3-docx`, leftOut: missing })
}
await machine.close()

async function besidePython(): Promise<void> {
  say('frozen once, so that Python gets the same content')
  await freeze()
  const blocks = await memoContent(await frozenDocument())
  const content = join(folder, 'memo.json')
  await writeFile(content, JSON.stringify({ blocks, photos }))
  let python: PythonDocument | undefined
  const { ours, bare, ratio } = await inTurn(rounds, {
    ours: freeze,
    bare: async () => {
      python = await pythonDocument.write(content, join(folder, 'memo-python.docx'))
      return python.milliseconds
    },
  })
  const parts = python === undefined ? '' : ` (${milliseconds(python.photoMilliseconds)} of it Pillow's)`
  tell({
    what,
    measured: ratio,
    unit: '×',
    limit: { most: 0.2 },
    numbers: `${milliseconds(ours)} beside ${milliseconds(bare)} of python3-docx${parts}`,
  })
  tell({
    what: 'peak memory of the process',
    measured: peakMemory(),
    unit: 'MB',
    numbers: `python3-docx ${Math.round(python?.peakMemory ?? 0)} MB`,
  })
}

async function frozenDocument(): Promise<Uint8Array> {
  const { ticket } = await machine.client.memo.ticket({ version })
  const offered = machine.host.files.redeem(ticket)
  if (offered === undefined) throw new Error('the memo was not offered')
  return buffer(await offered.open(0, offered.size - 1))
}

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
    const { results } = await finished<{ results: IntakeResult[] }>(at.client, started)
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
  const { id } = await client.memo.compile({ visit: visitId })
  const set = { issuer: '督察内审第一检查组', issuedOn: '2026-11-21', statementKind: '无意见' } as const
  await client.memo.save({ id, set })
  const obstacles = await client.memo.obstacles({ id })
  if (obstacles.length > 0) throw new Error(`the memo cannot be frozen: ${JSON.stringify(obstacles[0])}`)
  return id
}
