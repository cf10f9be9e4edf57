import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Problem } from '../../electron/contract/problem/problem.ts'
import { listEvents } from '../../electron/store/row/events.ts'
import { listFindings } from '../../electron/store/query/finding.ts'
import { planImport } from '../../electron/store/imports/importPlan.ts'
import { dropImport, resumeImports, unfinishedImports } from '../../electron/store/imports/importing.ts'
import { headOf, listLogs, signedHeadOf } from '../../electron/store/log/log.ts'
import { listRefused } from '../../electron/store/change/quarantine.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { conflictsOf, findRow, getRow, listRows } from '../../electron/store/row/rows.ts'
import type { ReadTx } from '../../electron/store/store.ts'
import { createParties, everythingOf, findFinding, makeFinding } from './parties.ts'
import { accept, carry, createReplica, dump, enrol, pack, type Replica, stage, trust, type World } from './world.ts'

/** The course of an import: staged, planned, accepted or dropped, gone on with at the next opening, taken back. */
let world: World
let headquarters: Replica
let team: Replica
beforeEach(async () => {
  ;({ world, headquarters, team } = await createParties())
})
afterEach(() => world.end())

const refusedAt = (replica: Replica) => replica.store.read((tx) => listRefused(tx))

describe('an import', () => {
  test('brings the rows of an enrolled team, under its letter', async () => {
    const { finding } = await makeFinding(world, team)
    await enrol(world, headquarters, team, { letter: 'B' })
    const plan = await carry(world, headquarters, await everythingOf(world, team))
    expect(plan).toMatchObject({ state: 'ready', added: 2, updated: 0, conflicts: 0, unchanged: 0, refused: [] })
    expect(await findFinding(headquarters, finding)).toMatchObject({ title: '为税不廉', number: 'B-001' })
    const accepted = await headquarters.store.read((tx) => listEvents(tx, 'packageAccepted'))
    expect(accepted).toMatchObject([{ sender: team.log, author: headquarters.person }])
    const head = await headquarters.store.read((tx) => headOf(tx, team.log))
    expect(head).toEqual(await team.store.read((tx) => headOf(tx, team.log)))
    expect(await headquarters.store.read((tx) => signedHeadOf(tx, team.log))).toMatchObject(head ?? {})
  })

  test('of a log that was never enrolled goes to quarantine, and counts once a grant arrives', async () => {
    const { finding } = await makeFinding(world, team)
    const plan = await carry(world, headquarters, await everythingOf(world, team))
    expect(plan.refused.map(({ reason }) => reason)).toEqual(['logNotEnrolled', 'logNotEnrolled'])
    expect(await findFinding(headquarters, finding)).toBeUndefined()
    expect(await refusedAt(headquarters)).toMatchObject([{ author: team.person, reason: 'logNotEnrolled' }, {}])
    await enrol(world, headquarters, team)
    expect(await findFinding(headquarters, finding)).toMatchObject({ title: '为税不廉' })
    expect(await refusedAt(headquarters)).toEqual([])
  })

  test('of what its author may not do leaves that in quarantine and takes the rest', async () => {
    await makeFinding(world, team)
    const memo = world.newId()
    await team.write([{ entity: 'document', id: memo, parent: world.newId(), set: { title: '备忘录' } }])
    await enrol(world, headquarters, team, { role: '组员' })
    const plan = await carry(world, headquarters, await everythingOf(world, team))
    expect(plan).toMatchObject({ added: 2, refused: [{ entity: 'document', id: memo, reason: 'roleMissing' }] })
    expect(await headquarters.store.read((tx) => findRow(tx, 'document', memo))).toBeUndefined()
    expect(await refusedAt(headquarters)).toMatchObject([{ id: memo, reason: 'roleMissing' }])
  })

  test('gives numbers their letter when it arrives late, search included', async () => {
    const { visit, finding } = await makeFinding(world, team)
    const evidence = world.newId()
    await team.write([{ entity: 'evidence', id: evidence, parent: finding, set: { ordinal: 2 } }])
    await enrol(world, headquarters, team)
    await carry(world, headquarters, await everythingOf(world, team))
    expect(await findFinding(headquarters, finding)).toMatchObject({ number: `临${team.log.slice(-4)}-001` })
    await headquarters.write([{ entity: 'letter', id: world.newId(), set: { log: team.log, letter: 'Q' } }])
    expect(await findFinding(headquarters, finding)).toMatchObject({ number: 'Q-001' })
    const numbers = await headquarters.store.read(async (tx) => [
      (await getRow(tx, 'visit', visit)).number,
      (await getRow(tx, 'evidence', evidence)).number,
      (await listFindings(tx, { text: 'Q-001', limit: 5 })).total,
    ])
    expect(numbers).toEqual(['Q-J01', 'Q001-02', 1])
  })

  test('shows two edits of one field as a conflict with both values, and of other fields none', async () => {
    const member = await createReplica(world, 'member')
    const { finding } = await makeFinding(world, team)
    for (const one of [team, member]) {
      await trust(one, headquarters)
      await enrol(world, headquarters, one)
    }
    for (const one of [team, member])
      await carry(world, one, await pack(world, headquarters, [{ log: headquarters.log }]))
    await carry(world, member, await everythingOf(world, team))
    await member.write([{ entity: 'finding', id: finding, set: { title: '收受礼品', fact: '事实' } }])
    await team.write([{ entity: 'finding', id: finding, set: { title: '吃拿卡要', severity: 3 } }])
    const plan = await carry(world, team, await pack(world, member, [{ log: member.log }]))
    expect(plan).toMatchObject({ updated: 1, conflicts: 1 })
    expect(await findFinding(team, finding)).toMatchObject({
      title: '吃拿卡要',
      fact: '事实',
      severity: 3,
      conflicted: true,
    })
    const conflicts = await team.store.read((tx) => conflictsOf(tx, 'finding', finding))
    expect(conflicts).toMatchObject([
      {
        field: 'title',
        values: [
          { value: '吃拿卡要', author: team.person, log: team.log },
          { value: '收受礼品', author: member.person, log: member.log },
        ],
      },
    ])
  })

  test('does not let a team make again, and so change, what headquarters made; the same values are welcome', async () => {
    await enrol(world, headquarters, team)
    const [changed, same] = [world.newId(), world.newId()]
    const unit = (id: string, name: string) => ({ entity: 'unit', id, set: { name, code: '13701' } }) as const
    await headquarters.write([unit(changed, '某县国家税务局'), unit(same, '某市国家税务局')])
    await team.write([unit(changed, '改名局'), unit(same, '某市国家税务局'), unit(world.newId(), '自建单位')])
    const plan = await carry(world, headquarters, await everythingOf(world, team))
    expect(plan).toMatchObject({ added: 1, updated: 1, refused: [{ id: changed, reason: 'roleMissing' }] })
    const names = await headquarters.store.read(async (tx) => (await listRows(tx, 'unit')).map(({ name }) => name))
    expect(new Set(names)).toEqual(new Set(['某县国家税务局', '某市国家税务局', '自建单位']))
  })

  test('that was accepted has nothing left to plan, and is not dropped', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(world, team)
    const id = await stage(world, headquarters, await everythingOf(world, team))
    await accept(world, headquarters, id)
    expect(await planImport(headquarters.store, id)).toMatchObject({ state: 'ready', added: 0, unchanged: 0 })
    await dropImport(headquarters.store, id)
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(1)
  })

  test('ends in the tables that a rebuild from the log makes', async () => {
    await makeFinding(world, team)
    await enrol(world, headquarters, team, { letter: 'B' })
    await carry(world, headquarters, await everythingOf(world, team))
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
    expect((await headquarters.store.read((tx) => listFindings(tx, { text: '税不', limit: 5 }))).total).toBe(1)
  })

  test('twice changes nothing', async () => {
    await makeFinding(world, team)
    await enrol(world, headquarters, team)
    const parcel = await everythingOf(world, team)
    await carry(world, headquarters, parcel)
    const { packageAccepted: _, ...before } = await dump(headquarters.store)
    const plan = await carry(world, headquarters, parcel)
    expect(plan).toMatchObject({ state: 'ready', added: 0, updated: 0, unchanged: 2, refused: [] })
    const { packageAccepted: __, ...after } = await dump(headquarters.store)
    expect(after).toEqual(before)
  })

  test('that overlaps what is here takes only the rest', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(world, team)
    await carry(world, headquarters, await everythingOf(world, team))
    await makeFinding(world, team)
    expect(await carry(world, headquarters, await everythingOf(world, team))).toMatchObject({ added: 2, unchanged: 2 })
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(2)
  })

  test('is invisible until it is accepted, and gone when it is dropped', async () => {
    const { finding } = await makeFinding(world, team)
    await enrol(world, headquarters, team)
    const before = await dump(headquarters.store)
    const id = await stage(world, headquarters, await everythingOf(world, team))
    expect(await planImport(headquarters.store, id)).toMatchObject({ state: 'ready', added: 2 })
    expect(await findFinding(headquarters, finding)).toBeUndefined()
    expect(await headquarters.store.read((tx) => listLogs(tx))).toHaveLength(1)
    expect(await unfinishedImports(headquarters.store)).toMatchObject([{ id, state: 'staging' }])
    await dropImport(headquarters.store, id)
    expect(await unfinishedImports(headquarters.store)).toEqual([])
    expect(await dump(headquarters.store)).toEqual(before)
    const staged = await headquarters.store.read((tx) => tx.db.selectFrom('local_stagedChange').selectAll().execute())
    expect(staged).toEqual([])
  })

  test('waits while changes before it are missing, and is ready once they are here', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(world, team)
    await makeFinding(world, team)
    const [first, second] = [
      await pack(world, team, [{ log: team.log, to: 2 }]),
      await pack(world, team, [{ log: team.log, from: 3 }]),
    ]
    const waiting = await stage(world, headquarters, second)
    const plan = await planImport(headquarters.store, waiting)
    expect(plan).toMatchObject({ state: 'waiting', gaps: [{ log: team.log, have: 0, from: 3 }] })
    await expect(accept(world, headquarters, waiting)).rejects.toThrow('a waiting package cannot be accepted')
    await carry(world, headquarters, first)
    expect(await planImport(headquarters.store, waiting)).toMatchObject({ state: 'ready', gaps: [] })
    await accept(world, headquarters, waiting)
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(2)
  })

  test('of which only a part was staged is dropped at the next opening', async () => {
    await makeFinding(world, team)
    const parcel = await everythingOf(world, team)
    const id = await stage(world, headquarters, { ...parcel, lines: parcel.lines.slice(0, 1) })
    await expect(planImport(headquarters.store, id)).rejects.toThrow(new Problem('package.damaged', {}))
    expect(await unfinishedImports(headquarters.store)).toEqual([])
    await resumeImports(headquarters.store)
    expect(await headquarters.store.read((tx) => tx.db.selectFrom('local_import').selectAll().execute())).toEqual([])
  })
})

