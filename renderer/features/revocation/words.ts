import type * as z from 'zod'
import type { lateWork, revocationView } from '../../../electron/contract/exchange/revocation.ts'

export type Revocation = z.infer<typeof revocationView>
export type Late = z.infer<typeof lateWork>

/** 日志 is what the change log calls a computer. */
export const kindWords: Readonly<Record<Revocation['kind'], string>> = { 人员: '人员', 日志: '电脑', 证书: '证书' }
