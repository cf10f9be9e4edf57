import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { beijingDay } from '../../contract/beijing.ts'
import { inspectionModes, rectificationTypes } from '../../contract/catalogue/inspection.ts'
import { sceneNames } from '../../picture/scene.ts'

/** `resources/demo/story.json`: the invented inspection that `demo` plays on real files. Days count from the day it runs. */
const who = z.enum(['leader', 'member'])

const storySchema = z.strictObject({
  format: z.literal('mingcha-demo/1'),
  note: z.string(),
  campaign: z.string(),
  team: z.string(),
  headquarters: z.strictObject({ code: z.string(), name: z.string(), shortName: z.string(), level: z.literal('省') }),
  units: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      shortName: z.string(),
      system: z.enum(['国税', '地税']),
      level: z.enum(['县', '办税服务厅']),
    }),
  ),
  people: z.record(z.enum(['leader', 'member', 'supervisor']), z.strictObject({ name: z.string(), post: z.string() })),
  visits: z.array(
    z.strictObject({
      unit: z.int(),
      mode: z.enum(inspectionModes),
      daysAgo: z.int(),
      startMinute: z.int(),
      endMinute: z.int(),
      place: z.string(),
      placeType: z.enum(['办税服务厅', '办公区', '其他公共场所', '其他']),
      noticeNumber: z.string().nullable(),
      accompanying: z.string().nullable(),
      overview: z.string(),
      compiled: z.boolean(),
    }),
  ),
  findings: z.array(
    z.strictObject({
      visit: z.int(),
      author: who,
      riskPoint: z.string(),
      title: z.string(),
      fact: z.string(),
      ruleText: z.string().nullable(),
      ruleDocument: z.string(),
      ruleArticle: z.string().nullable(),
      ruleValidity: z.enum(['known', 'unknown']),
      opinion: z.string(),
      severity: z.int(),
      occurredMinute: z.int(),
      place: z.string(),
      involved: z.string(),
      rectificationType: z.enum(rectificationTypes),
      rectifyInDays: z.int().nullable(),
      requirement: z.string(),
      clue: z.boolean(),
      photos: z.array(z.tuple([z.enum(sceneNames), z.string()])),
    }),
  ),
  memos: z.strictObject({ issuer: z.string(), daysAgo: z.int() }),
})

export type Story = z.infer<typeof storySchema>
export type Author = z.infer<typeof who>

export async function readStory(resourceFolder: string): Promise<Story> {
  return storySchema.parse(JSON.parse(await readFile(join(resourceFolder, 'demo', 'story.json'), 'utf8')))
}

/** The Beijing day `offset` days from `now` (milliseconds), `YYYY-MM-DD`. */
export function dayFrom(now: number, offset: number): string {
  return beijingDay(new Date(now + offset * 86_400_000).toISOString())
}
