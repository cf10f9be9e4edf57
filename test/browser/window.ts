import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { randomBytes, sha256Hex } from '../../electron/crypto/hash.ts'
import { createHost } from '../../electron/services/createHost.ts'
import type { DemoPlayer, Host, HostOptions } from '../../electron/services/host/host.ts'
import { router } from '../../electron/services/router.ts'
import { startWebHost, type WebHost } from '../../electron/web/webHost.ts'
import { projectRoot } from '../rules/oxlint.ts'
import { madeOnce } from './madeOnce.ts'

/**
 * The window, built as `npm run build` builds it, into an ignored folder named by what it is built from: test files that
 * run at once share it, and none deletes what another serves.
 */
export async function buildWindow(): Promise<string> {
  return madeOnce(join(projectRoot, 'out', `testRenderer-${await sourceHash()}`), buildForUse)
}

/** The test runner says NODE_ENV=test, and libraries would be built in with what they keep for tests: React's slow half, antd's one id for everything. */
async function buildForUse(outDir: string): Promise<void> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    await build({
      configFile: join(projectRoot, 'build/vite.renderer.ts'),
      logLevel: 'warn',
      build: { outDir, reportCompressedSize: false },
    })
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

async function sourceHash(): Promise<string> {
  const parts: string[] = []
  for (const room of ['renderer', 'electron/contract', 'build']) {
    const names = await readdir(join(projectRoot, room), { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.toSorted()) parts.push(`${sha256Hex(await readFile(file))} ${file}`)
  }
  for (const file of [join(projectRoot, 'package-lock.json'), import.meta.filename]) {
    parts.push(sha256Hex(await readFile(file)))
  }
  return sha256Hex(parts.join('\n')).slice(0, 16)
}

/** The real services on a fresh data folder, behind the real web host, seen by one browser profile. */
export type Opened = {
  readonly host: Host
  readonly web: WebHost
  readonly context: BrowserContext
  readonly page: Page
  /** Everything a person should never see: page errors, console errors (a CSP violation is one), foreign requests. */
  readonly faults: string[]
  close(): Promise<void>
}

type OpenWindow = {
  readonly browser: Browser
  readonly rendererFolder: string
  readonly playDemo?: (host: () => Host) => DemoPlayer
}

export async function openWindow({ browser, rendererFolder, playDemo }: OpenWindow): Promise<Opened> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'mingcha-window-'))
  // A password guess may be cheap here; the recorded cost travels with the slot.
  const host: Host = hostOn(dataFolder, {
    scryptCost: { n: 2 ** 12, r: 8, p: 1 },
    ...(playDemo === undefined ? {} : { playDemo: playDemo(() => host) }),
  })
  const web = await startWebHost({ host, router, rendererFolder, port: 0 })
  const context = await browser.newContext(computer)
  const faults = await watchFaults(context, new URL(web.address).origin)
  return {
    host,
    web,
    context,
    page: await context.newPage(),
    faults,
    async close() {
      await context.close()
      await web.close()
      await host.close()
      await rm(dataFolder, { recursive: true })
    },
  }
}

/** How the browser of an inspector's laptop is set. */
export const computer = {
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  viewport: { width: 1366, height: 768 },
} as const

/** The real services on a data folder, always as the same installation. */
export function hostOn(dataFolder: string, options: Partial<HostOptions> & Pick<HostOptions, 'scryptCost'>): Host {
  return createHost({
    dataFolder,
    resourceFolder: join(projectRoot, 'resources'),
    now: () => Date.now(),
    random: randomBytes,
    programVersion: '0.1.0',
    installation: '0198c0de-0000-7000-8000-000000000001',
    loopback: true,
    ...options,
  })
}

async function watchFaults(context: BrowserContext, origin: string): Promise<string[]> {
  const faults: string[] = []
  await context.route('**', async (route) => {
    const url = route.request().url()
    if (url.startsWith(origin) || url.startsWith('data:') || url.startsWith('blob:')) return route.continue()
    faults.push(`request to ${url}`)
    return route.abort()
  })
  context.on('page', (page) => {
    page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`)
    })
  })
  return faults
}

/** What axe finds wrong on the page as it stands: missing names, contrast, landmarks, order. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe }
    return (await checker.run()).violations
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const screenshots = join(projectRoot, 'out', 'screenshots')

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}
