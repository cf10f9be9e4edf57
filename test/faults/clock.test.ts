import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { carry, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { fromPem } from '../../electron/crypto/certificate/certificate.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { chainFaults } from '../chain.ts'
import {
  compileMemo,
  contentsOf,
  freeze,
  makeVisit,
  memoBytes,
  photograph,
  prepareRoster,
  problemOf,
  recordFinding,
  sign,
} from '../journeys/story.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'

let world: World
let headquarters: Headquarters
let team: Laptop
let mate: Laptop
let visit: string
let inspected: string
beforeAll(async () => {
  world = await createWorld({ seed: 'clock' })
  headquarters = await world.headquarters('总部')
  team = await world.laptop('组长机', '组长')
  mate = await world.laptop('组员机', '组员')
  const { unit } = await prepareRoster(headquarters)
  await world.enrol(headquarters, team, 'A')
  await world.enrol(headquarters, mate, 'B')
  await world.carry(mate, team)
  inspected = unit
  visit = await makeVisit(team, mate, unit)
})
afterAll(() => world.end())

const at = (day: string) => ({ now: () => Date.parse(`${day}T02:00:00.000Z`) })
const rightTime = { now: () => world.clock.now }

/** The clock of each change of the workspace's own log, in the order of the log. */
function clocksOf(machine: Machine): Promise<readonly { clock: string; ahead: number }[]> {
  return workspaceOf(machine).store.read((tx) =>
    tx.db.selectFrom('change').select(['clock', 'ahead']).where('log', '=', machine.log).orderBy('number').execute(),
  )
}

describe('a clock that is years off', () => {
  test('saves go on whatever it says, and the log’s own time only rises', async () => {
    const saved: string[] = []
    for (const day of ['2019-05-01', '2035-01-01', '2019-05-01', '2034-12-31']) {
      team = await world.reopen(team, at(day))
      saved.push(await recordFinding(team, visit, { title: day }))
    }
    team = await world.reopen(team, rightTime)
    saved.push(await recordFinding(team, visit, { title: '改正之后' }))
    const clocks = (await clocksOf(team)).map(({ clock }) => clock)
    expect(clocks).toEqual([...new Set(clocks)].toSorted())
    expect(await chainFaults(workspaceOf(team).store)).toEqual([])
    const { findings } = await team.client.finding.list({ visit, limit: 100 })
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(saved))
  })

  test('headquarters takes such work in, marks what runs ahead, and does not let its own clock be moved', async () => {
    await world.carry(team, headquarters)
    const { store } = workspaceOf(headquarters)
    const came = await store.read((tx) =>
      tx.db.selectFrom('change').select(['clock', 'ahead']).where('log', '=', team.log).orderBy('number').execute(),
    )
    const tomorrow = world.clock.now + 24 * 60 * 60 * 1000
    for (const { clock, ahead } of came) expect(ahead).toBe(Number(clock.slice(0, 13)) > tomorrow ? 1 : 0)
    expect(came.some(({ ahead }) => ahead === 1)).toBe(true)
    await headquarters.client.unit.save({ set: { name: '另一单位' } })
    const own = (await clocksOf(headquarters)).at(-1)
    expect(Number(own?.clock.slice(0, 13))).toBeLessThanOrEqual(tomorrow)
    expect((await headquarters.client.finding.list({ visit, limit: 100 })).total).toBe(5)
  })

  test.each(['2019-05-01', '2040-01-01'])(
    'headquarters’, on %s: a package is refused by the dates, not as from a stranger; put right, it is taken',
    async (day) => {
      await recordFinding(team, visit)
      const file = await world.send(team, headquarters)
      headquarters = await world.reopen(headquarters, at(day))
      const before = await contentsOf(headquarters)
      const { kind, details } = await problemOf(world.stage(headquarters, file))
      expect([kind, details]).toMatchObject(['certificate.notInForce', { at: `${day}T02:00:00.000Z` }])
      expect(await contentsOf(headquarters)).toEqual(before)
      headquarters = await world.reopen(headquarters, rightTime)
      await world.receive(headquarters, file)
    },
  )

  test.each(['2019-05-01', '2035-01-01'])(
    'a signer’s, on %s: nothing is signed under a wrong day; put right, the signature is valid',
    async (day) => {
      const own = await makeVisit(team, mate, inspected)
      await photograph(team, await recordFinding(team, own), day === '2019-05-01' ? 1 : 2)
      const memo = await compileMemo(team, own)
      const version = await freeze(team, memo)
      team = await world.reopen(team, at(day))
      expect((await problemOf(sign(team, version))).kind).toBe('certificate.notInForce')
      team = await world.reopen(team, rightTime)
      await sign(team, version)
      const anchors = fromPem(headquarters.ca).map((der) => Buffer.from(der, 'base64'))
      const trust = { at: new Date(world.clock.now).toISOString(), anchors, requiredLines: false }
      const { signatures } = await verifyDocx(await memoBytes(team, version), trust)
      expect(signatures.map(({ trusted }) => trusted)).toEqual([true])
    },
  )
})

test('a laptop that stands in 2019 is not enrolled by its clock, keeps nothing, and takes the same answer once it is right', async () => {
  let laptop = await world.laptop('迟到机', '组长')
  laptop = await world.reopen(laptop, at('2019-05-01'))
  const asked = await laptop.client.enrolment.request()
  const { file, code } = await answered(laptop, asked)
  const before = await contentsOf(laptop)
  const accept = async () => laptop.client.enrolment.accept({ handle: await laptop.host.files.issue(file), code })
  expect((await problemOf(accept())).kind).toBe('certificate.notInForce')
  expect(await contentsOf(laptop)).toEqual(before)
  laptop = await world.reopen(laptop, rightTime)
  await accept()
  await laptop.client.unit.save({ set: { name: '某单位' } })
  await world.carry(laptop, headquarters)
})

test('a laptop six hours behind headquarters is enrolled and sends as any other', async () => {
  let laptop = await world.laptop('稍慢机', '组长')
  laptop = await world.reopen(laptop, { now: () => world.clock.now - 6 * 3_600_000 })
  await world.enrol(headquarters, laptop, 'D')
  await laptop.client.unit.save({ set: { name: '第三个单位' } })
  expect(await world.carry(laptop, headquarters)).toMatchObject({ state: 'ready', refused: [] })
})

/** Headquarters' answer to a request, on the stick. */
async function answered(laptop: Laptop, asked: { readonly ticket: string; readonly code: string }) {
  const request = await carry(laptop, asked.ticket, world.stick)
  const { ticket, code } = await headquarters.client.enrolment.answer({
    handle: await headquarters.host.files.issue(request),
    code: asked.code,
    authorityPassword: testPassword,
    letter: 'C',
    roles: [{ person: laptop.person, role: '组长' }],
  })
  return { file: await carry(headquarters, ticket, world.stick), code }
}
