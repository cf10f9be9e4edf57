import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { layDown, type Yard } from './crew.ts'
import { loadLaterProgram } from './laterProgram.ts'
import { type Program, program } from './program.ts'
import { readRecorded, type RecordedLog } from './recorded.ts'
import { type Reached, sail } from './voyage.ts'

/**
 * A fleet of three versions: 1 as it was recorded, this one, and a made-up next release. They exchange packages in every
 * order, edit the same records, and upgrade one by one in any order. At no moment is anything missing without being told,
 * and in the end all tables are the same and equal a rebuild. FLEET_SEED takes other stories, MINGCHA_LONG=1 many.
 */
const stories = process.env['MINGCHA_LONG'] === '1' ? 1000 : 20
const first = Number(process.env['FLEET_SEED'] ?? 1)
const seeds = Array.from({ length: stories }, (_, place) => first + place)

const reached: Reached = { future: 0, invalid: 0, refused: 0, conflicts: 0, declined: 0 }
let folder: string
let later: Program
let yard: Yard
let recorded: readonly RecordedLog[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-recorded-'))
  later = loadLaterProgram()
  yard = await layDown(folder, [program, later])
  recorded = await readRecorded(folder)
})
afterAll(() => rm(folder, { recursive: true }))

describe('a fleet of three versions loses nothing, tells everything, and ends in the same tables', () => {
  test.each(seeds)('story %i', async (seed) => {
    await expect(sail(seed, yard, { later, recorded, reached })).resolves.toBeUndefined()
  })

  test('the stories came to what they are about', () => {
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(0)
  })
})
