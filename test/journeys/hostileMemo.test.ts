import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PrintedHead } from '../../electron/domain/printed.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { writeHoldings } from '../../electron/services/holdings/holdings.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import type { EventDraft } from '../../electron/store/change/said.ts'
import { findEvent, listEvents } from '../../electron/store/row/events.ts'
import { reasonText } from '../../electron/signature/reason.ts'
import { kindOf } from '../problem.ts'
import { largestBomb, refusedBombs } from '../services/bombs.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { compileMemo, freeze, makeVisit, memoBytes, photograph, prepareRoster, recordFinding, sign } from './story.ts'

/** What enrolled people could write about a memo with a program of their own; headquarters must go on working. */
let world: World
let headquarters: Headquarters
let leader: Laptop
let member: Laptop
/** Of another team: it was never named as a signer. */
let stranger: Laptop
let unit: string
/** Frozen and signed by both, at headquarters. */
let signed: string

beforeAll(async () => {
  world = await createWorld({ seed: 'hostile memo' })
  ;[headquarters, leader, member, stranger] = await Promise.all([
    world.headquarters('总部'),
    world.laptop('组长机', '组长'),
    world.laptop('组员机', '组员'),
    world.laptop('外组机', '组长'),
  ])
  ;({ unit } = await prepareRoster(headquarters))
  await world.enrol(headquarters, leader, 'A')
  await world.enrol(headquarters, member, 'B')
  await world.enrol(headquarters, stranger, 'C')
  await world.carry(member, leader)
  signed = await frozenMemo()
  await world.carry(leader, member)
  await sign(leader, signed)
  await sign(member, signed)
  await world.carry(member, leader)
  await world.carry(leader, headquarters)
})

afterAll(() => world.end())

async function frozenMemo(): Promise<string> {
  const visit = await makeVisit(leader, member, unit)
  const finding = await recordFinding(leader, visit)
  await photograph(leader, finding, 1)
  return freeze(leader, await compileMemo(leader, visit))
}

/** Appends to the own log what the program's procedures would not. */
async function write(machine: Machine, ...drafts: readonly EventDraft[]): Promise<void> {
  const { store, log } = workspaceOf(machine)
  const { host, person } = machine
  world.clock.step()
  await store.write((tx) => append(tx, { log, operation: host.newId(), author: person, at: host.instant(), drafts }))
}

async function blobOf(machine: Machine, text: string): Promise<string> {
  return (await workspaceOf(machine).store.blobs.put(new TextEncoder().encode(text))).sha256
}

async function signatureOf(machine: Machine, version: string, signer: string, xml: string): Promise<EventDraft> {
  const set = { signer, signature: await blobOf(machine, xml), certificate: 'x', method: '证书' } as const
  const id = machine.host.newId()
  return { entity: 'documentSigned', id, parent: version, set: { ...set, signedAt: machine.host.instant() } }
}

async function signersOf(version: string) {
  return workspaceOf(leader).store.read((tx) => listEvents(tx, 'documentSigner', { parent: version }))
}

async function frozenOf(version: string) {
  const frozen = await workspaceOf(leader).store.read((tx) => findEvent(tx, 'documentFrozen', version))
  if (frozen === undefined) throw new Error('the version was just frozen')
  return frozen
}

async function checksAtHeadquarters() {
  const folder = join(world.folder, 'holdings')
  const { documents } = await writeHoldings(workspaceOf(headquarters), folder, headquarters.host.instant())
  return new Map(documents.map((one) => [one.version.id, one]))
}

