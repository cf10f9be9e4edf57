import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openStore, type Store } from '../../electron/store/store.ts'
import { findDraft, listDrafts, putDraft, removeDraft, type Draft } from '../../electron/store/local/localDraft.ts'
import {
  findIdentity,
  getIdentity,
  listIdentities,
  putCertificateChain,
  putIdentity,
} from '../../electron/store/local/localIdentity.ts'
import {
  findJob,
  forgetOldJobs,
  listJobs,
  putJob,
  unfinishedJobs,
  type LocalJob,
} from '../../electron/store/local/localJob.ts'
import {
  lastSentNumber,
  listPackages,
  missingSerials,
  nextSerial,
  putPackage,
  setPackageState,
  type PackageDraft,
} from '../../electron/store/local/localPackage.ts'
import { getSetting, setSetting } from '../../electron/store/local/localSetting.ts'
import { findThumbnail, putThumbnail } from '../../electron/store/local/localThumbnail.ts'

const workspaceKey = new Uint8Array(32).fill(7)
const at = '2026-11-22T07:20:00.000Z'

let folder: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingcha-local-'))
  await mkdir(join(folder, 'blobs'))
  store = await openStore({ folder, workspaceKey, create: true })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function reopen(): Promise<void> {
  await store.close()
  store = await openStore({ folder, workspaceKey })
}

describe('settings', () => {
  const schema = z.object({ letter: z.string(), serial: z.int() })

  test('one that was never set is undefined; a set one is replaced and survives a reopening', async () => {
    expect(await store.read((tx) => getSetting(tx, 'registration', schema))).toBeUndefined()
    await store.write((tx) => setSetting(tx, 'registration', { letter: 'A', serial: 1 }))
    await store.write((tx) => setSetting(tx, 'registration', { letter: 'B', serial: 2 }))
    await reopen()
    expect(await store.read((tx) => getSetting(tx, 'registration', schema))).toEqual({ letter: 'B', serial: 2 })
  })

  test('a value that does not fit its schema is a defect, not a guess', async () => {
    await store.write((tx) => setSetting(tx, 'registration', { letter: 1 }))
    await expect(store.read((tx) => getSetting(tx, 'registration', schema))).rejects.toThrow(z.ZodError)
  })
})

describe('identities', () => {
  const box = {
    kdf: { name: 'scrypt', n: 2, r: 8, p: 1, salt: 'c2FsdA' },
    cipher: 'aes-256-gcm',
    nonce: 'bm9uY2U',
    ciphertext: 'eA',
  } as const
  const identity = {
    person: 'p1',
    algorithm: 'RSA-3072',
    request: 'cmVx',
    wrappedKey: { version: 1, box },
    createdAt: at,
  } as const

  test('gets its certificates later; a new key forgets the old certificates', async () => {
    await store.write((tx) => putIdentity(tx, identity))
    expect(await store.read((tx) => getIdentity(tx, 'p1'))).toEqual({ ...identity, certificateChain: undefined })
    await store.write((tx) => putCertificateChain(tx, 'p1', ['leaf', 'authority']))
    expect(await store.read((tx) => listIdentities(tx))).toEqual([
      { ...identity, certificateChain: ['leaf', 'authority'] },
    ])
    await store.write((tx) => putIdentity(tx, { ...identity, request: 'bmV3' }))
    expect(await store.read((tx) => getIdentity(tx, 'p1'))).toEqual({
      ...identity,
      request: 'bmV3',
      certificateChain: undefined,
    })
  })

  test('a person without one is not found', async () => {
    expect(await store.read((tx) => findIdentity(tx, 'p2'))).toBeUndefined()
    await expect(store.read((tx) => getIdentity(tx, 'p2'))).rejects.toMatchObject({ kind: 'record.notFound' })
    await expect(store.write((tx) => putCertificateChain(tx, 'p2', []))).rejects.toMatchObject({
      kind: 'record.notFound',
    })
  })
})

