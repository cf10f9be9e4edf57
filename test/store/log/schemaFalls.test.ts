import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bornFields } from '../../../electron/contract/catalogue/version.ts'
import type { ChangeBody, ChangeLine } from '../../../electron/contract/change.ts'
import { hashBirth, hashBody, hashHeader } from '../../../electron/crypto/change.ts'
import { signHead } from '../../../electron/crypto/logKey.ts'
import { rebuildTables } from '../../../electron/store/change/rebuild.ts'
import { createParties } from '../parties.ts'
import { carry, enrol, type Package, type Replica, type World } from '../world.ts'

/** A log that has spoken schema 2 never speaks schema 1 again (decisions.md 88): judged by its chain alone. */
let world: World
let headquarters: Replica
let team: Replica
let visit: string
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
  await enrol(world, headquarters, team)
  visit = world.newId()
})
afterEach(() => world.end())

/** One line of a chain that says these schemas one after the other: it makes a visit, then edits its place. */
function speak(schemas: readonly number[], after?: ChangeLine): readonly ChangeLine[] {
  const lines: ChangeLine[] = after === undefined ? [] : [after]
  for (const schemaVersion of schemas) {
    world.tick()
    const last = lines.at(-1)?.header
    const body = last === undefined ? makes(schemaVersion) : edits(schemaVersion, hashHeader(last))
    const salt = world.random(16)
    const header = {
      body: hashBody(salt, body),
      clock: `${world.clock.now}-0000`,
      log: team.log,
      number: (last?.number ?? 0) + 1,
      operation: world.newId(),
      previous: last === undefined ? hashBirth(team.birth) : hashHeader(last),
      schemaVersion,
    }
    lines.push({ state: 'present', header, salt: Buffer.from(salt).toString('base64url'), body })
  }
  return after === undefined ? lines : lines.slice(1)
}

function about(schemaVersion: number) {
  const root = schemaVersion === 1 ? {} : { root: { entity: 'visit', id: visit } }
  return { author: team.person, at: world.instant(), entity: 'visit', id: visit, kind: 'row' as const, ...root }
}

function makes(schemaVersion: number) {
  const set = Object.fromEntries([...bornFields('visit')].map((field) => [field, null]))
  return { ...about(schemaVersion), set, replaces: {} } satisfies ChangeBody
}

function edits(schemaVersion: number, replaced: string) {
  const set = { place: `第${world.clock.now}处` }
  return { ...about(schemaVersion), set, replaces: { place: [replaced] } } satisfies ChangeBody
}

/** The lines from number `from` on, some of the first without their bodies. */
function parcelOf(lines: readonly ChangeLine[], withheld = 0): Package {
  const last = lines.at(-1)?.header
  const first = lines[0]?.header
  if (last === undefined || first === undefined) throw new Error('no lines')
  const [head, from, to] = [hashHeader(last), first.number, last.number]
  const signedHead = signHead({ log: team.log, number: to, hash: head }, world.logKeys.get(team.log) ?? '')
  const range = { birth: team.birth, from, to, bodiesFrom: from + withheld, bodiesTo: to, head, signedHead, chain: [] }
  const shown = lines.map((line, place) =>
    place < withheld ? { state: 'withheld' as const, header: line.header } : line,
  )
  return { sender: team.log, manifest: { ranges: [range], changes: { count: lines.length } }, lines: shown }
}

async function verdicts(): Promise<readonly string[]> {
  return headquarters.store.read(async (tx) => {
    const rows = await tx.db
      .selectFrom('change')
      .select(['number', 'schemaVersion', 'verdict'])
      .where('log', '=', team.log)
      .orderBy('number')
      .orderBy('hash')
      .execute()
    return rows.map(({ number, schemaVersion, verdict }) => `${number}/${schemaVersion} ${verdict}`)
  })
}

describe('a log that falls back to schema 1', () => {
  const falling = [1, 1, 2, 1, 1, 2]
  const told = ['1/1 accepted', '2/1 accepted', '3/2 accepted', '4/1 invalid', '5/1 invalid', '6/2 accepted']

  test.each([1, 2, 3, 4, 5, 6])('is found out whatever package ends at %i, and after a rebuild', async (cut) => {
    const lines = speak(falling)
    const plans = [await carry(world, headquarters, parcelOf(lines.slice(0, cut)))]
    if (cut < lines.length) plans.push(await carry(world, headquarters, parcelOf(lines.slice(cut))))
    expect(plans.map(({ invalid }) => invalid).reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(await verdicts()).toEqual(told)
    await rebuildTables(headquarters.store)
    expect(await verdicts()).toEqual(told)
  })

  test.each([3, 4, 5])('is found out where the first %i bodies come later', async (withheld) => {
    const lines = speak(falling)
    await carry(world, headquarters, parcelOf(lines, withheld))
    await carry(world, headquarters, parcelOf(lines))
    expect(await verdicts()).toEqual(told)
  })

  test('costs a fork of the log that never spoke a later one nothing', async () => {
    const [first] = speak([1])
    if (first === undefined) throw new Error('no line')
    const early = speak([1, 1], first)
    const later = speak([2, 1], first)
    await carry(world, headquarters, parcelOf([first, ...later]))
    await carry(world, headquarters, parcelOf(early))
    const found = await verdicts()
    expect(found).toHaveLength(5)
    expect(found.filter((one) => one.includes('invalid'))).toEqual(['3/1 invalid'])
  })
})