describe('a signature that counts for no line', () => {
  test('spoils neither the memo nor its check, and is named', async () => {
    const before = await memoBytes(headquarters, signed)
    const [line] = await signersOf(signed)
    await write(stranger, await signatureOf(stranger, signed, line?.id ?? '', 'rubbish'))
    await write(stranger, await signatureOf(stranger, signed, stranger.host.newId(), '<a/>'))
    await world.carry(stranger, headquarters)
    expect(await memoBytes(headquarters, signed)).toEqual(before)
    const check = (await checksAtHeadquarters()).get(signed)
    expect(check?.verification).toMatchObject({ verdict: 'valid', reasons: [] })
    expect(check?.leftOut.map(({ code }) => code)).toEqual(['signature-stranger', 'signature-stranger'])
  })

  test('nor does a line that another than its author adds to the version', async () => {
    const before = await memoBytes(headquarters, signed)
    const [line] = await signersOf(signed)
    const signer = stranger.host.newId()
    const set = { person: stranger.person, name: '外人', role: '组长', line: line?.line ?? '', place: 9 } as const
    await write(
      stranger,
      { entity: 'documentSigner', id: signer, parent: signed, set },
      await signatureOf(stranger, signed, signer, 'rubbish'),
    )
    await world.carry(stranger, headquarters)
    expect(await memoBytes(headquarters, signed)).toEqual(before)
    const check = (await checksAtHeadquarters()).get(signed)
    expect(check?.version).toMatchObject({ state: '已签齐' })
    expect(check?.version.signers.map(({ name }) => name)).not.toContain('外人')
    expect(check?.verification.verdict).toBe('valid')
  })

  test("a signer's own rubbish is a verdict about that memo alone", async () => {
    const version = await frozenMemo()
    const own = (await signersOf(version)).find(({ person }) => person === leader.person)
    await write(leader, await signatureOf(leader, version, own?.id ?? '', 'rubbish'))
    await world.carry(leader, headquarters)
    const checks = await checksAtHeadquarters()
    expect(checks.get(version)?.leftOut.map(({ code }) => code)).toEqual(['signature-malformed'])
    expect(checks.get(version)?.verification.verdict).not.toBe('valid')
    expect(checks.get(signed)?.verification.verdict).toBe('valid')
    expect((await memoBytes(headquarters, version)).length).toBeGreaterThan(1000)
  })
})

describe('a signature on the line of another', () => {
  test('counts for nothing by joins that nobody said, or that lead elsewhere', async () => {
    const version = await frozenMemo()
    const [line] = await signersOf(version)
    if (line?.person === leader.person) throw new Error('the first line is that of a member')
    const listed = (await leader.client.person.save({ set: { name: '被添加的人' } })).id
    const [change = ''] = await workspaceOf(leader).store.write((tx) =>
      append(tx, {
        ...{ log: leader.log, operation: leader.host.newId(), author: leader.person, at: leader.host.instant() },
        drafts: [{ entity: 'person', id: listed, set: { sameAs: leader.person } }],
      }),
    )
    for (const joins of [null, `${line?.person}:${change}`, `${listed}:${change}`, ':', `${leader.person}:${change}`]) {
      const forged = await signatureOf(leader, version, line?.id ?? '', 'rubbish')
      await write(leader, { ...forged, set: { ...forged.set, joins } } as EventDraft)
    }
    await world.carry(leader, headquarters)
    const check = (await checksAtHeadquarters()).get(version)
    expect(check?.version.signers.map(({ signedAt }) => signedAt)).toEqual([null, null, null])
    expect(new Set(check?.leftOut.map(({ code }) => code))).toEqual(new Set(['signature-stranger']))
  })
})

describe('a frozen version whose print or document is not one', () => {
  test.each([
    ['no JSON', 'not json'],
    ['no list', '{}'],
    ['nothing', '[]'],
    ['an entity that is no table', '[{"entity":"change","id":"a","field":"hash","change":"b"}]'],
    ['a field that every object has', '[{"entity":"memo","id":"a","field":"constructor","change":"b"}]'],
    ['a field that is never printed', '[{"entity":"person","id":"a","field":"post","change":"b"}]'],
    ['more than a head says', '[{"entity":"person","id":"a","field":"name","change":"b","also":1}]'],
  ])('%s: the version is out of date, and everything else goes on', async (_, json) => {
    const visit = await makeVisit(leader, member, unit)
    const memo = await compileMemo(leader, visit)
    const version = leader.host.newId()
    const printed = await blobOf(leader, json)
    const set = { version: 1, code: 'ABCDEFGHIJ', printed, document: printed }
    await write(leader, { entity: 'documentFrozen', id: version, parent: memo, set })
    await world.carry(leader, headquarters)
    const { documents: listed } = await headquarters.client.document.page({})
    expect(listed.find(({ id }) => id === memo)).toMatchObject({ state: '已失效', waitsForMe: false })
    const shown = await headquarters.client.document.get({ id: memo })
    expect(shown.versions[0]?.outdated).toEqual([
      { what: '改', entity: 'document', name: '定稿时的打印记录', label: '无法读取' },
    ])
    const checks = await checksAtHeadquarters()
    expect(checks.get(version)?.verification).toMatchObject({
      verdict: 'broken',
      reasons: [{ code: 'document-unreadable' }],
    })
    expect(checks.get(signed)?.verification.verdict).toBe('valid')
  })
})

