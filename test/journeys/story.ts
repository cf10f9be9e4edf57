import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect } from 'vitest'
import type { RowValues } from '../../electron/contract/catalogue/catalogue.ts'
import { isProblem, problemText, type ProblemKind } from '../../electron/contract/problem/problem.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { drawScene } from '../../electron/picture/scene.ts'
import { finished, handleOf, workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { testPassword, type Headquarters, type World } from '../world.ts'

/** What people do in the journeys, each through the procedures of the window. */

/** The campaign and one unit to inspect, as headquarters prepares them before it enrols a team. */
export async function prepareRoster({ client }: Headquarters): Promise<{ readonly unit: string }> {
  await client.campaign.loadPreset({ preset: '137' })
  const { id } = await client.unit.save({
    set: { code: '14401120', name: '临江县国家税务局', shortName: '临江县局', system: '国税', level: '县' },
  })
  return { unit: id }
}

/** A 明察 at the unit by the leader and one member. */
export async function makeVisit(leader: Machine, member: { readonly person: string }, unit: string): Promise<string> {
  const [campaign] = await leader.client.campaign.list()
  const { id } = await leader.client.visit.save({
    set: {
      unit,
      campaign: campaign?.id ?? null,
      mode: '明察',
      visitedOn: '2026-11-20',
      startMinute: 540,
      endMinute: 1050,
      place: '临江县国家税务局办公楼',
      placeType: '办公区',
      noticeNumber: '督通12号',
      accompanying: '县局办公室主任',
      overview: '检查组听取县局情况汇报，查阅接待、考勤资料。',
    },
    inspectors: [
      { person: leader.person, role: '组长' },
      { person: member.person, role: '组员' },
    ],
  })
  return id
}

const completeFinding = {
  riskPoint: 'XZ-01',
  riskPointName: '公务接待',
  title: '公务接待报销凭证不齐',
  fact: '抽查近两个月接待报销凭证8笔，其中3笔无派出单位公函。',
  ruleDocument: '党政机关厉行节约反对浪费条例',
  ruleValidity: 'unknown',
  opinion: '接待审批把关不严。',
  severity: 2,
  occurredOn: '2026-11-20',
  place: '县局财务室',
  rectificationType: '立行立改',
  requirement: '补齐接待清单。',
  clue: false,
} as const satisfies Partial<RowValues<'finding'>>

/** A finding that a memo may print once it has a photo. */
export async function recordFinding(
  { client }: Machine,
  visit: string,
  set: Partial<RowValues<'finding'>> = {},
): Promise<string> {
  return (await client.finding.save({ visit, set: { ...completeFinding, ...set } })).id
}

/** Takes in one photo. The same seed gives the same bytes; gives their SHA-256. */
export async function photograph(machine: Machine, finding: string, seed: number, width = 320): Promise<string> {
  const bytes = await drawScene({
    scene: 'paperwork',
    seed,
    width,
    height: (width * 3) / 4,
    exif: { takenAt: '2026-11-20 09:30:05', offset: '+08:00' },
  })
  const path = machine.host.files.outgoing(`IMG_${seed}.jpg`)
  await writeFile(path, bytes)
  const started = await machine.client.evidence.add({
    finding,
    files: [{ handle: await handleOf(machine, path), caption: `照片${seed}` }],
    class: '现场拍摄导入',
  })
  const { results } = await finished(machine.client, started)
  expect(results.map(({ problem }) => problem)).toEqual([null])
  return sha256Hex(bytes)
}

/** Compiles the memo of a visit and fills in what it needs; gives its id. */
export async function compileMemo({ client }: Machine, visit: string): Promise<string> {
  const { id } = await client.document.compile({ kind: '检查备忘录', about: visit })
  await client.document.save({
    id,
    set: { issuer: '某省国家税务局督查组', issuedOn: '2026-11-21', statementKind: '无意见' },
  })
  return id
}

/** Freezes a memo; gives the version. `told`: the signers of whom the lead knows that they cannot sign; all where left out. */
export async function freeze({ client }: Machine, memo: string, told?: readonly string[]): Promise<string> {
  const unable = told ?? (await client.document.unableSigners({ id: memo })).map(({ person }) => person)
  return (await finished(client, await client.document.freeze({ id: memo, unable: [...unable] }))).version
}

export async function sign({ client }: Machine, version: string): Promise<void> {
  const ink = [Array.from({ length: 12 }, (_, step) => ({ x: 60 + step * 20, y: 110 + (step % 3) * 25 }))]
  await client.document.sign({ version, password: testPassword, ink })
}

/** The .docx of a version as this machine assembles it. */
export async function memoBytes(machine: Machine, version: string): Promise<Buffer> {
  const { ticket } = await machine.client.document.ticket({ version })
  const file = machine.host.files.redeem(ticket)
  if (file === undefined) throw new Error('the ticket was just given')
  return buffer(await file.open(0, file.size - 1))
}

/**
 * Everything a workspace holds: all tables, the blobs, what is staged. Only the list of jobs is left out, in which each
 * attempt is noted.
 */
export async function contentsOf(machine: Machine): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const { store } = workspaceOf(machine)
  const tables = await store.read(async (tx) => {
    const found: Record<string, readonly unknown[]> = {}
    for (const { name } of await tx.db.introspection.getTables()) {
      if (name === 'local_job') continue
      // The names come from the database itself; which type a row has does not matter to a comparison.
      found[name] = await tx.db
        .selectFrom(name as 'change')
        .selectAll()
        .execute()
    }
    return found
  })
  const blobs = [...(await store.blobs.list())]
  return { ...tables, blobs: blobs.toSorted(), staged: await store.blobs.stagedImports() }
}

/** The facts alone, as every replica that has the same changes must show them: noun and event tables, sorted by id. */
export async function factsOf(
  machine: Machine,
  entities: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const { store } = workspaceOf(machine)
  return store.read(async (tx) => {
    const facts: Record<string, unknown> = {}
    for (const name of entities)
      facts[name] = await tx.db
        .selectFrom(name as 'visit')
        .selectAll()
        .orderBy('id')
        .execute()
    return facts
  })
}

/** The Problem an attempt ends in, told in three Chinese sentences. */
export async function problemOf(attempt: Promise<unknown>): Promise<{ kind: ProblemKind; details: unknown }> {
  const failure = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!isProblem(failure)) throw new Error('the attempt was expected to end in a Problem', { cause: failure })
  const { happened, kept, todo } = problemText(failure.kind, failure.details)
  for (const sentence of [happened, kept, todo]) expect(sentence).toMatch(/[\u4e00-\u9fff].*。$/)
  return { kind: failure.kind, details: failure.details }
}

/** An attempt that must be refused and leave the workspace as it was; gives the Problem's kind. */
export async function refusedUntouched(machine: Machine, attempt: () => Promise<unknown>): Promise<ProblemKind> {
  const before = await contentsOf(machine)
  const { kind } = await problemOf(attempt())
  expect(await contentsOf(machine)).toEqual(before)
  return kind
}

/** Lays bytes on the stick as a file. */
export async function layOnStick(world: World, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(world.stick, name)
  await writeFile(path, bytes)
  return path
}

/** Accepts a staged package; the serials that were taken in by it, in their order. */
export async function acceptedSerials({ client }: Machine, staged: { readonly import: string }): Promise<number[]> {
  const started = await client.sync.accept({ import: staged.import })
  const { accepted } = await finished(client, started)
  return accepted.map(({ serial }) => serial)
}
