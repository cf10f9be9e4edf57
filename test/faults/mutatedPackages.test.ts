import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isProblem } from '../../electron/contract/problem/problem.ts'
import { createIdentity, decryptAge, encryptAge } from '../../electron/crypto/age.ts'
import { workspaceOf } from '../../electron/services/machine.ts'
import { unfinishedImports } from '../../electron/store/imports/importing.ts'
import { through } from '../crypto/collect.ts'
import { contentsOf, layOnStick, makeVisit, photograph, prepareRoster, recordFinding } from '../journeys/story.ts'
import { openEntries, openTar, packEntries, sealBytes } from '../syncPackage/forge.ts'
import { createWorld, type Headquarters, type World } from '../world.ts'
import { drawing, extent, tell, type Draw } from './extent.ts'
import { mutated, rearranged, tally, type Mutated } from './mutation.ts'

let world: World
let headquarters: Headquarters
let genuine: string
let bytes: Buffer
let tar: Buffer
let before: Awaited<ReturnType<typeof contentsOf>>
let entries: Awaited<ReturnType<typeof openEntries>>

beforeAll(async () => {
  world = await createWorld({ seed: 'mutated packages' })
  headquarters = await world.headquarters('总部')
  const team = await world.laptop('组长机', '组长')
  const mate = await world.laptop('组员机', '组员')
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, team, 'A')
  await world.enrol(headquarters, mate, 'B')
  await photograph(team, await recordFinding(team, await makeVisit(team, mate, unit)), 1)
  genuine = await world.send(team, headquarters)
  bytes = await readFile(genuine)
  const { identity } = workspaceOf(headquarters)
  tar = await openTar(genuine, identity)
  entries = await openEntries(genuine, identity)
  before = await contentsOf(headquarters)
})
afterAll(() => world.end())

/** What headquarters says of the bytes; what it took or half took fails the test at once. */
async function outcomeOf(file: string): Promise<string> {
  try {
    const preview = await world.stage(headquarters, file)
    await headquarters.client.sync.drop({ import: preview.import })
    return 'taken'
  } catch (error) {
    if (!isProblem(error)) throw error
    return error.kind
  } finally {
    const { store } = workspaceOf(headquarters)
    expect([await unfinishedImports(store), await store.blobs.stagedImports()]).toEqual([[], []])
  }
}

async function bombard(what: string, count: number, change: (draw: Draw) => Promise<Mutated>) {
  const draw = drawing(what)
  const { counts, add } = tally()
  const taken: string[] = []
  for (let round = 0; round < count; round += 1) {
    const { how, bytes: altered } = await change(draw)
    const outcome = await outcomeOf(await layOnStick(world, 'mutated.mcsync', altered))
    add(outcome)
    if (outcome === 'taken') taken.push(`${how} in round ${round}`)
  }
  expect(await contentsOf(headquarters)).toEqual(before)
  tell(what, { ...counts, of: count })
  return { counts, taken }
}

describe('a package mutated at random is refused, and nothing of it stays', () => {
  test('the genuine one is fine, so what follows fails for what was done to it', async () => {
    expect(await outcomeOf(genuine)).toBe('taken')
    await sealBytes(join(world.stick, 'anew.mcsync'), workspaceOf(headquarters).recipient, tar)
    expect(await outcomeOf(join(world.stick, 'anew.mcsync'))).toBe('taken')
  })

  test('on the way: any byte of the file', async () => {
    const { taken } = await bombard('packages mutated', extent(60, 1000), async (draw) => mutated(bytes, draw))
    expect(taken).toEqual([])
  })

  test('by someone who seals it anew: any byte inside', async () => {
    const { recipient } = workspaceOf(headquarters)
    const inside = extent(40, 600)
    const { taken } = await bombard('packages mutated inside', inside, async (draw) => {
      const { how, bytes: altered } = mutated(tar, draw)
      return { how, bytes: await through(altered, encryptAge([recipient])) }
    })
    expect(taken).toEqual([])
  })

  test('by someone who seals it anew: entries twice, gone, moved, renamed', async () => {
    const { recipient } = workspaceOf(headquarters)
    const { taken } = await bombard('packages rearranged', extent(20, 400), async (draw) => {
      const { how, entries: altered } = rearranged(entries, draw, ({ header, bytes: content }) => ({
        header: { ...header, name: `${header.name.slice(0, -1)}x` },
        bytes: content,
      }))
      return { how, bytes: await through(await packEntries(altered), encryptAge([recipient])) }
    })
    expect(taken).toEqual([])
  })
})

test('every bit of an age header counts, also in the stanza of another recipient', async () => {
  const [ours, theirs] = [await createIdentity(), await createIdentity()]
  const sealed = await through(Buffer.from('短'), encryptAge([theirs.recipient, ours.recipient]))
  const headerEnd = sealed.indexOf('\n', sealed.indexOf('\n--- ') + 1) + 1
  const step = extent(7, 1)
  const opened: number[] = []
  for (let bit = 0; bit < headerEnd * 8; bit += step) {
    const altered = Buffer.from(sealed)
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    try {
      await through(altered, decryptAge([ours.identity]))
      opened.push(bit)
    } catch (error) {
      if (!isProblem(error)) throw error
    }
  }
  tell('bits of an age header flipped', { of: Math.ceil((headerEnd * 8) / step), opened: opened.length })
  expect(opened).toEqual([])
})
