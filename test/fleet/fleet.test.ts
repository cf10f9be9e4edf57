import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import {
  acceptReady,
  createFleet,
  enlist,
  layDown,
  pack,
  stage,
  upgrade,
  workspaceKey,
  write,
  type Yard,
} from './crew.ts'
import { loadLaterProgram } from './laterProgram.ts'
import { type Program, program } from './program.ts'
import { readRecorded, type RecordedLog } from './recorded.ts'
import type { Reached } from './aboard.ts'
import { sail } from './voyage.ts'

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

  test('an older lead sees what it can read of a save, and carries on the rest with its files', async () => {
    const fleet = createFleet('an older lead', yard)
    try {
      const member = await enlist(fleet, 'member', later, ['组长'])
      const lead = await enlist(fleet, 'lead', program, ['系统管理员', '组长'])
      const { log, person, birth } = member
      await write(fleet, lead, [
        { entity: 'logEnrolled', id: fleet.newId(), set: { log, publicKey: birth.publicKey, kind: '检查组' } },
        { entity: 'grant', id: fleet.newId(), set: { person, log, role: '组长' } },
      ])
      const visit = fleet.newId()
      await member.store.blobs.put(Buffer.from('声音'))
      await write(fleet, member, [
        { entity: 'visit', id: visit, set: { ordinal: 1, place: '大厅', weather: '晴', placeType: '移动办税车' } },
        { entity: 'recording', id: fleet.newId(), parent: visit, set: { content: sha256Hex('声音') } },
      ])
      const whole = { log, from: 1, to: 3 }
      await stage(fleet, lead, await pack(fleet, member, whole))
      await acceptReady(fleet, lead, async ({ plan }, proceed) => {
        expect(plan).toMatchObject({ added: 1, future: 2, invalid: 0 })
        await proceed()
      })
      const shown = () => lead.store.read((tx) => lead.program.listRows(tx, 'visit'))
      expect(await shown()).toMatchObject([{ place: '大厅', placeType: null }])
      expect(await lead.store.blobs.verify(sha256Hex('声音'))).toBe(true)
      expect([...(await pack(fleet, lead, whole)).blobs.keys()]).toEqual([sha256Hex('声音')])
      await write(fleet, lead, [{ entity: 'visit', id: visit, set: { place: '二楼大厅' } }])
      await upgrade(fleet, lead, later)
      await later.applyWaiting(lead.store, { signal: new AbortController().signal, progress: () => undefined })
      expect(await shown()).toMatchObject([
        { place: '二楼大厅', weather: '晴', placeType: '移动办税车', conflicted: false },
      ])
    } finally {
      await fleet.end()
    }
  })

  test('a workspace that the next program has opened is refused by this one, and nothing is written', async () => {
    const place = yard.get(later) ?? ''
    const before = await contentsOf(place)
    const opening = program.openStore({ folder: place, workspaceKey })
    await expect(opening).rejects.toMatchObject({ kind: 'workspace.fromFuture' })
    expect(await contentsOf(place)).toEqual(before)
  })

  test('the stories came to what they are about', () => {
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(0)
  })
})

/** Every file of a folder and its bytes; what SQLite keeps beside a database while it looks at it is none of its contents. */
async function contentsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const kept = files.filter(({ name }) => !/-(wal|shm)$/.test(name))
  const read = kept.map(
    async ({ parentPath, name }) => [name, sha256Hex(await readFile(join(parentPath, name)))] as const,
  )
  return new Map(await Promise.all(read))
}
