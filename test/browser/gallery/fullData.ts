import { writeFile } from 'node:fs/promises'
import { drawScene } from '../../../electron/picture/scene.ts'
import { finished, handleOf, type Machine } from '../../../electron/services/machine.ts'

/** What stretches a screen: the longest names, the longest texts, sixty photos, two values of one field. */
export type Stretched = {
  readonly unit: string
  readonly visit: string
  readonly finding: string
  readonly conflict: string
}

export const longUnit = '江州市高新技术产业开发区国家税务局第二税务分局南城办税服务厅（含自助办税延伸服务点）'
const sentence = '检查组在三号窗口看到，纳税人取号后等候四十分钟无人受理，值班人员未在岗，岗位公示牌没有更新。'
export const longFact = sentence.repeat(Math.ceil(2000 / sentence.length)).slice(0, 2000)

export async function stretch(leader: Machine): Promise<Stretched> {
  const { client, person } = leader
  const unit = (await client.unit.save({ set: { name: longUnit, shortName: '高新区二分局南城厅', code: '14401199' } }))
    .id
  const [campaign] = await client.campaign.list()
  const { id: visit } = await client.visit.save({
    set: {
      unit,
      campaign: campaign?.id ?? null,
      mode: '明察',
      visitedOn: '2026-11-24',
      startMinute: 540,
      place: `${longUnit}一楼导税台、三号至九号窗口及后台档案室`,
      overview: longFact.slice(0, 600),
    },
    inspectors: [{ person, role: '组长' }],
  })
  const finding = await longFinding(leader, visit)
  for (let n = 1; n <= 40; n += 1) {
    await client.finding.save({
      visit,
      set: { title: `第${n}个窗口的公示内容与实际办理事项不一致`, severity: (n % 4) + 1 },
    })
  }
  return { unit, visit, finding, conflict: await conflicting(leader, visit) }
}

async function longFinding(leader: Machine, visit: string): Promise<string> {
  const { id } = await leader.client.finding.save({
    visit,
    set: {
      riskPoint: 'NF-01',
      riskPointName: '首问责任不落实',
      title: '窗口长时间无人值守且岗位公示牌、值班日志、首问责任登记簿均未按规定更新，纳税人多次询问无人答复',
      fact: longFact,
      opinion: longFact.slice(0, 800),
      ruleDocument: '全国县级税务机关纳税服务规范',
      ruleValidity: 'unknown',
      severity: 3,
      occurredOn: '2026-11-24',
      occurredMinute: 605,
      place: `${longUnit}三号窗口`,
      rectificationType: '立行立改',
    },
  })
  await photographs(leader, id, 60)
  return id
}

async function photographs(leader: Machine, finding: string, count: number): Promise<void> {
  const drawn = Array.from({ length: count }, async (_, n) => {
    const exif = { takenAt: '2026-11-24 10:05:00', offset: '+08:00' }
    const bytes = await drawScene({
      scene: n % 2 === 0 ? 'counter' : 'paperwork',
      seed: n,
      width: 320,
      height: 240,
      exif,
    })
    const path = leader.host.files.outgoing(`IMG_20261124_${n}.jpg`)
    await writeFile(path, bytes)
    return { handle: await handleOf(leader, path), caption: `三号窗口第${n + 1}张，自左向右依次拍摄` }
  })
  const files = await Promise.all(drawn)
  await finished(leader.client, await leader.client.evidence.add({ finding, files, class: '现场拍摄导入' }))
}

/** Two people who had both seen the first title and each wrote another. */
async function conflicting({ client }: Machine, visit: string): Promise<string> {
  const { id } = await client.finding.save({ visit, set: { title: '窗口空岗', place: '一楼大厅' } })
  const { seen } = await client.finding.get({ id })
  await client.finding.save({ id, set: { title: '三号窗口午间空岗四十分钟', place: '一楼' }, seen })
  await client.finding.save({ id, set: { title: '三号、四号窗口午间无人值守', place: '办税服务厅一楼' }, seen })
  return id
}
