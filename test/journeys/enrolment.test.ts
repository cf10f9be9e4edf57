import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAuthorityFile } from '../../electron/crypto/authorityFile.ts'
import { sha256 } from '../../electron/crypto/hash.ts'
import { birthOfLog } from '../../electron/crypto/logId.ts'
import { uuidV5 } from '../../electron/crypto/uuid.ts'
import { readSetting } from '../../electron/services/host/settingAccess.ts'
import { carry, handleOf, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { peersOf } from '../../electron/services/trust/peer.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { birthOf, getLog, headOf, listLogs } from '../../electron/store/log/log.ts'
import { readAnswer, readRequest, writeAnswer, writeRequest } from '../../electron/syncPackage/enrolmentFile.ts'
import { cheapCost, createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import {
  compileMemo,
  freeze,
  layOnStick,
  makeVisit,
  memoBytes,
  photograph,
  prepareRoster,
  problemOf,
  recordFinding,
  refusedUntouched,
  sign,
} from './story.ts'

/** Two files and two codes between people who cannot see each other, and what may go wrong with them. */
let world: World
let headquarters: Headquarters
let laptop: Laptop

beforeAll(async () => {
  world = await createWorld({ seed: 'enrolment' })
  ;[headquarters, laptop] = await Promise.all([world.headquarters('总部'), world.laptop('组长机', '组长')])
  await prepareRoster(headquarters)
})

afterAll(() => world.end())

type Asked = { readonly file: string; readonly code: string }

async function ask(from: Machine): Promise<Asked> {
  world.clock.step()
  const { ticket, code } = await from.client.enrolment.request()
  return { file: await carry(from, ticket, world.stick, `${from.log} ${world.clock.now}.mcreq`), code }
}

type Wish = { readonly letter?: string; readonly code?: string; readonly at?: Headquarters }

async function answer(asked: Asked, to: Machine, { letter = 'A', code = asked.code, at = headquarters }: Wish = {}) {
  world.clock.step()
  const { ticket, code: second } = await at.client.enrolment.answer({
    handle: await handleOf(at, asked.file),
    code,
    authorityPassword: testPassword,
    letter,
    roles: [{ person: to.person, role: '组长' }],
  })
  return { file: await carry(at, ticket, world.stick, `${to.log} ${world.clock.now}.mcans`), code: second }
}

async function accept(at: Machine, { file, code }: Asked): Promise<unknown> {
  return at.client.enrolment.accept({ handle: await handleOf(at, file), code })
}

/** Another code of twelve digits. */
function otherThan(code: string): string {
  return code.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10))
}

