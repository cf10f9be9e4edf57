import * as z from 'zod'
import { inspectionModes, severities } from './catalogue/inspection.ts'
import { idSchema, instantSchema, read, write } from './procedure.ts'
import { correcting, rowSchema, seenSchema, valuesSchema } from './row.ts'
import { reasonSchema } from './text/reason.ts'

export const findingView = rowSchema('finding').and(
  z.object({
    number: z.string(),
    branch: z.string(),
    unitName: z.string(),
    mode: z.string(),
    visitedOn: z.string().nullable(),
    missing: z.int(),
    conflicted: z.boolean(),
    evidence: z.int(),
  }),
)

/** Both values of a field that two people changed at once, with who and when; nothing is lost. */
const conflict = z.object({
  field: z.string(),
  label: z.string(),
  values: z.array(
    z.object({
      change: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      author: z.string(),
      at: instantSchema,
      shown: z.boolean(),
    }),
  ),
})

/** How many findings are edited at once. */
export const mostPicked = 1000
/** What is alike in many findings: a fact is written for each. */
const manyFields = ['riskPoint', 'riskPointName', 'severity', 'rectificationType', 'rectifyBy', 'requirement'] as const

export const finding = {
  list: read
    .input(
      z.object({
        text: z.string().max(100).optional(),
        visit: z.uuid().optional(),
        unit: z.uuid().optional(),
        mode: z.enum(inspectionModes).optional(),
        severity: z.int().min(1).max(severities.length).optional(),
        /** 缺项: still misses something; 冲突: a field has two values. */
        state: z.enum(['缺项', '冲突']).optional(),
        limit: z.int().min(1).max(500).default(100),
        after: z.string().optional(),
        /** How many come before it: any place of a long list, as its scrollbar needs. */
        offset: z.int().min(0).optional(),
      }),
    )
    .output(z.object({ findings: z.array(findingView), total: z.int(), next: z.string().nullable() })),
  get: read.input(idSchema).output(
    z.object({
      finding: findingView,
      seen: seenSchema,
      missing: z.array(z.object({ field: z.string(), label: z.string() })),
      conflicts: z.array(conflict),
    }),
  ),
  /**
   * Creates (with a visit) or edits. Problem `record.correctionReason`: headquarters says why it corrects. `seen` is what the form saw: an edit that arrived meanwhile becomes a
   * conflict.
   */
  save: write('recordInspection', 'correctInspection')
    .input(
      z.object({
        id: z.uuid().optional(),
        visit: z.uuid().optional(),
        set: valuesSchema('finding'),
        seen: seenSchema.optional(),
        ...correcting,
      }),
    )
    .output(idSchema),
  /** The same values into many findings, as one operation. Problems `record.notFound`, `record.removed`. */
  saveMany: write('recordInspection')
    .input(
      z.object({
        ids: z.array(z.uuid()).min(1).max(mostPicked),
        set: valuesSchema('finding', manyFields).refine((set) => Object.keys(set).length > 0, '还没有填要修改的内容'),
      }),
    )
    .output(z.object({ count: z.int() })),
  /** 复制为新问题: of the same visit, with all that a person wrote, a number of its own and no evidence. */
  copy: write('recordInspection').input(idSchema).output(idSchema),
  remove: write('recordInspection')
    .input(idSchema.extend({ reason: reasonSchema(200, '请写明删除原因') }))
    .output(idSchema),
}
