import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { channels } from '../../electron/desktop/channels.ts'
import { fileContentSecurityPolicy } from '../../electron/services/file/answerHeaders.ts'
import { launchBrowser } from '../browser/browser.ts'
import { goTo, unlock, type Stick } from '../browser/computers.ts'
import { photo, photoInView } from '../browser/wholeLine/recording.ts'
import { prepareWorkspace } from './prepared.ts'
import { desktopComputer, desktopOperator, laid, type DesktopComputer } from './operator.ts'
import type { Desktop } from './standIn/launch.ts'
import type { RequestAnswer } from './standIn/messages.ts'

/** Files into and out of the desktop program, on one finding. */
let browser: Browser
let computer: DesktopComputer
let desktop: Desktop
let chosen: Stick
let seenCalls = 0

beforeAll(async () => {
  browser = await launchBrowser()
  computer = await desktopComputer(browser, { prepare: prepareWorkspace })
  desktop = computer.desktop
  chosen = await photo('三号窗口.jpg', 'closedWindow', 1)
  await unlock(desktop.page)
  await goTo(desktop.page, '问题')
  await desktop.page.getByRole('row', { name: /窗口空岗/ }).click()
})
afterAll(async () => {
  await computer.end()
  await browser.close()
})

it('a photo that is chosen comes in by its path: none of its bytes pass the window', async () => {
  await desktopOperator(computer).give('添加照片和文件', chosen)
  await photoInView(desktop.page, chosen.name).waitFor()
  expect(await waysIn()).toEqual([channels.hold])
})

it('a photo that is dropped comes in by its path as well', async () => {
  const dropped = await photo('公示栏.jpg', 'noticeBoard', 2)
  const path = await laid(computer.stick, dropped)
  const zone = await desktop.page.getByRole('group', { name: '添加照片和文件' }).boundingBox()
  if (zone === null) throw new Error('the drop zone is not in view')
  const mouse = await desktop.page.context().newCDPSession(desktop.page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await mouse.send('Input.dispatchDragEvent', {
      type,
      x: zone.x + zone.width / 2,
      y: zone.y + zone.height / 2,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    })
  await photoInView(desktop.page, dropped.name).waitFor()
  expect(await waysIn()).toEqual([channels.hold])
})

it('a picture that is pasted lies on no disk, so its bytes come in', async () => {
  const pasted = await photo('粘贴.jpg', 'paperwork', 3)
  await desktop.page.evaluate(
    (bytes) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([Uint8Array.from(bytes)], '粘贴.jpg', { type: 'image/jpeg' }))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    },
    [...pasted.buffer],
  )
  await photoInView(desktop.page, pasted.name).waitFor()
  expect(await waysIn()).toEqual([channels.hold, channels.holdBytes])
})

it('an original is shown through a ticket, whole or in ranges, under a policy that lets it run nothing', async () => {
  await photoInView(desktop.page, chosen.name).click()
  const viewer = desktop.page.getByRole('dialog')
  await viewer.getByRole('img', { name: chosen.name }).waitFor()
  const shown = desktop.requests.findLast(({ url }) => url.startsWith('app://app/file/'))
  expect(shown).toMatchObject({ status: 200, headers: { 'content-security-policy': fileContentSecurityPolicy } })
  const part = await ask(shown?.url ?? '', 'bytes=10-19')
  expect(part).toMatchObject({ status: 206 })
  expect(part.headers).toMatchObject({
    'content-range': `bytes 10-19/${chosen.buffer.length}`,
    'content-length': '10',
    'x-content-type-options': 'nosniff',
  })
  expect(Buffer.from(part.body)).toEqual(chosen.buffer.subarray(10, 20))
  expect(await ask(shown?.url ?? '', `bytes=${chosen.buffer.length}-`)).toMatchObject({ status: 416 })
})

it('a file is saved where the person says, the folder is remembered and can be opened; a cancelled dialog spends nothing', async () => {
  const viewer = desktop.page.getByRole('dialog')
  const note = desktop.page.getByRole('status', { name: '保存文件' })
  desktop.person.saves = async () => undefined
  await viewer.getByRole('button', { name: '另存原件' }).click()
  await note.getByText(`“${chosen.name}”还没有保存。`).waitFor()

  const path = join(computer.stick, '副本.jpg')
  desktop.person.saves = async () => path
  await note.getByRole('button', { name: '再选一次保存位置' }).click()
  await note.getByText(`“${chosen.name}”已保存。`).waitFor()
  expect(await readFile(path)).toEqual(chosen.buffer)
  expect((await readdir(computer.stick)).filter((name) => name.startsWith('.'))).toEqual([])
  await note.getByRole('button', { name: '打开所在文件夹' }).click()
  await expect.poll(() => desktop.seen.shownInFolder).toEqual([path])

  await note.getByRole('button', { name: '知道了' }).click()
  await viewer.getByRole('button', { name: '另存原件' }).click()
  await note.getByText('已保存').waitFor()
  const proposed = desktop.seen.dialogs.flatMap((dialog) => (dialog.type === 'save' ? [dialog.defaultPath] : []))
  expect(proposed.at(0)).toBe(join(computer.home, 'documents', chosen.name))
  expect(proposed.at(2)).toBe(join(computer.stick, chosen.name))
})

it('a place that takes nothing is said in Chinese, and what lay there stays', async () => {
  const note = desktop.page.getByRole('status', { name: '保存文件' })
  await note.getByRole('button', { name: '知道了' }).click()
  desktop.person.saves = async () => join(computer.stick, '没有这个文件夹', '副本.jpg')
  await desktop.page.getByRole('dialog').getByRole('button', { name: '另存原件' }).click()
  await note.getByText(/^写不进这个位置/).waitFor()
  expect(desktop.faults).toEqual([])
})

function ask(url: string, range: string): Promise<RequestAnswer> {
  const question = { type: 'request', url, method: 'GET', headers: { range } } as const
  return desktop.ask(question) as Promise<RequestAnswer>
}

/** Ways in that the window has used since the test before. */
async function waysIn(): Promise<readonly string[]> {
  const { called } = (await desktop.ask({ type: 'facts' })) as { readonly called: readonly string[] }
  const fresh = called.slice(seenCalls)
  seenCalls = called.length
  return fresh
}