describe('refused, with nothing written at either side', () => {
  test('a wrong code at headquarters, and another request under the code of the right one', async () => {
    const asked = await ask(laptop)
    const impostor = await world.laptop('冒名机', '组长')
    const forged = await ask(impostor)
    for (const [given, code] of [
      [asked, otherThan(asked.code)],
      [asked, ''],
      [forged, asked.code],
    ] as const) {
      expect(await refusedUntouched(headquarters, () => answer(given, laptop, { code }))).toBe('enrolment.codeWrong')
    }
  })

  test('an altered request', async () => {
    const asked = await ask(laptop)
    const bytes = await readFile(asked.file)
    for (const at of [40, Math.floor(bytes.length / 2), bytes.length - 3]) {
      const copy = Buffer.from(bytes)
      copy[at] = copy[at] === 65 ? 66 : 65
      const file = await layOnStick(world, 'altered.mcreq', copy)
      const kind = await refusedUntouched(headquarters, () => answer({ ...asked, file }, laptop))
      expect(kind).toBe('enrolment.requestInvalid')
    }
  })

  test("a wrong password of the authority's file", async () => {
    const asked = await ask(laptop)
    const attempt = async () =>
      headquarters.client.enrolment.answer({
        handle: await handleOf(headquarters, asked.file),
        code: asked.code,
        authorityPassword: `${testPassword}。`,
        letter: 'A',
        roles: [{ person: laptop.person, role: '组长' }],
      })
    expect(await refusedUntouched(headquarters, attempt)).toBe('password.wrong')
  })

  test('an answer under a wrong code, and a forged one from another headquarters under the right code', async () => {
    const elsewhere = await world.headquarters('冒名总部')
    const asked = await ask(laptop)
    const forged = await answer(asked, laptop, { at: elsewhere })
    expect(await refusedUntouched(laptop, () => accept(laptop, { ...forged, code: otherThan(forged.code) }))).toBe(
      'enrolment.codeWrong',
    )
    const genuine = await answer(asked, laptop, { letter: 'X' })
    expect(await refusedUntouched(laptop, () => accept(laptop, { file: forged.file, code: genuine.code }))).toBe(
      'enrolment.codeWrong',
    )
  })

  test('an answer to an earlier request, and one for another laptop', async () => {
    const earlier = await answer(await ask(laptop), laptop, { letter: 'X' })
    await ask(laptop)
    expect(await refusedUntouched(laptop, () => accept(laptop, earlier))).toBe('enrolment.notOurRequest')
    const other = await world.laptop('另一台', '组员')
    await ask(other)
    expect(await refusedUntouched(other, () => accept(other, earlier))).toBe('enrolment.answerNotForYou')
  })

  test('an altered answer', async () => {
    const given = await answer(await ask(laptop), laptop, { letter: 'X' })
    const bytes = await readFile(given.file)
    for (const at of [Math.floor(bytes.length / 2), bytes.length - 1]) {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] ?? 0) ^ 1
      const file = await layOnStick(world, 'altered.mcans', copy)
      expect(await refusedUntouched(laptop, () => accept(laptop, { ...given, file }))).toBe('enrolment.answerInvalid')
    }
  })

  test('an answer whose first package cannot be taken in', async () => {
    const given = await answer(await ask(laptop), laptop, { letter: 'X' })
    const { identity, recipient } = workspaceOf(laptop)
    const { channel: _, ...words } = (
      await readAnswer({ file: given.file, identities: [identity], codeCost: cheapCost })
    ).answer
    const authorityFile = await readFile(join(headquarters.folder, 'authority.mcca'), 'utf8')
    const file = join(world.stick, 'unreadable channel.mcans')
    const { code } = await writeAnswer({
      file,
      recipient,
      answer: words,
      authority: await openAuthorityFile(authorityFile, testPassword),
      channelPackage: await layOnStick(world, 'channel.mcsync', Buffer.from('no package')),
      codeCost: cheapCost,
    })
    expect(await refusedUntouched(laptop, () => accept(laptop, { file, code }))).toBe('package.damaged')
    expect(await laptop.client.enrolment.standing()).toMatchObject({ headquarters: null, authority: null })
  })

  test('a 演练 laptop at a real headquarters, and a real one at a 演练', async () => {
    const drill = await world.laptop('演练机', '组长', { drill: true })
    const asked = await ask(drill)
    expect(await refusedUntouched(headquarters, () => answer(asked, drill))).toBe('enrolment.drill')
    const drillHeadquarters = await world.headquarters('演练总部', { drill: true })
    const real = await ask(laptop)
    const attempt = () => answer(real, laptop, { at: drillHeadquarters })
    expect(await refusedUntouched(drillHeadquarters, attempt)).toBe('enrolment.drill')
  })

  test('anything of it on a host that listens beyond loopback', async () => {
    const asked = await ask(laptop)
    const given = await answer(asked, laptop, { letter: 'X' })
    const open = await world.headquarters('对外总部', { loopback: false })
    const openLaptop = await world.laptop('对外机', '组长', { loopback: false })
    const attempts: readonly (readonly [Machine, () => Promise<unknown>])[] = [
      [open, () => open.client.enrolment.createAuthority({ name: '证书机构', password: testPassword })],
      [open, async () => open.client.enrolment.readRequest({ handle: await handleOf(open, asked.file) })],
      [open, () => answer(asked, laptop, { at: open })],
      [openLaptop, () => openLaptop.client.enrolment.request()],
      [openLaptop, () => accept(openLaptop, given)],
    ]
    for (const [machine, attempt] of attempts) {
      expect(await refusedUntouched(machine, attempt)).toBe('enrolment.notHere')
    }
  })
})

