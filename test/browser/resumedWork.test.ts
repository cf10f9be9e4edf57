import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { workspaceOf, type Machine } from '../../electron/services/machine.ts'
import { putJob } from '../../electron/store/localJob.ts'
import { makeFinding, makeVisit } from '../services/inspection.ts'
import { createWorld, type Laptop, type World } from '../world.ts'
import { launchBrowser } from './browser.ts'
import { faultsOf, unlock } from './computers.ts'
import { pageFaults } from './pageFaults.ts'
import { buildWindow, openWindow, screenshot, type Opened } from './window.ts'

/** After a stop the window names what goes on, how each ended, and where the rest is to be seen. */
let browser: Browser
let rendererFolder: string
let world: World
let laptop: Laptop
let finding: string
let opened: Opened

beforeAll(async () => {
  ;[browser, rendererFolder] = await Promise.all([launchBrowser(), buildWindow()])
})
afterAll(() => browser.close())
beforeEach(async () => {
  world = await createWorld({ seed: 'resumed work' })
  laptop = await world.laptop('第三检查组', '组长')
  finding = await makeFinding(laptop, await makeVisit(laptop))
  opened = await openWindow({ browser, rendererFolder })
})
afterEach(async () => {
  await opened.close()
  await world.end()
})

it('tells what was done, what was not, and what to do; once it is read it stays away', async () => {
  const { page } = opened
  const { host } = laptop
  await leaveUnfinished(laptop, 'evidence.verifyAll', {})
  const known = { size: 4096, modifiedAt: '2026-11-21T02:00:00.000Z' }
  const gone = { handle: host.newId(), path: join(world.stick, '拔走了.mcsync'), ...known }
  await leaveUnfinished(laptop, 'sync.stage', gone)
  const upload = { id: host.newId(), handle: host.newId(), name: '大厅.jpg', path: null, caption: null, ...known }
  await leaveUnfinished(laptop, 'evidence.add', { finding, class: '现场拍摄导入', files: [upload] })
  await leaveUnfinished(laptop, '以后才有的工作', {})
  await openCopy()

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
  expect(faultsOf(opened)).toEqual([])
})

it('shows nothing where everything had been done', async () => {
  const { page } = opened
  await Promise.all([page.waitForResponse('**/rpc/job/list'), openCopy()])
  expect(await page.getByRole('region', { name: '接着做的工作' }).count()).toBe(0)
})

/** The workspace as the stopped program left it. */
async function openCopy(): Promise<void> {
  await laptop.close()
  await cp(laptop.folder, join(opened.host.dataFolder, 'workspace'), { recursive: true })
  await opened.page.goto(opened.web.address)
  await unlock(opened.page)
}

async function leaveUnfinished(machine: Machine, kind: string, order: object): Promise<void> {
  const { host, person } = machine
  const at = host.instant()
  world.clock.step()
  const waiting = { state: 'running', done: 0, total: 0, note: '', result: null, problem: null } as const
  const job = { id: host.newId(), kind, input: { ...order, person }, createdAt: at, updatedAt: at, ...waiting }
  await workspaceOf(machine).store.write((tx) => putJob(tx, job))
}
