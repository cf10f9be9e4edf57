import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../contract/syncPackage.ts'
import { demoPassword } from '../../contract/workspace.ts'
import { drawScene } from '../../picture/scene.ts'
import type { HostOptions } from '../host/host.ts'
import { writeHoldings, type Holdings } from '../holdings/holdings.ts'
import { enrol, stickFolder } from './enrol.ts'
import { drawnSignature } from './ink.ts'
import { carry, finished, handleOf, startMachine, workspaceOf, type Machine } from '../machine.ts'
import { receive, send } from './packages.ts'
import { dayFrom, readStory, type Author, type Story } from './story.ts'

export type DemoOptions = Omit<HostOptions, 'dataFolder'>

export type DemoResult = {
  readonly leader: string
  readonly member: string
  readonly headquarters: string
  readonly memos: readonly string[]
  readonly packages: readonly string[]
  readonly toHeadquarters: string
  readonly holdings: Holdings
  readonly ca: string
  /** Headquarters' age recipient, which anyone may know. */
  readonly recipient: string
  /** What anyone who ever held one of the leader's packages knows of her. */
  readonly sender: Manifest['sender']
}

export type Cast = { readonly headquarters: Machine; readonly leader: Machine; readonly member: Machine }

const steps = 12
type Tell = (done: number, total: number, note: string) => void

/**
 * Plays the whole line on real files, through the same procedures as the window: enrolment with both codes, three visits,
 * twelve findings with photos, two memos signed on two laptops, one package to headquarters, its receipt back.
 */
export async function playDemo(out: string, options: DemoOptions, tell: Tell): Promise<DemoResult> {
  const story = await readStory(options.resourceFolder)
  const stick = stickFolder(out)
  await mkdir(stick, { recursive: true })
  tell(0, steps, '建立三个工作区：总部、组长、组员')
  const cast = await startCast(out, options, story)
  const { headquarters, leader, member } = cast
  try {
    tell(1, steps, '总部准备活动、单位和任务')
    const ca = await prepareHeadquarters(headquarters, story)
    await writeFile(join(out, 'ca.pem'), ca)
    const units = await prepareRoster(headquarters, story)
    tell(2, steps, '两台电脑登记，核对两个校验码')
    const file = { authorityPassword: demoPassword, stick }
    await enrol(headquarters, leader, {
      ...file,
      letter: 'A',
      role: '组长',
      team: { name: '第一检查组', campaign: null },
    })
    const [team] = await headquarters.client.team.list()
    await enrol(headquarters, member, { ...file, letter: 'B', role: '组员', team })
    tell(3, steps, '组员向组长报到，组长建立三次检查')
    const packages = [(await handOver(member, leader, stick)).file]
    const visits = await makeVisits(leader, member, story, units)
    packages.push((await handOver(leader, member, stick)).file)
    tell(4, steps, '组长记录问题，现场照片加密入库')
    await recordFindings(leader, 'leader', story, visits)
    tell(5, steps, '组员记录问题，现场照片加密入库')
    await recordFindings(member, 'member', story, visits)
    tell(6, steps, '组员的数据包交给组长')
    packages.push((await handOver(member, leader, stick)).file)
    tell(7, steps, '组长编制并定稿两份备忘录')
    const versions = await freezeMemos(leader, story, visits)
    packages.push((await handOver(leader, member, stick)).file)
    tell(8, steps, '两人各在自己的电脑上签名')
    await signAll(member, versions, 'member')
    await signAll(leader, versions, 'leader')
    packages.push((await handOver(member, leader, stick)).file)
    tell(9, steps, '组长的数据包报总部，总部导入')
    const toHeadquarters = (await handOver(leader, headquarters, stick)).file
    packages.push(toHeadquarters)
    tell(10, steps, '总部的回执发回检查组')
    packages.push((await handOver(headquarters, leader, stick)).file)
    tell(11, steps, '总部导出问题清单、照片和核验结果')
    const memos = await saveMemos(headquarters, versions, out)
    const holdings = await writeHoldings(workspaceOf(headquarters), join(out, '总部'), headquarters.host.instant())
    await writeIdentities(stick, cast)
    tell(steps, steps, '完成')
    const folders = { leader: leader.folder, member: member.folder, headquarters: headquarters.folder }
    const { recipient } = workspaceOf(headquarters)
    const { id, name, log, recipient: address } = workspaceOf(leader)
    const sender = { log, workspace: id, name, recipient: address }
    return { ...folders, recipient, sender, memos, packages, toHeadquarters, holdings, ca: join(out, 'ca.pem') }
  } finally {
    for (const machine of [headquarters, leader, member]) await machine.close()
  }
}

async function startCast(out: string, options: DemoOptions, story: Story): Promise<Cast> {
  const { people, headquarters, team } = story
  const start = (folder: string, kind: 'team' | 'headquarters', name: string, who: keyof typeof people) =>
    startMachine({ ...options, dataFolder: join(out, '工作区') }, folder, {
      kind,
      name,
      drill: true,
      person: people[who].name,
      unit: kind === 'team' ? team : headquarters.name,
      post: people[who].post,
      password: demoPassword,
    })
  return {
    headquarters: await start('总部', 'headquarters', headquarters.name, 'supervisor'),
    leader: await start('组长', 'team', `${people.leader.name}（组长）`, 'leader'),
    member: await start('组员', 'team', `${people.member.name}（组员）`, 'member'),
  }
}

async function prepareHeadquarters({ client }: Machine, { headquarters }: Story): Promise<string> {
  const { ca } = await client.enrolment.createAuthority({
    name: `${headquarters.shortName}演练证书机构`,
    password: demoPassword,
  })
  return ca
}