describe('a team that worked before it was enrolled', () => {
  let version: string
  let memo: string
  let finding: string

  beforeAll(async () => {
    const own = (await laptop.client.unit.save({ set: { name: '临江县局', system: '国税', level: '县' } })).id
    await laptop.client.campaign.loadPreset({ preset: '137' })
    const mate = (await laptop.client.person.save({ set: { name: '同行人' } })).id
    const visit = await makeVisit(laptop, { person: mate }, own)
    finding = await recordFinding(laptop, visit)
    await photograph(laptop, finding, 1)
    memo = await compileMemo(laptop, visit)
    version = await freeze(laptop, memo)
    await sign(laptop, version)
  })

  test('shows a provisional number, and 未登记', async () => {
    expect((await laptop.client.finding.get({ id: finding })).finding.number).toMatch(/^临.{4}-001$/)
    expect(await laptop.client.workspace.current()).toMatchObject({ registered: false, letter: null })
  })

  test('is enrolled under its letter, and all of its work is accepted afterwards', async () => {
    await accept(laptop, await answer(await ask(laptop), laptop))
    expect(await laptop.client.workspace.current()).toMatchObject({
      registered: true,
      letter: 'A',
      person: { roles: ['组长'] },
    })
    expect(await world.carry(laptop, headquarters)).toMatchObject({ state: 'ready', refused: [] })
    for (const { client } of [laptop, headquarters]) {
      expect((await client.finding.get({ id: finding })).finding.number).toBe('A-001')
      expect((await client.document.get({ id: memo })).state).toBe('部分签名')
    }
    expect(await memoBytes(headquarters, version)).toEqual(await memoBytes(laptop, version))
  })

  test('enrolled twice with the same answer or a new one, it stays one team with one letter', async () => {
    await accept(laptop, await answer(await ask(laptop), laptop))
    const teams = (await headquarters.client.sync.peers()).filter(({ log }) => log === laptop.log)
    expect(teams).toEqual([{ log: laptop.log, name: '组长机', kind: '检查组', letter: 'A' }])
  })

  test('keeps its memo in force when headquarters restates the roster for the next team', async () => {
    const before = (await headquarters.client.document.get({ id: memo })).state
    const next = await world.laptop('后来机', '组员')
    await world.enrol(headquarters, next, 'C')
    await world.carry(next, laptop)
    for (const { client } of [laptop, headquarters])
      expect((await client.document.get({ id: memo })).state).toBe(before)
  })
})

