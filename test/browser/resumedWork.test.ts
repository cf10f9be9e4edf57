import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { workspaceOf } from '../../electron/services/machine.ts'
import { putJob } from '../../electron/store/local/localJob.ts'
import { makeFinding, makeVisit } from '../services/inspection.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf, startComputer, unlock, type Computer } from './computers.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, screenshot } from './window.ts'

/** After a stop the window names what goes on, how each ended, and where the rest is to be seen. */
let browser: Browser
let rendererFolder: string
let laptop: Computer

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
})
afterAll(() => browser.close())
beforeEach(async () => {
  laptop = await startComputer({ browser, rendererFolder }, { kind: 'team', name: '第三检查组', person: '王敏' })
})
afterEach(() => laptop.close())

it('tells what was done, what was not, and what to do; once it is read it stays away', async () => {
  const { page, host, machine } = laptop
  const finding = await makeFinding(machine, await makeVisit(machine))
  const known = { size: 4096, modifiedAt: '2026-11-21T02:00:00.000Z' }
  const gone = { handle: host.newId(), path: join(host.dataFolder, '拔走了.mcsync'), ...known }
  const upload = { id: host.newId(), handle: host.newId(), name: '大厅.jpg', path: null, caption: null, ...known }
  await leaveUnfinished('evidence.verifyAll', {})
  await leaveUnfinished('sync.stage', gone)
  await leaveUnfinished('evidence.add', { finding, class: '现场拍摄导入', files: [upload] })
  await leaveUnfinished('以后才有的工作', {})
  await openAgain()

  const notice = page.getByRole('region', { name: '接着做的工作' })
  const line = (name: string) => notice.getByRole('listitem').filter({ hasText: name })
  await line('校验全部证据').getByText('已做完，0 件全部完好。').waitFor()
  await line('检查数据包').getByText('没有做成。').waitFor()
  await line('收照片和文件').getByText('已做完，但有 1 个文件没有收进来，请重新添加。').waitFor()
  await line('其他工作').getByText('没有做成。').waitFor()
  expect(await notice.getByRole('listitem').count()).toBe(4)
  await screenshot(page, 'resumed-work')
  expect(await pageFaults(page)).toEqual([])

  await line('收照片和文件').getByRole('link', { name: '去看看' }).click()
  await expect.poll(() => page.url()).toContain(finding)
  await notice.getByRole('button', { name: '知道了' }).click()
  await notice.waitFor({ state: 'detached' })
  await Promise.all([page.waitForResponse('**/rpc/job/list'), page.reload()])
  await page.getByRole('navigation', { name: '页面' }).waitFor()
  expect(await notice.count()).toBe(0)
  expect(faultsOf(laptop)).toEqual([])
})

it('shows nothing where everything had been done', async () => {
  const { page } = laptop
  await Promise.all([page.waitForResponse('**/rpc/job/list'), openAgain()])
  expect(await page.getByRole('region', { name: '接着做的工作' }).count()).toBe(0)
})

/** Locks the last window, which closes the workspace, and unlocks it. */
async function openAgain(): Promise<void> {
  await laptop.machine.connection.close()
  await laptop.page.keyboard.press('Control+l')
  await unlock(laptop.page)
}

async function leaveUnfinished(kind: string, order: object): Promise<void> {
  const { host, machine } = laptop
  const { person } = machine
  const at = host.instant()
  const left = { state: 'running', done: 0, total: 0, note: '', result: null, problem: null } as const
  const job = { id: host.newId(), kind, input: { ...order, person }, createdAt: at, updatedAt: at, ...left }
  await workspaceOf(machine).store.write((tx) => putJob(tx, job))
}
