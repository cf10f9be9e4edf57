import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workspaceOf } from '../../electron/services/machine.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { makeId } from '../../electron/store/change/idProof.ts'
import type { Draft } from '../../electron/store/change/said.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { verifyDocx } from '../../electron/signature/verify.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import {
  compileMemo,
  freeze,
  makeVisit,
  memoBytes,
  photograph,
  prepareRoster,
  problemOf,
  recordFinding,
  sign,
} from './story.ts'

/**
 * A lead lists her colleague by hand, who enrols on her own laptop under an id of her own. Whatever comes first, both sign the
 * memo, and nobody is waited for in vain (decisions.md 64, 84, 97).
 */
let world: World
let headquarters: Headquarters
let unit: string

beforeAll(async () => {
  world = await createWorld({ seed: 'one person' })
  headquarters = await world.headquarters('总部')
  unit = (await prepareRoster(headquarters)).unit
})

afterAll(() => world.end())

type Team = { readonly leader: Laptop; readonly member: Laptop; readonly listed: string }

/** Two laptops that know nothing of each other; the lead has listed her colleague, who calls herself so too. */
async function newTeam(name: string): Promise<Team> {
  const leader = await world.laptop(`${name}组长`, '组长')
  const member = await world.laptop(`${name}组员`, '组员')
  const { id } = await leader.client.person.save({ set: { name: `${name} 组员甲` } })
  return { leader, member, listed: id }
}

/** The visit and its memo, with the colleague as she was listed. */
async function prepareMemo({ leader, listed }: Team): Promise<string> {
  const visit = await makeVisit(leader, { person: listed }, unit)
  await photograph(leader, await recordFinding(leader, visit), 1)
  return compileMemo(leader, visit)
}

const unable = ({ client }: Laptop, memo: string) => client.document.unableSigners({ id: memo })

/** Says that she who was listed is she who is enrolled, as the memo's page offers it. */
async function joinAsOffered(leader: Laptop, memo: string): Promise<void> {
  for (const { person, known } of await unable(leader, memo)) {
    const [offered] = known.filter(({ mayJoin }) => mayJoin)
    if (offered !== undefined) await leader.client.person.join({ one: person, other: offered.id })
  }
}

