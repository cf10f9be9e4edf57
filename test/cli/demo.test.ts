import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile, copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unzipped } from './unzipped.ts'
import { sha256Hex } from '../../electron/crypto/hash.ts'
import { createApart } from '../../electron/services/job/apart.ts'
import { verifyFile } from '../../electron/services/trust/verifyFile.ts'
import { largestBomb, refusedBombs } from '../services/bombs.ts'
import { isChineseRefusal, mingcha, type Ran } from './mingcha.ts'

/** One run of `mingcha demo --tamper`, as a person does it; everything below looks at what it left. */
let scratch: string
let out: string
let ran: Ran
let memos: string[]
let ca: string
let toHeadquarters: string
let identity: string
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'mingcha-demo-'))
  out = join(scratch, '演练')
  ran = await mingcha(join(scratch, 'home'), 'demo', '--out', out, '--tamper')
  memos = (await readdir(out)).filter((name) => name.endsWith('.docx')).map((name) => join(out, name))
  ca = join(out, 'ca.pem')
  const stick = join(out, '数据包')
  toHeadquarters = join(stick, (await readdir(stick)).find((name) => /至××省.*\.mcsync$/.test(name)) ?? '')
  identity = join(stick, '身份_总部.txt')
}, 300_000)
const apart = createApart()
afterAll(async () => {
  await apart.close()
  await rm(scratch, { recursive: true, force: true })
})

const verify = async (file: string, authorities = [ca], identities: string[] = []) => {
  const { exitCode, report } = await verifyFile(file, { authorities, identities, at: new Date().toISOString() }, apart)
  return { exitCode, report: JSON.parse(JSON.stringify(report)) as Report }
}
type Reason = { readonly code: string; readonly text: string }
type Report = {
  readonly verdict: string
  readonly reasons: readonly Reason[]
  readonly signatures?: readonly { readonly signer: string; readonly role: string; readonly reasons: Reason[] }[]
  readonly coverage?: object
  readonly sender?: object | null
  readonly package?: { readonly sender: { readonly log: string; readonly name: string } } | null
}

function expectChinese(reasons: readonly Reason[]): void {
  expect(reasons.length).toBeGreaterThan(0)
  for (const { text } of reasons) expect(text).toMatch(/\p{sc=Han}.*。$/su)
}

