import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Problem } from '../contract/problem/problem.ts'
import { finished, workspaceOf, carry, handleOf, type Machine } from '../services/machine.ts'
import { writeHoldings } from '../services/holdings/holdings.ts'
import type { JobResult } from '../contract/job/jobKind.ts'
import { type Opening, print, withMachine } from './opening.ts'

/** `mingcha export`: the next package for a peer, or what the workspace holds as files. */
export async function exportCommand(
  options: Opening & { readonly to?: string; readonly holdings?: boolean; readonly out: string },
): Promise<void> {
  const out = resolve(options.out)
  await mkdir(out, { recursive: true })
  await withMachine(options, async (machine) => {
    if (options.holdings === true) {
      const at = machine.host.instant()
      const wanted = join(out, '所存内容')
      const { folder, findings, photos, damaged, documents } = await writeHoldings(workspaceOf(machine), wanted, at)
      const beside = folder !== wanted && { 说明: '已有名为“所存内容”的文件夹，没有改动它，这一次写在旁边。' }
      print({ ...beside, 文件夹: folder, 问题: findings, 照片: photos, 损坏或缺失: damaged, 备忘录: documents.length })
      return
    }
    const to = await peerNamed(machine, options.to)
    const started = await machine.client.sync.export({ to })
    const { ticket, ...written } = await finished(machine.client, started)
    print({
      数据包: await carry(machine, ticket, out),
      编号: written.serial,
      变更: written.changes,
      附件: written.blobs,
    })
  })
}

/** `mingcha import`: checks, shows what would happen, then accepts. */
export async function importCommand(file: string, options: Opening & { readonly preview?: boolean }): Promise<void> {
  await withMachine(options, async (machine) => {
    const handle = await handleOf(machine, resolve(file))
    const preview = await finished(machine.client, await machine.client.sync.stage({ handle }))
    print(previewText(preview))
    if (options.preview === true) {
      await machine.client.sync.drop({ import: preview.import })
      return
    }
    if (preview.state === 'waiting') throw new Problem('package.waiting', { missing: preview.missingSerials })
    const started = await machine.client.sync.accept({ import: preview.import })
    const { accepted } = await finished(machine.client, started)
    print({ 已导入: accepted.map(({ serial }) => serial) })
  })
}

async function peerNamed({ client }: Machine, wanted: string | undefined): Promise<string> {
  const peers = await client.sync.peers()
  const peer = peers.find(({ log, name, kind }) =>
    wanted === undefined ? kind === '总部' : [log, name].includes(wanted),
  )
  if (peer === undefined) throw new Problem('sync.peerUnknown', {})
  return peer.log
}

const states = { ready: '可以导入', waiting: '前面缺包，已留下等待', alreadyImported: '以前已经导入过' } as const

function previewText(preview: JobResult<'sync.stage'>): object {
  return {
    状态: states[preview.state],
    发送方: preview.sender,
    编号: preview.serial,
    缺少的编号: preview.missingSerials,
    内容: preview.records,
    新增: preview.added,
    更新: preview.updated,
    平行修改: preview.kinds.parallel,
    冲突: preview.conflicts,
    未变: preview.unchanged,
    ...(preview.future > 0 && { 升级后显示: preview.future }),
    ...(preview.invalid > 0 && { 不合格式: preview.invalid }),
    ...(preview.refused.length < preview.kinds.refused && { 拒绝条数: preview.kinds.refused }),
    拒绝: preview.refused.map(({ entity, author, reason }) => ({ 内容: entity, 作者: author, 原因: reason })),
    ...(preview.displaced.length > 0 && {
      动到别人的: preview.displaced.map(({ entity, author, reason }) => ({ 内容: entity, 作者: author, 变化: reason })),
    }),
  }
}
