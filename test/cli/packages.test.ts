import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoCommand } from '../../electron/cli/demo.ts'
import { tellFailure } from '../../electron/cli/failure.ts'
import { exportCommand, importCommand } from '../../electron/cli/packages.ts'
import { drawScene } from '../../electron/picture/scene.ts'
import { createHost } from '../../electron/services/createHost.ts'
import { openMachine, workspaceOf } from '../../electron/services/machine.ts'
import { chainFaults } from '../chain.ts'
import { makeFinding, makeVisit, takeIn } from '../services/inspection.ts'
import { createWorld, testPassword, type Headquarters, type Laptop, type World } from '../world.ts'
import { isChineseRefusal, mingcha, mingchaWith, type Ran } from './mingcha.ts'

/** Two computers with a home of their own for the command line, and workspaces that the world has made and closed. */
let world: World
let headquarters: Headquarters
let laptop: Laptop
let out: string
let password: string
beforeAll(async () => {
  // The command line goes by the real clock, and certificates must be good by it.
  world = await createWorld({ seed: 'command line', startsAt: new Date(Date.now() - 3_600_000).toISOString() })
  headquarters = await world.headquarters('省局')
  laptop = await world.laptop('甲', '组长')
  await world.enrol(headquarters, laptop, 'A')
  const visit = await makeVisit(laptop)
  const finding = await makeFinding(laptop, visit, { fact: '三号窗口无人值守。' })
  const photo = join(world.folder, 'IMG_1.jpg')
  await writeFile(photo, await drawScene({ scene: 'counter', seed: 1, width: 320, height: 240, exif: {} }))
  await takeIn(laptop, finding, [photo])
  for (const machine of [headquarters, laptop]) {
    await mkdir(homeOf(machine), { recursive: true })
    await writeFile(join(homeOf(machine), 'installation'), `${machine.host.installation}\n`)
    await machine.close()
  }
  out = join(world.folder, 'out')
  password = join(world.folder, '密码.txt')
  await writeFile(password, `${testPassword}\r\n`)
})
afterAll(() => world.end())

function homeOf({ host }: Laptop | Headquarters): string {
  return `${host.dataFolder}-home`
}

async function countFindings(machine: Laptop | Headquarters): Promise<number> {
  const opened = await openMachine(createHost(machine.host), machine.folder, testPassword)
  expect(await chainFaults(workspaceOf(opened).store)).toEqual([])
  const { total } = await opened.client.finding.list({ limit: 1 })
  await opened.close()
  return total
}

/**
 * Runs the command of the words here, as cli.ts does: starting a process for each refusal would take minutes. The other
 * tests and a wrong password below run the program itself.
 */
async function refused([command = '', ...words]: readonly string[]): Promise<Ran> {
  const home = process.env['MINGCHA_HOME']
  process.env['MINGCHA_HOME'] = homeOf(laptop)
  const { values, positionals } = parseArgs({ args: [...words], options: optionsOf, allowPositionals: true })
  const { workspace = '', out: target = '', 'password-file': passwordFile = '', to } = values
  const opening = { workspace, passwordFile }
  try {
    if (command === 'export') await exportCommand({ ...opening, out: target, ...(to !== undefined && { to }) })
    if (command === 'import') await importCommand(positionals[0] ?? '', opening)
    if (command === 'demo') await demoCommand({ out: target })
    return { exitCode: 0, out: '', err: '' }
  } catch (error) {
    let err = ''
    const exitCode = tellFailure(error, (text) => (err += text))
    return { exitCode, out: '', err }
  } finally {
    if (home === undefined) delete process.env['MINGCHA_HOME']
    else process.env['MINGCHA_HOME'] = home
  }
}
const optionsOf = {
  workspace: { type: 'string' },
  out: { type: 'string' },
  to: { type: 'string' },
  'password-file': { type: 'string' },
} as const

describe('a refusal in Chinese on standard error, exit 1, and nothing written', () => {
  const cases: readonly (readonly [string, string, () => readonly string[] | Promise<readonly string[]>])[] = [
    [
      'export with a wrong password',
      '密码不正确',
      async () => {
        const wrong = join(world.folder, '错.txt')
        await writeFile(wrong, '错误-的-密码-七十二')
        return ['export', '--workspace', laptop.folder, '--out', out, '--password-file', wrong]
      },
    ],
    [
      'export without its password file',
      '读不出密码文件',
      () => ['export', '--workspace', laptop.folder, '--out', out, '--password-file', join(world.folder, 'absent')],
    ],
    [
      'export from a folder that is no workspace',
      '没有工作区',
      () => ['export', '--workspace', world.stick, '--out', out, '--password-file', password],
    ],
    [
      'export to nobody known',
      '找不到这个接收方',
      () => ['export', '--workspace', laptop.folder, '--to', '无此单位', '--out', out, '--password-file', password],
    ],
    [
      'export into a file',
      '写不进这个位置',
      () => ['export', '--workspace', laptop.folder, '--out', password, '--password-file', password],
    ],
    [
      'import of garbage',
      '数据包已损坏',
      async () => {
        const garbage = join(world.folder, 'garbage.mcsync')
        await writeFile(garbage, Buffer.alloc(5000, 'garbage'))
        return ['import', garbage, '--workspace', headquarters.folder, '--password-file', password]
      },
    ],
    [
      'import of an empty file',
      '数据包已损坏',
      async () => {
        const empty = join(world.folder, 'empty.mcsync')
        await writeFile(empty, '')
        return ['import', empty, '--workspace', headquarters.folder, '--password-file', password]
      },
    ],
    [
      'import of a file that is not there',
      '读不出这个文件',
      () => [
        'import',
        join(world.folder, 'absent.mcsync'),
        '--workspace',
        headquarters.folder,
        '--password-file',
        password,
      ],
    ],
    [
      'import into a folder that is not there',
      '没有工作区',
      () => ['import', password, '--workspace', join(world.folder, 'absent'), '--password-file', password],
    ],
    ['a demo into a folder with files in it', '已有别的文件', () => ['demo', '--out', world.folder]],
  ]
  test.each(cases)('%s', async (_, says, words) => {
    const ran = await refused(await words())
    expect(ran.err).toContain(says)
    expect(ran.exitCode).toBe(1)
    expect(isChineseRefusal(ran)).toBe(true)
    expect(await readdir(out).catch(() => [])).toEqual([])
  })

  test('of the program itself: a wrong password', async () => {
    const words = ['--workspace', laptop.folder, '--out', out, '--password-file', join(world.folder, 'IMG_1.jpg')]
    const ran = await mingcha(homeOf(laptop), 'export', ...words)
    expect([ran.exitCode, isChineseRefusal(ran)]).toEqual([1, true])
    expect(ran.err).toContain('密码不正确')
  })

  test('leaves both workspaces as they were', async () => {
    expect([await countFindings(laptop), await countFindings(headquarters)]).toEqual([1, 0])
  })

  test.each([
    [['verify'], '缺少参数：文件。'],
    [['serve', '--port', '99999'], '选项的内容不对：--port <端口>。'],
  ])('%j is no command: exit 64', async (words, says) => {
    const ran = await mingcha(homeOf(laptop), ...words)
    expect([ran.exitCode, ran.out, ran.err]).toEqual([64, '', `${says}\n请用 npx mingcha help 查看用法。\n`])
  })
})