describe('mingcha demo', () => {
  test('writes for this user alone: files 0600, folders 0700', async () => {
    const entries = await readdir(scratch, { recursive: true, withFileTypes: true })
    const open = await Promise.all(
      entries.map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return ((await stat(path)).mode & 0o077) === 0 ? [] : [path]
      }),
    )
    expect(entries.length).toBeGreaterThan(50)
    expect(process.platform === 'win32' ? [] : open.flat()).toEqual([])
  })

  test('shows its steps, says what was made and which three commands to try', () => {
    expect([ran.exitCode, ran.err]).toEqual([0, ''])
    expect(ran.out.match(/^\[\d+\/12\]/gm)).toHaveLength(13)
    expect(ran.out.match(/^ {2}npx mingcha /gm)).toHaveLength(3)
    expect(ran.out).toContain('12 个问题')
  })

  test('leaves the two signed memos as the only .docx, packages with their identities, and the holdings', async () => {
    const all = (await readdir(out, { recursive: true })).filter((name) => !name.startsWith('工作区'))
    expect(all.filter((name) => name.endsWith('.docx'))).toHaveLength(2)
    expect(memos).toHaveLength(2)
    expect(all.filter((name) => name.endsWith('.mcsync') && name.startsWith('数据包')).length).toBeGreaterThanOrEqual(7)
    for (const who of ['总部', '组长', '组员']) expect(all).toContain(join('数据包', `身份_${who}.txt`))
    for (const name of ['问题.xlsx', '核验.json']) expect(all).toContain(join('总部', name))
    expect(all).toContain('ca.pem')
    expect((await stat(identity)).mode & 0o077).toBe(0)
    expect(await readFile(ca, 'utf8')).not.toContain('PRIVATE')
    const names = ['总部', '组长', '组员']
    expect((await readdir(join(out, '工作区'))).filter((name) => !name.startsWith('.')).toSorted()).toEqual(
      names.toSorted(),
    )
  })

  test('is refused in a folder with files in it, which stay', async () => {
    const again = await mingcha(join(scratch, 'home'), 'demo', '--out', out)
    expect(again.exitCode).toBe(1)
    expect(isChineseRefusal(again)).toBe(true)
    expect((await verify(memos[0] ?? '')).exitCode).toBe(0)
  })

  test.each([
    ['正文改了一个字.memo', 1],
    ['换了一张照片的一个字节.memo', 1],
    ['加了一个批注部件.memo', 1],
    ['冒名_检查组至总部_第9号.mcsync', 2],
  ])('--tamper: %s is refused with exit code %d, in Chinese', async (name, expected) => {
    const { exitCode, report } = await verify(join(out, '改动副本', name), [ca], [identity])
    expect(exitCode).toBe(expected)
    expectChinese([...report.reasons, ...(report.signatures ?? []).flatMap(({ reasons }) => reasons)])
    expect(ran.out).toMatch(new RegExp(`退出码 ${expected}，`))
  })

  test('--tamper: the forged package names the leader, as her own package does', async () => {
    const name =
      (await readdir(join(out, '改动副本'))).find((file) => file.startsWith('改动_'))?.slice('改动_'.length) ?? ''
    const senderIn = async (file: string) => (await verify(file, [ca], [identity])).report.package?.sender
    const genuine = await senderIn(join(out, '数据包', name))
    expect(genuine?.log).toMatch(/^[0-9a-f-]{36}$/)
    expect(await senderIn(join(out, '改动副本', '冒名_检查组至总部_第9号.mcsync'))).toEqual(genuine)
  })

  test('--tamper: the package with one altered byte is refused as broken', async () => {
    const name = (await readdir(join(out, '改动副本'))).find((file) => file.startsWith('改动_')) ?? ''
    const { exitCode, report } = await verify(join(out, '改动副本', name), [ca], [identity])
    expect(exitCode).toBe(1)
    expectChinese(report.reasons)
  })
})

