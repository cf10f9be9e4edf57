import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawScene } from '../../electron/picture/scene.ts'
import { workspaceOf } from '../../electron/services/machine.ts'
import { checkWorkspace, type Soundness } from '../../electron/services/workspace/soundness.ts'
import { signHeads } from '../../electron/store/log/log.ts'
import type { WriteTx } from '../../electron/store/store.ts'
import { makeFinding, makeVisit, takeIn } from '../services/inspection.ts'
import { createWorld, testPassword, type Laptop, type World } from '../world.ts'
import { mingcha } from './mingcha.ts'

/** A laptop with a finding and its photo, damaged in one way after another and mended again. */
let world: World
let laptop: Laptop
let password: string
const words = ['三号窗口无人值守', '公务接待', '照片说明'] as const
beforeAll(async () => {
  world = await createWorld({ seed: 'soundness' })
  const headquarters = await world.headquarters('省局')
  laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  const finding = await makeFinding(laptop, await makeVisit(laptop), { title: words[1], fact: words[0] })
  const photo = join(world.folder, `${words[2]}.jpg`)
  await writeFile(photo, await drawScene({ scene: 'counter', seed: 1, width: 320, height: 240, exif: {} }))
  await takeIn(laptop, finding, [photo])
  password = join(world.folder, '密码.txt')
  await writeFile(password, testPassword)
})
afterAll(() => world.end())

function check(): Promise<Soundness> {
  return checkWorkspace(workspaceOf(laptop))
}

function write(work: (tx: WriteTx) => Promise<unknown>): Promise<unknown> {
  return workspaceOf(laptop).store.write(work)
}

/** Does the damage, looks, and mends it. */
async function withDamage(damage: (tx: WriteTx) => Promise<unknown>, mend: (tx: WriteTx) => Promise<unknown>) {
  await write(damage)
  try {
    return await check()
  } finally {
    await write(mend)
  }
}

describe('what check finds', () => {
  test('nothing, where all is as it was written', async () => {
    const { sound, held } = await check()
    expect(sound).toBe(true)
    expect(held).toMatchObject({ files: { named: 1, absent: 0, damaged: 0 }, chains: { faults: [] }, tables: {} })
  })

  test('a row that says something else than its log', async () => {
    const found = await withDamage(
      (tx) => tx.db.updateTable('finding').set({ title: '别的' }).execute(),
      (tx) => tx.db.updateTable('finding').set({ title: words[1] }).execute(),
    )
    expect(found).toMatchObject({ sound: false, held: { tables: { finding: { lacking: 0, surplus: 0, other: 1 } } } })
  })

  test('a row that is gone, and a judgement that was altered', async () => {
    const kept = await workspaceOf(laptop).store.read((tx) => tx.db.selectFrom('visit').selectAll().execute())
    const found = await withDamage(
      (tx) => tx.db.deleteFrom('visit').execute(),
      (tx) => tx.db.insertInto('visit').values(kept).execute(),
    )
    expect(found.held?.tables).toEqual({ visit: { lacking: 1, surplus: 0, other: 0 } })
    const judged = await withDamage(
      (tx) => sql`update change set included = 0 where entity = 'visit'`.execute(tx.db),
      (tx) => sql`update change set included = 1 where entity = 'visit'`.execute(tx.db),
    )
    expect(judged.held?.tables.change?.other).toBeGreaterThan(0)
  })

  test.each([
    ['a body', 'body', (body: string) => body.replace(words[0], '四号窗口无人值守')],
    ['a clock', 'clock', () => '2026111100000-0000'],
    ['who went before', 'previous', () => 'A'.repeat(43)],
  ] as const)('%s that was altered', async (_what, column, alter) => {
    const { store } = workspaceOf(laptop)
    const [row] = await store.read((tx) =>
      tx.db.selectFrom('change').select(['hash', column]).where('entity', '=', 'finding').execute(),
    )
    const [hash, before] = [row?.hash ?? '', row?.[column] ?? '']
    const put = (value: string) => (tx: WriteTx) =>
      tx.db
        .updateTable('change')
        .set({ [column]: value })
        .where('hash', '=', hash)
        .execute()
    const { sound, held } = await withDamage(put(alter(before)), put(before))
    expect(sound).toBe(false)
    expect(held?.chains.faults.map(({ log }) => log)).toEqual([laptop.log])
  })

  test('the end of a log that was cut off, whose key had signed further', async () => {
    const { store } = workspaceOf(laptop)
    await write((tx) => signHeads(tx, [laptop.log]))
    const last = await store.read((tx) =>
      tx.db.selectFrom('change').selectAll().where('log', '=', laptop.log).orderBy('number', 'desc').execute(),
    )
    const [gone, end] = last
    if (gone === undefined || end === undefined) throw new Error('a short log')
    const known = { number: gone.number, head: gone.hash }
    const { seq: _, ...values } = gone
    const found = await withDamage(
      async (tx) => {
        await tx.db.deleteFrom('change').where('hash', '=', gone.hash).execute()
        const cut = { number: end.number, head: end.hash }
        await tx.db.updateTable('log').set(cut).where('id', '=', laptop.log).execute()
      },
      async (tx) => {
        await tx.db.insertInto('change').values(values).execute()
        await tx.db.updateTable('log').set(known).where('id', '=', laptop.log).execute()
      },
    )
    expect(found.held?.chains.faults).toEqual([{ log: laptop.log, faults: ['cut'] }])
  })
})

describe('mingcha check and rebuild', () => {
  let home: string
  beforeAll(async () => {
    home = `${laptop.host.dataFolder}-home`
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'installation'), `${laptop.host.installation}\n`)
    await write((tx) => tx.db.updateTable('finding').set({ title: '别的' }).execute())
    await laptop.close()
  })

  async function run(command: 'check' | 'rebuild') {
    const ran = await mingcha(home, command, '--workspace', laptop.folder, '--password-file', password)
    expect(ran.err).toBe('')
    // Numbers and words of its own, never a word of a record.
    for (const word of [...words, '别的', '甲甲', testPassword]) expect(ran.out).not.toContain(word)
    return { exitCode: ran.exitCode, said: JSON.parse(ran.out) as Readonly<Record<string, unknown>> }
  }

  test('a table that does not follow the log is found, mended, and found to be mended', async () => {
    const before = await run('check')
    expect(before).toMatchObject({ exitCode: 1, said: { 结论: '有问题', 与日志不符的表: { 问题: { 不同: 1 } } } })
    const mended = await run('rebuild')
    expect(mended).toMatchObject({ exitCode: 0, said: { 与原表不同: { 问题: { 缺少: 0, 多出: 0, 不同: 1 } } } })
    const after = await run('check')
    expect(after).toMatchObject({ exitCode: 0, said: { 结论: '完好', 附件: { 应有: 1, 缺失: 0 }, 与日志不符的表: {} } })
  })

  test('a file that is damaged, and one that is gone', async () => {
    const blobs = join(laptop.folder, 'blobs')
    const [fan = ''] = await readdir(blobs)
    const [name = ''] = await readdir(join(blobs, fan))
    await truncate(join(blobs, fan, name), 100)
    expect(await run('check')).toMatchObject({ exitCode: 1, said: { 附件: { 应有: 1, 缺失: 0, 损坏: 1 } } })
    await rm(join(blobs, fan, name))
    expect(await run('check')).toMatchObject({ exitCode: 1, said: { 附件: { 应有: 1, 缺失: 1, 损坏: 0 } } })
  })
})
