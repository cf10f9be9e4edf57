import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import { selfSignedCertificate } from '../../electron/crypto/certificate/certificateIssue.ts'
import { createLogKey } from '../../electron/crypto/logKey.ts'
import { carry, handleOf, workspaceOf } from '../../electron/services/machine.ts'
import { requireSetting } from '../../electron/services/host/settingAccess.ts'
import { findLog } from '../../electron/store/log/log.ts'
import { readRequest, writeRequest } from '../../electron/syncPackage/enrolmentFile.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { openEarlyLaptop } from '../formats/earlyLaptop.ts'
import { problemOf } from '../problem.ts'
import { makeLines, makeRange, type Sender } from '../syncPackage/sender.ts'
import { cheapCost, createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { layOnStick, refusedUntouched } from './story.ts'

/**
 * A log that began before ids followed from keys, and an enrolled machine whose program claims its id with a key of its own
 * (decisions.md 90). Only headquarters' word tells the two apart: a certificate, given once for one key.
 */
let world: World
let headquarters: Headquarters
let early: Laptop
let mate: Laptop
let hostile: Laptop
beforeEach(async () => {
  world = await createWorld({ seed: 'rival birth' })
  headquarters = await world.headquarters('演练总部', { drill: true })
  mate = await world.laptop('组员机', '组员', { drill: true })
  hostile = await world.laptop('冒名机', '组员', { drill: true })
  await world.enrol(headquarters, mate, 'A')
  await world.enrol(headquarters, hostile, 'B')
  early = await openEarlyLaptop(headquarters.host, join(world.folder, 'early'))
})
afterEach(async () => {
  await early.close()
  await world.end()
})

const chainOf = (laptop: Laptop) =>
  workspaceOf(laptop).store.read(async (tx) => (await requireSetting(tx, 'registration')).logChain)

/** What the hostile machine hands its team mate: the early log's id with a key of its own, and this chain to prove it. */
async function rivalPackage(key: ReturnType<typeof createLogKey>, chain: readonly string[]): Promise<string> {
  const { id, name, log, logKey, identity, recipient } = workspaceOf(hostile)
  const rival: Omit<Sender, 'authority'> = {
    log: early.log,
    birth: { log: early.log, publicKey: key.publicKeySpki, predecessor: null },
    signer: { privateKey: key.privateKeyPkcs8, chain },
    age: { identity, recipient },
  }
  const lines = makeLines(rival, 3)
  await mkdir(world.stick, { recursive: true })
  const file = join(world.stick, 'rival.mcsync')
  const to = workspaceOf(mate).recipient
  await writeSyncPackage({
    file,
    manifest: {
      programVersion: '0.1.0',
      drill: true,
      schemaVersion,
      madeAt: hostile.host.instant(),
      sender: { log, workspace: id, name, recipient },
      recipients: [{ log: mate.log, recipient: to }],
      serial: 1,
      ranges: [makeRange(rival, lines)],
    },
    async *lines() {
      yield* lines
    },
    blobs: [],
    signer: { privateKey: logKey, chain: await chainOf(hostile) },
    recipients: [to],
  })
  return file
}

describe('delivered before the genuine birth record, the rival is refused, and the genuine one is taken in', () => {
  const proofs: readonly (readonly [string, (privateKey: string) => Promise<readonly string[]>])[] = [
    ['no certificate', async () => []],
    ["the hostile machine's certificate", () => chainOf(hostile)],
    ["the early log's certificate", () => chainOf(early)],
    ['a certificate of its own making', selfMade],
  ]
  async function selfMade(privateKey: string): Promise<readonly string[]> {
    const subject = { name: early.log, unit: '检查组·检查组' }
    const [notBefore, notAfter] = ['2026-01-01T00:00:00.000Z', '2036-01-01T00:00:00.000Z']
    return [await selfSignedCertificate({ subject, usage: 'log', drill: true, privateKey, notBefore, notAfter })]
  }

  test.each(proofs)('with %s', async (_, prove) => {
    await world.enrol(headquarters, early, 'C')
    const key = createLogKey()
    const file = await rivalPackage(key, await prove(key.privateKeyPkcs8))
    expect(await refusedUntouched(mate, () => world.stage(mate, file))).toBe('package.logUnproved')
    expect(await world.carry(early, mate)).toMatchObject({ state: 'ready', refused: [] })
    const known = await workspaceOf(mate).store.read((tx) => findLog(tx, early.log))
    expect(known?.publicKey).not.toBe(key.publicKeySpki)
    expect(known).toMatchObject({ salt: null, letter: 'C' })
  })
})

test('headquarters enrols one key under one id: who asks under a log that is enrolled is refused', async () => {
  await world.enrol(headquarters, early, 'C')
  const asked = await hostile.client.enrolment.request()
  const own = await carry(hostile, asked.ticket, world.stick, 'own.mcreq')
  const { request } = await readRequest(await readFile(own, 'utf8'), cheapCost)
  const { log, publicKey } = { log: early.log, publicKey: request.birth.publicKey }
  const forged = { ...request, birth: { log, publicKey, predecessor: null } }
  const { text, code } = await writeRequest(forged, workspaceOf(hostile).logKey, cheapCost)
  const file = await layOnStick(world, 'forged.mcreq', Buffer.from(text))
  const attempt = async () =>
    headquarters.client.enrolment.answer({
      ...{ handle: await handleOf(headquarters, file), code, authorityPassword: testPassword, letter: 'C' },
      roles: [{ person: hostile.person, role: '组员' }],
    })
  expect(await refusedUntouched(headquarters, attempt)).toBe('enrolment.logTaken')
  expect((await problemOf(attempt)).kind).toBe('enrolment.logTaken')
  expect(await world.carry(early, headquarters)).toMatchObject({ state: 'ready', refused: [] })
})
