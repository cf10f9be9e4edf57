import type * as z from 'zod'
import type {
  importRests,
  IncomingKind,
  incomingRow,
  packageGap,
} from '../../../electron/contract/exchange/incoming.ts'
import type { importPreview, packageView } from '../../../electron/contract/exchange/sync.ts'

export type PackageView = z.infer<typeof packageView>
export type ImportPreview = z.infer<typeof importPreview>
export type IncomingRow = z.infer<typeof incomingRow>
export type ImportRests = z.infer<typeof importRests>
export type PackageGap = z.infer<typeof packageGap>

/** What an import does to a row, in words. */
export const kindWords: Readonly<Record<IncomingKind, string>> = {
  conflict: '真冲突',
  displaced: '改动别人的',
  parallel: '平行修改',
  refused: '被拒绝',
  updated: '更新',
  added: '新增',
  future: '由新版本写入',
}

/** 3.2 MB */
export function sizeText(bytes: number): string {
  if (bytes < 1024 ** 2) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return bytes < 1024 ** 3 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(2)} GB`
}

/** What each state of a package means to the person who looks at it. */
export const stateNotes: Readonly<Record<PackageView['state'], string>> = {
  待保存: '还没有保存成文件。不保存也不要紧，下一个数据包会带上同样的内容。',
  已写出: '还没有收到对方的回执。',
  已接收: '对方已经导入，回执已到。',
  待导入: '已检查，等您决定。',
  缺包等待: '前面缺数据包。',
  已导入: '内容已在本机。',
  已撤销: '导入已经撤销：内容留存，不再采用。',
  已拒绝: '没有导入。',
  已撤回: '按未送达处理，内容会放进下一个数据包。',
}
