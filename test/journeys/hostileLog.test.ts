import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { signHead } from '../../electron/crypto/logKey.ts'
import { send } from '../../electron/services/demo/packages.ts'
import { requireSetting } from '../../electron/services/host/settingAccess.ts'
import { arrivalsOf } from '../../electron/store/change/arrival.ts'
import { selectLines } from '../../electron/store/imports/exporting.ts'
import { birthOf, getLog } from '../../electron/store/log/log.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { makeId } from '../../electron/store/change/idProof.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { getRow, listRows } from '../../electron/store/row/rows.ts'
import { writeSyncPackage } from '../../electron/syncPackage/write.ts'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { createWorld, type Headquarters, type Laptop, type World } from '../world.ts'
import { forge, type ForgedBody } from './forgedLog.ts'

/** Enrolled machines whose program lies: what their logs may say, and what it must not do to the others. */
let world: World
let headquarters: Headquarters
let lead: Laptop
let hostile: Laptop
let enrolled: () => Promise<[Headquarters, Laptop, Laptop]>
beforeAll(async () => {
  world = await createWorld({ seed: 'hostile log' })
  headquarters = await world.headquarters('总部')
  lead = await world.laptop('组长机', '组长')
  hostile = await world.laptop('甲机', '组员')
  await world.enrol(headquarters, lead, 'A')
  await world.enrol(headquarters, hostile, 'B')
  enrolled = await world.keep(headquarters, lead, hostile)
})
beforeEach(async () => {
  ;[headquarters, lead, hostile] = await enrolled()
})
afterAll(() => world.end())

const importsAt = (machine: Machine) =>
  workspaceOf(machine).store.read((tx) => tx.db.selectFrom('local_import').select('state').execute())

/** A package of everything in the hostile machine's log, without the files that its bodies name and without a word. */
async function sendWithoutFiles(to: Laptop): Promise<string> {
  const { id, name, log, logKey, recipient, store } = workspaceOf(hostile)
  const file = join(world.stick, '缺文件.mcsync')
  await mkdir(world.stick, { recursive: true })
  const recipients = [{ log: to.log, recipient: workspaceOf(to).recipient }]
  await store.read(async (tx) => {
    const { logChain: chain } = await requireSetting(tx, 'registration')
    const row = await getLog(tx, log)
    const signedHead = signHead({ log, number: row.number, hash: row.head }, logKey)
    const span = { from: 1, to: row.number, bodiesFrom: 1 }
    const ranges = [{ ...span, birth: birthOf(row), bodiesTo: row.number, head: row.head, signedHead, chain }]
    await writeSyncPackage({
      file,
      manifest: {
        programVersion: '0.1.0',
        drill: false,
        schemaVersion,
        madeAt: hostile.host.instant(),
        sender: { log, workspace: id, name, recipient },
        recipients,
        serial: 1,
        ranges,
      },
      lines: () => selectLines(tx, [{ log, ...span }]),
      blobs: [],
      signer: { privateKey: logKey, chain },
      recipients: recipients.map((one) => one.recipient),
    })
  })
  return file
}

describe("another machine's word that it accepted a package", () => {
  const day = 24 * 3_600_000
  const arrivals = async () => {
    const found = await workspaceOf(headquarters).store.read(async (tx) => {
      const rows = await tx.db.selectFrom('change').select('hash').where('log', '=', hostile.log).execute()
      return arrivalsOf(
        tx,
        rows.map(({ hash }) => hash),
      )
    })
    return [...new Set(found.values())].toSorted()
  }
  const acceptance = (name: string, at = hostile.host.instant()) =>
    ({
      entity: 'packageAccepted',
      id: hostile.host.newId(),
      kind: 'event',
      at,
      set: { package: name, sender: hostile.log, serial: 1 },
    }) as const
  const packageOf = (machine: Machine, state: 'staging' | 'applied') =>
    workspaceOf(machine).store.read(async (tx) => {
      const rows = tx.db.selectFrom('local_import').select('package').where('sender', '=', hostile.log)
      return (await rows.where('state', '=', state).executeTakeFirstOrThrow()).package
    })

  test('moves the time of arrival here neither to its clock nor to one it makes up', async () => {
    const file = await world.send(hostile, lead)
    await world.receive(lead, file)
    world.clock.step(day)
    await world.receive(headquarters, file)
    const accepted = new Date(world.clock.now).toISOString()
    expect(await arrivals()).toEqual([accepted])
    await world.carry(lead, headquarters)
    expect(await arrivals()).toEqual([accepted])
    await forge(hostile, [acceptance(await packageOf(headquarters, 'applied'), '2020-01-01T00:00:00.000Z')])
    await world.carry(hostile, headquarters)
    expect(await arrivals()).toEqual([accepted, new Date(world.clock.now).toISOString()])
  })

  test('makes headquarters drop no package unread', async () => {
    const fact = { fact: '只在这个包里' }
    await forge(hostile, [
      { entity: 'finding', id: hostile.host.newId(), parent: hostile.host.newId(), kind: 'row', set: fact },
    ])
    const file = await world.send(hostile, lead)
    await world.stage(lead, file)
    await forge(lead, [acceptance(await packageOf(lead, 'staging'))])
    await world.carry(lead, headquarters)
    expect(await world.receive(headquarters, file)).toMatchObject({ state: 'ready', refused: [] })
    expect(await headquarters.client.finding.list({})).toMatchObject({ total: 1 })
  })
})

