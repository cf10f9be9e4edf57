import * as z from 'zod'
import { rows } from './catalogue/catalogue.ts'
import { inspectionModes, rectificationTypes } from './catalogue/inspection.ts'
import { basisRole } from './riskPoint.ts'

/**
 * The shape of what ships in `resources/`. Every entry says where it was found; what nobody found stays unknown, and
 * the memo then prints a document's name without its article (electron/README §10).
 */
const text = z.string().trim().min(1)
const domainCode = z.enum(['XZ', 'GB', 'DN', 'ZF', 'NF', 'ZJ', 'ZG'])

/** `known` needs both: the article was read, and the first day of the version read was found. */
const validity = z.discriminatedUnion('validity', [
  z.strictObject({ validity: z.literal('known'), validFrom: z.iso.date(), validTo: z.iso.date().nullable() }),
  z.strictObject({ validity: z.literal('unknown') }),
])

/** 原文: read in the document itself; 转载: in a repost or report; 通识: general knowledge, nothing found. */
const standing = z.enum(['原文', '转载', '通识'])

const basisSchema = z
  .strictObject({
    /** The name alone, without 《》. */
    document: text,
    number: z.strictObject({ value: text, found: z.boolean() }).nullable(),
    version: text.nullable(),
    article: text.nullable(),
    /** What the article says; `verbatim` when it is the document's own wording. */
    text: text.nullable(),
    verbatim: z.boolean(),
    role: basisRole,
    standing,
    source: text.nullable(),
  })
  .and(validity)

/** Practice that shows what to look for but is no document that a memo can cite. */
const referenceSchema = z.strictObject({ text, standing, source: text.nullable() })

const limitSchema = z.strictObject({
  item: text,
  value: text,
  from: text.optional(),
  to: text.optional(),
})

const riskPointSchema = z.strictObject({
  code: z.string().regex(/^(XZ|GB|DN|ZF|NF|ZJ|ZG)-\d{2}$/),
  name: text.max(rows.finding.fields.riskPointName.max),
  check: z.array(text).min(1),
  evidence: z.array(text).min(1),
  basis: z.array(basisSchema),
  references: z.array(referenceSchema),
  /** 1 苗头性 … 4 严重: a suggestion, no rule. */
  severity: z.int().min(1).max(4),
  modes: z.array(z.enum(inspectionModes)).min(1),
  rectificationType: z.enum(rectificationTypes),
  /** 疑似违纪违法线索: stays out of the memo unless the lead puts it in (decisions.md 18). */
  clue: z.boolean(),
  /** Collect as little about persons as possible. */
  private: z.boolean(),
  limits: z.array(limitSchema),
  remark: text.nullable(),
})

export const riskPointResourceSchema = z.strictObject({
  format: z.literal('riskPoints/1'),
  version: text,
  remark: text,
  sources: z.record(z.string(), text),
  branches: z.array(
    z.strictObject({
      name: z.enum(['行政管理', '干部管理', '税收执法', '其他']),
      domains: z.array(
        z.strictObject({ code: domainCode, name: text, clause: text, points: z.array(riskPointSchema).min(1) }),
      ),
    }),
  ),
})
export type RiskPointResource = z.infer<typeof riskPointResourceSchema>
export type RiskPoint = z.infer<typeof riskPointSchema>
export type RiskPointBasis = z.infer<typeof basisSchema>

/** All points in the order of the tree. */
export function riskPointsOf(resource: RiskPointResource): readonly RiskPoint[] {
  return resource.branches.flatMap((branch) => branch.domains.flatMap((domain) => domain.points))
}

const campaignFields = rows.campaign.fields
const milestoneFields = rows.milestone.fields
const words = (max: number) => text.max(max)

const milestoneSchema = z.strictObject({
  id: z.uuidv7(),
  code: words(milestoneFields.code.max),
  title: words(milestoneFields.title.max),
  kind: z.enum(milestoneFields.kind.of),
  dueOn: z.iso.date().nullable(),
  /** RFC 5545 rule, as far as domain/deadline.ts reads it. */
  recurrence: words(milestoneFields.recurrence.max).nullable(),
  responsible: words(milestoneFields.responsible.max),
  submitTo: words(milestoneFields.submitTo.max).nullable(),
  /** Clause of the campaign's document. */
  source: words(milestoneFields.source.max),
  /** What the document leaves open, and how it is read here. */
  remark: words(milestoneFields.remark.max).nullable(),
})

/** Ids are fixed, so that a preset loaded in two workspaces is one campaign (decisions.md 17). */
export const campaignResourceSchema = z.strictObject({
  format: z.literal('campaign/1'),
  preset: words(campaignFields.preset.max),
  id: z.uuidv7(),
  name: words(campaignFields.name.max),
  documentNumber: words(campaignFields.documentNumber.max),
  issuedOn: z.iso.date(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  remark: text,
  milestones: z.array(milestoneSchema).min(1),
})
export type CampaignResource = z.infer<typeof campaignResourceSchema>