describe('mingcha verify', () => {
  test('prints one JSON object and exits 0 for each memo with the authority', async () => {
    for (const memo of memos) {
      const { exitCode, out: printed, err } = await mingcha(join(scratch, 'home'), 'verify', memo, '--ca', ca)
      expect([exitCode, err]).toEqual([0, ''])
      const report = JSON.parse(printed) as Report
      expect(report).toMatchObject({ kind: 'docx', verdict: 'valid' })
      expect(report.signatures?.map(({ role }) => role).toSorted()).toEqual(['检查人员', '组长'].toSorted())
      expect(report.coverage).toBeDefined()
    }
  })

  test('never trusts a ca.pem that happens to lie beside the memo: exit 2', async () => {
    const { exitCode, report } = await verify(memos[0] ?? '', [])
    expect(exitCode).toBe(2)
    expectChinese([...report.reasons, ...(report.signatures ?? []).flatMap(({ reasons }) => reasons)])
  })

  test('of a package: 0 with authority and identity, 2 without authority, 3 without identity', async () => {
    const whole = await verify(toHeadquarters, [ca], [identity])
    expect([whole.exitCode, whole.report.verdict, whole.report.reasons]).toEqual([0, 'valid', []])
    expect(whole.report.sender).not.toBeNull()
    const untrusted = await verify(toHeadquarters, [], [identity])
    expect(untrusted.exitCode).toBe(2)
    expectChinese(untrusted.report.reasons)
    for (const others of [[], [join(out, '数据包', '身份_组员.txt')]]) {
      const closed = await verify(toHeadquarters, [ca], others)
      expect(closed.exitCode).toBe(3)
      expectChinese(closed.report.reasons)
    }
  })

  test('of a truncated package: exit 1', async () => {
    const cut = join(scratch, 'cut.mcsync')
    await copyFile(toHeadquarters, cut)
    await truncate(cut, (await stat(cut)).size - 1000)
    const { exitCode, report } = await verify(cut, [ca], [identity])
    expect(exitCode).toBe(1)
    expectChinese(report.reasons)
  })

  test.each<readonly [string, () => Promise<string>]>([
    ['a file that is not there', async () => join(scratch, 'absent.docx')],
    ['a folder', async () => scratch],
    ['0 bytes', () => written('zero.docx', '')],
    ['garbage that is called .docx', () => written('garbage.docx', 'garbage')],
    ['half a memo', async () => written('half.docx', (await readFile(memos[0] ?? '')).subarray(0, 5000))],
    ...refusedBombs
      .slice(0, 2)
      .concat(largestBomb)
      .map(
        ({ what, arm }) => [what, async () => written('bomb.docx', await arm(await readFile(memos[0] ?? '')))] as const,
      ),
  ])('of %s: exit 3 and a Chinese reason', async (_, file) => {
    const { exitCode, report } = await verify(await file())
    expect([exitCode, report.verdict]).toEqual([3, 'unreadable'])
    expectChinese(report.reasons)
  })

  test('names the file of --ca or --identity that is none, instead of judging without it', async () => {
    for (const [authorities, identities] of [
      [[join(scratch, 'absent.pem')], []],
      [[await written('empty.pem', '')], []],
      [[ca], [await written('no-identity.txt', 'hello')]],
    ] as const) {
      const { exitCode, report } = await verify(toHeadquarters, [...authorities], [...identities])
      expect(exitCode).toBe(3)
      expect(report.reasons).toMatchObject([{ code: 'verify.trustUnreadable' }])
      expectChinese(report.reasons)
    }
  })
})

async function written(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(scratch, name), content)
  return join(scratch, name)
}

describe('what headquarters holds', () => {
  test('问题.xlsx has one row for each finding, the numbers as the report and the photos have them', async () => {
    const parts = await unzipped(join(out, '总部', '问题.xlsx'))
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? ''
    const texts = `${sheet}${parts.get('xl/sharedStrings.xml') ?? ''}`
    const numbers = new Set(texts.match(/[AB]-\d{3}(?=<)/g))
    expect(numbers.size).toBe(12)
    expect(sheet.match(/<row /g)?.length).toBeGreaterThanOrEqual(13)
  })

  test('照片 has the originals: the very bytes whose hashes the memos list', async () => {
    const folder = join(out, '总部', '照片')
    const hashes = await Promise.all(
      (await readdir(folder)).map(async (name) => sha256Hex(await readFile(join(folder, name)))),
    )
    expect(new Set(hashes).size).toBe(15)
    const texts = await Promise.all(
      memos.map(async (memo) => ((await unzipped(memo)).get('word/document.xml') ?? '').split(/<[^>]*>/)),
    )
    // The memo prints them in four groups of sixteen, one to a line.
    const groups = texts.flat().filter((text) => /^[0-9a-f]{16}$/.test(text))
    const listed = new Set(groups.flatMap((_, at) => (at % 4 === 0 ? groups.slice(at, at + 4).join('') : [])))
    expect(listed.size).toBeGreaterThan(5)
    expect([...listed].filter((hash) => !hashes.includes(hash))).toEqual([])
  })

  test('核验.json calls both memos valid and nothing damaged or refused', async () => {
    const report = JSON.parse(await readFile(join(out, '总部', '核验.json'), 'utf8')) as Record<string, unknown>
    expect(report['备忘录']).toMatchObject([{ 结论: '有效' }, { 结论: '有效' }])
    expect(report['证据']).toEqual({ 总数: 15, 损坏或缺失: [] })
    expect(report['被拒绝的内容']).toEqual([])
  })
})