describe('export and import', () => {
  test('carry a finding with its photo to headquarters; the same package twice changes nothing', async () => {
    const exported = await mingcha(
      homeOf(laptop),
      ...['export', '--workspace', laptop.folder, '--out', out, '--password-file', password],
    )
    expect([exported.exitCode, exported.err]).toEqual([0, ''])
    const { 数据包: file, 编号: serial, 附件: blobs } = JSON.parse(exported.out) as Record<string, unknown>
    expect([serial, blobs]).toEqual([1, 1])
    const words = ['import', String(file), '--workspace', headquarters.folder, '--password-file', password]

    const preview = await mingcha(homeOf(headquarters), ...words, '--preview')
    expect([preview.exitCode, preview.err]).toEqual([0, ''])
    expect(JSON.parse(preview.out)).toMatchObject({ 状态: '可以导入', 编号: 1, 冲突: 0, 拒绝: [] })
    expect(await countFindings(headquarters)).toBe(0)

    const imported = await mingcha(homeOf(headquarters), ...words)
    expect([imported.exitCode, imported.err]).toEqual([0, ''])
    expect(imported.out).toContain('"已导入": [\n    1\n  ]')
    expect(await countFindings(headquarters)).toBe(1)

    const again = await mingcha(homeOf(headquarters), ...words)
    expect([again.exitCode, again.err]).toEqual([0, ''])
    expect(again.out).toContain('以前已经导入过')
    expect(await countFindings(headquarters)).toBe(1)

    const own = await mingcha(
      homeOf(laptop),
      ...['import', String(file), '--workspace', laptop.folder, '--password-file', password],
    )
    expect(own.exitCode).toBe(1)
    expect(isChineseRefusal(own)).toBe(true)
  })

  test('--holdings writes the list, the photos and the report, and prints how many', async () => {
    const ran = await mingcha(
      homeOf(laptop),
      ...['export', '--workspace', laptop.folder, '--holdings', '--out', out, '--password-file', password],
    )
    expect([ran.exitCode, ran.err]).toEqual([0, ''])
    expect(JSON.parse(ran.out)).toMatchObject({ 问题: 1, 照片: 1, 损坏或缺失: 0 })
    const folder = join(out, '所存内容')
    expect((await readdir(folder)).toSorted()).toEqual(['核验.json', '照片', '问题.xlsx'].toSorted())
    const [photo = ''] = await readdir(join(folder, '照片'))
    expect(await readFile(join(folder, '照片', photo))).toEqual(await readFile(join(world.folder, 'IMG_1.jpg')))
  })

  test('MINGCHA_DEBUG=1 tells each SQL text with its time, and no value', async () => {
    const ran = await mingchaWith(
      { MINGCHA_HOME: homeOf(laptop), MINGCHA_DEBUG: '1' },
      ...[
        'export',
        '--workspace',
        laptop.folder,
        '--holdings',
        '--out',
        join(world.folder, 'debug'),
        '--password-file',
        password,
      ],
    )
    expect(ran.exitCode).toBe(0)
    expect(ran.err).toMatch(/^ +\d+\.\d\d ms {2}select .* from "finding"/m)
    expect(ran.err).not.toContain('窗口')
    expect(ran.err).not.toContain('key=')
  })

  test('--holdings leaves an earlier folder as it is, writes beside it and says so', async () => {
    const note = join(out, '所存内容', '批注.txt')
    await writeFile(note, '处长的批注')
    const ran = await mingcha(
      homeOf(laptop),
      ...['export', '--workspace', laptop.folder, '--holdings', '--out', out, '--password-file', password],
    )
    expect([ran.exitCode, ran.err]).toEqual([0, ''])
    expect(await readFile(note, 'utf8')).toBe('处长的批注')
    const beside = join(out, '所存内容（2）')
    expect(JSON.parse(ran.out)).toMatchObject({ 文件夹: beside, 说明: expect.stringContaining('没有改动它') as string })
    expect((await readdir(beside)).toSorted()).toEqual(['核验.json', '照片', '问题.xlsx'].toSorted())
  })
})
