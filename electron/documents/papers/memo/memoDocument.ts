import type { evidenceClasses, inspectionModes, rectificationTypes } from '../../../contract/catalogue/inspection.ts'

/**
 * All that a memo prints, as plain data: what is not here cannot be on paper. Words are the catalogue's, dates are
 * `YYYY-MM-DD`, moments are ISO 8601 UTC (printed in Beijing time), undefined prints as 未提供 or is left out.
 */
export type MemoDocument = {
  /** 演练: marked on every page. */
  readonly drill: boolean
  /** Not frozen: 草稿 watermark, and the footer says 草稿 instead of the code. */
  readonly draft: boolean
  /** Version code, 10 base32 characters (decision 28); not printed while `draft`. */
  readonly code: string
  /** 编号, e.g. `137-1440100-20261121-01`. */
  readonly number: string
  /** The title's unit, e.g. `××市国家税务局`. */
  readonly unit: string
  readonly mode: MemoMode
  readonly issuer: string
  /** 成文日期. */
  readonly date: string
  readonly campaign: { readonly name: string; readonly documentNumber?: string | undefined }
  readonly visit: MemoVisit
  readonly overview: string
  /** In printed order of branches; a branch without findings is left out. */
  readonly branches: readonly MemoBranch[]
  /** Findings that the lead left out of this memo, with a reason kept in the store. */
  readonly leftOutCount: number
  readonly statement: MemoStatement
  /** In the order of the evidence numbers; voided ones keep their place as 已作废. */
  readonly evidence: readonly MemoEvidence[]
  readonly signers: readonly MemoSigner[]
}

export type MemoMode = (typeof inspectionModes)[number]

export type MemoVisit = {
  /** First and last day, equal for a visit of one day. */
  readonly from: string
  readonly to: string
  /** Start and end in minutes of the day, where recorded. */
  readonly startMinute?: number | undefined
  readonly endMinute?: number | undefined
  readonly place: string
  readonly inspectors: readonly { readonly name: string; readonly role: string }[]
  readonly accompanying?: string | undefined
  readonly noticeNumber?: string | undefined
  /** 暗访 that ended with the inspectors showing who they are. */
  readonly identityDisclosedAt?: string | undefined
  readonly singleInspectorReason?: string | undefined
}

export type MemoBranch = { readonly name: string; readonly findings: readonly MemoFinding[] }

export type MemoFinding = {
  readonly number: string
  /** Defaults to the risk point's name. */
  readonly title?: string | undefined
  readonly riskPoint: { readonly code: string; readonly name: string }
  readonly fact: string
  readonly rule: MemoRule
  readonly opinion: string
  readonly severity: string
  readonly rectification: {
    readonly type: (typeof rectificationTypes)[number]
    readonly by?: string | undefined
    readonly requirement?: string | undefined
  }
  readonly evidenceNumbers: readonly string[]
  readonly photos: readonly MemoPhoto[]
}

/** With validity `unknown` the document's name is printed without article and text, and 依据待核. */
export type MemoRule = {
  readonly document: string
  readonly article?: string | undefined
  readonly text?: string | undefined
  readonly validity: 'known' | 'unknown'
}

/** A print copy (picture/printCopy.ts): upright, without metadata. */
export type MemoPhoto = {
  readonly number: string
  readonly caption: string
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

export type MemoStatement = {
  readonly kind: '无意见' | '有意见' | '拒绝签署' | '暗访未出示' | '待填'
  readonly text?: string | undefined
}

export type MemoEvidence = {
  readonly number: string
  readonly fileName: string
  readonly class: (typeof evidenceClasses)[number]
  /** Local text as the camera wrote it, or undefined. */
  readonly takenAt?: string | undefined
  readonly device?: string | undefined
  readonly size: number
  readonly sha256: string
  readonly voided?: boolean | undefined
}

/** `paper`: signs by hand on the printed memo (被检查单位负责人); a rule is printed instead of a signature line. */
export type MemoSigner = { readonly name: string; readonly role: string; readonly paper?: boolean | undefined }
