import type { RowValues } from '../../electron/contract/catalogue/catalogue.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import type { RowDraft } from '../../electron/store/change/said.ts'

/** Findings as inspectors write them: about 110 characters of fact, every field of the form filled. */

export type Chance = () => number

/** Numbers from 0 to 1 that are the same from run to run (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** By Zipf's law: the first words are everywhere, the last ones hardly anywhere. */
const words = (
  '检查 发现 该局 窗口 纳税人 办税 服务厅 公务 接待 会议 车辆 报销 凭证 干部 值班 人员 公示 排队 时间 审批 登记 记录 资料 整改 落实 ' +
  '收费 票据 申报 征收 稽查 处罚 告知 文书 送达 退税 发票 核定 税款 入库 滞纳金 领导 办公室 面积 超标 培训 考勤 请假 津贴 补贴 礼品 ' +
  '招待 食堂 清单 派出 公函 陪餐 人数 标准 燃油 维修 里程 派车单 节假日 封存 钥匙 台账 未按规定 一次性告知 首问责任 限时办结 投诉 电话 ' +
  '意见箱 监控 录像 叫号机 自助 终端 咨询 导税台 空岗 玩手机 上网 聊天 迟到 早退 着装 挂牌 服务忌语 吃拿卡要 微信红包 购物卡 土特产 ' +
  '婚丧喜庆 借机敛财 公款旅游 小金库 私车公养 多头执法 重复检查 人情税 关系税 过头税 空转 混库 虚开 骗税 走逃 失联 非正常户'
).split(' ')

/** A higher start flattens the beginning of the curve: the first word stands in about two findings of three. */
const zipfStart = 12

/** Two to four characters that stand for names and places: each is rare. */
function rareWord(chance: Chance): string {
  const length = 2 + Math.floor(chance() * 3)
  return Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(chance() * 3000))).join('')
}

function word(chance: Chance): string {
  if (chance() < 0.06) return rareWord(chance)
  const rank = Math.floor(zipfStart * (1 + words.length / zipfStart) ** chance()) - zipfStart
  return words[rank] ?? '检查'
}

function sentence(chance: Chance, count: number): string {
  const parts = Array.from({ length: count }, (_, index) => `${word(chance)}${index % 5 === 4 ? '，' : ''}`)
  return `${parts.join('')}。`
}

export function findingValues(chance: Chance): Partial<RowValues<'finding'>> {
  return {
    riskPoint: 'XZ-01',
    riskPointName: word(chance),
    title: sentence(chance, 4),
    fact: `${sentence(chance, 15)}${sentence(chance, 15)}${sentence(chance, 15)}`,
    ruleDocument: '党政机关厉行节约反对浪费条例',
    ruleValidity: 'unknown',
    opinion: sentence(chance, 6),
    severity: 1 + Math.floor(chance() * 3),
    occurredOn: '2026-11-20',
    place: `${word(chance)}${rareWord(chance)}`,
    rectificationType: '立行立改',
    requirement: sentence(chance, 6),
    clue: false,
  }
}

export const findingsPerVisit = 50

/** Writes visits with 50 findings each, an operation a visit, without the form; gives the ids of the findings. */
export async function fillWithFindings(machine: Machine, count: number, chance: Chance): Promise<readonly string[]> {
  const { host, person } = machine
  const { store, log } = workspaceOf(machine)
  const unit = (await machine.client.unit.save({ set: { name: '江口县地方税务局', code: '24401' } })).id
  const ids: string[] = []
  for (let made = 0; made < count; made += findingsPerVisit) {
    const visit = host.newId()
    const values = {
      unit,
      mode: '明察',
      visitedOn: '2026-11-20',
      place: '办税服务厅',
      ordinal: made / findingsPerVisit + 1,
    } as const
    const drafts: RowDraft[] = [{ entity: 'visit', id: visit, set: values }]
    for (let place = made; place < Math.min(count, made + findingsPerVisit); place += 1) {
      const id = host.newId()
      ids.push(id)
      drafts.push({
        entity: 'finding',
        id,
        parent: visit,
        set: { ...findingValues(chance), ordinal: place + 1, position: 'a0' },
      })
    }
    const operation = host.newId()
    await store.write((tx) => append(tx, { log, operation, author: person, at: host.instant(), drafts }))
  }
  return ids
}
