import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lockWorkspace } from '../../electron/store/database/folderLock.ts'
import { launchBrowser } from '../browser/browser.ts'
import { goTo, manyPhotos, unlock } from '../browser/computers.ts'
import { findingsIn, prepareStagedPackage, prepareWorkspace, stagedFindings } from './prepared.ts'
import { desktopComputer, desktopOperator, type DesktopComputer } from './operator.ts'
import type { Desktop } from './standIn/launch.ts'

let browser: Browser
let computer: DesktopComputer
let desktop: Desktop

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
afterEach(() => computer.end())

async function begin(prepare?: (home: string) => Promise<void>): Promise<void> {
  computer = await desktopComputer(browser, { prepare })
  desktop = computer.desktop
}

describe("a services' process that is killed", () => {
  it('is started again; the window says so, asks for the password, and what was typed is there', async () => {
    await begin(prepareWorkspace)
    const { page } = desktop
    await openFinding(page)
    await page.getByLabel('地点', { exact: true }).fill('二楼大厅')
    await page.getByText(/草稿已留存/).waitFor()
    const killed = desktop.servicesPid()
    process.kill(killed, 'SIGKILL')
    const notice = page.getByText(/^后台程序刚才意外退出，已经重新启动（编号 [0-9A-F]{8}）。$/)
    await notice.waitFor()
    const [, incident = ''] = /编号 (\w+)/.exec((await notice.textContent()) ?? '') ?? []
    expect(desktop.servicesPid()).not.toBe(killed)
    await unlock(page)
    await openFinding(page)
    await page.getByText(/上次留存于/).waitFor()
    expect(await page.getByLabel('地点', { exact: true }).inputValue()).toBe('二楼大厅')
    const log = await readFile(join(computer.home, 'window', 'logs', 'defects.log'), 'utf8')
    expect(log).toMatch(new RegExp(`^\\S+Z ${incident} ServicesDied\\n`))
    expect(log).not.toContain('二楼大厅')
    expect(desktop.faults).toEqual([])
  })

  it('in the middle of taking photos in goes on with them at the next unlock, each once', async () => {
    await begin(prepareWorkspace)
    const { page } = desktop
    await openFinding(page)
    await desktopOperator(computer).give('添加照片和文件', ...(await manyPhotos(40)))
    // The job's own words: before them the files are only looked at.
    await page.getByText(/第 ([2-9]|[12]\d) 个，共 40 个/).waitFor()
    process.kill(desktop.servicesPid(), 'SIGKILL')
    await page.getByText(/^后台程序刚才意外退出/).waitFor()
    await unlock(page)
    const told = page.getByRole('region', { name: '接着做的工作' }).getByRole('listitem')
    await told.filter({ hasText: /收照片和文件.*(正在做|已做完)/ }).waitFor()
    await openFinding(page)
    await expect.poll(() => page.getByRole('img', { name: /^证据 .*现场/ }).count(), { timeout: 90_000 }).toBe(40)
    await page.getByText(/^共 40 件/).waitFor()
    await told.getByText('已做完。').waitFor()
  })

  it('in the middle of an import leaves a part, which goes on at the next unlock to the end', async () => {
    await begin(prepareStagedPackage)
    const { page } = desktop
    await unlock(page)
    await goTo(page, '导入')
    await page.getByRole('button', { name: '导入', exact: true }).click()
    // Some chunks of it are written by then, and not all.
    const folder = join(computer.home, '工作区', 'headquarters')
    await expect
      .poll(async () => (await stat(join(folder, 'store.db-wal'))).size, { interval: 5, timeout: 60_000 })
      .toBeGreaterThan(1_000_000)
    process.kill(desktop.servicesPid(), 'SIGKILL')
    await page.getByText(/^后台程序刚才意外退出/).waitFor()
    const reached = await findingsIn(folder)
    expect(reached).toBeGreaterThan(0)
    expect(reached).toBeLessThan(stagedFindings)
    await unlock(page)
    await goTo(page, '问题')
    await page
      .getByText(new RegExp(`${stagedFindings}`))
      .first()
      .waitFor()
  })

  it('twice within a minute is not started a third time before a person says so', async () => {
    await begin()
    const { page, person, seen } = desktop
    const asked = Promise.withResolvers<string>()
    const answer = Promise.withResolvers<string>()
    person.answers = async ({ message, detail }) => {
      asked.resolve(`${message}\n${detail}`)
      return answer.promise
    }
    process.kill(desktop.servicesPid(), 'SIGKILL')
    await expect.poll(() => seen.servicesPids.length).toBe(2)
    process.kill(desktop.servicesPid(), 'SIGKILL')
    expect(await asked.promise).toMatch(/^后台程序连续两次意外退出\n[^]*编号 [0-9A-F]{8} /)
    expect(seen.servicesPids).toHaveLength(2)
    answer.resolve('再试一次')
    await expect.poll(() => seen.servicesPids.length).toBe(3)
    await page.getByText('本机还没有工作区，请选一项。').waitFor()

    person.answers = async () => '退出程序'
    process.kill(desktop.servicesPid(), 'SIGKILL')
    expect(await desktop.ended).toBe(70)
  })
})

