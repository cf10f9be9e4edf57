import * as z from 'zod'
import { inspectionModes, inspectorRoles } from './catalogue/inspection.ts'
import { idSchema, read, write } from './procedure.ts'
import { correcting, rowSchema, seenSchema, valuesSchema } from './row.ts'

const inspector = z.object({ person: z.uuid(), role: z.enum(inspectorRoles) })

const visitView = rowSchema('visit').and(
  z.object({ number: z.string(), unitName: z.string(), findings: z.int(), inspectors: z.array(inspector) }),
)

export const visit = {
  list: read
    .input(z.object({ text: z.string().max(100).optional(), limit: z.int().min(1).max(500).default(100) }))
    .output(z.array(visitView)),
  /** The same, newest first, a page at a time. */
  page: read
    .input(
      z.object({
        text: z.string().max(100).optional(),
        mode: z.enum(inspectionModes).optional(),
        limit: z.int().min(1).max(500).default(100),
        after: z.string().optional(),
        /** How many come before it: any place of a long list, as its scrollbar needs. */
        offset: z.int().min(0).optional(),
      }),
    )
    .output(z.object({ visits: z.array(visitView), total: z.int(), next: z.string().nullable() })),
  get: read.input(idSchema).output(
    z.object({
      visit: visitView,
      seen: seenSchema,
      problems: z.array(z.object({ field: z.string(), message: z.string() })),
    }),
  ),
  /** Creates or edits. Problem `record.correctionReason`: headquarters says why it corrects. */
  save: write('recordInspection', 'correctInspection')
    .input(
      z.object({
        id: z.uuid().optional(),
        set: valuesSchema('visit'),
        inspectors: z.array(inspector).max(50).optional(),
        seen: seenSchema.optional(),
        ...correcting,
      }),
    )
    .output(idSchema),
}
