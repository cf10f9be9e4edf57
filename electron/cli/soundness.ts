import { isJobKind } from '../contract/job/jobKind.ts'
import { entityLabel } from '../domain/fieldLabel.ts'
import { isEntity } from '../contract/catalogue/catalogue.ts'
import { finished, type Machine, workspaceOf } from '../services/machine.ts'
import { checkWorkspace, type Differences, rebuildWorkspace, type Soundness } from '../services/workspace/soundness.ts'
import { type Opening, print, withMachine } from './opening.ts'

/** `mingcha check`: whether all that the workspace holds is whole. Exit code 0 sound, 1 not. Never a word of a record. */
export async function checkCommand(opening: Opening): Promise<void> {
  await withMachine(opening, async (machine) => {
    await endResumed(machine)
    const found = await checkWorkspace(workspaceOf(machine))
    print(soundnessText(found))
    if (!found.sound) process.exitCode = 1
  })
}

/** `mingcha rebuild`: the tables made anew from the change log, and how far they were from it. */
export async function rebuildCommand(opening: Opening): Promise<void> {
  await withMachine(opening, async (machine) => {
    await endResumed(machine)
    print({ 结果: '已按变更日志重建', 与原表不同: differenceText(await rebuildWorkspace(workspaceOf(machine))) })
  })
}

/** What an upgrade or a stop left to do comes first: until then the tables are not what they will be. */
async function endResumed({ client }: Machine): Promise<void> {
  for (const { id: job, kind, state } of await client.job.list()) {
    if ((state === 'running' || state === 'waiting') && isJobKind(kind)) await finished(client, { job, kind })
  }
}

function soundnessText({ sound, pages, tailLost, held }: Soundness): object {
  const 数据库 = { 页面: pages ? '完好' : '损坏', 末尾记录: tailLost ? '有丢失' : '完好' }
  if (held === undefined) return { 结论: '有问题', 数据库 }
  const { chains, files, setAside } = held
  return {
    结论: sound ? '完好' : '有问题',
    数据库,
    日志: {
      份数: chains.logs,
      条数: chains.changes,
      有误: chains.faults.map(({ log, faults }) => ({ 日志: log, 问题: faults.map((fault) => faultTexts[fault]) })),
    },
    附件: { 应有: files.named, 缺失: files.absent, 损坏: files.damaged, 发送方声明缺失: files.declared },
    与日志不符的表: differenceText(held.tables),
    未采用: {
      被拒绝: setAside.refused,
      升级后显示: setAside.future,
      不合格式: setAside.invalid,
      正文未收到: setAside.withheld,
      正文已清除: setAside.erased,
    },
  }
}

const faultTexts = {
  birth: '日志的来历不符',
  gap: '中间缺少内容',
  link: '前后不相连',
  header: '条目被改动',
  body: '正文被改动',
  head: '末尾不符',
  signature: '签名不成立',
  cut: '末尾被截去',
} as const

function differenceText(difference: Differences): object {
  return Object.fromEntries(
    Object.entries(difference).map(([name, { lacking, surplus, other }]) => [
      isEntity(name) ? entityLabel(name) : name === 'search' ? '检索' : '采用与否',
      { 缺少: lacking, 多出: surplus, 不同: other },
    ]),
  )
}