describe('a paper that does not belong to the records it is frozen with', () => {
  test('an honest version is bound, and all its heads are borne out', async () => {
    const check = (await checksAtHeadquarters()).get(signed)
    expect(check?.verification.reasons).toEqual([])
    expect(check?.printed.changes).toBeGreaterThan(5)
    expect(check?.printed.absent).toBe(0)
  })

  test.each([
    ['the paper of another version', { document: 'other', code: 'own' }],
    ['the code of another version', { document: 'own', code: 'other' }],
    ['paper and code of another version', { document: 'other', code: 'other' }],
  ] as const)('%s: broken', async (_, { document, code }) => {
    const own = await frozenOf(await frozenMemo())
    const other = await frozenOf(signed)
    const version = leader.host.newId()
    await write(leader, {
      entity: 'documentFrozen',
      id: version,
      parent: own.parent ?? '',
      set: {
        version: 2,
        printed: own.printed,
        document: { own, other }[document].document,
        code: { own, other }[code].code,
      },
    })
    await world.carry(leader, headquarters)
    const found = (await checksAtHeadquarters()).get(version)?.verification
    expect(found?.verdict).toBe('broken')
    expect(found?.reasons.map((reason) => reason.code)).toContain('document-code-differs')
  })

  test('a head whose change set another field, or another row, is not borne out', async () => {
    const own = await frozenOf(await frozenMemo())
    const { store } = workspaceOf(leader)
    const heads = JSON.parse(new TextDecoder().decode(await store.blobs.read(own.printed ?? ''))) as PrintedHead[]
    const visit = heads.find(({ entity }) => entity === 'visit')
    const finding = heads.find(({ entity }) => entity === 'finding')
    if (visit === undefined || finding === undefined) throw new Error('the memo prints a visit and a finding')
    const printed = await blobOf(leader, JSON.stringify([finding, { ...finding, change: visit.change }]))
    const version = leader.host.newId()
    const set = { version: 2, printed, document: own.document, code: own.code }
    await write(leader, { entity: 'documentFrozen', id: version, parent: own.parent ?? '', set })
    await world.carry(leader, headquarters)
    expect((await checksAtHeadquarters()).get(version)?.printed).toMatchObject({ changes: 2, absent: 1 })
  })
})

describe('a frozen paper that is a bomb or no paper', () => {
  const bombs = [...refusedBombs.filter(({ what }) => /^a level too many|no zip/.test(what)), largestBomb]
  test.each(bombs)(
    '$what: a row with a word wherever it is listed, checked, exported, printed; the others as before',
    async ({ what, arm }) => {
      const own = await frozenOf(await frozenMemo())
      const { store } = workspaceOf(leader)
      const armed = await arm(await store.blobs.read(own.document ?? ''))
      const version = leader.host.newId()
      const { printed, code, parent } = own
      const set = { version: 2, printed, code, document: (await store.blobs.put(armed)).sha256 }
      const [signer] = await signersOf(own.id)
      await write(
        leader,
        { entity: 'documentFrozen', id: version, parent: parent ?? '', set },
        {
          entity: 'documentSigner',
          id: leader.host.newId(),
          parent: version,
          set: { person: leader.person, name: signer?.name ?? '', role: '组长', line: signer?.line ?? '', place: 1 },
        },
      )
      await world.carry(leader, headquarters)

      const word = what === largestBomb.what ? 'document-too-demanding' : 'document-unreadable'
      const { documents: listed } = await headquarters.client.document.page({})
      expect(listed.map(({ id }) => id)).toContain(parent)
      const shown = await headquarters.client.document.get({ id: parent ?? '' })
      expect(shown.versions.map(({ id }) => id)).toContain(version)
      const checked = await headquarters.client.documentCheck.get({ id: parent ?? '' })
      expect(checked).toMatchObject({ verdict: 'broken', reasons: [reasonText(word)] })
      const checks = await checksAtHeadquarters()
      expect(checks.get(version)?.verification.reasons).toEqual([{ code: word, detail: '' }])
      expect(checks.get(signed)?.verification.verdict).toBe('valid')
      // The desktop of whoever is to sign it, and of whoever wants to print it.
      const refused = /^(?:docx\.unreadable|file\.tooDemanding)$/
      for (const { client } of [headquarters, leader]) {
        expect(await kindOf(client.document.ticket({ version }))).toMatch(refused)
      }
      expect(await kindOf(leader.client.document.sign({ version, password: testPassword, ink: [] }))).toMatch(refused)
    },
    60_000,
  )
})