/** Everybody has all, and the memo is signed by both under their own names. */
async function expectBothSignatures({ leader, member }: Team, memo: string, version: string): Promise<void> {
  await world.carry(member, leader)
  expect(await world.carry(leader, headquarters)).toMatchObject({ refused: [] })
  const bytes = await memoBytes(leader, version)
  for (const machine of [leader, headquarters]) {
    const { state, versions } = await machine.client.document.get({ id: memo })
    expect(state).toBe('已签齐')
    expect(versions.at(-1)?.signers.map(({ unlike }) => unlike)).toEqual([false, false, false])
    expect(await memoBytes(machine, version)).toEqual(bytes)
  }
  const anchors = [Buffer.from(headquarters.ca.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')]
  const { verdict, signatures } = await verifyDocx(bytes, { anchors, at: new Date(world.clock.now).toISOString() })
  expect(signatures.map(({ intact, trusted }) => intact && trusted)).toEqual([true, true])
  expect(verdict).toBe('valid')
}

describe.each([
  ['the lead enrols first', '先', ['leader', 'member'], ['A', 'B']],
  ['the colleague enrols first', '后', ['member', 'leader'], ['C', 'D']],
] as const)('%s', (_, name, order, letters) => {
  test('and the memo ends with both signatures', async () => {
    const team = await newTeam(name)
    const { leader, member } = team
    for (const [index, which] of order.entries()) await world.enrol(headquarters, team[which], letters[index] ?? '')
    // Who enrols second knows the first from headquarters' answer, and so writes first.
    if (order[1] === 'leader') await world.carry(leader, member)
    await world.carry(member, leader)
    const memo = await prepareMemo(team)
    const told = await unable(leader, memo)
    expect(told).toMatchObject([{ person: team.listed, known: [{ id: member.person, mayJoin: true }] }])
    expect(await problemOf(freeze(leader, memo, []))).toMatchObject({ kind: 'document.signersUnable' })
    await joinAsOffered(leader, memo)
    expect(await unable(leader, memo)).toEqual([])
    const version = await freeze(leader, memo, [])
    await world.carry(leader, member)
    await sign(member, version)
    await sign(leader, version)
    await expectBothSignatures(team, memo, version)
  })
})

describe('the colleague enrols only after the memo was frozen', () => {
  let team: Team
  let memo: string
  let version: string

  beforeAll(async () => {
    team = await newTeam('晚')
    await world.enrol(headquarters, team.leader, 'E')
    memo = await prepareMemo(team)
  })

  /** As an altered program of the lead's might: it says that the colleague is she, and signs in her place. */
  async function forgeFor(leader: Laptop, listed: string): Promise<void> {
    const { store } = workspaceOf(leader)
    const lines = await store.read((tx) => listEvents(tx, 'documentSigner', { parent: version }))
    const signer = lines.find(({ person }) => person === listed)?.id ?? ''
    const write = (draft: Draft) =>
      store.write((tx) =>
        append(tx, {
          ...{ log: leader.log, operation: leader.host.newId(), author: leader.person, at: leader.host.instant() },
          drafts: [draft],
        }),
      )
    const [change] = await write({ entity: 'person', id: listed, set: { sameAs: leader.person } })
    const making = { entity: 'documentSigned', parent: version } as const
    const made = makeId({ log: leader.log, now: leader.host.now(), random: leader.host.random }, making)
    const set = {
      signer,
      signature: '0'.repeat(64),
      certificate: 'x',
      method: '证书',
      signedAt: leader.host.instant(),
    } as const
    await write({ ...making, ...made, set: { ...set, joins: `${listed}:${change}` } })
    await write({ entity: 'person', id: listed, set: { sameAs: null } })
  }

  test('the lead is told, freezes all the same, and signs', async () => {
    const { leader, listed } = team
    expect(await unable(leader, memo)).toEqual([{ person: listed, name: '晚 组员甲', known: [] }])
    version = await freeze(leader, memo, [listed])
    await forgeFor(leader, listed)
    expect(await leader.client.document.get({ id: memo })).toMatchObject({ state: '已定稿' })
    await sign(leader, version)
    expect(await leader.client.document.get({ id: memo })).toMatchObject({ state: '部分签名' })
  })

  test('the colleague enrols, is joined, and signs on the line that names her', async () => {
    const { leader, member, listed } = team
    await world.enrol(headquarters, member, 'F')
    await world.carry(member, leader)
    await joinAsOffered(leader, memo)
    await world.carry(leader, member)
    expect(await member.client.document.get({ id: memo })).toMatchObject({ versions: [{ waitsForMe: true }] })
    expect((await member.client.document.page({})).documents).toMatchObject([{ id: memo, waitsForMe: true }])
    await sign(member, version)
    await expectBothSignatures(team, memo, version)
    const { signers = [] } = (await leader.client.document.get({ id: memo })).versions[0] ?? {}
    expect(signers[0]).toMatchObject({ person: listed, unlike: false })
  })

  test('taken apart by headquarters the signature stays, and the line says that the list is another', async () => {
    const { leader, member, listed } = team
    expect((await problemOf(headquarters.client.person.separate({ id: leader.person }))).kind).toBe(
      'roster.apartRefused',
    )
    await headquarters.client.person.separate({ id: listed })
    const { state, versions } = await headquarters.client.document.get({ id: memo })
    expect(state).toBe('已签齐')
    expect(versions[0]?.signers.map(({ unlike }) => unlike)).toEqual([true, false, false])
    expect(await headquarters.client.person.list()).toContainEqual(expect.objectContaining({ id: listed, joined: [] }))
    expect(await headquarters.client.person.join({ one: listed, other: member.person })).toMatchObject({
      id: member.person,
    })
    expect(await headquarters.client.document.get({ id: memo })).toMatchObject({ state: '已签齐' })
  })

  test('two who both signed stay signed when they are joined by mistake, with a remark, until they are taken apart', async () => {
    const { leader, member } = team
    const { client } = headquarters
    const seen = async () => {
      const { state, versions } = await client.document.get({ id: memo })
      return [state, ...(versions[0]?.signers.map(({ unlike }) => unlike) ?? [])]
    }
    await client.person.join({ one: leader.person, other: member.person })
    // They were printed under two names.
    expect(await seen()).toEqual(['已失效', true, true, false])
    const { signers = [] } = (await client.document.get({ id: memo })).versions[0] ?? {}
    expect(signers.map(({ signedAt }) => signedAt !== null)).toEqual([true, true, false])
    await client.person.separate({ id: leader.person })
    expect(await seen()).toEqual(['已签齐', false, false, false])
  })
})
