import { cp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { finished, openMachine, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { workspacePaths } from '../../electron/store/folder/workspaceFolder.ts'
import { chainFaults } from '../chain.ts'
import { problemOf } from '../journeys/story.ts'
import { makeFinding, makeVisit, takeIn } from '../services/inspection.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { drawing, extent, tell, type Draw } from './extent.ts'
import { tally } from './mutation.ts'

const pageSize = 4096

let world: World
let headquarters: Headquarters
let laptop: Laptop
let closed: string
let openCopy: string
let visit: string
let finding: string
let saved: ReadonlyMap<string, unknown>
beforeAll(async () => {
  world = await createWorld({ seed: 'damage' })
  headquarters = await world.headquarters('总部')
  laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  visit = await makeVisit(laptop)
  finding = await makeFinding(laptop, visit)
  const films = await Promise.all(
    [1, 2].map(async (number) => {
      const path = join(world.folder, `film-${number}.mp4`)
      await writeFile(path, Buffer.alloc(150_000, number))
      return path
    }),
  )
  await takeIn(laptop, finding, films)
  for (let turn = 0; turn < 40; turn += 1) await makeFinding(laptop, visit, { fact: `第${turn}条。`.repeat(50) })
  laptop = await world.reopen(laptop)
  for (let turn = 0; turn < 40; turn += 1) await makeFinding(laptop, visit, { fact: `后第${turn}条。`.repeat(50) })
  saved = await factsOf(laptop)
  // As after a loss of power: what was saved last stands in the file beside the database.
  openCopy = join(world.folder, 'open', 'workspace')
  await cp(laptop.folder, openCopy, { recursive: true })
  await laptop.close()
  closed = laptop.folder
})
afterAll(() => world.end())

async function factsOf({ client }: Machine): Promise<ReadonlyMap<string, unknown>> {
  const { findings } = await client.finding.list({ visit, limit: 500 })
  return new Map(findings.map(({ id, fact }) => [id, fact]))
}

async function copyOf(folder: string): Promise<string> {
  const copy = join(world.folder, 'damaged', 'workspace')
  await rm(copy, { recursive: true, force: true })
  await cp(folder, copy, { recursive: true })
  return copy
}

function openAt(folder: string): Promise<Machine> {
  return openMachine(createHost({ ...laptop.host, dataFolder: join(folder, '..') }), folder, testPassword)
}

async function flip(path: string, { below }: Draw): Promise<number> {
  const { size } = await stat(path)
  const at = below(size)
  const handle = await open(path, 'r+')
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at)
  buffer[0] = (buffer[0] ?? 0) ^ (1 << below(8))
  await handle.write(buffer, 0, 1, at)
  await handle.close()
  return at
}

/** Opens, reads everything and asks whether it is sound; never a crash, never anything else than what was saved. */
async function lookAt(
  folder: string,
): Promise<'refused' | 'unsound' | 'told that the last saves are lost' | 'as it was'> {
  let machine: Machine | undefined
  try {
    machine = await openAt(folder)
    const { sound, tailLost } = await machine.client.workspace.check()
    if (!sound) return 'unsound'
    const [facts, faults] = [await factsOf(machine), await chainFaults(workspaceOf(machine).store)]
    const foreign = [...facts].filter(([id, fact]) => saved.get(id) !== fact)
    if (foreign.length + faults.length > 0) throw new Error('something else than what was saved was read')
    if (tailLost) return 'told that the last saves are lost'
    if (facts.size !== saved.size) throw new Error('saves are missing without a word')
    return 'as it was'
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'workspace.damaged') throw error
    return 'refused'
  } finally {
    await machine?.close()
  }
}

describe('one bit turned', () => {
  test('in the database: found at opening or by the check in the background, and left as it lies', async () => {
    expect(await lookAt(await copyOf(closed))).toBe('as it was')
    const draw = drawing('bits of the database flipped')
    const { counts, add } = tally()
    for (let round = 0; round < extent(5, 60); round += 1) {
      const folder = await copyOf(closed)
      const { database } = workspacePaths(folder)
      const at = await flip(database, draw)
      const page = (bytes: Buffer) => bytes.subarray(at - (at % pageSize), at - (at % pageSize) + pageSize)
      const damaged = page(await readFile(database))
      const outcome = await lookAt(folder)
      add(outcome)
      expect(page(await readFile(database))).toEqual(damaged)
    }
    tell('bits of the database flipped', counts)
    // Only a page that holds nothing any more is not read; all that is in use was compared.
    expect((counts['unsound'] ?? 0) + (counts['refused'] ?? 0)).toBeGreaterThan(0)
  })

  test('in what was saved last and is not in the database yet', async () => {
    expect(await lookAt(await copyOf(openCopy))).toBe('as it was')
    const draw = drawing('bits of the WAL flipped')
    const { counts, add } = tally()
    for (let round = 0; round < extent(5, 60); round += 1) {
      const folder = await copyOf(openCopy)
      const wal = `${workspacePaths(folder).database}-wal`
      const before = await flip(wal, draw).then(() => readFile(wal))
      const outcome = await lookAt(folder)
      add(outcome)
      const kept = (await readdir(folder)).filter((name) => name.startsWith('store-damaged-'))
      const copies = await Promise.all(kept.map((name) => readFile(join(folder, name))))
      expect(copies).toEqual(outcome === 'told that the last saves are lost' ? [before] : [])
    }
    tell('bits of the WAL flipped', counts)
  })
})

describe('a file of evidence', () => {
  const damages: readonly (readonly [string, (path: string) => Promise<unknown>, string])[] = [
    ['with a bit turned', (path) => flip(path, drawing('a blob damaged')), 'blob.damaged'],
    ['cut short', async (path) => truncate(path, (await stat(path)).size - 70_000), 'blob.damaged'],
    ['gone', (path) => rm(path), 'evidence.absent'],
  ]
  test.each(damages)('%s: told by its number, the other one and all records stay', async (_how, damage, kind) => {
    const folder = await copyOf(closed)
    const machine = await openAt(folder)
    const { store } = workspaceOf(machine)
    const [first, second] = await machine.client.evidence.list({ finding })
    const name = store.blobs.nameOf(first?.content ?? '')
    await damage(join(workspacePaths(folder).blobs, name.slice(0, 2), name))
    const verified = await finished(machine.client, await machine.client.evidence.verifyAll())
    expect(verified.damaged).toEqual([first?.number])
    expect((await problemOf(store.blobs.read(first?.content ?? ''))).kind).toBe(kind)
    expect(await store.blobs.verify(second?.content ?? '')).toBe(true)
    expect(await factsOf(machine)).toEqual(saved)
    await machine.close()
  })
})
