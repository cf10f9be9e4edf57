import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { channels } from '../../electron/desktop/channels.ts'
import { securityHeaders } from '../../electron/services/file/answerHeaders.ts'
import { launchBrowser } from '../browser/browser.ts'
import { createWorkspace } from '../browser/wholeLine/workspace.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { desktopComputer, desktopOperator, type DesktopComputer } from './operator.ts'
import { startSecond, type Desktop } from './standIn/launch.ts'
import type { MenuItem } from './standIn/messages.ts'

let browser: Browser
let computer: DesktopComputer
let desktop: Desktop

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function begin(): Promise<void> {
  computer = await desktopComputer(browser)
  desktop = computer.desktop
  await firstPage(desktop)
}

describe('the window is closed in', () => {
  beforeAll(begin)
  afterAll(() => computer.end())

  it('runs its page sandboxed, isolated and without Node', () => {
    expect(desktop.window).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      show: false,
    })
  })

  it('gives the page the bridge and nothing else of Electron', async () => {
    const names = await desktop.page.evaluate(() => Object.keys(window.desktop ?? {}).toSorted())
    expect(names).toEqual(['hold', 'holdBytes', 'kept', 'listen', 'save', 'showSaved'])
    expect(
      await desktop.page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window)),
    ).toEqual([])
  })

  it('puts every answer of app:// under the same headers', async () => {
    await desktop.page.evaluate(() => Promise.allSettled([fetch('/file/none'), fetch('/../main.js'), fetch('/%zz')]))
    const [first] = desktop.requests
    expect(first?.headers).toMatchObject(securityHeaders)
    const bare = desktop.requests.filter(({ headers }) =>
      Object.keys(securityHeaders).some((name) => !(name in headers)),
    )
    expect(bare).toEqual([])
    expect(desktop.requests.find(({ url }) => url.endsWith('/file/none'))?.status).toBe(404)
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/%2e%2e/desktop/main.js',
    '/',
  ])('serves the built window and nothing beside it: %s', async (path) => {
    const answer = (await desktop.ask({
      type: 'request',
      url: `app://app${path}`,
      method: 'GET',
      headers: {},
    })) as Answer
    expect(answer.status).toBe(path === '/' ? 200 : 404)
  })

  it('answers no other method and no other host', async () => {
    const post = await desktop.ask({ type: 'request', url: 'app://app/index.html', method: 'POST', headers: {} })
    const other = await desktop.ask({ type: 'request', url: 'app://other/index.html', method: 'GET', headers: {} })
    expect([(post as Answer).status, (other as Answer).cancelled || (other as Answer).status === 404]).toEqual([
      405,
      true,
    ])
  })

  it('goes nowhere, opens nothing, downloads nothing past the dialog', async () => {
    await desktop.page.evaluate(() => {
      window.open('https://example.com/')
      location.assign('/other.html')
    })
    await desktop.page.getByText('本机还没有工作区，请选一项。').waitFor()
    expect(await desktop.ask({ type: 'openWindow', url: 'https://example.com/' })).toBe('deny')
    expect(await desktop.ask({ type: 'navigate', url: 'https://example.com/' })).toBe(false)
    expect(await desktop.ask({ type: 'download' })).toBe(false)
    expect(desktop.requests.map(({ url }) => url)).not.toContain('app://app/other.html')
  })

  it.each(['geolocation', 'media', 'notifications'] as const)('grants no %s', async (permission) => {
    expect(await desktop.ask({ type: 'permission', permission })).toEqual({ request: false, check: false })
  })

  it('lets no request leave', async () => {
    for (const url of ['https://example.com/x', 'http://127.0.0.1:1/x', 'file:///etc/passwd', 'ws://example.com/'])
      expect(await desktop.ask({ type: 'request', url, method: 'GET', headers: {} })).toMatchObject({ cancelled: true })
    const { switches } = (await desktop.ask({ type: 'facts' })) as Facts
    expect(switches).toEqual(expect.arrayContaining(['disable-background-networking', 'disable-component-update']))
    expect(desktop.requests.filter(({ url }) => !url.startsWith('app://app/'))).toEqual([])
  })

  it.each([
    ['a page of another origin', { frame: 'https://example.com/', embedded: false }],
    ['a page whose name begins like ours', { frame: 'app://app.example.com/', embedded: false }],
    ['a frame inside the page', { frame: 'app://app/index.html', embedded: true }],
  ])('hears nothing from %s', async (_, sender) => {
    const { ports: before } = (await desktop.ask({ type: 'facts' })) as Facts
    desktop.tell({ kind: 'send', message: { ...sender, channel: channels.connect, args: [null], ports: ['stranger'] } })
    const { ports, forwarded } = (await desktop.ask({ type: 'facts' })) as Facts
    expect(ports).toEqual([...before, 'stranger'])
    expect(forwarded).not.toContain('stranger')
    await expect(
      desktop.ask({ type: 'invoke', message: { ...sender, channel: channels.hold, args: ['/etc/passwd'] } }),
    ).rejects.toThrow('not from the window')
  })
})

