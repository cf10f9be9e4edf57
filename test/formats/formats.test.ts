import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scryptCost } from '../../electron/crypto/passwordBox.ts'
import { randomBytes } from '../../electron/crypto/hash.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { receive } from '../../electron/services/demo/packages.ts'
import { openMachine, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { createApart } from '../../electron/services/job/apart.ts'
import { verifyFile } from '../../electron/services/trust/verifyFile.ts'
import { checkWorkspace } from '../../electron/services/workspace/soundness.ts'
import { memoBytes } from '../journeys/story.ts'
import { testPassword } from '../world.ts'

/** What a released version wrote, opened by this one (electron/README §3: a recorded log of each released version is a fixture). */
describe.each(['v1'])('files written by format %s', (version) => {
  const recorded = join(import.meta.dirname, version)
  const open: Machine[] = []
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingcha-formats-'))
  })
  afterAll(async () => {
    for (const machine of open) await machine.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function reopen(name: 'team' | 'headquarters'): Promise<Machine> {
    const place = join(folder, name)
    await cp(join(recorded, name), place, { recursive: true })
    // Git keeps no empty folders.
    for (const needed of ['blobs', 'staging']) await mkdir(join(place, needed), { recursive: true })
    const host = createHost({
      dataFolder: folder,
      resourceFolder: join(import.meta.dirname, '..', '..', 'resources'),
      now: () => Date.parse('2026-12-01T01:00:00.000Z'),
      random: randomBytes,
      scryptCost: scryptCost.standard,
      programVersion: '0.1.0',
      installation: '00000000-0000-4000-8000-000000000000',
      loopback: true,
    })
    const machine = await openMachine(host, place, testPassword)
    open.push(machine)
    return machine
  }

  it('a workspace opens with its password, and its findings, photos and memo are there', async () => {
    const team = await reopen('team')
    const { findings } = await team.client.finding.list({ text: '𠮷' })
    expect(findings.map(({ number, title }) => [number, title])).toEqual([['A-001', '窗口空岗']])
    const evidence = await team.client.evidence.list({ finding: findings[0]?.id ?? '' })
    const content = evidence[0]?.content ?? ''
    expect(await workspaceOf(team).store.blobs.verify(content)).toBe(true)
    const [memo, ...others] = (await team.client.document.page({})).documents
    expect([memo?.state, others]).toEqual(['已签齐', []])
    // What was signed is put together from what was recorded, byte for byte, and is still the version of that code.
    const { versions, current } = await team.client.document.get({ id: memo?.id ?? '' })
    expect(await memoBytes(team, current ?? '')).toEqual(await readFile(join(recorded, 'memo.docx')))
    expect(versions.map(({ code, outdated, incomparable }) => ({ code, outdated, incomparable }))).toEqual([
      { code: 'LZRHU7E3Z3', outdated: [], incomparable: 0 },
    ])
    expect(await checkWorkspace(workspaceOf(team))).toMatchObject({ sound: true })
  })

  it('a package is accepted by the headquarters it was written for', async () => {
    const headquarters = await reopen('headquarters')
    const preview = await receive(headquarters, join(recorded, 'package.mcsync'))
    expect(preview.refused).toEqual([])
    const { findings } = await headquarters.client.finding.list({ text: '空岗' })
    expect(findings.map(({ number }) => number)).toEqual(['A-001'])
  })

  it('a signed memo is valid, and its bytes are those the signature covered', async () => {
    const trust = { authorities: [join(recorded, 'ca.pem')], identities: [], at: '2026-12-01T01:00:00.000Z' }
    const apart = createApart()
    expect(await verifyFile(join(recorded, 'memo.docx'), trust, apart)).toMatchObject({ exitCode: 0 })
    await apart.close()
    expect((await readFile(join(recorded, 'memo.docx'))).length).toBeGreaterThan(10_000)
  })
})