describe('a file that a body names', () => {
  const evidence = (set: ForgedBody['set']) =>
    ({ entity: 'evidence', id: hostile.host.newId(), parent: hostile.host.newId(), kind: 'row', set }) as const
  test('must be in the package, here, or declared lost; else nothing is taken in', async () => {
    await forge(hostile, [evidence({ content: 'a'.repeat(64) })])
    const file = await sendWithoutFiles(lead)
    await expect(world.stage(lead, file)).rejects.toThrow(new Problem('package.evidenceMissing', {}))
    expect(await importsAt(lead)).not.toContainEqual({ state: 'staging' })
  })

  test('and that its sender declares lost keeps nobody from sending on what there is', async () => {
    const [content, bad] = ['a'.repeat(64), '../'.repeat(22)]
    await forge(hostile, [evidence({ content }), evidence({ content: bad }), evidence({ content: '0'.repeat(9) })])
    await world.carry(hostile, lead)
    const { absent, file } = await send(lead, headquarters.log, world.stick)
    expect(absent).toEqual([{ sha256: content, evidence: expect.any(String) }])
    expect(await world.receive(headquarters, file)).toMatchObject({ state: 'ready', refused: [] })
    const held = await workspaceOf(headquarters).store.read((tx) => listRows(tx, 'evidence'))
    expect(held.map((row) => row.content)).toEqual([content])
  })
})

describe('what another machine has made', () => {
  const at = () => workspaceOf(headquarters).store
  /** Two clocks later than anything in the hostile log, and earlier than what the others do from now on. */
  const earlier = () => {
    const now = world.clock.now
    world.clock.step()
    return [`${now}-f000`, `${now}-f001`]
  }

  test('is not taken over by a log that repeats the id of the event with an earlier clock', async () => {
    const [version, id] = [headquarters.host.newId(), headquarters.host.newId()]
    const claim = (certificate: string) =>
      ({ entity: 'documentSigned', id, kind: 'event', parent: version, set: { certificate, method: '证书' } }) as const
    const early = earlier()
    await forge(lead, [claim('真')])
    await world.carry(lead, headquarters)
    const before = await at().read((tx) => listEvents(tx, 'documentSigned', {}))
    expect(before).toMatchObject([{ certificate: '真', changeLog: lead.log }])
    await forge(hostile, [claim('假')], early)
    await world.carry(hostile, headquarters)
    expect(await at().read((tx) => listEvents(tx, 'documentSigned', {}))).toEqual([])
    const [forged] = await at().read((tx) =>
      tx.db.selectFrom('change').select('hash').where('entityId', '=', id).where('log', '=', hostile.log).execute(),
    )
    await at().write((tx) =>
      append(tx, {
        log: headquarters.log,
        operation: headquarters.host.newId(),
        author: headquarters.person,
        at: headquarters.host.instant(),
        drafts: [
          {
            entity: 'changeDeclined',
            id: headquarters.host.newId(),
            set: { change: forged?.hash ?? '', reason: '冒用' },
          },
        ],
      }),
    )
    expect(await at().read((tx) => listEvents(tx, 'documentSigned', {}))).toEqual(before)
  })

  test('stays correctable by it where another log makes the row again, whose edits of it are refused', async () => {
    const early = earlier()
    const { host, log } = lead
    const { id, nonce } = makeId({ log, now: host.now(), random: host.random }, { entity: 'unit' })
    const unit = { entity: 'unit', id, kind: 'row' } as const
    const [made = ''] = await forge(lead, [{ ...unit, nonce, set: { name: '某局' } }])
    await world.carry(lead, headquarters)
    const replaces = { name: [made] }
    const forged = [
      { ...unit, set: { code: '000' } },
      { ...unit, set: { name: '冒名局' }, replaces },
    ]
    await forge(hostile, forged, early)
    await world.carry(hostile, headquarters)
    await forge(lead, [{ ...unit, set: { name: '真名局' }, replaces }])
    await world.carry(lead, headquarters)
    expect(await at().read((tx) => getRow(tx, 'unit', unit.id))).toMatchObject({ name: '真名局', conflicted: false })
    expect(await headquarters.client.sync.quarantine()).toHaveLength(2)
  })

  test('has a clock that only rises: a package in which one is set back is refused', async () => {
    const finding = { entity: 'finding', id: hostile.host.newId(), kind: 'row', set: { fact: '补记' } } as const
    await forge(hostile, [finding], ['0000000000001-0000'])
    const file = await world.send(hostile, headquarters)
    await expect(world.stage(headquarters, file)).rejects.toThrow(new Problem('package.damaged', {}))
  })
})

describe('a workspace', () => {
  test('takes a row change that sets nothing for what it is, and opens again', async () => {
    const nothing = {
      entity: 'finding',
      id: hostile.host.newId(),
      parent: hostile.host.newId(),
      kind: 'row',
      set: {},
    } as const
    await forge(hostile, [nothing])
    await world.carry(hostile, headquarters)
    expect(await importsAt(headquarters)).toEqual([{ state: 'applied' }])
    const reopened = await world.reopen(headquarters)
    expect(await reopened.client.finding.list({})).toMatchObject({ total: 0 })
  })

  test('opens although an accepted package cannot be brought to its end, and names the import as a defect', async () => {
    const file = await world.send(hostile, headquarters)
    await world.receive(headquarters, file)
    const { store } = workspaceOf(headquarters)
    const stuck = await store.write(async (tx) => {
      const row = await tx.db.selectFrom('local_import').select('id').executeTakeFirstOrThrow()
      await tx.db.updateTable('local_import').set({ state: 'applying', manifest: '{' }).execute()
      return row.id
    })
    const incidents: string[] = []
    const reopened = await world.reopen(headquarters, { reportDefect: (incident) => incidents.push(incident) })
    expect(incidents).toEqual([stuck])
    expect(await reopened.client.finding.list({})).toMatchObject({ total: 0 })
  })
})