describe('the window is where it was', () => {
  beforeEach(begin)
  afterEach(() => computer.end())

  it('opens in the middle at the design size, and comes back as it was left', async () => {
    expect(desktop.window).toMatchObject({ x: 277, y: 136, width: 1366, height: 768, minWidth: 1024, minHeight: 640 })
    desktop.tell({ kind: 'resize', bounds: { x: 40, y: 50, width: 1200, height: 700 } })
    desktop.tell({ kind: 'click', label: '放大' })
    desktop.tell({ kind: 'click', label: '放大' })
    expect(await desktop.close()).toBe(0)
    const again = await computer.start()
    expect(again.window).toMatchObject({ x: 40, y: 50, width: 1200, height: 700, zoomFactor: 1.25 })
  })

  it('begins anew where what it remembers is damaged', async () => {
    await desktop.close()
    await writeFile(join(computer.home, 'window', 'preferences.json'), '{"bounds":{"x":"left"},"zoom":900')
    expect((await computer.start()).window).toMatchObject({ width: 1366, height: 768, zoomFactor: 1 })
  })

  it('is shown when the program is started a second time, which then ends', async () => {
    desktop.tell({ kind: 'minimize' })
    expect(await startSecond(computer, desktop)).toBe(0)
    await expect.poll(() => desktop.seen.windowStates).toEqual(['shown', 'restored', 'shown', 'focused'])
  })
})

describe('the menu', () => {
  beforeAll(begin)
  afterAll(() => computer.end())

  it('is Chinese, and takes no key from the window', async () => {
    const items = flat(desktop.seen.menu)
    for (const { label } of items) expect(label).toMatch(/^$|[\u4e00-\u9fff]/)
    const taken = items.filter(({ registered, accelerator }) => registered && accelerator !== undefined)
    const windows = await keysOfWindow()
    expect(windows).toEqual(expect.arrayContaining(['Ctrl+N', 'Ctrl+K', 'F1', 'Ctrl+L']))
    expect(taken.map(({ accelerator }) => accelerator).filter((keys) => windows.includes(keys ?? ''))).toEqual([])
  })

  it('opens the help of the page in view by pressing its key', async () => {
    const person = { name: '王敏', unit: '江州市国家税务局', post: '科长', password: '渡口-扁担-二〇一四-甲' }
    await createWorkspace(desktopOperator(computer), { kind: '检查组', name: '第三检查组', person })
    desktop.tell({ kind: 'click', label: '本页帮助' })
    const help = desktop.page.getByRole('complementary', { name: /帮助/ })
    await help.waitFor()
    expect(await help.textContent()).not.toBe('')
  })
})

describe('a page that loads anew', () => {
  beforeAll(begin)
  afterAll(() => computer.end())

  it('gets a port of its own, and the one before is closed', async () => {
    const { ports: before } = (await desktop.ask({ type: 'facts' })) as Facts
    await desktop.page.reload()
    await firstPage(desktop)
    const { ports, closed } = (await desktop.ask({ type: 'facts' })) as Facts
    expect(ports.length).toBe(before.length + 1)
    expect(closed).toEqual(before)
    expect(desktop.faults).toEqual([])
  })

  it('comes back by itself when its process has died, and is left with a number when that dies again', async () => {
    const { ports: before } = (await desktop.ask({ type: 'facts' })) as Facts
    const reloaded = desktop.page.waitForEvent('load')
    desktop.tell({ kind: 'pageDied' })
    await reloaded
    await firstPage(desktop)
    expect(((await desktop.ask({ type: 'facts' })) as Facts).ports.length).toBe(before.length + 1)
    expect(desktop.seen.errorBoxes).toEqual([])
    desktop.tell({ kind: 'pageDied' })
    await expect.poll(() => desktop.seen.errorBoxes.length).toBe(1)
    expect(desktop.seen.errorBoxes[0]?.content).toMatch(/已经保存的内容都在（编号 [0-9A-F]{8}）/)
  })
})

type Answer = { readonly status: number; readonly cancelled: boolean }
type Facts = {
  readonly switches: readonly string[]
  readonly ports: readonly string[]
  readonly forwarded: readonly string[]
  readonly closed: readonly string[]
}

async function firstPage({ page }: Desktop): Promise<void> {
  await page.getByText('本机还没有工作区，请选一项。').waitFor()
}

function flat(items: readonly MenuItem[]): readonly MenuItem[] {
  return items.flatMap((item) => [item, ...flat(item.items)])
}

/** Every shortcut that the window's sources declare. */
async function keysOfWindow(): Promise<readonly string[]> {
  const folder = join(projectRoot, 'renderer')
  const names = await readdir(folder, { recursive: true })
  const sources = await Promise.all(
    names.filter((name) => /\.tsx?$/.test(name)).map((name) => readFile(join(folder, name), 'utf8')),
  )
  return sources.flatMap((text) => [...text.matchAll(/\bkeys: '([^']+)'/g)].map(([, keys = '']) => keys))
}
