import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../contract/problem/problem.ts'
import {
  campaignResourceSchema,
  riskPointResourceSchema,
  riskPointsOf,
  type CampaignResource,
  type RiskPoint,
} from '../../contract/resource.ts'
import type { Draft } from './procedure.ts'

/** What ships with the program: risk points and campaign presets. */

export async function readRiskPoints(folder: string): Promise<readonly RiskPoint[]> {
  const text = await readFile(join(folder, 'riskPoints', 'riskPoints.json'), 'utf8')
  return riskPointsOf(riskPointResourceSchema.parse(JSON.parse(text)))
}

export async function readCampaignPresets(folder: string): Promise<readonly CampaignResource[]> {
  const names = (await readdir(join(folder, 'campaigns'))).filter((name) => name.endsWith('.json')).toSorted()
  return Promise.all(
    names.map(async (name) =>
      campaignResourceSchema.parse(JSON.parse(await readFile(join(folder, 'campaigns', name), 'utf8'))),
    ),
  )
}

/** A preset as drafts. Its ids are fixed, so loading it twice, or in two workspaces, is one campaign (decisions.md 17). */
export async function presetDrafts(folder: string, preset: string): Promise<{ campaign: string; drafts: Draft[] }> {
  const found = (await readCampaignPresets(folder)).find((candidate) => candidate.preset === preset)
  if (found === undefined) throw new Problem('record.notFound', {})
  const { id, name, documentNumber, issuedOn, startsOn, endsOn, milestones } = found
  return {
    campaign: id,
    drafts: [
      { entity: 'campaign', id, set: { name, documentNumber, issuedOn, startsOn, endsOn, preset } },
      ...milestones.map(({ id: milestone, ...set }): Draft => ({
        entity: 'milestone',
        id: milestone,
        parent: id,
        set,
      })),
    ],
  }
}