/** The units in the order of the story; each with a task under the campaign. */
async function prepareRoster({ client, host }: Machine, story: Story): Promise<readonly string[]> {
  const campaign = await client.campaign.loadPreset({ preset: story.campaign })
  const units: string[] = []
  for (const [index, unit] of story.units.entries()) {
    const { id } = await client.unit.save({ set: unit })
    const visit = story.visits[index]
    await client.task.save({
      campaign: campaign.id,
      set: {
        title: `${unit.shortName}${visit?.mode ?? '明察'}`,
        unit: id,
        mode: visit?.mode ?? '明察',
        dueOn: dayFrom(host.now(), 7),
      },
    })
    units.push(id)
  }
  return units
}

async function makeVisits(leader: Machine, member: Machine, story: Story, units: readonly string[]) {
  const { client, host } = leader
  const [campaign] = await client.campaign.list()
  const tasks = await client.task.list()
  const visits: string[] = []
  for (const { unit, daysAgo, compiled: _, ...values } of story.visits) {
    const task = tasks.find((candidate) => candidate.unit === units[unit])
    const { id } = await client.visit.save({
      set: {
        ...values,
        visitedOn: dayFrom(host.now(), -daysAgo),
        unit: units[unit] ?? null,
        campaign: campaign?.id ?? null,
        task: task?.id ?? null,
      },
      inspectors: [
        { person: leader.person, role: '组长' },
        { person: member.person, role: '组员' },
      ],
    })
    visits.push(id)
  }
  return visits
}

async function recordFindings(machine: Machine, author: Author, story: Story, visits: readonly string[]) {
  const points = await machine.client.riskPoint.list()
  for (const [index, finding] of story.findings.entries()) {
    if (finding.author !== author) continue
    const { visit, author: _, rectifyInDays, photos, ...values } = finding
    const planned = story.visits[visit]
    const occurredOn = dayFrom(machine.host.now(), -(planned?.daysAgo ?? 0))
    const { id } = await machine.client.finding.save({
      visit: visits[visit] ?? '',
      set: {
        ...values,
        riskPointName: points.find(({ code }) => code === finding.riskPoint)?.name ?? null,
        occurredOn,
        rectifyBy: rectifyInDays === null ? null : dayFrom(machine.host.now(), rectifyInDays),
      },
    })
    await photograph(machine, id, { occurredOn, minute: finding.occurredMinute, seed: index + 1, photos })
  }
}

type Shots = {
  readonly occurredOn: string
  readonly minute: number
  readonly seed: number
  readonly photos: Story['findings'][number]['photos']
}

/** Photos are drawn now, as the camera would have written them, and taken in like any file. */
async function photograph(machine: Machine, finding: string, { occurredOn, minute, seed, photos }: Shots) {
  const files = await Promise.all(
    photos.map(async ([scene, caption], index) => {
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:0${index}`
      const bytes = await drawScene({
        scene,
        seed: seed * 10 + index,
        exif: {
          takenAt: `${occurredOn} ${time}`,
          offset: '+08:00',
          make: 'Mingcha',
          model: 'Drill Camera',
          latitude: 23_130_000 + seed * 1000,
          longitude: 113_260_000 + seed * 1000,
        },
      })
      const path = machine.host.files.outgoing(`IMG_${occurredOn.replaceAll('-', '')}_${seed}${index}.jpg`)
      await writeFile(path, bytes)
      return { handle: await handleOf(machine, path), caption }
    }),
  )
  const started = await machine.client.evidence.add({ finding, files, class: '现场拍摄导入' })
  const { results } = await finished(machine.client, started)
  if (results.some(({ evidence }) => evidence === null)) throw new Error('a photo of the demo was refused')
}

/** One memo for each 明察, frozen; the ids of the versions. */
async function freezeMemos({ client, host }: Machine, story: Story, visits: readonly string[]) {
  const versions: string[] = []
  for (const [index, visit] of story.visits.entries()) {
    if (!visit.compiled) continue
    const { id } = await client.document.compile({ kind: '检查备忘录', about: visits[index] ?? '' })
    await client.document.save({
      id,
      set: { issuer: story.memos.issuer, issuedOn: dayFrom(host.now(), -story.memos.daysAgo), statementKind: '无意见' },
    })
    const frozen = await finished(client, await client.document.freeze({ id }))
    versions.push(frozen.version)
  }
  return versions
}

async function signAll({ client }: Machine, versions: readonly string[], author: Author): Promise<void> {
  for (const version of versions) {
    await client.document.sign({ version, password: demoPassword, ink: drawnSignature(author) })
  }
}

async function handOver(from: Machine, to: Machine, stick: string) {
  const sent = await send(from, to.log, stick)
  await receive(to, sent.file)
  return sent
}

async function saveMemos(machine: Machine, versions: readonly string[], out: string): Promise<readonly string[]> {
  const files: string[] = []
  for (const version of versions) {
    const { ticket, fileName } = await machine.client.document.ticket({ version })
    files.push(await carry(machine, ticket, out, fileName))
  }
  return files
}

/** age identities beside the packages, so that `age -d -i … | tar x` opens them without this program. */
async function writeIdentities(stick: string, cast: Cast): Promise<void> {
  const names = { headquarters: '总部', leader: '组长', member: '组员' } as const
  for (const who of ['headquarters', 'leader', 'member'] as const) {
    await writeFile(join(stick, `身份_${names[who]}.txt`), `${workspaceOf(cast[who]).identity}\n`, { mode: 0o600 })
  }
}