describe('an accepted import that cannot be brought to its end', () => {
  test('is named at the next opening, keeps nothing else back, and is tried again at the one after', async () => {
    await enrol(world, headquarters, team)
    await makeFinding(world, team)
    const id = await stage(world, headquarters, await everythingOf(world, team))
    const whole = await headquarters.store.read((tx) => lines(tx).selectAll().execute())
    await headquarters.store.write((tx) =>
      tx.db.updateTable('local_stagedChange').set({ line: '{' }).where('number', '=', 2).execute(),
    )
    await expect(accept(world, headquarters, id)).rejects.toThrow(SyntaxError)
    const left = await stage(world, headquarters, { ...(await everythingOf(world, team)), lines: [] })
    expect(await resumeImports(headquarters.store)).toEqual([{ id, error: expect.any(SyntaxError) }])
    expect(await stateOf(left)).toBeUndefined()
    expect(await stateOf(id)).toBe('applying')
    for (const { seq, line } of whole) {
      await headquarters.store.write((tx) =>
        tx.db.updateTable('local_stagedChange').set({ line }).where('seq', '=', seq).execute(),
      )
    }
    expect(await resumeImports(headquarters.store)).toEqual([])
    expect(await stateOf(id)).toBe('applied')
    expect(await headquarters.store.read((tx) => listRows(tx, 'finding'))).toHaveLength(1)
  })

  const lines = (tx: ReadTx) => tx.db.selectFrom('local_stagedChange')
  const stateOf = async (id: string) => {
    const rows = await headquarters.store.read((tx) => tx.db.selectFrom('local_import').selectAll().execute())
    return rows.find((row) => row.id === id)?.state
  }
})