describe('what the two sides tell each other', () => {
  let asking: Laptop
  let asked: Asked
  const peer = () =>
    workspaceOf(headquarters).store.read(async (tx) => (await peersOf(tx)).find(({ log }) => log === asking.log))
  const told = async () => (await workspaceOf(asking).store.read((tx) => readSetting(tx, 'registration')))?.told

  beforeAll(async () => {
    asking = await world.laptop('申请机', '组员', { unit: '临江县国家税务局' })
    const unit = (await headquarters.client.unit.list()).find(({ name }) => name === '总部')
    await headquarters.client.unit.save({ id: unit?.id ?? '', set: { level: '省', code: '14400000' } })
    asked = await ask(asking)
  })

  /** The request with other words, signed by the asking laptop as its own program does. */
  async function reworded(words: object): Promise<Asked> {
    const { request } = await readRequest(await readFile(asked.file, 'utf8'), cheapCost)
    const { text, code } = await writeRequest({ ...request, ...words }, workspaceOf(asking).logKey, cheapCost)
    return { file: await layOnStick(world, 'reworded.mcreq', Buffer.from(text)), code }
  }

  test('is kept on both sides', async () => {
    await accept(asking, await answer(asked, asking, { letter: 'T' }))
    expect((await peer())?.told).toMatchObject({
      kind: '检查组',
      unit: { name: '临江县国家税务局' },
      programVersion: '0.1.0',
    })
    expect(await told()).toMatchObject({
      kind: '检查组',
      headquarters: { name: '总部', level: '省', unit: { name: '总部', code: '14400000' } },
      roles: [{ person: asking.person, role: '组长' }],
    })
  })

  test('is kept with what only a later program can read', async () => {
    const later = { team: { name: '第三检查组', colour: '蓝' }, wishes: [{ of: 1 }] }
    const given = await answer(await reworded(later), asking, { letter: 'T' })
    expect((await peer())?.told).toMatchObject({ ...later, kind: '检查组' })
    const channelPackage = join(world.stick, 'later channel.mcsync')
    const { answer: read } = await readAnswer({
      ...{ file: given.file, identities: [workspaceOf(asking).identity], codeCost: cheapCost, channelPackage },
    })
    const { sha256: requestSha256 } = (await workspaceOf(asking).store.read((tx) => readSetting(tx, 'request'))) ?? {}
    const team = { id: uuidV5(asking.log, 'team'), name: '第三检查组', colour: '蓝' }
    const words = { recovery: workspaceOf(headquarters).recipient, team, seal: { of: 1 } }
    const file = join(world.stick, 'later.mcans')
    const authority = await openAuthorityFile(
      await readFile(join(headquarters.folder, 'authority.mcca'), 'utf8'),
      testPassword,
    )
    const { code } = await writeAnswer({
      ...{ file, recipient: workspaceOf(asking).recipient, authority, channelPackage, codeCost: cheapCost },
      answer: { ...read, ...words, requestSha256: requestSha256 ?? '' },
    })
    await accept(asking, { file, code })
    expect(await told()).toMatchObject(words)
  })

  test.each(['总部', '责任单位', '专班'])('a %s is not enrolled as a team', async (kind) => {
    const forged = await reworded({ kind })
    expect(await refusedUntouched(headquarters, () => answer(forged, asking, { letter: 'T' }))).toBe(
      'enrolment.kindUnknown',
    )
  })
})

describe('the next laptop', () => {
  let second: Laptop

  beforeAll(async () => {
    second = await world.laptop('组员机', '组员')
  })

  test('is refused a letter that another team holds, and nothing is written', async () => {
    const asked = await ask(second)
    const before = await problemOf(answer(asked, second, { letter: 'A' }))
    expect(before).toEqual({ kind: 'enrolment.letterTaken', details: { letter: 'A' } })
    expect(await refusedUntouched(headquarters, () => answer(asked, second, { letter: 'A' }))).toBe(
      'enrolment.letterTaken',
    )
  })

  test('is refused under the id of a person who enrolled with another key, be it in a log that claims to go on', async () => {
    const { request } = await readRequest(await readFile((await ask(second)).file, 'utf8'), cheapCost)
    const [own] = request.people
    if (own === undefined) throw new Error('a request names its people')
    const predecessor = { log: laptop.log, head: sha256(laptop.log).toString('base64url') }
    for (const [person, birth] of [
      [laptop.person, request.birth],
      [headquarters.person, request.birth],
      [laptop.person, birthOfLog(world.clock.now, { ...request.birth, predecessor, salt: request.birth.salt ?? '' })],
    ] as const) {
      const { format: _, ...words } = request
      const forged = { ...words, birth, people: [{ ...own, person }] }
      const { text, code } = await writeRequest(forged, workspaceOf(second).logKey, cheapCost)
      const file = await layOnStick(world, 'another person.mcreq', Buffer.from(text))
      const attempt = () => answer({ file, code }, second, { letter: 'B' })
      expect(await refusedUntouched(headquarters, attempt)).toBe('enrolment.personTaken')
    }
  })

  test('learns where the first one can be reached, and the first learns of it by its package', async () => {
    await world.enrol(headquarters, second, 'B')
    const atSecond = await second.client.sync.peers()
    expect(atSecond).toContainEqual(expect.objectContaining({ log: laptop.log, name: '组长机', kind: '检查组' }))
    expect(atSecond).toContainEqual(expect.objectContaining({ log: headquarters.log, kind: '总部' }))
    expect((await problemOf(world.send(laptop, second))).kind).toBe('sync.peerUnknown')
    await world.carry(second, laptop)
    expect(await laptop.client.sync.peers()).toContainEqual({
      log: second.log,
      name: '组员机',
      kind: '检查组',
      letter: 'B',
    })
    expect(await world.carry(laptop, second)).toMatchObject({ state: 'ready', refused: [] })
    expect((await second.client.finding.list({})).findings.map(({ number }) => number)).toEqual(['A-001'])
  })
})