describe('leaving', () => {
  it('asks while a job runs, goes on when told to wait, and ends without a half when told to close', async () => {
    await begin()
    const { page, person } = desktop
    await page.getByRole('button', { name: /^打开演练/ }).click()
    await page
      .getByRole('region', { name: '演练' })
      .getByText(/^\d+ \/ \d+$/)
      .waitFor()
    const asked = Promise.withResolvers<readonly string[]>()
    person.answers = async ({ message, buttons }) => {
      asked.resolve([message, ...buttons])
      return '继续等待'
    }
    desktop.tell({ kind: 'closeWindow' })
    expect(await asked.promise).toEqual(['还有 1 项工作没有做完', '继续等待', '仍然关闭'])
    await page.getByRole('region', { name: '演练' }).waitFor()

    person.answers = async () => '仍然关闭'
    expect(await desktop.close()).toBe(0)
    expect(await names(join(computer.home, '工作区'))).toEqual([])
  })

  it('keeps what was typed in the last half second', async () => {
    await begin(prepareWorkspace)
    await openFinding(desktop.page)
    await desktop.page.getByLabel('地点', { exact: true }).fill('三楼档案室')
    expect(await desktop.close()).toBe(0)
    const again = await computer.start()
    await openFinding(again.page)
    await again.page.getByText(/上次留存于/).waitFor()
    expect(await again.page.getByLabel('地点', { exact: true }).inputValue()).toBe('三楼档案室')
  })

  it.each(['suspend', 'lock-screen'] as const)('locks at %s, after what was typed is kept', async (event) => {
    await begin(prepareWorkspace)
    const { page } = desktop
    await openFinding(page)
    await page.getByLabel('地点', { exact: true }).fill('四楼')
    desktop.tell({ kind: 'power', event })
    await page.getByRole('button', { name: '打开', exact: true }).waitFor()
    expect(await page.content()).not.toContain('四楼')
    await openFinding(page)
    await expect.poll(() => page.getByLabel('地点', { exact: true }).inputValue()).toBe('四楼')
    expect(desktop.faults).toEqual([])
  })
})

it('locks at suspend even where the window hangs and keeps nothing', async () => {
  await begin(prepareWorkspace)
  const folder = join(computer.home, '工作区', 'prepared')
  await unlock(desktop.page)
  await expect(lockWorkspace(folder)).rejects.toMatchObject({ kind: 'workspace.inUse' })
  await desktop.page.evaluate(() => {
    window.dispatchEvent = () => true
  })
  desktop.tell({ kind: 'power', event: 'suspend' })
  await expect
    .poll(() => lockWorkspace(folder).then((lock) => lock.release() ?? 'free'), { timeout: 20_000 })
    .toBe('free')
})

async function openFinding(page: Desktop['page']): Promise<void> {
  if ((await page.getByRole('navigation', { name: '页面' }).count()) === 0) await unlock(page)
  await goTo(page, '问题')
  await page.getByRole('row', { name: /窗口空岗/ }).click()
  await page.getByLabel('地点', { exact: true }).waitFor()
}

/** Hidden folders of the program's own are none of a person's. */
async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('.'))
}