describe('decisions of the importer', () => {
  test('declining a change takes it out of the tables, and not out of the log', async () => {
    await enrol(world, headquarters, team)
    const { finding } = await makeFinding(world, team)
    const [change = ''] = await team.write([{ entity: 'finding', id: finding, set: { title: '吃拿卡要' } }])
    await carry(world, headquarters, await everythingOf(world, team))
    await headquarters.write([{ entity: 'changeDeclined', id: world.newId(), set: { change, reason: '不实' } }])
    expect(await findFinding(headquarters, finding)).toMatchObject({ title: '为税不廉' })
    expect(await headquarters.store.read((tx) => headOf(tx, team.log))).toMatchObject({ number: 3 })
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
  })

  test('withdrawing an import brings the tables back, and what another package brought too stays', async () => {
    await enrol(world, headquarters, team)
    const first = await makeFinding(world, team)
    const early = await everythingOf(world, team)
    await carry(world, headquarters, early)
    const second = await makeFinding(world, team)
    await carry(world, headquarters, await pack(world, team, [{ log: team.log, from: 2 }]))
    const [one, two] = await headquarters.store.read((tx) => listEvents(tx, 'packageAccepted'))
    const withdraw = (parent = '') =>
      headquarters.write([{ entity: 'packageWithdrawn', id: world.newId(), parent, set: { reason: '误导入' } }])
    await withdraw(one?.id)
    expect(await headquarters.store.read((tx) => findRow(tx, 'visit', first.visit))).toBeUndefined()
    expect(await findFinding(headquarters, first.finding)).toMatchObject({ title: '为税不廉' })
    await withdraw(two?.id)
    expect(await findFinding(headquarters, first.finding)).toBeUndefined()
    expect(await findFinding(headquarters, second.finding)).toBeUndefined()
    const before = await dump(headquarters.store)
    await rebuildTables(headquarters.store)
    expect(await dump(headquarters.store)).toEqual(before)
    await carry(world, headquarters, early)
    expect(await findFinding(headquarters, first.finding)).toMatchObject({ title: '为税不廉' })
    expect(await findFinding(headquarters, second.finding)).toBeUndefined()
  })
})