describe('packages', () => {
  const out = (peer: string, serial: number, ranges: PackageDraft['ranges'] = []): PackageDraft => ({
    id: `${peer}-${serial}`,
    direction: 'out',
    peer,
    serial,
    fileName: `第${serial}号.mcsync`,
    manifest: `${peer}-${serial}`.padEnd(64, '0'),
    ranges,
    madeAt: at,
    state: '已写出',
  })
  const received = (peer: string, serial: number): PackageDraft => ({
    ...out(peer, serial),
    id: `in-${peer}-${serial}`,
    direction: 'in',
    receivedAt: at,
    state: '已导入',
  })

  test('serials run from 1 for each recipient; received packages do not count', async () => {
    await store.write(async (tx) => {
      expect(await nextSerial(tx, 'hq')).toBe(1)
      await putPackage(tx, out('hq', 1))
      await putPackage(tx, out('hq', 2))
      await putPackage(tx, out('mate', 1))
      await putPackage(tx, received('hq', 9))
      expect([await nextSerial(tx, 'hq'), await nextSerial(tx, 'mate')]).toEqual([3, 2])
    })
  })

  test('a serial is not given again although its package was refused', async () => {
    await store.write((tx) => putPackage(tx, out('hq', 1)))
    await store.write((tx) => setPackageState(tx, 'hq-1', '已拒绝'))
    expect(await store.read((tx) => nextSerial(tx, 'hq'))).toBe(2)
  })

  test('the last number sent is per peer and log, and what was refused is unsent again', async () => {
    await store.write(async (tx) => {
      await putPackage(tx, out('hq', 1, [{ log: 'a', from: 1, to: 10 }]))
      await putPackage(
        tx,
        out('hq', 2, [
          { log: 'b', from: 1, to: 3 },
          { log: 'a', from: 11, to: 12 },
        ]),
      )
      await putPackage(tx, out('mate', 1, [{ log: 'a', from: 1, to: 99 }]))
      await putPackage(tx, { ...received('hq', 1), ranges: [{ log: 'a', from: 1, to: 50 }] })
    })
    const last = (log: string) => store.read((tx) => lastSentNumber(tx, 'hq', log))
    expect([await last('a'), await last('b'), await last('c')]).toEqual([12, 3, 0])
    await store.write((tx) => setPackageState(tx, 'hq-2', '已撤回'))
    expect([await last('a'), await last('b')]).toEqual([10, 0])
  })

  test('the list shows what was put, the newest first', async () => {
    const later = { ...received('hq', 2), madeAt: '2026-11-23T07:20:00.000Z', ranges: [{ log: 'a', from: 1, to: 2 }] }
    await store.write(async (tx) => {
      await putPackage(tx, out('hq', 1))
      await putPackage(tx, later)
    })
    expect(await store.read((tx) => listPackages(tx))).toEqual([
      { ...later, forwardedFor: null, receiptAt: null },
      { ...out('hq', 1), forwardedFor: null, receivedAt: null, receiptAt: null },
    ])
  })

  test.each<[string, number[], number, number[]]>([
    ['nothing before the first', [], 1, []],
    ['all before it', [], 3, [1, 2]],
    ['the gap', [1, 3], 5, [2, 4]],
    ['none', [1, 2], 3, []],
  ])('missing serials: %s', async (_, taken, serial, missing) => {
    await store.write(async (tx) => {
      for (const number of taken) await putPackage(tx, received('team', number))
    })
    expect(await store.read((tx) => missingSerials(tx, 'team', serial))).toEqual(missing)
  })

  test('a serial that headquarters declared lost is not missing; a waiting one still is', async () => {
    await store.write(async (tx) => {
      await putPackage(tx, { ...received('team', 1), state: '缺包等待' })
      const event = { parent: null, changeId: 'c', changeLog: 'l', changeNumber: 1, clock: '1', author: null, at }
      await tx.db
        .insertInto('packageLost')
        .values({ id: 'e', ...event, sender: 'team', serial: 2, reason: '优盘丢失' })
        .execute()
    })
    expect(await store.read((tx) => missingSerials(tx, 'team', 4))).toEqual([1, 3])
  })

  test('a package that was made for someone else first counts in that series, not in ours', async () => {
    await store.write(async (tx) => {
      await putPackage(tx, received('team', 1))
      await putPackage(tx, { ...received('team', 2), forwardedFor: 'mate' })
    })
    expect(await store.read((tx) => missingSerials(tx, 'team', 3))).toEqual([2])
  })

  test('a sender that claims a huge serial does not make us count for ever', async () => {
    expect(await store.read((tx) => missingSerials(tx, 'team', 9_999_999))).toHaveLength(1000)
  })
})