describe('a laptop that was set up anew from its copied folder', () => {
  let moved: Laptop

  beforeAll(async () => {
    moved = await world.reopen(laptop, { installation: uuidV5(headquarters.log, 'new machine') })
  })

  test('goes on in a log of its own that names the last head of the old one', async () => {
    expect(moved.log).not.toBe(laptop.log)
    const { birth, head } = await workspaceOf(moved).store.read(async (tx) => ({
      birth: birthOf(await getLog(tx, moved.log)),
      head: await headOf(tx, laptop.log),
    }))
    expect(birth.predecessor).toEqual({ log: laptop.log, head: head?.hash })
  })

  test('sends nothing until it is enrolled again, under a letter of its own', async () => {
    const visit = (await moved.client.visit.list({}))[0]?.id ?? ''
    await recordFinding(moved, visit, { title: '换机之后' })
    expect(await refusedUntouched(moved, () => world.send(moved, headquarters))).toBe('sync.notEnrolled')
    expect((await problemOf(answer(await ask(moved), moved, { letter: 'A' }))).kind).toBe('enrolment.letterTaken')
    await world.enrol(headquarters, moved, 'A2')
    await recordFinding(moved, visit, { title: '重新登记之后' })
  })

  test('the numbers of the old log stay, those of the new one carry the new letter', async () => {
    const preview = await world.carry(moved, headquarters)
    expect(preview).toMatchObject({ state: 'ready', refused: [] })
    const { findings } = await headquarters.client.finding.list({ visit: (await moved.client.visit.list({}))[0]?.id })
    expect(findings.map(({ number }) => number).toSorted()).toEqual(['A-001', 'A2-001', 'A2-002'])
  })
})

describe('two windows at once', () => {
  let team: Laptop

  beforeAll(async () => {
    team = await world.laptop('两窗机', '组员')
  })

  test('answering one request open one channel, whose packages follow each other', async () => {
    const asked = await ask(team)
    await Promise.all(['E', 'E'].map((letter) => answer(asked, team, { letter })))
    const sent = (await headquarters.client.sync.packages()).filter(({ peer }) => peer === team.log)
    expect(new Set(sent.map(({ serial }) => serial))).toEqual(new Set([1, 2]))
  })

  test('accepting one answer accept it once', async () => {
    const given = await answer(await ask(team), team, { letter: 'E' })
    await Promise.all([accept(team, given), accept(team, given), accept(team, given)])
    expect(await team.client.workspace.current()).toMatchObject({ registered: true, letter: 'E' })
    const accepted = await workspaceOf(team).store.read((tx) => listEvents(tx, 'packageAccepted', {}))
    expect(accepted).toHaveLength(1)
  })
})

test('every log begins under an id of its key: of a workspace, of a channel, of a folder that moved', async () => {
  const logs = await workspaceOf(headquarters).store.read((tx) => listLogs(tx))
  expect(new Set(logs.map(({ kind }) => kind))).toEqual(new Set(['own', 'channel', 'other']))
  expect(logs.some(({ predecessorLog }) => predecessorLog !== null)).toBe(true)
  for (const log of logs) expect(birthOf(log).salt).toMatch(/^[A-Za-z0-9_-]{22}$/)
})

test('the answer holds no name in the clear', async () => {
  const fresh = await world.laptop('末了一台', '组员')
  const { file } = await answer(await ask(fresh), fresh, { letter: 'D' })
  expect((await readFile(file)).includes('末了一台')).toBe(false)
})