describe('drafts', () => {
  const draft: Draft = {
    person: 'p1',
    form: 'finding',
    entityId: 'f1',
    baseChanges: { fact: ['c1', 'c2'] },
    json: '{"fact":"窗口无人"}',
    savedAt: at,
  }

  test('one a person, form and record; the later text stays, over a reopening too', async () => {
    await store.write((tx) => putDraft(tx, { ...draft, json: '{}' }))
    await store.write((tx) => putDraft(tx, draft))
    await store.write((tx) => putDraft(tx, { ...draft, person: 'p2', json: '{"fact":"别人的"}' }))
    await store.write((tx) => putDraft(tx, { ...draft, entityId: 'f2', savedAt: '2026-11-22T08:00:00.000Z' }))
    await reopen()
    expect(await store.read((tx) => findDraft(tx, draft))).toEqual(draft)
    expect((await store.read((tx) => listDrafts(tx, 'p1'))).map(({ entityId }) => entityId)).toEqual(['f2', 'f1'])
  })

  test('removing takes the one that was saved or given up', async () => {
    await store.write((tx) => putDraft(tx, draft))
    await store.write((tx) => removeDraft(tx, { ...draft, form: 'document' }))
    expect(await store.read((tx) => findDraft(tx, draft))).toEqual(draft)
    await store.write((tx) => removeDraft(tx, draft))
    expect(await store.read((tx) => findDraft(tx, draft))).toBeUndefined()
  })
})

test('thumbnails are kept, replaced, and not readable in the file', async () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 'thumbnail of a face ')])
  const sha256 = 'a'.repeat(64)
  expect(await store.read((tx) => findThumbnail(tx, sha256))).toBeUndefined()
  await store.write((tx) => putThumbnail(tx, sha256, new Uint8Array([1])))
  await store.write((tx) => putThumbnail(tx, sha256, jpeg))
  expect(Buffer.from((await store.read((tx) => findThumbnail(tx, sha256))) ?? [])).toEqual(jpeg)
  for (const name of await readdir(folder)) {
    if (!name.startsWith('store.db')) continue
    expect((await readFile(join(folder, name))).includes('thumbnail of a face')).toBe(false)
  }
})

describe('jobs', () => {
  const job = (id: string, state: LocalJob['state'], createdAt = at): LocalJob => ({
    id,
    kind: 'evidence.add',
    state,
    input: { files: ['/media/a.jpg'] },
    done: 3,
    total: 7,
    note: '第 3 个，共 7 个',
    result: null,
    problem: null,
    createdAt,
    updatedAt: at,
  })

  test('read back as they were put, and the last state counts', async () => {
    const failed: LocalJob = { ...job('j1', 'failed'), result: undefined, problem: { kind: 'disk.full', details: {} } }
    await store.write((tx) => putJob(tx, job('j1', 'running')))
    await store.write((tx) => putJob(tx, failed))
    expect(await store.read((tx) => findJob(tx, 'j1'))).toEqual({ ...failed, result: null })
    expect(await store.read((tx) => findJob(tx, 'j2'))).toBeUndefined()
  })

  test('unfinished ones are those that waited or ran, the oldest first', async () => {
    const states = ['running', 'done', 'waiting', 'failed', 'cancelled'] as const
    await store.write(async (tx) => {
      for (const [index, state] of states.entries())
        await putJob(tx, job(state, state, `2026-11-22T07:2${index}:00.000Z`))
    })
    expect((await store.read((tx) => unfinishedJobs(tx))).map(({ id }) => id)).toEqual(['running', 'waiting'])
    expect((await store.read((tx) => listJobs(tx))).map(({ id }) => id)).toEqual(states.toReversed())
  })

  test('old ended ones are forgotten, unfinished ones never', async () => {
    await store.write(async (tx) => {
      await putJob(tx, job('oldest', 'running', '2026-11-20T07:20:00.000Z'))
      for (let day = 1; day < 5; day += 1) await putJob(tx, job(`d${day}`, 'done', `2026-11-2${day}T07:20:00.000Z`))
      await forgetOldJobs(tx, 2)
    })
    expect((await store.read((tx) => listJobs(tx))).map(({ id }) => id)).toEqual(['d4', 'd3', 'oldest'])
  })
})
